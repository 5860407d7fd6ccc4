"""Checklists (检查清单): the questions an auditor asks, each at one step and along one aspect."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import Field, model_validator

from cpaudit.contributions.fields import Code, ContentKind, Contribution, Frozen, Key, Number, Text, Unit
from cpaudit.errors import PathPart
from cpaudit.phases import HANDBOOK_1996, Aspect, PhaseKey, StepKey


class AnswerKind(StrEnum):
    """How a question is answered; "not applicable" with a reason is always possible."""

    YES_NO_PARTIAL = "yes_no_partial"
    NUMBER = "number"
    CHOICE = "choice"
    TEXT = "text"


class Answer(StrEnum):
    """The answers to a yes/partial/no question."""

    YES = "yes"
    PARTIAL = "partial"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"


class EvidenceRule(StrEnum):
    """Whether an answer needs a file that supports it."""

    REQUIRED = "required"
    OPTIONAL = "optional"


class Choice(Frozen):
    """One of the answers of a choice question."""

    key: Key
    name: Text


class Condition(Frozen):
    """A question is asked only where another one has one of these answers."""

    item: Code
    answers: tuple[Key, ...] = Field(alias="is", min_length=1)


class ChecklistItem(Contribution):
    """One question.

    Attributes:
        checklist: code of the checklist the item stands in; set by the reader.
        phase: the phase in ``HANDBOOK_1996``, if written down; it then agrees with ``step``.
        process: code of the unit process (单元操作) the question is about.
        unit: unit of the answer to a number question.
        weight: > 0, relative to the other items of the checklist.
        suggests: codes of the options, in the same pack, that a negative answer calls for.
    """

    kind: ClassVar[ContentKind] = ContentKind.CHECKLIST_ITEM

    checklist: Code = Field(repr=False)
    phase: PhaseKey | None = None
    step: StepKey
    aspect: Aspect
    process: Code | None = None
    question: Text
    answer: AnswerKind = AnswerKind.YES_NO_PARTIAL
    unit: Unit | None = None
    choices: tuple[Choice, ...] = ()
    weight: Number = Field(default=1.0, gt=0)
    evidence: EvidenceRule = EvidenceRule.OPTIONAL
    guidance: Text | None = None
    legal_basis: Text | None = None
    when: Condition | None = None
    suggests: tuple[Code, ...] = ()

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        expected = HANDBOOK_1996.phase_of(self.step).key
        if self.phase is not None and self.phase != expected:
            raise ValueError(f"the step {self.step} belongs to the phase {expected}, not to {self.phase}")
        if (self.answer is AnswerKind.NUMBER) != (self.unit is not None):
            raise ValueError("a number question, and only a number question, has a unit")
        if (self.answer is AnswerKind.CHOICE) != bool(self.choices):
            raise ValueError("a choice question, and only a choice question, has choices")
        keys = [choice.key for choice in self.choices]
        if len(set(keys)) < len(keys):
            raise ValueError("two choices have the same key")
        return self

    @property
    def possible_answers(self) -> frozenset[str]:
        """The answers on which a condition can be set; empty for numbers and free text."""
        if self.answer is AnswerKind.YES_NO_PARTIAL:
            return frozenset(Answer)
        return frozenset(choice.key for choice in self.choices)

    def used_units(self) -> Iterator[tuple[tuple[PathPart, ...], str]]:
        if self.unit is not None:
            yield ("unit",), self.unit


class Checklist(Contribution):
    """A named, ordered list of questions."""

    kind: ClassVar[ContentKind] = ContentKind.CHECKLIST

    name: Text
    items: tuple[ChecklistItem, ...] = Field(min_length=1)
