"""How the cost of a loss is told, so that it can be computed again: from the flows and what each centre spends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cpaudit.engine.cost_carrying import Carrying
from cpaudit.engine.spending import Spent, add_known
from cpaudit.engine.trace import Arguments, Formula, Input, Trace, TraceError, formula

OUTSIDE = ""
"""In a trace the outside has no name, and no unit process has an empty code."""

Component = tuple[str, Trace]
"""The symbol of one kind of cost, and how it came about."""


def component_trace(
    symbol: str, carrying: Carrying, masses: Sequence[Input], place: int, own: Mapping[str, Spent], unit: str
) -> Component:
    """How the cost of one kind that a stream carries away came about.

    Args:
        masses: of the carriers, as they were given.
        place: of the stream among the carriers.
        own: what is spent in each unit process.
    """
    origins, destinations, _ = zip(*carrying.carriers, strict=True)
    spent = [own[each].value for each in carrying.units]
    value = carrying.carried(spent)[place]
    inputs = [
        *(Input("centre", each) for each in carrying.units),
        *(own[each].trace.as_input(symbol="own", label=each) for each in carrying.units),
        *(Input("from", each, label=mass.label) for each, mass in zip(origins, masses, strict=True)),
        *(Input("to", each or OUTSIDE, label=mass.label) for each, mass in zip(destinations, masses, strict=True)),
        *masses,
        Input("stream", float(place), label=masses[place].label),
    ]
    return symbol, _CARRIED.trace(value, inputs, unit=unit)


def flow_trace(components: Sequence[Component], treatment: Spent | None, value: float | None, unit: str) -> Trace:
    """How all that a stream has cost came about."""
    inputs = [trace.as_input(symbol="C", label=symbol) for symbol, trace in components]
    if treatment is not None:
        inputs.append(treatment.trace.as_input(symbol="C", label="WASTE_TREATMENT"))
    return _COST.trace(value, inputs, unit=unit)


def loss_share_trace(losses: Mapping[str, Trace], total: float | None, value: float | None, unit: str) -> Trace:
    """How the share of all losses in what was spent came about."""
    inputs = [trace.as_input(symbol="C", label=stream) for stream, trace in losses.items()]
    return _SHARE.trace(value, [*inputs, Input("spent", total, unit)])


def loss_share(costs: Sequence[float | None], total: float | None) -> float | None:
    """The share of losses in all that was spent; None where it is not known, or nothing was spent."""
    loss = add_known(costs)
    # The last digits of a solved loop may add up to more than there is.
    return None if loss is None or not total else min(1.0, loss / total)


def _numbers(arguments: Arguments, symbol: str) -> list[float | None]:
    return [float(each) if isinstance(each, float | int) else None for each in arguments.all(symbol)]


def _carried(arguments: Arguments) -> float | None:
    units, origins, destinations = (tuple(map(str, arguments.all(symbol))) for symbol in ("centre", "from", "to"))
    amounts, own = _numbers(arguments, "m"), _numbers(arguments, "own")
    if not len(origins) == len(destinations) == len(amounts) or len(units) != len(own):
        raise TraceError("a stream or a unit process is told in part only")
    carriers = tuple(zip(origins, (each or None for each in destinations), amounts, strict=True))
    carrying = Carrying(units, carriers)
    return carrying.carried(own)[int(arguments.number("stream"))]


_METHOD = "ISO 14051:2011, 5.3 cost calculation"
_CARRIED: Formula = formula(
    "losses.carried",
    "C",
    "物流承载的成本",
    "cost carried by the stream",
    "C = K·m/Σ m of the centre, K = own + Σ C of the streams into it",
    _METHOD,
    _carried,
)
_COST: Formula = formula(
    "losses.cost",
    "C",
    "成本",
    "cost",
    "C = material + energy + system + waste treatment",
    _METHOD,
    lambda a: add_known(_numbers(a, "C")),
)
_SHARE: Formula = formula(
    "losses.share",
    "loss share",
    "损失成本占比",
    "share of the losses in all costs",
    "loss share = Σ C/spent",
    _METHOD,
    lambda a: loss_share(_numbers(a, "C"), a.maybe("spent")),
)
