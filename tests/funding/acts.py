"""What people do about funding, over GraphQL, in one line each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from support.client import GraphqlClient

OPTION = "Option:" + "5" * 31 + "3"
"""F3: investment 1 500 000, annual saving 400 000 CNY."""
FAULT = "... on Fault { code message path remedy } ... on Conflict { currentVersion }"
SHOWN = {
    "FundingScheme": 'id version conditions { fact operator values name(lang: "en") kind }',
    "FundingApplication": (
        "id version state granted { amount currency }"
        " eligibility { eligible conditions { met value condition { fact } } }"
        " movements { id version kind amount on } shown { fact holds evidence }"
    ),
}
HARDSHIP = {"fact": "SHOWN_HARDSHIP", "operator": "IS", "values": ["true"]}
BENEFIT = {"fact": "OPTION_ANNUAL_SAVING", "operator": "AT_LEAST", "values": ["300000"]}


@dataclass(frozen=True)
class FundingActs:
    """Mutations and reads of funding."""

    graphql: GraphqlClient

    async def act(self, mutation: str, answer: str = "FundingApplication", as_: str = "admin", **given: Any) -> Any:
        """Send a mutation; its answer or its fault."""
        shown = f"... on {answer} {{ {SHOWN[answer]} }}"
        input_type = f"{mutation[0].upper()}{mutation[1:]}Input"
        document = f"mutation($i: {input_type}!) {{ {mutation}(input: $i) {{ __typename {shown} {FAULT} }} }}"
        return (await self.graphql(document, as_=as_, i=given))[mutation]

    async def scheme(self, *conditions: dict[str, Any], as_: str = "admin", **given: Any) -> dict[str, Any]:
        """A subsidy with these conditions, unless it is said otherwise."""
        columns = {"code": "S", "name": "环保补助", "source": "ENVIRONMENTAL_SUBSIDY", "form": "GRANT", **given}
        found: dict[str, Any] = await self.act(
            "addFundingScheme", "FundingScheme", as_, conditions=list(conditions), **columns
        )
        return found

    async def apply(self, scheme: dict[str, Any], amount: str = "300000", as_: str = "auditor", **given: Any) -> Any:
        """Apply for money for the option."""
        columns = {"option": OPTION, "appliedOn": "2026-05-01", **given}
        return await self.act("applyForFunding", as_=as_, scheme=scheme["id"], amount=amount, **columns)

    async def show(self, application: dict[str, Any], fact: str, holds: bool = True, as_: str = "expert") -> Any:
        """State that something was shown."""
        given = {"fact": fact, "holds": holds, "evidence": "示例：近三年亏损的审计报告"}
        return await self.act("showFundingFact", as_=as_, application=application["id"], **given)

    async def grant(
        self, application: dict[str, Any], granted: str = "300000", as_: str = "admin", **given: Any
    ) -> Any:
        """Grant an application in the version in which it was read."""
        columns = {"granted": granted, "decidedOn": "2026-06-01", **given}
        return await self.act(
            "grantFunding", as_=as_, id=application["id"], expectedVersion=application["version"], **columns
        )

    async def move(
        self, application: dict[str, Any], kind: str, amount: str, on: str = "2026-06-10", as_: str = "admin"
    ) -> Any:
        """Draw or use money."""
        return await self.act(
            "recordFundingMovement", as_=as_, application=application["id"], kind=kind, amount=amount, on=on
        )

    async def read(self, document: str, as_: str = "auditor", **variables: Any) -> Any:
        """The data of a query."""
        return await self.graphql(document, as_=as_, **variables)
