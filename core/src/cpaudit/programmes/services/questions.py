"""Questions of technology, policy and law: raised, reviewed, settled by the leading group, published to all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlmodel import col, select

from cpaudit.audits.access import any_audit
from cpaudit.audits.services.records import check_values, require_text, require_version
from cpaudit.errors import InvalidInput, NotFound
from cpaudit.permissions import Permission
from cpaudit.programmes.models import (
    Body,
    Consultation,
    DocumentKind,
    DocumentState,
    Question,
    QuestionKind,
    QuestionState,
)
from cpaudit.programmes.services import documents
from cpaudit.programmes.services.bodies import require_leading_seat
from cpaudit.programmes.services.consultations import require_own
from cpaudit.programmes.services.records import Columns, Kind
from cpaudit.storage.tables import now
from cpaudit.work import Work

MOST_QUESTIONS = 200
"""Questions in one document."""

QUESTIONS = Kind(Question, Permission.ASK_ADVICE, filled=lambda work: {"raised_by": work.actor.member_id})


class SettledQuestion(BaseModel):
    """A question as it is handed over: without who raised it, and where."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: QuestionKind
    title: Annotated[str, Field(max_length=300)]
    text: Annotated[str, Field(max_length=8000)]
    answer: Annotated[str, Field(max_length=8000)]
    basis: Annotated[str, Field(max_length=2000)] | None
    settled_at: datetime


