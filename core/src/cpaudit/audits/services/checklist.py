"""Answers to the checklist items of the library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import select

from cpaudit.audits.access import running_audit
from cpaudit.audits.models import Answer, Evidence
from cpaudit.audits.services.pinned import library_of
from cpaudit.audits.services.records import check_values
from cpaudit.contributions import Answer as FixedAnswer
from cpaudit.contributions import AnswerKind, ChecklistItem
from cpaudit.engine import Quantity, compatible
from cpaudit.errors import Conflict, InvalidInput, NotFound, PathPart
from cpaudit.library import Library
from cpaudit.storage.tables import now
from cpaudit.work import Work

_SCORES = {FixedAnswer.YES.value: 1.0, FixedAnswer.PARTIAL.value: 0.5, FixedAnswer.NO.value: 0.0}


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One answer as it is given.

    Attributes:
        item: reference of the item, ``pack:checklist_item:code``.
        value: ``yes``, ``partial`` or ``no``, the key of a choice, or a text.
        amount: the answer to a number question.
        not_applicable_reason: why the question does not apply; then nothing else is answered.
        score: a fraction from 0 to 1 for questions that do not score themselves.
        evidence_ids: files of the same audit.
        expected_version: of the answer that is replaced.
    """

    item: str
    value: str | None = None
    amount: Quantity | None = None
    not_applicable_reason: str | None = None
    score: float | None = None
    note: str = ""
    evidence_ids: tuple[str, ...] = field(default=())
    expected_version: int | None = None


async def answer_items(work: Work, audit_id: str, given: Sequence[GivenAnswer]) -> list[str]:
    """Answer items, or replace their answers; all or none. Gives the answers' ids.

    Raises:
        Denied, NotFound: the audit is not the actor's to edit, or an item is not in the content that it uses.
        InvalidInput: an item is answered twice, or its answer does not fit it.
        Conflict: an answer changed meanwhile.
    """
    audit = await running_audit(work, audit_id)
    known = {answer.item: answer for answer in await work.all(Answer, audit_id=audit.id)}
    # Their ids alone: the rows hold the files' contents.
    files = set((await work.session.exec(select(Evidence.id).where(Evidence.audit_id == audit.id))).all())
    library = await library_of(work, audit.id)
    answered: list[Answer] = []
    for index, each in enumerate(given):
        path = ("input", "answers", index)
        if any(earlier.item == each.item for earlier in answered):
            raise InvalidInput("the item is answered twice here", path=(*path, "item"))
        row = known.get(each.item) or Answer(tenant_id=audit.tenant_id, audit_id=audit.id, item=each.item, version=0)
        _expect(row, each, path)
        _fill(row, each, _item(library, each.item, path), files, path)
        work.session.add(row)
        answered.append(row)
    await work.session.flush()
    work.record(
        "checklistAnswered",
        audit,
        after={row.item: row.value or row.amount or row.not_applicable_reason for row in answered},
    )
    return [row.id for row in answered]


def _item(library: Library, item: str, path: tuple[PathPart, ...]) -> ChecklistItem:
    try:
        return library.checklist_item(item)
    except NotFound as error:
        raise NotFound(error.message, path=(*path, "item"), remedy=error.remedy) from error


def _expect(row: Answer, given: GivenAnswer, path: tuple[PathPart, ...]) -> None:
    if given.expected_version is not None and row.version != given.expected_version:
        raise Conflict(
            f"the answer to {row.item} has version {row.version}, not {given.expected_version}",
            current_version=row.version,
            path=(*path, "expectedVersion"),
        )


def _fill(row: Answer, given: GivenAnswer, item: ChecklistItem, files: set[str], path: tuple[PathPart, ...]) -> None:
    stated = [name for name in ("value", "amount", "not_applicable_reason") if getattr(given, name) is not None]
    if len(stated) != 1:
        raise InvalidInput(
            "give exactly one of value, amount and notApplicableReason", path=path, remedy="leave the others out"
        )
    if given.not_applicable_reason is not None:
        if not given.not_applicable_reason.strip():
            raise InvalidInput("say why the question does not apply", path=(*path, "notApplicableReason"))
    elif item.answer is AnswerKind.NUMBER:
        _check_amount(given.amount, item, path)
    else:
        _check_value(given.value, item, path)
    for position, file in enumerate(given.evidence_ids):
        if file not in files:
            raise InvalidInput("the audit has no such file", path=(*path, "evidence", position))
    if given.score is not None and not 0 <= given.score <= 1:
        raise InvalidInput("a score lies between 0 and 1", path=(*path, "score"))
    row.value, row.amount = given.value, given.amount
    row.not_applicable_reason = given.not_applicable_reason
    row.score = _SCORES.get(given.value or "", given.score) if item.answer is AnswerKind.YES_NO_PARTIAL else given.score
    row.note = given.note
    row.evidence_ids = list(given.evidence_ids)
    row.answered_at = now()
    row.version += 1
    check_values(row, *path)


def _check_amount(amount: Quantity | None, item: ChecklistItem, path: tuple[PathPart, ...]) -> None:
    if amount is None:
        raise InvalidInput(
            f"the question asks for a number in {item.unit}", path=(*path, "value"), remedy="give amount"
        )
    if item.unit is None or not compatible(amount.unit, item.unit):
        raise InvalidInput(f"{amount.unit} cannot be converted to {item.unit}", path=(*path, "amount", "unit"))


def _check_value(value: str | None, item: ChecklistItem, path: tuple[PathPart, ...]) -> None:
    if value is None or not value.strip():
        raise InvalidInput("the question does not ask for a number", path=(*path, "amount"), remedy="give value")
    possible = (item.possible_answers - {FixedAnswer.NOT_APPLICABLE.value}) if item.possible_answers else frozenset()
    if possible and value not in possible:
        raise InvalidInput(
            f"{value!r} is no answer to {item.code}",
            path=(*path, "value"),
            remedy=f"answer one of {', '.join(sorted(possible))}",
        )
