"""How an option goes from proposed to verified: which act leads from which states to which, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cpaudit.errors import InvalidInput
from cpaudit.options.models import OptionState
from cpaudit.phases import CostClass

PROPOSED, SCREENED, STUDIED, RECOMMENDED, SCHEDULED, IMPLEMENTED, VERIFIED, REJECTED = OptionState

CLOSED = frozenset({VERIFIED, REJECTED})
"""States in which what is written about an option stays as it is."""

CARRIED_OUT = frozenset({IMPLEMENTED, VERIFIED})
"""States of options that were put into practice."""

HANDED_ON = frozenset(OptionState) - CARRIED_OUT - CLOSED
"""States of options that go on into the next round. What was carried out stays in the round that did it, where it
counts, even while it is not verified."""

DECIDED = frozenset({RECOMMENDED, SCHEDULED, IMPLEMENTED, VERIFIED})
"""States that a medium- or high-cost option reaches only by a study and a recommendation."""


class Act(StrEnum):
    """What moves an option on; the value is the mutation that does it."""

    SCREEN = "screenOption"
    STUDY = "studyOption"
    RECOMMEND = "recommendOption"
    SCHEDULE = "scheduleOption"
    IMPLEMENT = "implementOption"
    VERIFY = "verifyOption"
    REJECT = "rejectOption"


@dataclass(frozen=True, slots=True)
class Transition:
    """One way on.

    Attributes:
        target: the state it leads to.
        sources: the states it leads from, whatever the option costs.
        cheap_sources: states from which it also leads where the option costs nothing or little.
    """

    target: OptionState
    sources: frozenset[OptionState]
    cheap_sources: frozenset[OptionState] = frozenset()

    def leads_from(self, state: OptionState, cost_class: CostClass) -> bool:
        """Whether an option of this class may go this way."""
        return state in self.sources or (not cost_class.needs_study and state in self.cheap_sources)


TRANSITIONS: Mapping[Act, Transition] = {
    Act.SCREEN: Transition(SCREENED, frozenset({PROPOSED})),
    # A new study takes a recommendation back: what was recommended was the option as studied before.
    Act.STUDY: Transition(STUDIED, frozenset({SCREENED, STUDIED, RECOMMENDED, SCHEDULED})),
    Act.RECOMMEND: Transition(RECOMMENDED, frozenset({STUDIED}), frozenset({SCREENED})),
    # No- and low-cost options are carried out as they are found, in any phase (边审核边实施).
    Act.SCHEDULE: Transition(SCHEDULED, frozenset({RECOMMENDED, SCHEDULED}), frozenset({PROPOSED, SCREENED, STUDIED})),
    Act.IMPLEMENT: Transition(
        IMPLEMENTED, frozenset({RECOMMENDED, SCHEDULED}), frozenset({PROPOSED, SCREENED, STUDIED})
    ),
    Act.VERIFY: Transition(VERIFIED, frozenset({IMPLEMENTED, VERIFIED})),
    Act.REJECT: Transition(REJECTED, frozenset({PROPOSED, SCREENED, STUDIED, RECOMMENDED, SCHEDULED})),
}


def advance(code: str, state: OptionState, cost_class: CostClass, act: Act) -> OptionState:
    """The state that *act* leads to.

    Args:
        code: of the option, for the message.

    Raises:
        InvalidInput: it does not lead on from here; the message names the state and, for a medium- or
            high-cost option, what is missing; the remedy names what is possible now.
    """
    way = TRANSITIONS[act]
    if way.leads_from(state, cost_class):
        return way.target
    path = ("input", "id")
    if state in way.cheap_sources:
        missing = "its recommendation is missing" if state is STUDIED else "its feasibility study is missing"
        raise InvalidInput(
            f"{code} is {state.value} and of {cost_class.value.lower()} cost: {missing}",
            path=path,
            remedy=_ways(state, cost_class),
        )
    raise InvalidInput(
        f"{code} is {state.value}: {act.value} does not lead on from there", path=path, remedy=_ways(state, cost_class)
    )


def require_open(code: str, state: OptionState) -> None:
    """Do nothing where the option can still be written about.

    Raises:
        InvalidInput: it is verified or rejected.
    """
    if state in CLOSED:
        raise InvalidInput(
            f"{code} is {state.value} and stays as it is", path=("input", "id"), remedy="propose another option"
        )


def _ways(state: OptionState, cost_class: CostClass) -> str:
    possible = [act.value for act, way in TRANSITIONS.items() if way.leads_from(state, cost_class)]
    return f"possible now: {', '.join(possible)}" if possible else "propose another option"
