"""The inventory with pandas: join lines, units and factors, multiply, group. Answers each line of its input."""

import json
import sys
import time

import numpy as np
import pandas as pd

Z95 = 1.959963984540054
data = np.load(sys.argv[1])
lines = pd.DataFrame({name: data[name] for name in ("activity", "lower", "upper", "unit_index", "factor_index")})
units = pd.DataFrame({"unit_index": np.arange(len(data["ratios"])), "ratio": data["ratios"]})
low, mode, high, shapes = data["low"], data["values"], data["high"], data["shapes"]


def moments():
    """Means and standard deviations of the factors."""
    centre, spread = (np.log(low) + np.log(high)) / 2, (np.log(high) - np.log(low)) / (2 * Z95)
    log_mean = np.exp(centre + spread**2 / 2)
    means = ((low + high) / 2, (low + mode + high) / 3, mode, log_mean)
    deviations = (
        (high - low) / np.sqrt(12),
        np.sqrt(((high - low) ** 2 - (mode - low) * (high - mode)) / 18),
        (high - low) / (2 * Z95),
        log_mean * np.sqrt(np.expm1(spread**2)),
    )
    return np.choose(shapes, means), np.choose(shapes, deviations)


def work():
    """Of each total value and upper end of its interval, CO2-equivalents last."""
    mean, deviation = moments()
    factors = pd.DataFrame(
        {
            "factor_index": np.arange(len(mode)),
            "value": mode,
            "mean": mean,
            "deviation": deviation,
            "pollutant": data["pollutants"],
        }
    )
    joined = lines.merge(units, on="unit_index").merge(factors, on="factor_index")
    joined["converted"] = joined["activity"] * joined["ratio"]
    joined["emission"] = joined["converted"] * joined["value"]
    joined["variance"] = ((joined["upper"] - joined["lower"]) * joined["ratio"] / (2 * Z95)) ** 2
    joined["share"] = joined["emission"] / joined.groupby("pollutant")["emission"].transform("sum")
    grouped = joined.groupby("factor_index")[["converted", "emission", "variance"]].sum()
    table = factors.set_index("factor_index").join(grouped)
    table["mean"] *= table["converted"]
    table["variance"] = (table["deviation"] * table["converted"]) ** 2 + table["value"] ** 2 * table["variance"]
    totals = table.groupby("pollutant")[["emission", "mean", "variance"]].sum()
    warming = data["warming"]
    co2e = [
        float((totals["emission"] * warming).sum()),
        float((totals["mean"] * warming).sum() + Z95 * np.sqrt((totals["variance"] * warming**2).sum())),
    ]
    upper = totals["mean"] + Z95 * np.sqrt(totals["variance"])
    return [float(figure) for pair in zip(totals["emission"], upper, strict=True) for figure in pair] + co2e


for _ in sys.stdin:
    start = time.perf_counter()
    figures = work()
    print(json.dumps({"seconds": time.perf_counter() - start, "figures": figures}), flush=True)
