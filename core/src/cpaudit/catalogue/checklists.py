"""Checklists and their questions."""

from __future__ import annotations

from functools import partial

import strawberry

from cpaudit import contributions
from cpaudit.catalogue.fields import shown, shown_text
from cpaudit.catalogue.items import ContentItem, Info
from cpaudit.catalogue.pages import page_of
from cpaudit.catalogue.vocabulary import AnswerKind, Aspect, EvidenceRule, StepKey
from cpaudit.contributions import ContentKind
from cpaudit.graphql.reading import Connection


@strawberry.type(description="One of the answers of a choice question.")
class ChecklistChoice:
    held: strawberry.Private[contributions.Choice]

    key: str = shown("key")
    name: str = shown_text("name")


@strawberry.type(description="The question is asked only where another one has one of these answers.")
class ChecklistCondition:
    item: strawberry.ID = strawberry.field(description="Reference of the other question.")
    answers: list[str]


@strawberry.type(description="One question of a checklist.")
class ChecklistItem(ContentItem):
    step: StepKey = shown("step")
    aspect: Aspect = shown("aspect")
    process: str | None = shown("process", description="Code of the unit process it is about.")
    question: str = shown_text("question")
    answer: AnswerKind = shown("answer", description="How it is answered.")
    unit: str | None = shown("unit", description="Unit of the answer to a number question.")
    weight: float = shown("weight", description="Relative to the other items of the checklist.")
    evidence: EvidenceRule = shown("evidence")
    guidance: str | None = shown_text("guidance")
    legal_basis: str | None = shown_text("legal_basis")

    @strawberry.field(description="Reference of the checklist that it stands in.")
    def checklist(self) -> strawberry.ID:
        return self.refs(ContentKind.CHECKLIST, (self.held.checklist,))[0]

    @strawberry.field(description="The answers of a choice question.")
    def choices(self) -> list[ChecklistChoice]:
        return [ChecklistChoice(held=choice) for choice in self.held.choices]

    @strawberry.field(description="When it is asked; null for always.")
    def when(self) -> ChecklistCondition | None:
        condition = self.held.when
        if condition is None:
            return None
        other = self.refs(ContentKind.CHECKLIST_ITEM, (condition.item,))[0]
        return ChecklistCondition(item=other, answers=list(condition.answers))

    @strawberry.field(description="References of the options that a negative answer calls for.")
    def suggests(self, info: Info) -> list[strawberry.ID]:
        return self.option_refs(info, self.held.suggests)


@strawberry.type(description="A named, ordered list of questions.")
class Checklist(ContentItem):
    name: str = shown_text("name")

    @strawberry.field(description="Its questions, in order.")
    def items(self, first: int | None = None, after: str | None = None) -> Connection[ChecklistItem]:
        return page_of(self.held.items, partial(ChecklistItem, home=self.home), first, after)
