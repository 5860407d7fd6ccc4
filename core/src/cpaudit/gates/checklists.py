"""What a gate asks of checklists: the questions of the industry's packs, answered, with evidence where it is due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cpaudit.audits.models import Answer, Evidence
from cpaudit.audits.services.checklist import fits
from cpaudit.contributions import ChecklistItem, EvidenceRule
from cpaudit.errors import Blocker
from cpaudit.gates.canonical import exact, unordered
from cpaudit.gates.requirements import Judged, blocker
from cpaudit.gates.snapshot import Snapshot
from cpaudit.library import Library, serves
from cpaudit.phases import Phase

SHOWN = 5
"""Codes of open questions that a blocker names; the rest is counted."""


def asked(snapshot: Snapshot, library: Library, phase: Phase) -> list[ChecklistItem]:
    """The questions of a phase that this audit has to answer, conditions taken into account."""
    answers = {each.item: each for each in snapshot.of(Answer)}
    steps = {step.key for step in phase.steps}
    return [
        item
        for pack in library.packs
        if serves(pack, snapshot.enterprise.gb4754)
        for item in pack.checklist_items
        if item.step in steps and _applies(item, pack.id, answers)
    ]


def _applies(item: ChecklistItem, pack: str, answers: dict[str, Answer]) -> bool:
    if item.when is None:
        return True
    other = answers.get(f"{pack}:checklist_item:{item.when.item}")
    return other is not None and other.value in item.when.answers


def judge_checklists(snapshot: Snapshot, library: Library, phase: Phase) -> Judged:
    """Blockers for questions that are open, and for answers whose evidence is missing."""
    answers = {each.item: each for each in snapshot.of(Answer)}
    items = asked(snapshot, library, phase)
    files = {file.id: file.sha256 for file in snapshot.of(Evidence)}
    looked_at = unordered(
        [
            each.item,
            each.value,
            exact(each.amount),
            each.not_applicable_reason,
            unordered(files.get(file) for file in each.evidence_ids),
        ]
        for item in items
        if (each := answers.get(item.ref)) is not None
    )
    return Judged(tuple(_blockers(items, answers)), [unordered(_asks(item) for item in items), looked_at])


def _asks(item: ChecklistItem) -> list[object]:
    """What a question asks; how its guidance reads makes it no other question."""
    return [
        item.ref,
        item.answer,
        item.unit,
        sorted(item.possible_answers or ()),
        item.evidence,
        sorted(item.question.items()),
    ]


def _blockers(items: list[ChecklistItem], answers: dict[str, Answer]) -> Iterator[Blocker]:
    open_questions: dict[str, list[str]] = defaultdict(list)
    for item in items:
        answer = answers.get(item.ref)
        if answer is None:
            open_questions[item.ref.split(":")[0]].append(item.code)
        elif not fits(answer, item):
            yield blocker(
                "ANSWER_DOES_NOT_FIT",
                ("answers", item.ref),
                f"检查项 {item.code} 的回答与现行内容的问题不符",
                f"the answer to {item.code} does not fit the question as it is now",
                "用 answerChecklistItems 重新回答",
                "answer it again with answerChecklistItems",
            )
        elif (
            item.evidence is EvidenceRule.REQUIRED and not answer.evidence_ids and answer.not_applicable_reason is None
        ):
            yield blocker(
                "EVIDENCE_MISSING",
                ("answers", item.ref),
                f"检查项 {item.code} 的回答没有证据",
                f"the answer to {item.code} has no evidence",
                "用 uploadEvidence 上传文件，并在 answerChecklistItems 中引用",
                "upload a file with uploadEvidence and name it in answerChecklistItems",
            )
    for pack, codes in open_questions.items():
        named = ", ".join(codes[:SHOWN]) + (" …" if len(codes) > SHOWN else "")
        yield blocker(
            "CHECKLIST_OPEN",
            ("checklists", pack),
            f"{len(codes)} 个检查项未回答：{named}",
            f"{len(codes)} checklist items are not answered: {named}",
            "用 answerChecklistItems 回答，或说明不适用的理由",
            "answer them with answerChecklistItems, or say why they do not apply",
        )
