"""Explain: the tree from a result down to its data."""

from __future__ import annotations

import json

import strawberry
from strawberry.scalars import JSON

from cpaudit import engine
from cpaudit.engine import FORMULAS, Trace
from cpaudit.graphql.context import RequestContext


@strawberry.type(description="An interval that holds the value with a stated probability.")
class ExplainedInterval:
    lower: float
    upper: float
    level: float
    method: str
    seed: int | None


@strawberry.type(description="The factor that a value is: pack, version, item and its place in the source.")
class ExplainedFactor:
    pack: str
    version: str
    item: str
    source: str
    locator: str


@strawberry.type(description="What stands for one symbol of a formula.")
class ExplainedInput:
    held: strawberry.Private[engine.Input]

    @strawberry.field
    def symbol(self) -> str:
        return self.held.symbol

    @strawberry.field(description="Which one, where the symbol occurs several times.")
    def label(self) -> str:
        return self.held.label

    @strawberry.field(description="A number, text, truth value, or null where it is not known.")
    def value(self) -> JSON | None:
        return self.held.value  # type: ignore[return-value]

    @strawberry.field
    def unit(self) -> str:
        return self.held.unit

    @strawberry.field(description="The value as it was given, where it was converted: number and unit.")
    def given(self) -> str | None:
        conversion = self.held.conversion
        return None if conversion is None else f"{conversion.value!r} {conversion.unit}"

    @strawberry.field
    def factor(self) -> ExplainedFactor | None:
        factor = self.held.factor
        if factor is None:
            return None
        return ExplainedFactor(
            pack=factor.pack, version=factor.version, item=factor.item, source=factor.source, locator=factor.locator
        )

    @strawberry.field(description="How it was computed, where it is itself a result.")
    def explain(self) -> Explanation | None:
        return None if self.held.trace is None else Explanation(held=self.held.trace)


@strawberry.type(description="How a value came about.")
class Explanation:
    held: strawberry.Private[Trace]

    @strawberry.field
    def symbol(self) -> str:
        return self.held.symbol

    @strawberry.field
    def name(self, info: strawberry.Info, lang: str | None = None) -> str:
        context: RequestContext = info.context
        known = FORMULAS.get(self.held.formula)
        return known.name.in_language(lang or context.language) if known else self.held.formula

    @strawberry.field(description="A number, text, truth value, or null where it is not known.")
    def value(self) -> JSON | None:
        return self.held.value  # type: ignore[return-value]

    @strawberry.field
    def unit(self) -> str:
        return self.held.unit

    @strawberry.field(description="In the symbols of the source.")
    def formula(self) -> str:
        return self.held.expression

    @strawberry.field(description="Document and section from which the formula comes.")
    def source(self) -> str:
        return self.held.source

    @strawberry.field
    def inputs(self) -> list[ExplainedInput]:
        return [ExplainedInput(held=each) for each in self.held.inputs]

    @strawberry.field
    def intervals(self) -> list[ExplainedInterval]:
        return [
            ExplainedInterval(lower=each.lower, upper=each.upper, level=each.level, method=each.method, seed=each.seed)
            for each in self.held.uncertainties
        ]

    @strawberry.field(description="The whole tree as indented text.")
    def text(self, info: strawberry.Info, lang: str | None = None) -> str:
        context: RequestContext = info.context
        return engine.render_text(self.held, lang or context.language)

    @strawberry.field(description="The whole tree as JSON, enough to compute the value again.")
    def json(self) -> JSON:
        return json.loads(engine.to_json(self.held))  # type: ignore[no-any-return]

    @classmethod
    def of(cls, trace: Trace | None) -> Explanation | None:
        """The explanation of a trace."""
        return None if trace is None else cls(held=trace)
