"""The answers to the questions of the checklists."""

from __future__ import annotations

from cpaudit.audits.access import any_audit
from cpaudit.audits.models import Answer
from cpaudit.audits.services.checklist import GivenAnswer, answer_items
from cpaudit.audits.services.pinned import library_of
from cpaudit.contributions import Answer as FixedAnswer
from cpaudit.contributions import AnswerKind, ChecklistItem
from cpaudit.engine import Quantity
from cpaudit.enterprises.models import Enterprise
from cpaudit.errors import InvalidInput
from cpaudit.library import serves
from cpaudit.phases import METHODS
from cpaudit.spreadsheets.layout import (
    CellKind,
    Choice,
    Column,
    Record,
    Sheet,
    Subject,
    Value,
    Values,
    texts,
)
from cpaudit.spreadsheets.sheets.audited import audit_id_of, readable_audit
from cpaudit.work import Work

_ANSWERS = (
    Choice(FixedAnswer.YES.value, texts("是", "yes")),
    Choice(FixedAnswer.PARTIAL.value, texts("部分", "partial")),
    Choice(FixedAnswer.NO.value, texts("否", "no")),
)

_ANSWER = (
    Column("item", texts("条目", "Item"), required=True, width=30, unchanging=True, told_at=("item",)),
    Column("phase", texts("阶段", "Phase"), width=16, informative=True),
    Column("question", texts("问题", "Question"), width=60, informative=True),
    Column(
        "answer",
        texts("回答", "Answer"),
        help=texts("是、部分、否，或选项的键，或文字", "yes, partial or no; the key of a choice; or a text"),
        suggestions=("yes", "partial", "no"),
        told_at=("value", "answers"),
        width=18,
    ),
    Column("value", texts("数值", "Number"), CellKind.NUMBER, told_at=("amount",)),
    Column("unit", texts("单位", "Unit"), told_at=("unit",)),
    Column(
        "not_applicable_reason",
        texts("不适用的理由", "Why it does not apply"),
        help=texts("问题不适用时填写，其余留空", "where the question does not apply; leave the rest empty"),
        width=28,
    ),
    Column("note", texts("备注", "Note"), width=34),
)


async def _answers(work: Work, subject: Subject) -> list[Record]:
    audit = await any_audit(work, await readable_audit(work, subject))
    enterprise = await work.get(Enterprise, audit.enterprise_id)
    given = {row.item: row for row in await work.all(Answer, audit_id=audit.id)}
    library = await library_of(work, audit.id)
    phases = {step.key: phase for phase in METHODS[audit.method].phases for step in phase.steps}
    return [
        _question(item, given.get(item.ref), phases[item.step].name.in_language(subject.language), subject.language)
        for pack in library.packs
        if serves(pack, enterprise.gb4754)
        for item in pack.checklist_items
        if item.step in phases
    ]


def _question(item: ChecklistItem, answer: Answer | None, phase: str, language: str) -> Record:
    amount = None if answer is None else answer.amount
    values: dict[str, Value] = {
        "item": item.ref,
        "phase": phase,
        "question": item.question.in_language(language),
        "answer": None if answer is None else _spoken(answer.value, item, language),
        "value": None if amount is None else amount.value,
        "unit": item.unit if amount is None else amount.unit,
        "not_applicable_reason": None if answer is None else answer.not_applicable_reason,
        "note": None if answer is None else answer.note,
    }
    return Record(None if answer is None else answer.id, 0 if answer is None else answer.version, values)


def _spoken(value: str | None, item: ChecklistItem, language: str) -> str | None:
    if item.answer is AnswerKind.YES_NO_PARTIAL:
        return next((each.name.in_language(language) for each in _ANSWERS if each.value == value), value)
    return value


def _answered(text: object, item: ChecklistItem) -> str | None:
    """The value of what was typed: a fixed answer or a choice in any language, or the text itself."""
    if text is None:
        return None
    typed = str(text).casefold()
    if item.answer is AnswerKind.YES_NO_PARTIAL:
        names = {name.casefold(): each.value for each in _ANSWERS for name in (each.value, *each.name.values())}
        return names.get(typed, str(text))
    for choice in item.choices:
        if typed in (choice.key.casefold(), *(name.casefold() for name in choice.name.values())):
            return choice.key
    return str(text)


async def _answer(work: Work, subject: Subject, record: Record, values: Values) -> None:
    audit_id = audit_id_of(subject)
    item = (await library_of(work, audit_id)).checklist_item(str(values["item"]))
    before = (await work.all(Answer, audit_id=audit_id, item=item.ref)) if record.id is not None else []
    amount = None
    if values.get("value") is not None:
        if values.get("unit") is None:
            raise InvalidInput("the number has no unit", path=("unit",), remedy="give its unit")
        kept = before[0].amount if before else None
        bounds = (kept.lower, kept.upper, kept.status) if kept is not None and kept.value == values["value"] else ()
        amount = Quantity(float(values["value"]), str(values["unit"]), *bounds)  # type: ignore[arg-type]
    await answer_items(
        work,
        audit_id,
        [
            GivenAnswer(
                item=item.ref,
                value=_answered(values.get("answer"), item),
                amount=amount,
                not_applicable_reason=_text(values.get("not_applicable_reason")),
                score=before[0].score if before and item.answer is not AnswerKind.YES_NO_PARTIAL else None,
                note=_text(values.get("note")) or "",
                evidence_ids=tuple(before[0].evidence_ids) if before else (),
                expected_version=record.version if record.id is not None else None,
            )
        ],
    )


def _text(value: Value) -> str | None:
    return None if value is None else str(value)


ANSWERS = Sheet("answers", texts("检查清单", "Checklist"), _ANSWER, ("item",), _answers, None, _answer)
