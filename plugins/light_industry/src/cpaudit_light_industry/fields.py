"""What the plugin adds to the GraphQL schema: levels to hold a value against, and the water of an audit."""

from __future__ import annotations

from dataclasses import dataclass

from cpaudit import AuditView, GraphqlExtension, GraphqlField, QuantityView
from cpaudit_light_industry.levels import Comparison, compare, comparisons, typed
from cpaudit_light_industry.streams import is_cleaning, water_flows


@dataclass(frozen=True)
class WaterUse:
    """A stream of water of the process map of which something is known."""

    stream: str
    unit_process: str
    enters: bool
    cleaning: bool
    quantity: QuantityView


def against_level(code: str, value: float, unit: str) -> Comparison:
    """A value held against a published level of the pack, named by its code."""
    return compare(code, typed(value, unit))


def water_uses(audit: AuditView) -> tuple[WaterUse, ...]:
    """The streams of water with a measurement, in the order of the process map."""
    return tuple(
        WaterUse(
            stream=flow.stream.code,
            unit_process=flow.unit_process.code,
            enters=flow.enters,
            cleaning=is_cleaning(flow.unit_process),
            quantity=flow.quantity,
        )
        for flow in water_flows(audit)
    )


def levels(audit: AuditView) -> tuple[Comparison, ...]:
    """The audit's answers that the pack has a level for."""
    return comparisons(audit)


FIELDS = GraphqlExtension(
    queries=(GraphqlField(resolve=against_level),),
    on_audit=(GraphqlField(resolve=water_uses), GraphqlField(resolve=levels)),
)
