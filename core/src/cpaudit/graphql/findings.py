"""What the engine or a plugin has to say about a result or an audit, as the API shows it."""

from __future__ import annotations

import strawberry

from cpaudit import engine
from cpaudit.contributions import ReviewFinding, Severity
from cpaudit.graphql.context import RequestContext

FindingSeverity = strawberry.enum(Severity, name="FindingSeverity", description="How much a finding matters.")

Info = strawberry.Info[RequestContext, None]


@strawberry.type(description="One criterion that was judged, or one thing to know about a result.")
class Finding:
    held: strawberry.Private[engine.Finding | ReviewFinding]
    plugin: str | None = strawberry.field(default=None, description="The plugin that found it; null for the core.")

    @strawberry.field(description="Stable identifier.")
    def code(self) -> str:
        return self.held.code

    @strawberry.field
    def message(self, info: Info, lang: str | None = None) -> str:
        return self.held.message.in_language(lang or info.context.language)

    @strawberry.field(description="Whether the criterion is met; null where that is not known, or nothing is judged.")
    def passed(self) -> bool | None:
        return self.held.passed if isinstance(self.held, engine.Finding) else None

    @strawberry.field(description="How much it matters; null where nobody said.")
    def severity(self) -> Severity | None:
        return self.held.severity if isinstance(self.held, ReviewFinding) else None

    @strawberry.field(description="On what it rests, a sentence each.")
    def evidence(self, info: Info, lang: str | None = None) -> list[str]:
        if isinstance(self.held, engine.Finding):
            return []
        return [each.in_language(lang or info.context.language) for each in self.held.evidence]

    @strawberry.field(description="Where in the audit, from the outside in; empty where nobody said.")
    def path(self) -> list[str]:
        return [] if isinstance(self.held, engine.Finding) else [str(part) for part in self.held.path]

    @classmethod
    def of_plugin(cls, finding: ReviewFinding, plugin: str) -> Finding:
        """What a plugin found."""
        return cls(held=finding, plugin=plugin)