class SettledQuestions(BaseModel):
    """The document that holds settled questions."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal[1] = 1
    questions: Annotated[list[SettledQuestion], Field(min_length=1, max_length=MOST_QUESTIONS)]


async def raise_question(work: Work, columns: Columns) -> str:
    """Raise a question; gives its id. Enterprise staff raises those of its own enterprise.

    Raises:
        Denied: the actor asks for no advice.
        NotFound: there is no such enterprise, audit or consultation, or the actor works for another enterprise.
        InvalidInput: a text is empty.
    """
    work.require(Permission.ASK_ADVICE)
    enterprise_id = columns.get("enterprise_id") or work.actor.enterprise_id
    require_own(work, None if enterprise_id is None else str(enterprise_id))
    if columns.get("audit_id") is not None:
        await any_audit(work, str(columns["audit_id"]))
    if columns.get("consultation_id") is not None:
        asked = await work.get(Consultation, str(columns["consultation_id"]), path=("input", "consultation"))
        if work.actor.enterprise_id not in (None, asked.enterprise_id):
            raise NotFound("there is no consultation with this id", path=("input", "consultation"))
    return await QUESTIONS.add(work, {**columns, "enterprise_id": enterprise_id})


async def take_up_question(work: Work, question_id: str, expected_version: int, body_id: str) -> str:
    """Have a body prepare the answer; gives the question's id.

    Raises:
        Denied: the actor does not organise people.
        NotFound: there is no such question or body.
        InvalidInput: it is settled or withdrawn.
        Conflict: it changed meanwhile.
    """
    work.require(Permission.ORGANISE_PEOPLE)
    question = await _in(work, question_id, QuestionState.RAISED, QuestionState.UNDER_REVIEW)
    body = await work.get(Body, body_id, path=("input", "body"))
    await work.change(
        question, expected_version, "questionTakenUp", state=QuestionState.UNDER_REVIEW, reviewed_by_id=body.id
    )
    return question.id


async def settle_question(work: Work, question_id: str, expected_version: int, answer: str, basis: str | None) -> str:
    """The leading group settles a question; gives its id.

    Raises:
        Denied: the actor does not decide on programmes or sits in no leading group.
        NotFound: there is no such question.
        InvalidInput: it is settled or withdrawn, the answer is empty, or the basis of a question of law is missing.
        Conflict: it changed meanwhile.
    """
    work.require(Permission.DECIDE_PROGRAMMES)
    question = await _in(work, question_id, QuestionState.RAISED, QuestionState.UNDER_REVIEW)
    body = await require_leading_seat(work, None)
    require_version(question, expected_version)
    require_text(Question, "answer", answer, "input", "answer")
    if basis is not None or question.kind is QuestionKind.LAW:
        require_text(Question, "basis", basis or "", "input", "basis")
    await work.change(
        question,
        expected_version,
        "questionSettled",
        state=QuestionState.SETTLED,
        answer=answer,
        basis=basis,
        settled_by=work.actor.member_id,
        settled_by_id=body.id,
        settled_at=now(),
    )
    return question.id


async def publish_question(work: Work, question_id: str, expected_version: int) -> str:
    """Show a settled question to all members, enterprise staff included; gives its id.

    Raises:
        Denied: the actor does not decide on programmes.
        NotFound: there is no such question.
        InvalidInput: it is not settled, or published already.
        Conflict: it changed meanwhile.
    """
    work.require(Permission.DECIDE_PROGRAMMES)
    question = await _in(work, question_id, QuestionState.SETTLED)
    await work.change(
        question, expected_version, "questionPublished", state=QuestionState.PUBLISHED, published_at=now()
    )
    return question.id


async def withdraw_question(work: Work, question_id: str, expected_version: int, reason: str) -> str:
    """Withdraw a question that is not settled: who raised it, or who organises people. Gives its id.

    Raises:
        Denied: the actor may not.
        NotFound: there is no such question.
        InvalidInput: it is settled or withdrawn, or no reason is given.
        Conflict: it changed meanwhile.
    """
    work.require(Permission.ASK_ADVICE)
    question = await _in(work, question_id, QuestionState.RAISED, QuestionState.UNDER_REVIEW)
    if question.raised_by != work.actor.member_id:
        work.require(Permission.ORGANISE_PEOPLE)
    require_text(Question, "withdrawn_reason", reason, "input", "reason")
    await work.change(
        question, expected_version, "questionWithdrawn", state=QuestionState.WITHDRAWN, withdrawn_reason=reason
    )
    return question.id


async def offer_questions(work: Work, question_ids: Sequence[str], title: str, to_tenant: str) -> str:
    """Offer published questions with their answers to another tenant; gives the offer's id.

    Who raised them and of which enterprise is not handed over.

    Raises:
        Denied: the actor does not decide on programmes.
        NotFound: there is no such question or tenant.
        InvalidInput: one is not published, or came from another tenant; or there are too many or none.
    """
    work.require(Permission.DECIDE_PROGRAMMES)
    path = ("input", "questions")
    if not 1 <= len(set(question_ids)) <= MOST_QUESTIONS:
        raise InvalidInput(f"a document holds 1 to {MOST_QUESTIONS} questions", path=path)
    query = select(Question).where(col(Question.id).in_(question_ids)).order_by(col(Question.id))
    found = (await work.session.exec(query)).all()
    if len(found) < len(set(question_ids)):
        raise NotFound("there is no such question", path=path)
    settled = []
    for each in found:
        if each.state is not QuestionState.PUBLISHED or each.answer is None or each.settled_at is None:
            raise InvalidInput(f"the question {each.title!r} is not published", path=path)
        if each.from_tenant is not None:
            raise InvalidInput("what came from another tenant is offered by that one", path=path)
        settled.append(
            SettledQuestion(
                kind=each.kind,
                title=each.title,
                text=each.text,
                answer=each.answer,
                basis=each.basis,
                settled_at=each.settled_at,
            )
        )
    content = SettledQuestions(questions=settled).model_dump(mode="json")
    return await documents.offer(work, DocumentKind.SETTLED_QUESTIONS, title, content, to_tenant)


async def accept_questions(work: Work, document_id: str, expected_version: int) -> str:
    """Take over the settled questions of a received document, published to all members; gives the document's id.

    Raises:
        Denied: the actor does not decide on programmes.
        NotFound: there is no such document.
        InvalidInput: the document does not stand any more, or holds no settled questions.
        Conflict: it changed meanwhile.
    """
    received, said = await documents.open_received(work, document_id, DocumentKind.SETTLED_QUESTIONS)
    try:
        held = SettledQuestions.model_validate(said)
    except ValidationError as error:
        first = error.errors()[0]
        raise InvalidInput(
            f"the document holds no settled questions: {first['msg']}", path=("document", *first["loc"])
        ) from error
    await documents.decide(work, received, expected_version, DocumentState.ACCEPTED)
    for each in held.questions:
        row = Question(
            tenant_id=work.actor.tenant,
            **each.model_dump(),
            state=QuestionState.PUBLISHED,
            published_at=now(),
            from_tenant=received.from_tenant,
            from_hash=received.content_hash,
        )
        check_values(row, "document")
        await work.add(row, "questionTakenOver")
    return received.id


async def _in(work: Work, question_id: str, *states: QuestionState) -> Question:
    question = await work.get(Question, question_id, path=("input", "id"))
    if work.actor.enterprise_id not in (None, question.enterprise_id):
        raise NotFound("there is no question with this id", path=("input", "id"))
    if question.state not in states:
        raise InvalidInput(f"the question is {question.state.lower().replace('_', ' ')}", path=("input", "id"))
    return question
