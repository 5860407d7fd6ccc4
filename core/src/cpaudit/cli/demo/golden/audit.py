"""A whole golden audit, and the rules that hold across its parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import BeforeValidator

from cpaudit.audits.models import StatementKind
from cpaudit.cli.demo.golden.basis import Grounded
from cpaudit.cli.demo.golden.enterprise import Enterprise
from cpaudit.cli.demo.golden.findings import (
    AnnualFlow,
    Answer,
    Balance,
    Benchmark,
    Cause,
    EvidenceFile,
    FocusCandidate,
    FocusFactor,
    InventoryLine,
    Measurement,
    PollutionSource,
    Preparation,
    Rating,
    Statement,
    Stream,
    Target,
)
from cpaudit.cli.demo.golden.options import GoldenOption, Screening
from cpaudit.contributions.fields import Code, Frozen, Key, Label, Text
from cpaudit.errors import PathPart
from cpaudit.phases import MethodKey, PhaseKey


def _answer(value: object) -> object:
    # Most questions are answered with one word; the file then needs no braces.
    return {"value": value} if isinstance(value, str) else value


AnswerOrWord = Annotated[Answer, BeforeValidator(_answer)]


class Answers(Grounded):
    """Answers to the checklist items of the pack, by phase and code; no case prints any."""

    files: dict[Key, EvidenceFile]
    by_phase: dict[PhaseKey, dict[Code, AnswerOrWord]]


class GoldenAudit(Frozen):
    """An audit as data, from the enterprise to the conclusion.

    Attributes:
        case: which published case it shows, and what of it is made up.
        sources: document by the key that ``source`` begins with.
        method: the method whose phases ``answers`` names.
        template: code of the process template in the plugin's pack.
    """

    case: Text
    title: Text
    sources: dict[str, Label]
    method: MethodKey
    enterprise: Enterprise
    preparation: Preparation
    statements: dict[StatementKind, Statement]
    pollution_sources: list[PollutionSource]
    annual_flows: list[AnnualFlow]
    benchmarks: list[Benchmark]
    ratings: tuple[Rating, ...] = ()
    focus_factors: list[FocusFactor]
    focus_candidates: list[FocusCandidate]
    targets: list[Target]
    template: Code
    streams: tuple[Stream, ...] = ()
    measurements: list[Measurement]
    balances: list[Balance]
    causes: list[Cause]
    inventory: list[InventoryLine]
    screening: Screening
    options: list[GoldenOption]
    answers: Answers

    def citation(self, source: str) -> str:
        """The document and place that a record's ``source`` names."""
        key, _, place = source.partition(" ")
        return f"{self.sources[key]}, {place}" if place else self.sources[key]

    def problems(self) -> Iterator[tuple[tuple[PathPart, ...], str]]:
        """What is wrong across parts: where in the file, and what."""
        for path, record in _grounded(self, ()):
            if record.source is not None and record.source.split()[0] not in self.sources:
                yield (*path, "source"), f"{record.source.split()[0]!r} is not among the sources"
        for index, benchmark in enumerate(self.benchmarks):
            level = benchmark.reference_source
            if level is not None and level.split()[0] not in self.sources:
                yield ("benchmarks", index, "reference_source"), f"{level.split()[0]!r} is not among the sources"
        options = {each.code for each in self.options}
        for code in self.screening.scores.keys() - options:
            yield ("screening", "scores", code), "there is no such option"
        known = {each.key for each in self.measurements}
        for index, balance in enumerate(self.balances):
            for position, line in enumerate(balance.lines):
                if line.measurement not in known:
                    yield ("balances", index, "lines", position, "measurement"), "there is no such measurement"
        for phase, answers in self.answers.by_phase.items():
            for code, answer in answers.items():
                if answer.evidence is not None and answer.evidence not in self.answers.files:
                    yield ("answers", "by_phase", phase.value, code, "evidence"), "there is no such file"


def _grounded(value: object, path: tuple[PathPart, ...]) -> Iterator[tuple[tuple[PathPart, ...], Grounded]]:
    """Every record with a basis in *value*, with its path in the file."""
    if isinstance(value, Grounded):
        yield path, value
    if isinstance(value, Frozen):
        for name in type(value).model_fields:
            yield from _grounded(getattr(value, name), (*path, name))
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _grounded(each, (*path, key))
    elif isinstance(value, list | tuple):
        for index, each in enumerate(value):
            yield from _grounded(each, (*path, index))
