"""A field on each audit: ``audit { glass { unmeasured { code name } } }``."""

from dataclasses import dataclass

from cpaudit import AuditView, GraphqlExtension, GraphqlField, hookimpl


@dataclass(frozen=True)
class Unmeasured:
    """A stream that nobody has measured."""

    code: str
    name: str


def unmeasured(audit: AuditView) -> tuple[Unmeasured, ...]:
    """The streams of the process map without a measurement."""
    measured = {each.stream for each in audit.measurements}
    return tuple(Unmeasured(stream.code, stream.name) for stream in audit.streams if stream.id not in measured)


@hookimpl
def cpaudit_graphql() -> GraphqlExtension:
    """The field above; cpaudit makes the type ``GlassUnmeasured`` of the dataclass."""
    return GraphqlExtension(on_audit=(GraphqlField(resolve=unmeasured),))
