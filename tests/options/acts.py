"""What people do to options, over GraphQL, in one line each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from support.client import GraphqlClient

FAULT = "... on Fault { code message path remedy } ... on Conflict { currentVersion }"
SHOWN = {
    "Option": "id code state version rejectReason",
    "OptionEffect": "id version option { code }",
    "Funding": "id version amount { amount currency priceYear }",
    "ScreeningFactor": "id version weight",
    "RemovedRecord": "id",
}


@dataclass(frozen=True)
class OptionActs:
    """Mutations of one audit's options.

    Attributes:
        audit: the audit's id, as clients see it.
    """

    graphql: GraphqlClient
    audit: str

    async def act(self, mutation: str, answer: str = "Option", as_: str = "auditor", **given: Any) -> dict[str, Any]:
        """Send a mutation; its answer or its fault."""
        shown = f"... on {answer} {{ {SHOWN[answer]} }}"
        types = {
            "removeOptionEffect": "RecordAsRead",
            "removeFunding": "RecordAsRead",
            "removeScreeningFactor": "RecordAsRead",
        }
        input_type = types.get(mutation, f"{mutation[0].upper()}{mutation[1:]}Input")
        document = f"mutation($i: {input_type}!) {{ {mutation}(input: $i) {{ __typename {shown} {FAULT} }} }}"
        answered: dict[str, Any] = (await self.graphql(document, as_=as_, i=given))[mutation]
        return answered

    async def propose(self, code: str = "F1", as_: str = "auditor", **given: Any) -> dict[str, Any]:
        """Propose an option of low cost, unless it is said otherwise."""
        figures = {"name": f"方案 {code}", "aspect": "EQUIPMENT", "costClass": "LOW", "origin": "STAFF", **given}
        return await self.act("proposeOption", as_=as_, audit=self.audit, code=code, **figures)

    async def move(self, option: dict[str, Any], mutation: str, as_: str = "auditor", **given: Any) -> dict[str, Any]:
        """Change an option in the version in which it was read."""
        return await self.act(mutation, as_=as_, id=option["id"], expectedVersion=option["version"], **given)

    async def studied(self, option: dict[str, Any], **verdicts: str) -> dict[str, Any]:
        """The option after screening and study."""
        screened = await self.move(option, "screenOption", keep=True)
        return await self.move(
            screened, "studyOption", **{"technical": "FEASIBLE", "environmental": "FEASIBLE", **verdicts}
        )

    async def implemented(self, option: dict[str, Any], **given: Any) -> dict[str, Any]:
        """The option after it was carried out."""
        return await self.move(option, "implementOption", **{"implementedOn": "2026-03-01", **given})

    async def effect(self, option: dict[str, Any], value: float, unit: str = "t/a", **given: Any) -> dict[str, Any]:
        """Plan an effect of an option."""
        planned = {"subject": "COD", "planned": {"value": value, "unit": unit}, **given}
        return await self.act("addOptionEffect", "OptionEffect", option=option["id"], **planned)

    async def read(self, option: dict[str, Any], fields: str, as_: str = "auditor") -> dict[str, Any]:
        """Fields of an option."""
        document = f"query($id: ID!) {{ option(id: $id) {{ {fields} }} }}"
        found: dict[str, Any] = (await self.graphql(document, as_=as_, id=option["id"]))["option"]
        return found
