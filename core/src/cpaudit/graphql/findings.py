"""What the engine has to say about a result, as the API shows it."""

from __future__ import annotations

import strawberry

from cpaudit import engine
from cpaudit.graphql.context import RequestContext


@strawberry.type(description="One criterion that was judged, or one thing to know about a result.")
class Finding:
    held: strawberry.Private[engine.Finding]

    @strawberry.field(description="Stable identifier.")
    def code(self) -> str:
        return self.held.code

    @strawberry.field
    def message(self, info: strawberry.Info[RequestContext, None], lang: str | None = None) -> str:
        return self.held.message.in_language(lang or info.context.language)

    @strawberry.field(description="Whether the criterion is met; null where that is not known, or nothing is judged.")
    def passed(self) -> bool | None:
        return self.held.passed
