"""What people do to the phases of an audit, over GraphQL, in one line each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from support.client import GraphqlClient

FAULT = """
    __typename
    ... on Fault { code message path remedy }
    ... on Conflict { currentVersion }
"""
BLOCKED = "... on GateBlocked { blockers { code path message remedy plugin } }"


@dataclass(frozen=True)
class AuditActs:
    """One audit.

    Attributes:
        audit: its id, as clients see it.
        tenant: code of the tenant whose people act.
    """

    graphql: GraphqlClient
    audit: str
    tenant: str = "chem"

    async def complete(self, phase: str, as_: str = "auditor", **given: Any) -> dict[str, Any]:
        """Close a phase; the audit or the fault."""
        return await self.act("completePhase", as_, phase=phase, **given)

    async def reopen(self, phase: str, reason: str = "数据有误", as_: str = "auditor") -> dict[str, Any]:
        """Open a passed phase again; the audit or the fault."""
        return await self.act("reopenPhase", as_, phase=phase, reason=reason)

    async def next_round(self, as_: str = "auditor", **given: Any) -> dict[str, Any]:
        """Start the next round; the new audit or the fault."""
        return await self.act("startNextRound", as_, **{"title": "第二轮审计", **given})

    async def act(self, mutation: str, as_: str = "auditor", **given: Any) -> dict[str, Any]:
        """Send a mutation on the audit that answers with an audit."""
        input_type = f"{mutation[0].upper()}{mutation[1:]}Input"
        fault = f"{FAULT} {BLOCKED}" if mutation == "completePhase" else FAULT
        document = f"""mutation ($input: {input_type}!) {{
            {mutation}(input: $input) {{ {fault} ... on Audit {{ id state round method previous {{ id }} }} }}
        }}"""
        given = {"audit": self.audit, **given}
        answer: dict[str, Any] = (await self.graphql(document, as_=as_, tenant=self.tenant, input=given))[mutation]
        return answer

    async def state(self, word: str, kind: str = "COMMITMENT", version: int | None = None) -> dict[str, Any]:
        """Record or replace a statement; its version or the fault."""
        document = """mutation ($input: RecordStatementInput!) {
            recordStatement(input: $input) {
                __typename ... on Statement { version } ... on Fault { code message path }
            }
        }"""
        given = {"kind": kind, "text": word, "signedBy": "厂长（示例）", "signedOn": "2026-03-01"}
        if version is not None:
            given["expectedVersion"] = version
        variables = {"audit": self.audit, **given}
        answer: dict[str, Any] = (await self.graphql(document, tenant=self.tenant, input=variables))["recordStatement"]
        return answer

    async def read(self, fields: str, as_: str = "auditor") -> dict[str, Any]:
        """Fields of the audit."""
        document = f"query ($id: ID!) {{ audit(id: $id) {{ {fields} }} }}"
        found: dict[str, Any] = (await self.graphql(document, as_=as_, tenant=self.tenant, id=self.audit))["audit"]
        return found

    async def phase(self, key: str, fields: str) -> dict[str, Any]:
        """Fields of one phase."""
        found: dict[str, Any] = (await self.read(f"phase(key: {key}) {{ {fields} }}"))["phase"]
        return found

    async def status(self, key: str) -> str:
        """Where the gate of a phase stands."""
        return str((await self.phase(key, "gate { status }"))["gate"]["status"])

    async def statuses(self) -> dict[str, str]:
        """Where all gates stand, by the phase's key, in the phases' order."""
        phases = (await self.read("phases { key gate { status } }"))["phases"]
        return {phase["key"]: phase["gate"]["status"] for phase in phases}

    async def blockers(self, key: str, lang: str = "en") -> list[dict[str, Any]]:
        """What is in the way of closing a phase."""
        fields = f'code path message(lang: "{lang}") remedy(lang: "{lang}") plugin'
        gate = (await self.phase(key, f"gate {{ blockers {{ {fields} }} }}"))["gate"]
        return list(gate["blockers"])

    async def codes(self, key: str) -> list[str]:
        """Codes of what is in the way of closing a phase."""
        return [blocker["code"] for blocker in await self.blockers(key)]
