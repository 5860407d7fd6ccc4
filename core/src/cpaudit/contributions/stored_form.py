"""A pack as it is kept in a database: all that it says as JSON, from which the same pack comes back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from cpaudit.contributions.checklists import Checklist
from cpaudit.contributions.factors import EmissionFactor
from cpaudit.contributions.fields import Frozen
from cpaudit.contributions.indicators import IndicatorSystem
from cpaudit.contributions.manifest import Manifest
from cpaudit.contributions.options import OptionTemplate
from cpaudit.contributions.pack import CANONICAL_FORM, ContentPack, canonical, stated
from cpaudit.contributions.processes import ProcessTemplate
from cpaudit.errors import CpauditError

_Model = TypeVar("_Model", bound=Frozen)


class StoredContentError(CpauditError):
    """Stored content cannot be read, or is not what was stored."""

    code = "STORED_CONTENT"


def to_stored(pack: ContentPack) -> bytes:
    """The pack in canonical JSON, its items in the pack's own order; the same bytes for the same pack."""
    return canonical(
        {
            "form": CANONICAL_FORM,
            "manifest": stated(pack.manifest),
            "checklists": [stated(item) for item in pack.checklists],
            "factors": [stated(item) for item in pack.factors],
            "options": [stated(item) for item in pack.options],
            "processes": [stated(item) for item in pack.process_templates],
            "indicators": [stated(item) for item in pack.indicator_systems],
        }
    )


def from_stored(stored: bytes, content_hash: str) -> ContentPack:
    """The pack that was stored.

    Args:
        content_hash: the hash that it had, and has to have again.

    Raises:
        StoredContentError: it is in a form that this release does not know, or has another hash.
    """
    try:
        document = json.loads(stored)
        if document["form"] != CANONICAL_FORM:
            raise StoredContentError(
                f"stored content has the form {document['form']!r}, not {CANONICAL_FORM!r}",
                path=(content_hash,),
                remedy="read it with a release that knows this form",
            )
        pack = ContentPack(
            manifest=Manifest.model_validate(document["manifest"]),
            checklists=_read(document, "checklists", Checklist),
            factors=_read(document, "factors", EmissionFactor),
            options=_read(document, "options", OptionTemplate),
            process_templates=_read(document, "processes", ProcessTemplate),
            indicator_systems=_read(document, "indicators", IndicatorSystem),
        )
    except (ValueError, KeyError, TypeError, ValidationError) as error:
        raise StoredContentError(
            f"stored content cannot be read: {error}",
            path=(content_hash,),
            remedy="read it with the release that stored it",
        ) from error
    if pack.content_hash != content_hash:
        raise StoredContentError(
            f"the stored content of {pack.id} {pack.version} has the hash {pack.content_hash}",
            path=(content_hash,),
            remedy="restore the row from a backup",
        )
    return pack


def _read(document: Mapping[str, Sequence[Any]], key: str, model: type[_Model]) -> tuple[_Model, ...]:
    return tuple(model.model_validate(item) for item in document[key])
