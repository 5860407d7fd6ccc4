"""Answers to checklist items: what fits a question, and what is refused without a trace."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import col, select

from cpaudit.audits.models import Answer
from cpaudit.audits.services.evidence import upload_evidence
from cpaudit.storage.event_log import Event
from support.client import GraphqlClient
from support.stages import OpenWork

YES_NO = "chemical:checklist_item:CHM-ORG-001"
CHOICE = "chemical:checklist_item:CHM-PRE-014"
NUMBER = "chemical:checklist_item:CHM-ASM-006"
"""Its answer is a concentration, in mg/Nm3."""

ANSWER = """mutation ($input: AnswerChecklistItemsInput!) {
    answerChecklistItems(input: $input) {
        __typename
        ... on Audit { answers { nodes {
            item value score notApplicableReason note version amount { value unit } evidence { sha256 }
        } } }
        ... on Fault { code message path remedy }
        ... on Conflict { currentVersion }
    }
}"""


class Answers:
    """What people answer in one audit."""

    def __init__(self, graphql: GraphqlClient, open_work: OpenWork, audit_id: str) -> None:
        self.graphql = graphql
        self.open_work = open_work
        self.audit_id = audit_id

    async def give(self, *answers: dict[str, Any], as_: str = "auditor") -> dict[str, Any]:
        """Answer items; the audit or the fault."""
        given = {"audit": f"Audit:{self.audit_id}", "answers": list(answers)}
        answer: dict[str, Any] = (await self.graphql(ANSWER, as_=as_, input=given))["answerChecklistItems"]
        return answer

    async def given(self, *answers: dict[str, Any]) -> dict[str, dict[str, Any]]:
        """Answer items; the audit's answers by their item."""
        answer = await self.give(*answers)
        return {each["item"]: each for each in answer["answers"]["nodes"]}

    async def stored(self) -> dict[str, int]:
        """Versions of the answers by their item."""
        async with self.open_work() as work:
            return {row.item: row.version for row in await work.all(Answer, audit_id=self.audit_id)}

    async def events(self) -> list[Event]:
        """What was logged of answers, oldest first."""
        async with self.open_work() as work:
            query = select(Event).where(Event.action == "checklistAnswered").order_by(col(Event.id))
            return list((await work.session.exec(query)).all())

    async def file(self, audit_id: str) -> str:
        """The id, as clients see it, of a file kept in an audit."""
        async with self.open_work() as work:
            file = await upload_evidence(
                work, audit_id, file_name="记录.txt", media_type="text/plain", content=audit_id.encode()
            )
            return f"Evidence:{file}"


@pytest.fixture
def answers(graphql: GraphqlClient, open_work: OpenWork, audit_id: str) -> Answers:
    """The answers of the audit, of which there are none yet."""
    return Answers(graphql, open_work, audit_id)


@pytest.mark.parametrize(("value", "score"), [("yes", 1.0), ("partial", 0.5), ("no", 0.0)])
async def test_yes_partial_and_no_score_themselves(answers: Answers, value: str, score: float) -> None:
    given = await answers.given({"item": YES_NO, "value": value, "score": 0.9})
    assert (given[YES_NO]["value"], given[YES_NO]["score"]) == (value, score)


async def test_each_kind_of_question_takes_its_kind_of_answer(answers: Answers) -> None:
    given = await answers.given(
        {"item": CHOICE, "value": "single_contact", "score": 0.25},
        {"item": NUMBER, "amount": {"value": 0.4, "unit": "g/Nm3"}},
        {"item": YES_NO, "notApplicableReason": "仅一个车间", "note": "待复核"},
    )
    assert given[CHOICE]["score"] == 0.25
    assert given[NUMBER]["amount"] == {"value": 0.4, "unit": "g/Nm3"}
    assert given[NUMBER]["score"] is None
    assert (given[YES_NO]["value"], given[YES_NO]["score"]) == (None, None)
    assert (given[YES_NO]["notApplicableReason"], given[YES_NO]["note"]) == ("仅一个车间", "待复核")


async def test_answering_several_items_is_one_event(answers: Answers) -> None:
    await answers.give({"item": YES_NO, "value": "yes"}, {"item": CHOICE, "value": "wet"})
    (event,) = await answers.events()
    assert (event.subject_type, event.subject_id) == ("Audit", answers.audit_id)
    assert event.after == {YES_NO: "yes", CHOICE: "wet"}


async def test_an_answer_that_is_replaced_counts_its_versions(answers: Answers) -> None:
    await answers.give({"item": YES_NO, "value": "no"})
    replaced = await answers.given({"item": YES_NO, "value": "yes", "expectedVersion": 1})
    assert (replaced[YES_NO]["value"], replaced[YES_NO]["version"]) == ("yes", 2)


