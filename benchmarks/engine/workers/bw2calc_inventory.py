"""The inventory with bw2calc: a stack of exchanges of one process, drawn anew for each score.

Answers each line of its input. The second argument says how many draws; what is timed are the draws, not the
building of matrices.
"""

import json
import sys
import time
import warnings

import numpy as np

with warnings.catch_warnings():
    # it recommends a faster solver, for which a matrix of one process leaves nothing to do
    warnings.simplefilter("ignore")
    import bw2calc
    import bw_processing as bwp

Z95 = 1.959963984540054
NORMAL = 3
data = np.load(sys.argv[1])
draws = int(sys.argv[2])
factor = data["factor_index"]
ratio = data["ratios"][data["unit_index"]]
activity = data["activity"] * ratio
spread = (data["upper"] - data["lower"]) * ratio / (2 * Z95)
value, width = data["values"][factor], (data["high"] - data["low"])[factor] / (2 * Z95)
amount = activity * value
deviation = np.hypot(activity * width, value * spread)

PROCESS, PRODUCT = 1, 2
flows = 100 + np.arange(len(data["warming"]))
package = bwp.create_datapackage(sum_intra_duplicates=True)
package.add_persistent_vector(
    matrix="technosphere_matrix",
    indices_array=np.array([(PRODUCT, PROCESS)], dtype=bwp.INDICES_DTYPE),
    data_array=np.array([1.0]),
)
distributions = np.zeros(len(amount), dtype=bwp.UNCERTAINTY_DTYPE)
distributions["uncertainty_type"] = NORMAL
distributions["loc"], distributions["scale"] = amount, deviation
distributions["minimum"] = distributions["maximum"] = distributions["shape"] = np.nan
package.add_persistent_vector(
    matrix="biosphere_matrix",
    indices_array=np.array([(flow, PROCESS) for flow in flows[data["pollutants"][factor]]], dtype=bwp.INDICES_DTYPE),
    data_array=amount,
    distributions_array=distributions,
)
package.add_persistent_vector(
    matrix="characterization_matrix",
    indices_array=np.array([(flow, 0) for flow in flows], dtype=bwp.INDICES_DTYPE),
    data_array=data["warming"],
)
lca = bw2calc.LCA({PRODUCT: 1}, data_objs=[package], use_distributions=True)
lca.lci()
lca.lcia()

for _ in sys.stdin:
    start = time.perf_counter()
    scores = []
    for _draw in range(draws):
        next(lca)
        scores.append(lca.score)
    seconds = time.perf_counter() - start
    figures = [float(end) for end in (np.mean(scores), *np.quantile(scores, [0.025, 0.975]))]
    print(json.dumps({"seconds": seconds, "figures": figures}), flush=True)
