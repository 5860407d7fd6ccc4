"""A pack as it is kept in a database: all that it says as JSON, from which the same pack comes back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from cpaudit.contributions.checklists import Checklist
from cpaudit.contributions.factors import EmissionFactor
from cpaudit.contributions.fields import Contribution, Frozen
from cpaudit.contributions.indicators import IndicatorSystem
from cpaudit.contributions.manifest import Manifest
from cpaudit.contributions.options import OptionTemplate
from cpaudit.contributions.pack import CANONICAL_FORM, ContentPack, canonical, stated
from cpaudit.contributions.processes import ProcessTemplate
from cpaudit.contributions.published_figures import Benchmark, Consumption, HeatingValue
from cpaudit.contributions.substances import Substance
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
            # Left out where there are none, as content that was stored before there were such kinds has it.
            **{key: stated_items for key, items in _later(pack) if (stated_items := [stated(item) for item in items])},
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
            substances=_read(document, "substances", Substance, absent=()),
            benchmarks=_read(document, "benchmarks", Benchmark, absent=()),
            consumptions=_read(document, "consumptions", Consumption, absent=()),
            heating_values=_read(document, "heating_values", HeatingValue, absent=()),
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


def _later(pack: ContentPack) -> tuple[tuple[str, Sequence[Contribution]], ...]:
    return (
        ("substances", pack.substances),
        ("benchmarks", pack.benchmarks),
        ("consumptions", pack.consumptions),
        ("heating_values", pack.heating_values),
    )


def _read(
    document: Mapping[str, Sequence[Any]], key: str, model: type[_Model], *, absent: Sequence[Any] | None = None
) -> tuple[_Model, ...]:
    items = document[key] if absent is None else document.get(key, absent)
    return tuple(model.model_validate(item) for item in items)
