"""A list for commendation as data: its entries ranked, and those who are not commended with why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cpaudit.documents.collect import words
from cpaudit.documents.collect.best import ranks
from cpaudit.documents.collect.sums import said
from cpaudit.quality.criteria import QUALITY_DECISION, Criterion, read
from cpaudit.quality.models import CommendationEntry, CommendationList, CommendationState
from cpaudit.reporting import document as doc
from cpaudit.reporting.formatting import format_exact
from cpaudit.reporting.programme_labels import ProgrammeLabel
from cpaudit.reporting.text import Text, in_language
from cpaudit.submissions.exact import exact
from cpaudit.tenancy.models import Tenant
from cpaudit.text import LANGUAGES, LocalizedText

_STATES = {
    CommendationState.DRAFT: ProgrammeLabel.LIST_DRAFT,
    CommendationState.APPROVED: ProgrammeLabel.LIST_APPROVED,
    CommendationState.DISCARDED: ProgrammeLabel.LIST_DISCARDED,
}
_MET = {"YES": True, "NO": False}


def commendation_report(
    made: CommendationList, entries: Sequence[CommendationEntry], own: Tenant, names: Mapping[str, LocalizedText]
) -> doc.CommendationReport:
    """What the document of a list says.

    Args:
        own: the tenant whose list it is.
        names: of tenants, by code.
    """
    criteria = read(made.criteria)
    decided = made.decided_at or made.composed_at
    commended = [each for each in entries if each.commended]
    return doc.CommendationReport(
        name=made.title,
        issued_by=own.name,
        issued_on=decided.date(),
        composed_on=made.composed_at.date(),
        decided_on=None if made.decided_at is None else made.decided_at.date(),
        state=said(_STATES[made.state]),
        draft=made.state is not CommendationState.APPROVED,
        reason=made.reason,
        illustrative=own.illustrative,
        criteria=(
            doc.CommendationCriterion(QUALITY_DECISION, said(ProgrammeLabel.REVIEW_PASSED), ""),
            *(
                doc.CommendationCriterion(each.measure.value, each.name, format_exact(each.at_least))
                for each in criteria
            ),
        ),
        ranked_by=criteria[0].name if criteria else "",
        commended=_ranked(commended, criteria, names),
        others=tuple(
            _entry(each, None, criteria, names)
            for each in sorted(entries, key=lambda each: (each.enterprise, each.packet_hash))
            if not each.commended
        ),
    )


def _ranked(
    commended: Sequence[CommendationEntry], criteria: Sequence[Criterion], names: Mapping[str, LocalizedText]
) -> tuple[doc.CommendationEntry, ...]:
    """The commended by the figure of the first criterion, which all of them know: who does not is not commended."""
    values = [exact({name: value for name, value, _ in each.results}[criteria[0].measure.value]) for each in commended]
    placed = sorted(
        zip(ranks(values), commended, strict=True), key=lambda each: (each[0], each[1].enterprise, each[1].packet_hash)
    )
    return tuple(_entry(each, rank, criteria, names) for rank, each in placed)


def _entry(
    entry: CommendationEntry,
    rank: int | None,
    criteria: Sequence[Criterion],
    names: Mapping[str, LocalizedText],
) -> doc.CommendationEntry:
    known: dict[str, Text] = {each.measure.value: each.name for each in criteria}
    results = tuple(
        doc.CommendationResult(
            code,
            said(ProgrammeLabel.REVIEW_PASSED) if code == QUALITY_DECISION else known[code],
            _value(code, value),
            _MET.get(met),
        )
        for code, value, met in entry.results
    )
    return doc.CommendationEntry(
        rank,
        entry.enterprise,
        names.get(entry.owner, entry.owner),
        entry.sector,
        entry.packet_hash,
        results,
        "" if entry.commended else _why_not(entry, results),
    )


def _value(code: str, value: str) -> Text | None:
    if not value:
        return None
    if code == QUALITY_DECISION:
        return said(words.DECISIONS[value]) if value in words.DECISIONS else value
    return format_exact(value)


def _why_not(entry: CommendationEntry, results: Sequence[doc.CommendationResult]) -> LocalizedText:
    """Which criteria are missed, which are not known, and why somebody was left out who meets them all."""
    return LocalizedText({language: _why_not_in(language, entry, results) for language in LANGUAGES})


def _why_not_in(language: str, entry: CommendationEntry, results: Sequence[doc.CommendationResult]) -> str:
    between = "、" if language == "zh-CN" else ", "
    parts = []
    for label, met in ((ProgrammeLabel.MISSED, False), (ProgrammeLabel.OPEN, None)):
        items = [in_language(each.name, language) for each in results if each.met is met]
        if items:
            parts.append(label.fill(language, items=between.join(items)))
    if entry.reason:
        parts.append(ProgrammeLabel.LEFT_OUT.fill(language, reason=entry.reason))
    return ("；" if language == "zh-CN" else "; ").join(parts)
