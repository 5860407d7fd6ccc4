"""Technical norms that are drafted from experience, as revisions of the tenant's overlay."""

from __future__ import annotations

from cpaudit.audits.models import Audit
from cpaudit.audits.services.records import check_references, check_values
from cpaudit.errors import InvalidInput
from cpaudit.own_content.models import DraftState, OverlayDraft
from cpaudit.permissions import Permission
from cpaudit.programmes.models import Consultation, ConsultationState, Norm, NormSource, Question, QuestionState
from cpaudit.programmes.services.records import Columns, Kind
from cpaudit.work import Work

NORMS = Kind(Norm, Permission.DRAFT_OVERLAYS, filled=lambda work: {"created_by": work.actor.member_id})


async def link_norm(work: Work, norm_id: str, expected_version: int, draft_id: str) -> str:
    """Say which draft of the overlay a norm is written in; gives the norm's id.

    A norm whose draft is published stays with it; one whose draft was given up may go on in another.

    Raises:
        Denied: the actor drafts no overlays.
        NotFound: there is no such norm or draft.
        InvalidInput: the draft was given up, the norm is published, or nothing is named on which it rests.
        Conflict: it changed meanwhile.
    """
    work.require(Permission.DRAFT_OVERLAYS)
    norm = await work.get(Norm, norm_id, path=("input", "id"))
    draft = await work.get(OverlayDraft, draft_id, path=("input", "draft"))
    if draft.state is DraftState.WITHDRAWN:
        raise InvalidInput("the draft was given up", path=("input", "draft"))
    if norm.overlay_draft_id is not None:
        before = await work.get(OverlayDraft, norm.overlay_draft_id)
        if before.state is DraftState.PUBLISHED:
            raise InvalidInput(
                "the norm is published", path=("input", "id"), remedy="draft another norm for the next revision"
            )
    if not await work.all(NormSource, norm_id=norm.id):
        raise InvalidInput(
            "a norm rests on experience", path=("input", "id"), remedy="name an audit, a consultation or a question"
        )
    await work.change(norm, expected_version, "normLinked", overlay_draft_id=draft.id)
    return norm.id


async def add_source(work: Work, columns: Columns) -> str:
    """Name an audit, a consultation or a settled question on which a norm rests; gives the source's id.

    Raises:
        Denied: the actor drafts no overlays.
        NotFound: there is no such norm or source.
        InvalidInput: not exactly one is named, the consultation has no advice yet, or the question is not settled.
    """
    work.require(Permission.DRAFT_OVERLAYS)
    values = dict(columns)
    source = NormSource(
        tenant_id=work.actor.tenant,
        norm_id=str(values["norm_id"]),
        audit_id=_given(values.get("audit_id")),
        consultation_id=_given(values.get("consultation_id")),
        question_id=_given(values.get("question_id")),
        note=str(values["note"]),
    )
    check_values(source)
    await check_references(work, source)
    named = [each for each in (source.audit_id, source.consultation_id, source.question_id) if each is not None]
    if len(named) != 1:
        raise InvalidInput("a source is an audit, a consultation or a question", path=("input",))
    if source.consultation_id is not None:
        asked = await work.get(Consultation, source.consultation_id)
        if asked.state not in (ConsultationState.ADVISED, ConsultationState.FOLLOWED_UP):
            raise InvalidInput("nothing was advised yet", path=("input", "consultation"))
    if source.question_id is not None:
        question = await work.get(Question, source.question_id)
        if question.state not in (QuestionState.SETTLED, QuestionState.PUBLISHED):
            raise InvalidInput("the question is not settled", path=("input", "question"))
    if source.audit_id is not None:
        await work.get(Audit, source.audit_id)
    await work.add(source, "normSourceAdded")
    return source.id


def _given(value: object) -> str | None:
    return None if value is None else str(value)
