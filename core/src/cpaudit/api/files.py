"""Files over plain HTTP: what a browser saves rather than shows in a query's answer."""

from __future__ import annotations

from urllib.parse import quote

from litestar import Response, get
from litestar.params import FromPath

from cpaudit.api.current import current_context
from cpaudit.audits.schemas.checklist import EVIDENCE_PATH
from cpaudit.audits.services.evidence import read_evidence
from cpaudit.graphql.commands import work_of
from cpaudit.permissions import signed_in


@get(f"{EVIDENCE_PATH}/{{evidence_id:str}}")
async def download_evidence(evidence_id: FromPath[str]) -> Response[bytes]:
    """A file that was uploaded as evidence, to save and never to show: the sender chose its content."""
    context = current_context.get()
    async with work_of(context, signed_in(context.actor), writes=False) as work:
        file = await read_evidence(work, evidence_id)
    return attachment(file.content, file.file_name, file.media_type)


def attachment(content: bytes, file_name: str, media_type: str) -> Response[bytes]:
    """A response that a browser saves under *file_name*."""
    return Response(
        content,
        media_type=media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file_name)}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox",
        },
    )
