"""The pattern of a stage, which another stage follows: within the tenant as a clone, across tenants as a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlmodel import select

from cpaudit.audits.services.pinned import contents_of
from cpaudit.engine import Quantity, quantity
from cpaudit.enterprises.models import SizeClass
from cpaudit.errors import CpauditError, InvalidInput
from cpaudit.library import Library
from cpaudit.permissions import Permission
from cpaudit.phases import MethodKey, PhaseKey
from cpaudit.programmes.models import (
    Criterion,
    Deadline,
    DocumentKind,
    DocumentState,
    PilotSelection,
    Programme,
    Stage,
    StageKind,
    StagePin,
    StageTarget,
    TargetMeasure,
)
from cpaudit.programmes.services import documents
from cpaudit.programmes.services.pins import library_of_stage, pin
from cpaudit.programmes.services.records import MOST_ENTRIES
from cpaudit.programmes.services.selection import SELECTIONS
from cpaudit.programmes.services.stages import DEADLINES, STAGES, TARGETS
from cpaudit.storage.tables import now
from cpaudit.text import LocalizedText
from cpaudit.work import Work

_Text = Annotated[str, Field(max_length=300)]
_Day = Annotated[int, Field(ge=0, le=36_600)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PatternQuantity(_Part):
    """A quantity, as it is recorded."""

    value: float
    unit: str


class PatternTarget(_Part):
    """A target, due so many days after the stage starts."""

    name: _Text
    measure: TargetMeasure
    goal: PatternQuantity
    day: _Day


class PatternDeadline(_Part):
    """A deadline, so many days after the stage starts."""

    phase: PhaseKey
    day: _Day


class PatternPin(_Part):
    """The exact content of a pack."""

    pack: Annotated[str, Field(max_length=120)]
    version: Annotated[str, Field(max_length=60)]
    hash: Annotated[str, Field(max_length=64)]
    overlay_revision: Annotated[str, Field(max_length=64)] | None = None


class PatternSelection(_Part):
    """How pilots are selected."""

    weights: dict[Criterion, float]
    least_assessors: int
    places: int | None = None


class Pattern(_Part):
    """All of a stage that another can follow: everything but its dates, its city, its audits and its people."""

    format: Literal[1] = 1
    kind: StageKind
    name: Annotated[dict[str, str], Field(max_length=20)]
    days: _Day
    industries: Annotated[list[_Text], Field(max_length=MOST_ENTRIES)]
    size_classes: Annotated[list[SizeClass], Field(max_length=MOST_ENTRIES)]
    method: MethodKey
    targets: Annotated[list[PatternTarget], Field(max_length=MOST_ENTRIES)]
    deadlines: Annotated[list[PatternDeadline], Field(max_length=MOST_ENTRIES)]
    selection: PatternSelection | None = None
    pins: Annotated[list[PatternPin], Field(max_length=MOST_ENTRIES)]


@dataclass(frozen=True, slots=True)
class Following:
    """What a stage that follows a pattern has of its own.

    Attributes:
        programme_id: the programme it is in; None for that of the stage that is cloned.
        regions: for which cities.
        kind: None for that of the pattern.
        name: None likewise.
    """

    programme_id: str | None
    code: str
    starts_on: date
    regions: tuple[str, ...] = ()
    kind: StageKind | None = None
    name: LocalizedText | None = None


async def pattern_of(work: Work, stage: Stage) -> Pattern:
    """The pattern of a stage."""
    selection = next(iter(await work.all(PilotSelection, stage_id=stage.id)), None)
    return Pattern(
        kind=stage.kind,
        name=dict(stage.name),
        days=(stage.ends_on - stage.starts_on).days,
        industries=stage.industries,
        size_classes=[SizeClass(each) for each in stage.size_classes],
        method=stage.method,
        targets=[
            PatternTarget(
                name=each.name,
                measure=each.measure,
                goal=PatternQuantity(value=each.goal.value, unit=each.goal.unit),
                day=max(0, (each.due - stage.starts_on).days),
            )
            for each in await work.all(StageTarget, stage_id=stage.id)
        ],
        deadlines=[
            PatternDeadline(phase=each.phase, day=(each.due - stage.starts_on).days)
            for each in await work.all(Deadline, stage_id=stage.id)
        ],
        selection=None
        if selection is None
        else PatternSelection(
            weights={Criterion(name): weight for name, weight in selection.weights.items()},
            least_assessors=selection.least_assessors,
            places=selection.places,
        ),
        pins=[
            PatternPin(
                pack=each.pack,
                version=each.pack_version,
                hash=each.content_hash,
                overlay_revision=each.overlay_revision,
            )
            for each in await work.all(StagePin, stage_id=stage.id)
        ],
    )


async def clone_stage(work: Work, stage_id: str, following: Following) -> str:
    """A stage of this tenant that follows the pattern of another, and pins the same content; gives its id.

    Raises:
        Denied: the actor does not plan programmes.
        NotFound: there is no such stage or programme.
        InvalidInput: the code is taken, or a value breaks a rule.
    """
    work.require(Permission.PLAN_PROGRAMMES)
    original = await work.get(Stage, stage_id, path=("input", "stage"))
    pattern = await pattern_of(work, original)
    within = replace(following, programme_id=following.programme_id or original.programme_id)
    made = await _follow(work, pattern, within, cloned_from_id=original.id)
    if original.pinned_at is not None:
        await pin(work, made, await library_of_stage(work, original))
        made.pinned_at, made.overlay_revision = now(), original.overlay_revision
        work.session.add(made)
        await work.session.flush()
    return made.id


async def offer_pattern(work: Work, stage_id: str, to_tenant: str) -> str:
    """Offer the pattern of a stage to another tenant; gives the offer's id.

    Raises:
        Denied: the actor does not decide on programmes.
        NotFound: there is no such stage or tenant.
        InvalidInput: the tenant is the actor's own.
    """
    work.require(Permission.DECIDE_PROGRAMMES)
    stage = await work.get(Stage, stage_id, path=("input", "stage"))
    pattern = await pattern_of(work, stage)
    title = stage.name.in_language("zh-CN")
    return await documents.offer(work, DocumentKind.STAGE_PATTERN, title, pattern.model_dump(mode="json"), to_tenant)


async def accept_pattern(work: Work, document_id: str, expected_version: int, following: Following) -> str:
    """A stage that follows a received pattern; gives the stage's id.

    It pins the content that the pattern names where this tenant has all of it, to the same hash; else nothing, and
    somebody pins what the tenant has.

    Raises:
        Denied: the actor does not decide on programmes, or does not plan them.
        NotFound: there is no such document or programme.
        InvalidInput: the document does not stand any more or is no pattern, or a value breaks a rule.
        Conflict: it changed meanwhile.
    """
    work.require(Permission.PLAN_PROGRAMMES)
    received, said = await documents.open_received(work, document_id, DocumentKind.STAGE_PATTERN)
    pattern = read_pattern(said)
    made = await _follow(
        work,
        pattern,
        following,
        from_tenant=received.from_tenant,
        from_hash=received.content_hash,
        pattern_pins=[[each.pack, each.version, each.hash] for each in pattern.pins],
    )
    held = await _held(work, pattern)
    if held is not None:
        await pin(work, made, held)
        made.pinned_at = now()
        work.session.add(made)
        await work.session.flush()
    await documents.decide(work, received, expected_version, DocumentState.ACCEPTED, stage_id=made.id)
    return made.id


def read_pattern(said: Mapping[str, object]) -> Pattern:
    """The pattern that a document holds.

    Raises:
        InvalidInput: it holds none; the message says where it is wrong.
    """
    try:
        return Pattern.model_validate(said)
    except ValidationError as error:
        first = error.errors()[0]
        raise InvalidInput(
            f"the document holds no pattern of a stage: {first['msg']}", path=("document", *first["loc"])
        ) from error


async def _held(work: Work, pattern: Pattern) -> Library | None:
    """What a pattern names, where the tenant has all of it."""
    if not pattern.pins:
        return None
    own = {pack.content_hash: pack for pack in work.library.packs}
    packs = {
        **await contents_of(work.session, work.host, {each.hash: work.actor.tenant for each in pattern.pins}),
        **own,
    }
    enabled = {pack.id for pack in work.library.packs}
    if any(each.hash not in packs or each.pack not in enabled for each in pattern.pins):
        return None
    return Library.of(packs[each.hash] for each in pattern.pins)


async def _follow(work: Work, pattern: Pattern, following: Following, **origin: object) -> Stage:
    programme = await work.get(Programme, following.programme_id or "", path=("input", "programme"))
    starts_on = following.starts_on
    stage_id = await STAGES.add(
        work,
        {
            "programme_id": programme.id,
            "code": following.code,
            "kind": following.kind or pattern.kind,
            "name": following.name or _name(pattern),
            "starts_on": starts_on,
            "ends_on": _day(starts_on, pattern.days),
            "industries": list(pattern.industries),
            "regions": list(following.regions),
            "size_classes": [each.value for each in pattern.size_classes],
            "method": pattern.method,
            **origin,
        },
    )
    for target in pattern.targets:
        due = _day(starts_on, target.day)
        columns = {"name": target.name, "measure": target.measure, "goal": _goal(target), "due": due}
        await TARGETS.add(work, {"stage_id": stage_id, **columns})
    for deadline in pattern.deadlines:
        due = _day(starts_on, deadline.day)
        await DEADLINES.add(work, {"stage_id": stage_id, "phase": deadline.phase, "due": due})
    if pattern.selection is not None:
        weights = {criterion.value: weight for criterion, weight in pattern.selection.weights.items()}
        least, places = pattern.selection.least_assessors, pattern.selection.places
        await SELECTIONS.add(
            work, {"stage_id": stage_id, "weights": weights, "least_assessors": least, "places": places}
        )
    return (await work.session.exec(select(Stage).where(Stage.id == stage_id))).one()


def _day(starts_on: date, days: int) -> date:
    try:
        return starts_on + timedelta(days=days)
    except OverflowError as error:
        raise InvalidInput("the stage would end after the last year there is", path=("input", "startsOn")) from error


def _name(pattern: Pattern) -> LocalizedText:
    try:
        return LocalizedText(pattern.name)
    except ValueError as error:
        raise InvalidInput(str(error), path=("document", "name")) from error


def _goal(target: PatternTarget) -> Quantity:
    try:
        return quantity(target.goal.value, target.goal.unit)
    except CpauditError as error:
        raise InvalidInput(error.message, path=("document", "targets", target.name)) from error
