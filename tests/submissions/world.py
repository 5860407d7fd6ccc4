"""Packets without the audits they are of, and what people do with submissions, in one line each; all illustrative."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from cpaudit.storage.identity import new_id
from cpaudit.storage.tables import now
from cpaudit.submissions.figures import Figure, written
from cpaudit.submissions.freezing import freeze
from cpaudit.submissions.models import PacketKind
from cpaudit.submissions.services.handing import Receivers, hand_over
from cpaudit.tenancy.others import own_tenant, tenant_with
from cpaudit.work import Work
from support.client import GraphqlClient

FAULT = "__typename ... on Fault { code message path remedy } ... on Conflict { currentVersion }"

INPUTS = {
    "submitSectorReport": "SubmitReportInput",
    "submitProgrammeSummary": "SubmitReportInput",
    "approveCommendations": "DecideCommendationsInput",
    "discardCommendations": "DecideCommendationsInput",
}
"""Inputs that are not called after their mutation."""

EMPTY_FACTS: dict[str, Any] = {
    "checklists": [],
    "answers": [],
    "evidence": {"files": [], "missing": []},
    "balances": [],
    "phases": [],
    "team": {"members": 0, "departments": [], "production": [], "unknown": [], "fromProduction": None},
    "savings": [],
    "effects": [],
    "consumption": [],
    "doubts": [],
}


def body_of(
    code: str, figures: list[Figure], *, round: int = 1, facts: dict[str, Any] | None = None, **measures: str | None
) -> dict[str, Any]:
    """What the packet of an audit says: of this enterprise, with these figures."""
    return {
        "enterprise": {
            "code": code,
            "name": f"示例企业 {code}",
            "gb4754": "C2611",
            "sizeClass": "LARGE",
            "city": "示例市",
            "illustrative": True,
        },
        "audit": {"title": "示例", "round": round, "method": "HANDBOOK_1996", "gates": []},
        "pins": [],
        "report": {"documentHash": "0" * 64},
        "figures": [written(figure) for figure in figures],
        "results": [],
        "measures": measures,
        "facts": {**EMPTY_FACTS, **(facts or {})},
    }


async def handed(work: Work, body: dict[str, Any], *, to: str = "chem", copies: tuple[str, ...] = ()) -> str:
    """Hand a packet with this content over; gives the submission's id."""
    own = await own_tenant(work)
    receivers = Receivers(await tenant_with(work, to), tuple([await tenant_with(work, code) for code in copies]))
    packet = await freeze(
        work,
        own,
        PacketKind.AUDIT,
        body,
        chain=new_id(),
        previous=None,
        title=body["enterprise"]["name"],
        to=to,
        copies=list(copies),
    )
    return await hand_over(work, packet, receivers, "")


@dataclass(frozen=True)
class Desk:
    """Somebody who works with submissions."""

    graphql: GraphqlClient
    tenant: str
    as_: str = "auditor"

    async def act(self, mutation: str, fields: str, type_name: str, input: dict[str, Any]) -> dict[str, Any]:
        """Send a mutation; these fields of what it gives, or the fault."""
        input_type = INPUTS.get(mutation, f"{mutation[0].upper()}{mutation[1:]}Input")
        document = f"""mutation ($input: {input_type}!) {{
            {mutation}(input: $input) {{ {FAULT} ... on {type_name} {{ {fields} }} }}
        }}"""
        given = await self.graphql(document, as_=self.as_, tenant=self.tenant, input=input)
        answer: dict[str, Any] = given[mutation]
        return answer

    async def submit(self, audit: str, copies: tuple[str, ...] = ("city",), **given: Any) -> dict[str, Any]:
        """Hand an audit over."""
        fields = "id version state number toTenant copies packet { id number contentHash previousHash }"
        return await self.act("submitAudit", fields, "Submission", {"audit": audit, "copies": list(copies), **given})

    async def report(self, mutation: str, title: str = "示例汇总", **given: Any) -> dict[str, Any]:
        """Hand a composed report over."""
        fields = "id version state number toTenant packet { id contentHash reconciles figures { kind subject value } }"
        return await self.act(mutation, fields, "Submission", {"title": title, **given})

    async def withdraw(self, submission: str, version: int, reason: str = "数据有误") -> dict[str, Any]:
        """Take a submission back."""
        given = {"id": submission, "expectedVersion": version, "reason": reason}
        return await self.act("withdrawSubmission", "id version state reason", "Submission", given)

    async def accept(self, received: str, version: int = 1, **given: Any) -> dict[str, Any]:
        """Accept a submission."""
        fields = "id version state decidedBy { name }"
        return await self.act(
            "acceptSubmission", fields, "ReceivedSubmission", {"id": received, "expectedVersion": version, **given}
        )

    async def send_back(self, received: str, version: int = 1, **given: Any) -> dict[str, Any]:
        """Return a submission with findings."""
        fields = "id version state reason findings { path message }"
        told = {"reason": "请补充", "findings": [{"path": "balances", "message": "水平衡缺实测"}], **given}
        return await self.act(
            "returnSubmission", fields, "ReceivedSubmission", {"id": received, "expectedVersion": version, **told}
        )

    async def grant(self, to: str, days: float = 1, **given: Any) -> dict[str, Any]:
        """Allow a tenant to export."""
        told = {"to": to, "purpose": "年度统计", "expiresAt": (now() + timedelta(days=days)).isoformat(), **given}
        return await self.act("grantExport", "id version toTenant expiresAt", "ExportGrant", told)

    async def export(self, packet: str, format: str = "JSON") -> dict[str, Any]:
        """Prepare a packet as a file."""
        fields = "id format expiresAt downloadPath downloads"
        return await self.act("exportPacket", fields, "PacketExport", {"packet": packet, "format": format})

    async def read(self, query: str, **variables: Any) -> dict[str, Any]:
        """The answer to a query."""
        return await self.graphql(query, as_=self.as_, tenant=self.tenant, **variables)

    async def received(self, fields: str = "id state version receivedAs fromTenant") -> list[dict[str, Any]]:
        """Everything the tenant was handed, the latest last."""
        found = await self.read(f"{{ receivedSubmissions(orderBy: RECEIVED_AT_ASC) {{ nodes {{ {fields} }} }} }}")
        return list(found["receivedSubmissions"]["nodes"])

    async def submissions(self, fields: str = "id state version number") -> list[dict[str, Any]]:
        """Everything the tenant has handed over, the latest last."""
        found = await self.read(f"{{ submissions(orderBy: SUBMITTED_AT_ASC) {{ nodes {{ {fields} }} }} }}")
        return list(found["submissions"]["nodes"])
