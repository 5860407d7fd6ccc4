"""Phases 1 and 2 as a report tells them: team, plan, training, obstacles."""

from __future__ import annotations

from cpaudit.audits.models import Obstacle, PlanTask, TeamMember, Training
from cpaudit.gates.snapshot import Snapshot
from cpaudit.phases import STEPS
from cpaudit.reporting import document as doc
from cpaudit.reporting.collect.terms import term
from cpaudit.reporting.collect.texts import COMMA, joined


def team(snapshot: Snapshot) -> tuple[doc.TeamMember, ...]:
    """The audit team, with each one's role and position."""
    return tuple(
        doc.TeamMember(each.name, joined((term(each.role), each.position), COMMA), each.department, each.duty)
        for each in snapshot.of(TeamMember)
    )


def plan(snapshot: Snapshot) -> tuple[doc.PlanTask, ...]:
    """The work plan by date; the result of a task is what its step delivers."""
    return tuple(
        doc.PlanTask(
            each.name,
            joined((each.owner, each.department), COMMA),
            each.starts_on,
            each.ends_on,
            STEPS[each.step].deliverable,
        )
        for each in sorted(snapshot.of(PlanTask), key=lambda task: (task.starts_on, task.ends_on))
    )


def training(snapshot: Snapshot) -> tuple[doc.TrainingSession, ...]:
    """Training and publicity by date."""
    return tuple(
        doc.TrainingSession(each.topic, each.held_on, each.attendees, each.hours)
        for each in sorted(snapshot.of(Training), key=lambda held: held.held_on)
    )


def obstacles(snapshot: Snapshot) -> tuple[doc.Obstacle, ...]:
    """Obstacles and how they are met."""
    return tuple(doc.Obstacle(term(each.kind), each.description, each.countermeasure) for each in snapshot.of(Obstacle))
