"""How the audit was organised and planned, and what the next round shall do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cpaudit.reporting.text import Text


@dataclass(frozen=True, slots=True)
class TeamMember:
    """A member of the audit team (审核小组)."""

    name: str
    role: Text
    department: Text = ""
    duties: Text = ""


@dataclass(frozen=True, slots=True)
class PlanTask:
    """A task of the work plan (工作计划)."""

    task: Text
    owner: Text = ""
    start: dt.date | None = None
    end: dt.date | None = None
    output: Text = ""


@dataclass(frozen=True, slots=True)
class TrainingSession:
    """A training or an act of publicity (宣传与培训)."""

    topic: Text
    date: dt.date | None = None
    participants: int | None = None
    hours: float | None = None


@dataclass(frozen=True, slots=True)
class Obstacle:
    """An obstacle to the audit, and how it is met (障碍与对策)."""

    kind: Text
    obstacle: Text
    countermeasure: Text = ""


@dataclass(frozen=True, slots=True)
class NextRoundItem:
    """Something that is carried forward into the next round (下一轮审核)."""

    task: Text
    owner: Text = ""
    due: dt.date | None = None
