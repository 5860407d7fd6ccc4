"""Fields of types that show an object in memory: the type holds it as ``held``."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

import strawberry


def shown(name: str, *, description: str | None = None) -> Any:
    """A field that shows an attribute as it is; a dotted *name* goes deeper. The annotation states its type."""
    read = attrgetter(name)

    def resolve(self: Any) -> Any:
        return read(self.held)

    return strawberry.field(resolver=_typed_by_annotation(resolve), description=description)


def shown_text(name: str, *, description: str | None = None) -> Any:
    """A text in several languages: the field takes ``lang``, by default the request's language."""
    read = attrgetter(name)

    def resolve(self: Any, info: strawberry.Info, lang: str | None = None) -> Any:
        text = read(self.held)
        return None if text is None else text.in_language(lang or info.context.language)

    return strawberry.field(resolver=_typed_by_annotation(resolve), description=description)


def _typed_by_annotation(resolve: Callable[..., Any]) -> Callable[..., Any]:
    # Else Strawberry would take the resolver's return type for the field's.
    del resolve.__annotations__["return"]
    return resolve