async def test_an_answer_that_changed_meanwhile_is_not_replaced(answers: Answers) -> None:
    await answers.give({"item": YES_NO, "value": "no"})
    stale = await answers.give({"item": YES_NO, "value": "yes", "expectedVersion": 4})
    assert (stale["__typename"], stale["currentVersion"]) == ("Conflict", 1)
    assert stale["path"] == ["input", "answers", "0", "expectedVersion"]
    assert await answers.stored() == {YES_NO: 1}


@pytest.mark.parametrize(
    ("answer", "kind", "path", "told"),
    [
        ({"item": "chemical:checklist_item:NONE", "value": "yes"}, "NotFound", ["item"], "NONE"),
        ({"item": "light_industry:checklist_item:LGT-ORG-001", "value": "yes"}, "NotFound", ["item"], "LGT-ORG-001"),
        ({"item": YES_NO, "value": "perhaps"}, "InvalidInput", ["value"], "'perhaps' is no answer"),
        ({"item": YES_NO, "value": "not_applicable"}, "InvalidInput", ["value"], "is no answer"),
        ({"item": CHOICE, "value": "triple"}, "InvalidInput", ["value"], "'triple' is no answer"),
        ({"item": YES_NO, "value": " "}, "InvalidInput", None, "number"),
        ({"item": YES_NO, "amount": {"value": 1, "unit": "t"}}, "InvalidInput", ["amount"], "not ask for a number"),
        ({"item": NUMBER, "value": "400"}, "InvalidInput", ["value"], "a number in mg/Nm3"),
        ({"item": NUMBER, "amount": {"value": 1, "unit": "t"}}, "InvalidInput", ["amount", "unit"], "to mg/Nm3"),
        ({"item": NUMBER, "amount": {"value": 1, "unit": "furlongz"}}, "InvalidInput", None, "furlongz"),
        ({"item": YES_NO}, "InvalidInput", [], "exactly one"),
        ({"item": YES_NO, "value": "yes", "notApplicableReason": "无"}, "InvalidInput", [], "exactly one"),
        ({"item": NUMBER, "value": "1", "amount": {"value": 1, "unit": "mg/m3"}}, "InvalidInput", [], "exactly one"),
        ({"item": YES_NO, "notApplicableReason": "  "}, "InvalidInput", ["notApplicableReason"], "say why"),
        ({"item": YES_NO, "notApplicableReason": "由" * 2001}, "InvalidInput", ["notApplicableReason"], "2000"),
        ({"item": YES_NO, "value": "yes", "note": "a\0b"}, "InvalidInput", ["note"], "control characters"),
        ({"item": CHOICE, "value": "wet", "score": 1.5}, "InvalidInput", ["score"], "between 0 and 1"),
    ],
    ids=[
        "unknown item",
        "item of a pack that is not enabled",
        "no such value",
        "not applicable without a reason",
        "no such choice",
        "blank",
        "number for a question",
        "text for a number",
        "impossible unit",
        "no unit",
        "nothing",
        "value and reason",
        "value and amount",
        "blank reason",
        "reason too long",
        "null character",
        "score too high",
    ],
)
async def test_an_answer_that_does_not_fit_is_refused_with_its_place_and_none_of_the_others_is_taken(
    answers: Answers, answer: dict[str, Any], kind: str, path: list[str] | None, told: str
) -> None:
    other = NUMBER if answer["item"] != NUMBER else YES_NO
    first = {"item": other, "notApplicableReason": "示例"}
    refused = await answers.give(first, answer)
    assert refused["__typename"] == kind
    assert told in refused["message"]
    if path is not None:
        assert refused["path"] == ["input", "answers", "1", *path]
    assert await answers.stored() == {}
    assert await answers.events() == []


async def test_an_item_is_answered_once_at_a_time(answers: Answers) -> None:
    refused = await answers.give({"item": YES_NO, "value": "yes"}, {"item": YES_NO, "value": "no"})
    assert (refused["__typename"], refused["path"]) == ("InvalidInput", ["input", "answers", "1", "item"])
    assert await answers.stored() == {}


async def test_an_answer_names_files_of_its_own_audit(answers: Answers, other_audit_id: str) -> None:
    own, foreign = await answers.file(answers.audit_id), await answers.file(other_audit_id)
    refused = await answers.give({"item": YES_NO, "value": "yes", "evidence": [own, foreign]})
    assert (refused["__typename"], refused["message"]) == ("InvalidInput", "the audit has no such file")
    assert refused["path"] == ["input", "answers", "0", "evidence", "1"]
    given = await answers.given({"item": YES_NO, "value": "yes", "evidence": [own]})
    assert len(given[YES_NO]["evidence"]) == 1


@pytest.mark.parametrize("role", ["viewer", "expert"])
async def test_those_who_only_read_or_advise_answer_nothing(answers: Answers, role: str) -> None:
    refused = await answers.give({"item": YES_NO, "value": "yes"}, as_=role)
    assert refused["__typename"] == "Denied"
    assert await answers.stored() == {}
