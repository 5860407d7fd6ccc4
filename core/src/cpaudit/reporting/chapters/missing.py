"""How a chapter says which data a result still lacks."""

from __future__ import annotations

from collections.abc import Sequence

from cpaudit.reporting.blocks import Tone
from cpaudit.reporting.draft import Draft
from cpaudit.reporting.labels import Label
from cpaudit.reporting.text import Text

MOST_NAMED = 12


def missing_data(draft: Draft, missing: Sequence[Text]) -> None:
    """Add a warning that names the first of what is missing, where anything is."""
    if missing:
        items = draft.listed(missing[:MOST_NAMED]) + (" …" if len(missing) > MOST_NAMED else "")
        draft.note(Label.MISSING_DATA.fill(draft.language, items=items), Tone.WARNING)
