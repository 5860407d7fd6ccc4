"""Fields that the plugin adds to the schema of who enabled it."""

from __future__ import annotations

from dataclasses import dataclass

from cpaudit import AuditView, GraphqlExtension, GraphqlField, StreamKind, hookimpl


@dataclass(frozen=True)
class Water:
    """A stream of water and whether somebody measured it."""

    code: str
    name: str
    measured: bool


def waters(audit: AuditView, measured: bool | None = None) -> tuple[Water, ...]:
    """The streams of water on the process map; all, or those that are measured or not."""
    known = {each.stream for each in audit.measurements}
    found = (Water(each.code, each.name, each.id in known) for each in audit.streams if each.kind is StreamKind.WATER)
    return tuple(each for each in found if measured is None or each.measured is measured)


def dye_classes() -> tuple[str, ...]:
    """Classes of dyes in this plugin's vocabulary."""
    return ("reactive", "disperse", "vat")


@hookimpl
def cpaudit_graphql() -> GraphqlExtension:
    """``audit { dyeing { waters { … } } }`` and ``dyeing { dyeClasses }``."""
    return GraphqlExtension(on_audit=(GraphqlField(resolve=waters),), queries=(GraphqlField(resolve=dye_classes),))
