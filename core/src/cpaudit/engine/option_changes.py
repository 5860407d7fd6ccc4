"""How a change alters the equations of a process, so that what it takes away goes where it is said to go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from cpaudit.engine.flow_model import Equation
from cpaudit.engine.process_changes import (
    Change,
    ChangeFactor,
    ChangePrice,
    ChangeYields,
    InvalidChange,
    Recycle,
    ReduceFlow,
    RunningCost,
    SaveEnergy,
)
from cpaudit.engine.process_model import ProcessModel, conversion
from cpaudit.engine.process_network import ProcessNetwork, ProcessStream
from cpaudit.engine.spending import is_plain, measured
from cpaudit.engine.units import PURE_NUMBER, UnitError, affine_between, parse

_SLACK = 1e-9


def changed(model: ProcessModel, change: Change, flows: Mapping[str, float]) -> ProcessModel:
    """The process after a change.

    Args:
        flows: what flows before it, where that is known.

    Raises:
        NetworkError: the change names a stream or a unit process that is not there.
        InvalidChange: it cannot be made.
        UnitError: it is in a unit that does not fit.
    """
    match change:
        case ReduceFlow():
            return _reduced(model, change, flows)
        case ChangeYields():
            return _with_yields(model, change, flows)
        case Recycle():
            return _recycled(model, change, flows)
        case SaveEnergy():
            return _with_less_energy(model, change)
        case ChangePrice():
            model.stream(change.stream)
            price = measured(change.price, "changes", change.stream, "price", signed=True)
            return replace(model, prices={**model.prices, change.stream: price})
        case ChangeFactor():
            model.stream(change.stream)
            factor = measured(change.factor, "changes", change.stream, "factor")
            of_stream = {**model.factors.get(change.stream, {}), change.pollutant: factor}
            return replace(model, factors={**model.factors, change.stream: of_stream})
        case RunningCost():
            cost = measured(change.amount, "changes", "running cost", signed=True)
            return replace(model, running=(*model.running, cost))


def _reduced(model: ProcessModel, change: ReduceFlow, flows: Mapping[str, float]) -> ProcessModel:
    stream = model.stream(change.stream)
    if change.stream not in model.equations:
        return _losing(model, [change.stream])
    removed = _removed(model, change, flows)
    if change.instead is not None:
        return _exchanged(model, stream, model.stream(change.instead), removed, change)
    equations = {**model.equations, stream.code: model.equations[stream.code].plus(removed, -1)}
    if stream.code in model.energy or stream.origin is None:
        return replace(model, equations=equations)
    others = [each.code for each in model.outputs(stream.origin) if each.code != stream.code]
    if stream.origin not in model.reacting:
        # Where it goes instead cannot be told.
        return _losing(replace(model, equations=equations), others)
    for code, part in _proportions(model, others, flows).items():
        equations[code] = equations[code].plus(removed, part * model.factor(stream.code, code))
    return replace(model, equations=equations)


def _removed(model: ProcessModel, change: ReduceFlow, flows: Mapping[str, float]) -> Equation:
    """What no longer flows in the stream."""
    if change.fraction is not None:
        return model.equations[change.stream].scaled(change.fraction)
    amount = measured(change.amount or 0.0, "changes", change.stream, "amount")
    removed = amount.value * _fitting(amount.unit, model.units[change.stream], change.stream)
    flow = flows.get(change.stream)
    if flow is not None and removed > flow * (1 + _SLACK):
        raise InvalidChange(
            f"{removed:.6g} cannot be taken from {change.stream!r}, in which {flow:.6g} flow",
            path=("changes", change.stream, "amount"),
            remedy=f"at most what is left; both in {model.units[change.stream]}",
        )
    return Equation(removed if flow is None else min(removed, flow))


def _exchanged(
    model: ProcessModel, stream: ProcessStream, other: ProcessStream, removed: Equation, change: ReduceFlow
) -> ProcessModel:
    """Another stream of the unit process changes by as much, and all the rest of it stays."""
    both_out = stream.origin is not None and stream.origin == other.origin
    source = stream.origin is not None and other.origin is None and other.destination == stream.origin
    drain = stream.origin is None and other.origin is not None and other.origin == stream.destination
    if not (both_out or source or drain) or stream.code == other.code or other.code not in model.equations:
        raise InvalidChange(
            f"{other.code!r} cannot change in the place of {stream.code!r}",
            path=("changes", stream.code, "instead"),
            remedy="name a measured output of the same unit process, or a stream into it from outside",
        )
    factor = model.factor(stream.code, other.code)
    equations = dict(model.equations)
    if both_out:
        equations[stream.code] = equations[stream.code].plus(removed, -1)
        equations[other.code] = equations[other.code].plus(removed, factor)
        return replace(model, equations=equations)
    if drain:
        _hold_outputs(model, equations, stream, removed)
        equations[stream.code] = equations[stream.code].plus(removed, -1)
        equations[other.code] = equations[other.code].plus(removed, -factor)
        return replace(model, equations=equations)
    own = equations[stream.code].terms.get(other.code, 0.0) * factor
    if change.fraction is not None:
        # A fraction of what would leave if the input still came in as it did.
        removed = removed.scaled(1 / (1 - change.fraction * own)) if change.fraction * own < 1 else removed
    _hold_outputs(model, equations, other, removed.scaled(factor))
    equations[stream.code] = equations[stream.code].plus(removed, -1)
    equations[other.code] = equations[other.code].plus(removed, -factor)
    return replace(model, equations=equations)


def _hold_outputs(
    model: ProcessModel, equations: dict[str, Equation], source: ProcessStream, removed: Equation
) -> None:
    """Let the outputs of the unit process be what they would be if *removed* still came in with *source*."""
    for each in model.network.outputs(source.destination or ""):
        if each.code in equations:
            part = equations[each.code].terms.get(source.code, 0.0)
            equations[each.code] = equations[each.code].plus(removed, part)


def _with_yields(model: ProcessModel, change: ChangeYields, flows: Mapping[str, float]) -> ProcessModel:
    model.require_unit(change.unit)
    outputs = [each.code for each in model.outputs(change.unit)]
    for code in change.yields:
        if code not in outputs:
            raise InvalidChange(f"{code!r} is no output of {change.unit!r}", path=("changes", change.unit, code))
    if change.unit not in model.reacting:
        return _losing(model, outputs)
    base = model.inputs(change.unit)[0].code
    taken_in = model.taken_in(change.unit, base)
    total = sum(part * flows.get(code, 0.0) for code, part in taken_in.terms.items())
    before = {code: flows.get(code, 0.0) * model.factor(code, base) / total if total else 0.0 for code in outputs}
    left = sum(before.values()) - sum(change.yields.values())
    others = {code: part for code, part in before.items() if code not in change.yields}
    if left < -_SLACK:
        raise InvalidChange(
            f"the yields of {change.unit!r} give more than went out of it before",
            path=("changes", change.unit),
            remedy=f"together at most {sum(before.values()):.6g}",
        )
    rest = sum(others.values())
    equations = dict(model.equations)
    for code in outputs:
        part = change.yields.get(code)
        if part is None:
            part = max(left, 0.0) * others[code] / rest if rest else 0.0
        equations[code] = taken_in.scaled(part * model.factor(base, code))
    return replace(model, equations=equations)


def _recycled(model: ProcessModel, change: Recycle, flows: Mapping[str, float]) -> ProcessModel:
    stream = model.stream(change.stream)
    model.require_unit(change.to)
    if stream.origin is None or stream.origin == change.to or change.code in model.network.stream_index:
        raise InvalidChange(
            f"{change.stream!r} cannot be recycled to {change.to!r}",
            path=("changes", change.stream),
            remedy="recycle an output of another unit process, once",
        )
    network = ProcessNetwork(
        model.network.units, (*model.network.streams, ProcessStream(change.code, stream.origin, change.to))
    )
    if stream.code not in model.equations:
        return _losing(replace(model, network=network), [change.code])
    returned = model.equations[stream.code].scaled(change.fraction)
    equations = {
        **model.equations,
        stream.code: model.equations[stream.code].plus(returned, -1),
        change.code: returned,
    }
    with_stream = replace(
        model,
        network=network,
        equations=equations,
        units={**model.units, change.code: model.units[stream.code]},
    )
    if change.to not in model.reacting:
        return with_stream
    back = Equation(0.0, {change.code: 1.0})
    if change.replaces is not None:
        replaced = model.stream(change.replaces)
        if replaced.origin is not None or replaced.destination != change.to or change.replaces not in equations:
            raise InvalidChange(
                f"{change.replaces!r} does not come into {change.to!r} from outside",
                path=("changes", change.stream, "replaces"),
            )
        saved = back.scaled(with_stream.factor(change.code, change.replaces))
        _hold_outputs(with_stream, equations, replaced, saved)
        equations[change.replaces] = equations[change.replaces].plus(saved, -1)
        return replace(with_stream, equations=equations)
    base = model.inputs(change.to)[0].code
    total = sum(part * flows.get(code, 0.0) for code, part in model.taken_in(change.to, base).terms.items())
    for each in model.network.outputs(change.to):
        if each.code in equations and total:
            part = flows.get(each.code, 0.0) / total * with_stream.factor(change.code, base)
            equations[each.code] = equations[each.code].plus(back, part)
    return replace(with_stream, equations=equations)


def _with_less_energy(model: ProcessModel, change: SaveEnergy) -> ProcessModel:
    stream = model.stream(change.stream)
    unit = stream.destination
    if stream.code not in model.energy or stream.origin is not None or unit is None:
        raise InvalidChange(
            f"{change.stream!r} brings no energy into a unit process from outside", path=("changes", change.stream)
        )
    if unit not in model.reacting or stream.code not in model.equations:
        return _losing(model, [stream.code])
    base = model.inputs(unit)[0].code
    saved = measured(change.per_unit, "changes", change.stream, "per_unit")
    factor = 1.0
    if not is_plain(saved):
        product = parse(saved.unit).times(parse(model.units[base]).without_products())
        factor = affine_between(product, parse(model.units[stream.code])).factor
    removed = model.taken_in(unit, base).scaled(saved.value * factor)
    return replace(model, equations={**model.equations, stream.code: model.equations[stream.code].plus(removed, -1)})


def _proportions(model: ProcessModel, codes: Iterable[str], flows: Mapping[str, float]) -> dict[str, float]:
    """The part of each of these outputs in all of them; all the same where nothing flows in any."""
    listed = [code for code in codes if code in model.equations]
    if not listed:
        return {}
    sizes = {code: flows.get(code, 0.0) * model.factor(code, listed[0]) for code in listed}
    total = sum(sizes.values())
    return {code: size / total if total > 0 else 1 / len(sizes) for code, size in sizes.items()}


def _losing(model: ProcessModel, codes: Iterable[str]) -> ProcessModel:
    return replace(model, lost=model.lost | frozenset(codes))


def _fitting(given: str, unit: str, stream: str) -> float:
    if given == PURE_NUMBER:
        return 1.0
    try:
        return conversion(given, unit)
    except UnitError as error:
        raise UnitError(error.message, *error.units, path=("changes", stream, "amount"), remedy=error.remedy) from error
