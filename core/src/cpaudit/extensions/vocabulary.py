"""The types that the namespaces of all plugins share."""

from __future__ import annotations

import strawberry

from cpaudit import engine
from cpaudit.contributions import Calculation as Calculated
from cpaudit.engine import FORMULAS, Trace
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.explain import Explanation
from cpaudit.graphql.faults import Fault
from cpaudit.graphql.findings import Finding
from cpaudit.graphql.quantities import Quantity
from cpaudit.plugins import PluginFault
from cpaudit.plugins.calculations import values_of

Info = strawberry.Info[RequestContext, None]


@strawberry.type(description="A plugin that is enabled could not answer; the fault is the plugin's, and is on record.")
class PluginFailed(Fault):
    plugin: str = strawberry.field(description="The plugin.")

    @classmethod
    def of(cls, fault: PluginFault) -> PluginFailed:
        """The fault as the API shows it."""
        return cls(
            code=fault.code,
            message=fault.message,
            path=[str(part) for part in fault.path],
            remedy=fault.remedy,
            plugin=fault.plugin,
        )


@strawberry.type(description="A value that a calculator found.")
class CalculatedValue:
    held: strawberry.Private[Trace]

    @strawberry.field(description="The symbol of the formula that gives it.")
    def symbol(self) -> str:
        return self.held.symbol

    @strawberry.field
    def name(self, info: Info, lang: str | None = None) -> str:
        return FORMULAS[self.held.formula].name.in_language(lang or info.context.language)

    @strawberry.field(description="The number with its unit; null where it cannot be known.")
    def quantity(self) -> Quantity | None:
        value = self.held.value
        if not isinstance(value, float | int):
            return None
        interval = next(iter(self.held.uncertainties), None)
        lower, upper = (interval.lower, interval.upper) if interval is not None else (None, None)
        status = engine.QuantityStatus.CALCULATED
        return Quantity(held=engine.quantity(value, self.held.unit or "1", lower=lower, upper=upper, status=status))

    @strawberry.field(description="How it came about.")
    def explain(self) -> Explanation:
        return Explanation(held=self.held)


@strawberry.type(description="What a calculator found.")
class Calculation:
    held: strawberry.Private[Calculated]
    plugin: strawberry.Private[str]

    @strawberry.field(description="The value asked for.")
    def result(self) -> CalculatedValue:
        return CalculatedValue(held=values_of(self.held)[0])

    @strawberry.field(description="More values that came with it.")
    def further(self) -> list[CalculatedValue]:
        return [CalculatedValue(held=value) for value in values_of(self.held)[1:]]

    @strawberry.field(description="What to know about them.")
    def findings(self) -> list[Finding]:
        return [Finding.of_plugin(finding, self.plugin) for finding in self.held.findings]


SHARED_TYPES = ("PluginFailed", "CalculatedValue", "Calculation")
"""Names of the types here, which are in the schema only with a plugin that needs them."""
