"""The state of a plant in a simulation, and what each option changes in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cpaudit.contributions import QuantityStatus
from cpaudit.engine.balance import Closure, close_balance
from cpaudit.engine.findings import Finding
from cpaudit.engine.flow_model import flow_inputs, flow_trace
from cpaudit.engine.process_model import ProcessModel
from cpaudit.engine.quantities import Quantity
from cpaudit.engine.spending import add_known, charged, is_plain, price_factor, shown_unit
from cpaudit.engine.trace import Arguments, Conversion, Formula, Input, Trace, formula
from cpaudit.engine.units import PURE_NUMBER, UnitError, affine_between, parse


class SimulationState(StrEnum):
    """COMPLETE: every flow is known and every unit process reacts. INCOMPLETE: not so; see what is missing."""

    COMPLETE = "COMPLETE"
    INCOMPLETE = "INCOMPLETE"


@dataclass(frozen=True)
class PlantState:
    """A plant as it is, or would be.

    Attributes:
        flows: by stream, those included that options made; None where it is not known.
        balances: by unit process; None where there is nothing to balance, or its streams do not compare.
        emissions: by pollutant; None where a flow that emits it is not known.
        cost: of the priced streams and of the options; None where a priced flow is not known.
        unit: of the cost; empty for plain numbers.
        model: what it was computed from.
    """

    flows: Mapping[str, Quantity | None]
    balances: Mapping[str, Closure | None]
    emissions: Mapping[str, Quantity | None]
    cost: float | None
    unit: str
    model: ProcessModel = field(repr=False, compare=False)

    @property
    def values(self) -> dict[str, float]:
        """The known flows as numbers."""
        return {stream: flow.value for stream, flow in self.flows.items() if flow is not None}

    def flow_trace(self, stream: str) -> Trace:
        """How the flow in a stream came about."""
        return self._flow_trace(stream, flow_inputs(self.model.settled))

    def emission_trace(self, pollutant: str) -> Trace:
        """How the emission of a pollutant came about."""
        told = flow_inputs(self.model.settled)
        emission = self.emissions[pollutant]
        unit = _emission_unit(self.model, pollutant)
        inputs = [
            item
            for stream, factors in self.model.factors.items()
            if pollutant in factors
            for item in (
                _factor_input(factors[pollutant], self.model.units.get(stream), unit, stream),
                self._flow_trace(stream, told).as_input(label=stream),
            )
        ]
        return _EMISSION.trace(None if emission is None else emission.value, inputs, unit=shown_unit(unit))

    @property
    def cost_trace(self) -> Trace:
        """How the cost came about."""
        told = flow_inputs(self.model.settled)
        money = self.unit or PURE_NUMBER
        inputs = [
            item
            for stream, price in self.model.prices.items()
            for item in (
                _price_input(price, self.model.units.get(stream), money, stream),
                self._flow_trace(stream, told).as_input(label=stream),
            )
        ]
        running = [
            charged(each, money).trace.as_input(symbol="c", label=str(place))
            for place, each in enumerate(self.model.running, 1)
        ]
        return _COST.trace(self.cost, [*inputs, *running] or [Input("c", 0.0)], unit=self.unit)

    def _flow_trace(self, stream: str, told: tuple[Input, ...]) -> Trace:
        flow = self.flows.get(stream)
        place = list(self.model.equations).index(stream) if stream in self.model.equations else 0
        return flow_trace(stream, place, told, None if flow is None else flow.value, self.model.units.get(stream, ""))


@dataclass(frozen=True)
class Step:
    """What one option changes, after those before it.

    Attributes:
        option: its code.
        before: the plant before it.
        after: the plant after it.
    """

    option: str
    before: PlantState
    after: PlantState

    @property
    def saved_cost(self) -> float | None:
        """Cost before − cost after; None where one is not known."""
        return _difference(self.before.cost, self.after.cost)

    @property
    def saved_flows(self) -> Mapping[str, Quantity | None]:
        """By stream, flow before − flow after; of a stream that the option made, what it takes counts as negative."""
        return {
            stream: _saved(self.before.flows.get(stream), flow, stream in self.before.flows)
            for stream, flow in self.after.flows.items()
        }

    @property
    def saved_emissions(self) -> Mapping[str, Quantity | None]:
        """By pollutant, emission before − emission after."""
        return {
            pollutant: _saved(self.before.emissions.get(pollutant), emission, pollutant in self.before.emissions)
            for pollutant, emission in self.after.emissions.items()
        }

    @property
    def trace(self) -> Trace:
        """How the saved cost came about."""
        inputs = [
            self.before.cost_trace.as_input(symbol="before"),
            self.after.cost_trace.as_input(symbol="after"),
        ]
        return _SAVING.trace(self.saved_cost, inputs, unit=self.after.unit)


@dataclass(frozen=True)
class Simulation:
    """What options would do.

    Attributes:
        before: the plant as it is.
        after: the plant after all options.
        steps: what each option adds, in their order; together they are the whole difference.
        state: whether everything about it is known.
        missing: what is not, by UNKNOWN_FLOW, NOT_REACTING and LOST_FLOW.
    """

    before: PlantState
    after: PlantState
    steps: tuple[Step, ...]
    state: SimulationState
    missing: tuple[Finding, ...]

    @property
    def saved_cost(self) -> float | None:
        """Cost before − cost after all options; None where one is not known."""
        return _difference(self.before.cost, self.after.cost)

    @property
    def trace(self) -> Trace:
        """How the saved cost came about."""
        return Step("", self.before, self.after).trace


def state_of(model: ProcessModel, flows: Mapping[str, float], money: str, tolerance: float) -> PlantState:
    """The plant with these flows.

    Raises:
        UnitError: a price or a factor does not fit what flows, or costs are in several currencies.
    """
    quantities = {
        stream: Quantity(flows[stream], model.units[stream], status=QuantityStatus.CALCULATED)
        if stream in flows
        else None
        for stream in model.network.stream_index
    }
    return PlantState(
        flows=quantities,
        balances={unit: _balance(model, unit, quantities, tolerance) for unit in model.network.units},
        emissions={pollutant: _emission(model, pollutant, flows) for pollutant in _pollutants(model)},
        cost=_cost(model, flows, money),
        unit=shown_unit(money),
        model=model,
    )


def _balance(model: ProcessModel, unit: str, flows: Mapping[str, Quantity | None], tolerance: float) -> Closure | None:
    inputs = [flows[each.code] for each in model.inputs(unit)]
    outputs = [flows[each.code] for each in model.outputs(unit)]
    if all(each is None for each in (*inputs, *outputs)):
        return None
    try:
        return close_balance(inputs, outputs, tolerance=tolerance)
    except UnitError:
        return None


def _pollutants(model: ProcessModel) -> Iterable[str]:
    return dict.fromkeys(pollutant for factors in model.factors.values() for pollutant in factors)


def _emission(model: ProcessModel, pollutant: str, flows: Mapping[str, float]) -> Quantity | None:
    unit = _emission_unit(model, pollutant)
    parts = []
    for stream, factors in model.factors.items():
        if pollutant in factors:
            factor = _factor_input(factors[pollutant], model.units.get(stream), unit, stream)
            parts.extend([factor.value, flows.get(stream)])
    value = _products(parts)
    return None if value is None else Quantity(value, unit, status=QuantityStatus.CALCULATED)


def _cost(model: ProcessModel, flows: Mapping[str, float], money: str) -> float | None:
    parts = []
    for stream, price in model.prices.items():
        parts.extend([_price_input(price, model.units.get(stream), money, stream).value, flows.get(stream)])
    return add_known([_products(parts), *(charged(each, money, "running cost").value for each in model.running)])


def _price_input(price: Quantity, flow: str | None, money: str, stream: str) -> Input:
    if flow is None:
        return Input("p", price.value, price.unit, stream)
    factor = price_factor(price, flow, money, "prices", stream)
    return Input("p", price.value * factor, f"{money}/({flow})", stream, Conversion(price.value, price.unit, factor))


def _emission_unit(model: ProcessModel, pollutant: str) -> str:
    """Tonnes, or tonnes per year; or the product of the first factor and its flow, where that is no mass."""
    for stream, factors in model.factors.items():
        if pollutant in factors and stream in model.units:
            factor, flow = factors[pollutant], model.units[stream]
            if is_plain(factor):
                return flow
            product = parse(factor.unit).times(parse(flow).without_products()).without_products()
            for unit in ("t", "t/a"):
                if parse(unit).dimensions == product.dimensions:
                    return unit
            return f"{factor.unit}*({flow})"
    return PURE_NUMBER


def _factor_input(factor: Quantity, flow: str | None, unit: str, stream: str) -> Input:
    if flow is None:
        return Input("EF", factor.value, factor.unit, stream)
    product = parse(flow).without_products()
    if not is_plain(factor):
        product = parse(factor.unit).times(product)
    try:
        scale = affine_between(product.without_products(), parse(unit).without_products()).factor
    except UnitError as error:
        raise UnitError(
            f"a factor in {factor.unit} gives no {unit} of what flows in {flow}",
            factor.unit,
            unit,
            path=("emission_factors", stream),
        ) from error
    return Input("EF", factor.value * scale, f"{unit}/({flow})", stream, Conversion(factor.value, factor.unit, scale))


def _products(parts: Iterable[object]) -> float | None:
    """Σ of the products of pairs that follow each other; a factor of zero needs no flow."""
    listed = list(parts)
    total = 0.0
    for factor, flow in zip(listed[::2], listed[1::2], strict=True):
        if factor == 0:
            continue
        if not isinstance(factor, float) or not isinstance(flow, float):
            return None
        total += factor * flow
    return total


def _difference(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else before - after


def _saved(before: Quantity | None, after: Quantity | None, was_there: bool) -> Quantity | None:
    if after is None or (before is None and was_there):
        return None
    value = (before.value if before is not None else 0.0) - after.value
    return Quantity(value, after.unit, status=QuantityStatus.CALCULATED)


def _paired(arguments: Arguments, factor: str) -> float | None:
    pairs = zip(arguments.all(factor), arguments.all("F"), strict=True)
    return _products([item for pair in pairs for item in pair])


def _all_costs(arguments: Arguments) -> float | None:
    running = [each if isinstance(each, float) else None for each in arguments.all("c")]
    return add_known([_paired(arguments, "p"), *running])


_METHOD = "cpaudit method, what-if (方案模拟)"
_EMISSION: Formula = formula(
    "what_if.emission", "E", "排放量", "emission", "E = Σ EF·F", _METHOD, lambda a: _paired(a, "EF")
)
_COST: Formula = formula("what_if.cost", "C", "成本", "cost", "C = Σ p·F + Σ c", _METHOD, _all_costs)
_SAVING: Formula = formula(
    "what_if.saving",
    "ΔC",
    "节约的成本",
    "saved cost",
    "ΔC = before − after",
    _METHOD,
    lambda a: _difference(a.maybe("before"), a.maybe("after")),
)
