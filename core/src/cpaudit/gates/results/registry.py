"""What a result is, and which functions give those of a step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from cpaudit.engine import Trace, Value
from cpaudit.gates.models import LONGEST_SUBJECT, ResultKind
from cpaudit.gates.snapshot import Snapshot
from cpaudit.library import Library
from cpaudit.phases import Phase, StepKey


@dataclass(frozen=True, slots=True)
class Result:
    """One result.

    Attributes:
        kind: what it is of.
        subject: of which of these, for a reader.
        key: the same for programs, unique among those of a kind: a record's id where it has one.
        trace: value, unit, and how they came about.
    """

    kind: ResultKind
    subject: str
    key: str
    trace: Trace

    @property
    def value(self) -> Value:
        """The result itself; None where it is not known."""
        return self.trace.value


Giver: TypeAlias = Callable[[Snapshot, Library], Iterator[Result]]

GIVERS: dict[StepKey, list[Giver]] = defaultdict(list)


def gives(step: StepKey) -> Callable[[Giver], Giver]:
    """Function decorator: these results belong to *step*."""

    def register(function: Giver) -> Giver:
        GIVERS[step].append(function)
        return function

    return register


def results_of(snapshot: Snapshot, library: Library, phase: Phase) -> tuple[Result, ...]:
    """The results of a phase's steps, from the audit as it stands."""
    return tuple(
        result for step in phase.steps for give in GIVERS.get(step.key, ()) for result in give(snapshot, library)
    )


def listed(names: Iterable[str], separator: str) -> str:
    """Names as one subject, as far as it has room."""
    return separator.join(names)[:LONGEST_SUBJECT]
