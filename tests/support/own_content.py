"""Overlays drafted and packs sent over the API, as people do it."""

from __future__ import annotations

from typing import Any

from support.client import GraphqlClient

FAULT = "... on Fault { code message path remedy ... on InvalidContent { problems { file line path message } } }"
DRAFT = """... on OverlayDraft { id version state reason basedOn
  changes { kind ref path value baseValue baseVersion since author reason } }"""
PACK = "... on OwnPack { id pack packVersion enabled version fromTenant fromPack fromHash contentHash }"


class Drafting:
    """One draft, followed through its mutations."""

    def __init__(self, graphql: GraphqlClient, tenant: str = "chem") -> None:
        self.graphql = graphql
        self.tenant = tenant
        self.id = ""
        self.version = 0

    async def begin(self, title: str = "An illustrative overlay", as_: str = "expert") -> dict[str, Any]:
        """Begin a draft."""
        return await self._do("beginOverlay", "BeginOverlayInput", {"title": title}, as_, own=False)

    async def override(self, ref: str, path: str, value: Any, as_: str = "expert") -> dict[str, Any]:
        """Override a field; its path is dotted."""
        given = {"ref": ref, "path": path.split("."), "value": value, "reason": "illustrative"}
        return await self._do("overrideItemField", "ChangeItemFieldInput", given, as_)

    async def tighten(self, ref: str, path: str, value: Any, as_: str = "expert") -> dict[str, Any]:
        """Tighten a demand."""
        given = {"ref": ref, "path": path.split("."), "value": value}
        return await self._do("tightenItem", "ChangeItemFieldInput", given, as_)

    async def hide(self, ref: str, as_: str = "expert") -> dict[str, Any]:
        """Hide an item."""
        return await self._do("hideItem", "HideItemInput", {"ref": ref}, as_)

    async def add(self, ref: str, value: Any, as_: str = "expert") -> dict[str, Any]:
        """Add an item."""
        return await self._do("addOverlayItem", "AddOverlayItemInput", {"ref": ref, "value": value}, as_)

    async def discard(self, ref: str, path: str = "", as_: str = "expert") -> dict[str, Any]:
        """Discard a change."""
        given = {"ref": ref, "path": path.split(".") if path else []}
        return await self._do("discardChange", "DiscardChangeInput", given, as_)

    async def rebase(self, pack: str, *decisions: dict[str, Any], as_: str = "expert") -> dict[str, Any]:
        """Carry the changes of a pack over."""
        given = {"pack": pack, "decisions": list(decisions)}
        return await self._do("rebaseOverlay", "RebaseOverlayInput", given, as_)

    async def submit(self, as_: str = "expert") -> dict[str, Any]:
        """Ask for review."""
        return await self._do("submitOverlay", "DecideOverlayInput", {}, as_)

    async def reject(self, reason: str, as_: str = "auditor") -> dict[str, Any]:
        """Send back."""
        return await self._do("rejectOverlay", "RejectOverlayInput", {"reason": reason}, as_)

    async def withdraw(self, as_: str = "expert") -> dict[str, Any]:
        """Give up."""
        return await self._do("withdrawOverlay", "DecideOverlayInput", {}, as_)

    async def publish(self, as_: str = "auditor", **more: Any) -> dict[str, Any]:
        """Publish."""
        shown = "... on OverlayRevision { id number changes { ref since } }"
        return await self._do("publishOverlay", "DecideOverlayInput", more, as_, shown=shown)

    async def _do(
        self, mutation: str, kind: str, given: dict[str, Any], as_: str, *, own: bool = True, shown: str = DRAFT
    ) -> dict[str, Any]:
        query = f"mutation ($input: {kind}!) {{ {mutation}(input: $input) {{ __typename {shown} {FAULT} }} }}"
        full = {"draft": self.id, "expectedVersion": self.version, **given} if own else given
        answer = (await self.graphql(query, as_=as_, tenant=self.tenant, input=full))[mutation]
        if answer["__typename"] == "OverlayDraft":
            self.id, self.version = answer["id"], answer["version"]
        found: dict[str, Any] = answer
        return found


class Packs:
    """Own packs and offers."""

    def __init__(self, graphql: GraphqlClient) -> None:
        self.graphql = graphql

    async def upload(self, content: bytes, as_: str = "admin", tenant: str = "chem") -> str:
        """Send a zip; gives the upload's id."""
        headers = {**self.graphql.headers(as_, tenant), "Content-Type": "application/zip"}
        response = await self.graphql.http.post("/packs", content=content, headers=headers)
        assert response.status_code == 201, response.text
        return str(response.json()["id"])

    async def take(self, content: bytes, tenant: str = "chem") -> dict[str, Any]:
        """Send a zip and make a pack of it."""
        upload = await self.upload(content, tenant=tenant)
        return await self.do("importPack", "ImportPackInput", {"upload": upload}, tenant=tenant)

    async def enable(self, pack: dict[str, Any], tenant: str = "chem", **more: Any) -> dict[str, Any]:
        """Enable a pack as it was answered."""
        given = {"id": pack["id"], "expectedVersion": pack["version"], **more}
        return await self.do("enableOwnPack", "EnableOwnPackInput", given, tenant=tenant)

    async def do(
        self, mutation: str, kind: str, given: dict[str, Any], *, shown: str = PACK, as_: str = "admin", tenant: str
    ) -> dict[str, Any]:
        """One mutation."""
        query = f"mutation ($input: {kind}!) {{ {mutation}(input: $input) {{ __typename {shown} {FAULT} }} }}"
        answer: dict[str, Any] = (await self.graphql(query, as_=as_, tenant=tenant, input=given))[mutation]
        return answer
