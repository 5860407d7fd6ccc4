"""Fields in every place of the schema where a plugin may add some."""

from __future__ import annotations

from dataclasses import dataclass

from cpaudit import AuditView, EnterpriseView, GraphqlExtension, GraphqlField, Permission, PluginRequest


@dataclass(frozen=True)
class Tally:
    """A number of things, and what they are called."""

    what: str
    count: int


def greeting(request: PluginRequest, name: str) -> str:
    """A greeting in the caller's language."""
    return f"{request.language}: {name}"


def tallies(audit: AuditView) -> tuple[Tally, ...]:
    """How many streams and causes an audit has."""
    return Tally("streams", len(audit.streams)), Tally("causes", len(audit.causes))


def industry(enterprise: EnterpriseView) -> str:
    """The industry of an enterprise."""
    return enterprise.gb4754


def remark(audit: AuditView, text: str) -> Tally:
    """Count the characters of a remark."""
    return Tally(text, len(text))


FIELDS = GraphqlExtension(
    queries=(GraphqlField(resolve=greeting),),
    mutations=(GraphqlField(resolve=remark, permission=Permission.EDIT_AUDITS),),
    on_audit=(GraphqlField(resolve=tallies),),
    on_enterprise=(GraphqlField(resolve=industry),),
)
