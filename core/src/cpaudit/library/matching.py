"""Which options of a library fit the causes and answers of an audit, and why.

An option is found where a negative answer to a checklist item suggests it, or where a cause has something in common
with it. What each weighs, :data:`WEIGHTS` says; an answer that is only partly negative weighs its part, and an
aspect that is not the option's foremost half. A cause at a unit process that the pack knows finds no option that
acts on others only. An aspect alone says little, and counts only for packs made for the enterprise's industry.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cpaudit.contributions import AnswerView, AuditView, CauseView, ContentPack, OptionTemplate
from cpaudit.errors import NotFound
from cpaudit.library.filters import folded
from cpaudit.library.industries import serves
from cpaudit.library.library import Library
from cpaudit.library.reasons import Reason, ReasonKind
from cpaudit.phases import ASPECT_NAMES
from cpaudit.text import LocalizedText

WEIGHTS: Mapping[ReasonKind, float] = {
    ReasonKind.CHECKLIST: 4.0,
    ReasonKind.POLLUTANT: 3.0,
    ReasonKind.UNIT_PROCESS: 3.0,
    ReasonKind.ASPECT: 1.0,
}
"""What a reason of each kind weighs at most."""


@dataclass(frozen=True, slots=True)
class Match:
    """An option of the library, and why it fits."""

    option: OptionTemplate
    reasons: tuple[Reason, ...]


def matches(audit: AuditView, causes: Sequence[CauseView], library: Library) -> tuple[Match, ...]:
    """The options of *library* that fit, in the library's order.

    Args:
        audit: the audit, whose answers are looked at.
        causes: the causes for which options are wanted, some or all of the audit's.
    """
    suggested: dict[str, list[Reason]] = {}
    for answer in audit.answers:
        for ref, reason in _suggestions(answer, library):
            suggested.setdefault(ref, []).append(reason)
    units = {unit.id: unit.code for unit in audit.unit_processes}
    streams = {stream.id: (stream.name, stream.substance) for stream in audit.streams}
    located = [
        _Located(cause, units.get(cause.unit_process or ""), streams.get(cause.stream or "", ())) for cause in causes
    ]
    found: list[Match] = []
    for pack in library.packs:
        known = _unit_processes(pack)
        aspects = serves(pack, audit.enterprise.gb4754)
        for option in pack.options:
            reasons = suggested.get(option.ref, [])
            for cause in located:
                reasons = [*reasons, *_in_common(cause, option, known, aspects=aspects)]
            if reasons:
                found.append(Match(option, tuple(reasons)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Located:
    """A cause with the code of its unit process, and what its stream is called and carries."""

    cause: CauseView
    unit: str | None
    stream: Sequence[str | None]


def _suggestions(answer: AnswerView, library: Library) -> Iterator[tuple[str, Reason]]:
    if answer.not_applicable_reason is not None or answer.score is None or answer.score >= 1:
        return
    try:
        item = library.checklist_item(answer.item)
    except NotFound:
        return
    for ref in library.option_refs(item.pack, item.suggests):
        text = LocalizedText(
            {
                "zh-CN": f"检查项 {item.code} 的回答不理想：{item.question.in_language('zh-CN')}",
                "en": f"The answer to {item.code} is negative: {item.question.in_language('en')}",
            }
        )
        yield (
            ref,
            Reason(
                kind=ReasonKind.CHECKLIST,
                weight=WEIGHTS[ReasonKind.CHECKLIST] * (1 - answer.score),
                text=text,
                field="suggests",
                value=answer.value,
                answer=item.ref,
            ),
        )


def _unit_processes(pack: ContentPack) -> frozenset[str]:
    templates = (unit.code for template in pack.process_templates for unit in template.unit_processes)
    return frozenset(templates) | {code for option in pack.options for code in option.processes}


def _in_common(located: _Located, option: OptionTemplate, known: frozenset[str], *, aspects: bool) -> Iterator[Reason]:
    if option.processes and located.unit in known and located.unit not in option.processes:
        return
    if located.unit is not None and located.unit in option.processes:
        yield _reason(
            located,
            ReasonKind.UNIT_PROCESS,
            "unitProcess",
            located.unit,
            f"作用于原因所在的单元操作 {located.unit}",
            f"It acts on the unit process of the cause, {located.unit}",
        )
    reduced = {folded(each.pollutant or each.resource or "") for each in option.reductions}
    for field, value in (("pollutant", located.cause.pollutant), *(("stream", each) for each in located.stream)):
        if value and folded(value) in reduced:
            yield _reason(located, ReasonKind.POLLUTANT, field, value, f"减少原因涉及的 {value}", f"It reduces {value}")
            break
    aspect = located.cause.aspect
    if aspects and aspect in option.aspects:
        name = ASPECT_NAMES[aspect]
        yield _reason(
            located,
            ReasonKind.ASPECT,
            "aspect",
            aspect.value,
            f"与原因同属“{name['zh-CN']}”方面",
            f"It acts on the aspect of the cause, {name['en'].lower()}",
            1.0 if aspect is option.aspects[0] else 0.5,
        )


def _reason(located: _Located, kind: ReasonKind, field: str, value: str, zh: str, en: str, part: float = 1.0) -> Reason:
    return Reason(
        kind=kind,
        weight=WEIGHTS[kind] * part,
        text=LocalizedText({"zh-CN": zh, "en": en}),
        field=field,
        value=value,
        cause=located.cause.id,
    )
