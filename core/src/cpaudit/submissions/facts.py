"""What a quality review looks at, taken from an audit once and frozen in its packet.

A receiver reviews by these facts alone. They tell how the audit was made and not what was answered: of answers that
are somebody's own words or figures there are digests, by which two audits are compared and from which nobody reads.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from cpaudit.audits.models import (
    AnnualFlow,
    Answer,
    Balance,
    Evidence,
    FlowKind,
    InventoryLine,
    Scenario,
    TeamMember,
)
from cpaudit.contributions import Answer as FixedAnswer
from cpaudit.contributions import AnswerKind, EvidenceRule, OptionTemplate
from cpaudit.engine import QuantityStatus
from cpaudit.enterprises.models import Department, DepartmentKind
from cpaudit.errors import CpauditError, NotFound
from cpaudit.gates.review import review_of
from cpaudit.gates.snapshot import Snapshot
from cpaudit.gates.view import measured_lines
from cpaudit.library import Library
from cpaudit.options.lifecycle import CARRIED_OUT
from cpaudit.options.models import Option, OptionEffect, OptionState
from cpaudit.phases import METHODS
from cpaudit.submissions.exact import decimal_text, exact

OWN_WORDS = 12
"""Signs from which on a text is taken for somebody's own words: shorter ones coincide by chance."""

Facts = Mapping[str, Any]


def facts_of(snapshot: Snapshot, library: Library, departments: Iterable[Department]) -> dict[str, Any]:
    """The facts of an audit as plain JSON; lists are empty where nothing was recorded.

    Args:
        departments: those of the enterprise.
    """
    return {
        "checklists": _checklists(snapshot, library),
        "answers": sorted(answer_digests(snapshot.of(Answer))),
        "evidence": _evidence(snapshot, library),
        "balances": [_balance(balance, snapshot) for balance in snapshot.of(Balance)],
        "phases": _phases(snapshot),
        "team": _team(snapshot, departments),
        "savings": [_saving(option, library) for option in _living(snapshot) if option.annual_saving is not None],
        "effects": list(_effects(snapshot)),
        "consumption": [
            {"kind": kind, "subject": subject, "value": value, "unit": unit}
            for kind, subject, value, unit in _consumption(snapshot)
        ],
        "doubts": _doubts(snapshot, library),
    }


def answer_digests(answers: Iterable[Answer]) -> set[str]:
    """One digest for each answer that is in somebody's own words or figures: two audits share it by copying."""
    found = set()
    for answer in answers:
        for kind, said in (
            ("value", answer.value),
            ("reason", answer.not_applicable_reason),
            ("note", answer.note),
        ):
            plain = "".join(unicodedata.normalize("NFKC", said or "").casefold().split())
            if len(plain) >= OWN_WORDS:
                found.add(_digest(answer.item, kind, plain))
        if answer.amount is not None:
            found.add(_digest(answer.item, "amount", repr(answer.amount.value), answer.amount.unit))
    return found


def _digest(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:32]


def _checklists(snapshot: Snapshot, library: Library) -> list[dict[str, Any]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for answer, checklist, kind, _ in _known_answers(snapshot, library):
        if kind is not AnswerKind.YES_NO_PARTIAL:
            continue
        said = "notApplicable" if answer.not_applicable_reason is not None else str(answer.value)
        counts[checklist][said] += 1
    return [
        {
            "checklist": checklist,
            "yes": count[FixedAnswer.YES],
            "partial": count[FixedAnswer.PARTIAL],
            "no": count[FixedAnswer.NO],
            "notApplicable": count["notApplicable"],
        }
        for checklist, count in sorted(counts.items())
    ]


def _evidence(snapshot: Snapshot, library: Library) -> dict[str, Any]:
    digests = {file.id: file.sha256 for file in snapshot.of(Evidence)}
    used: Counter[str] = Counter()
    missing = []
    for answer, _, _, rule in _known_answers(snapshot, library):
        used.update(digests[each] for each in answer.evidence_ids if each in digests)
        answered = answer.value is not None or answer.amount is not None
        if answered and rule is EvidenceRule.REQUIRED and not answer.evidence_ids:
            missing.append(answer.item)
    return {
        "files": [[digest, used[digest]] for digest in sorted(set(digests.values()))],
        "missing": sorted(missing),
    }


def _known_answers(snapshot: Snapshot, library: Library) -> Iterator[tuple[Answer, str, AnswerKind, EvidenceRule]]:
    for answer in snapshot.of(Answer):
        try:
            item = library.checklist_item(answer.item)
        except NotFound:
            continue
        yield answer, f"{item.pack}:checklist:{item.checklist}", item.answer, item.evidence


def _balance(balance: Balance, snapshot: Snapshot) -> dict[str, Any]:
    amounts = [amount for _, amount in measured_lines(balance, snapshot)]
    return {
        "name": balance.name,
        "lines": len(amounts),
        "known": sum(amount is not None for amount in amounts),
        "measured": sum(amount is not None and amount.status is QuantityStatus.MEASURED for amount in amounts),
        "explained": bool(balance.explanation),
    }


def _phases(snapshot: Snapshot) -> list[dict[str, Any]]:
    """Each phase with the minutes from the one before it, or from the beginning, until it was closed."""
    before, found = snapshot.audit.created_at, []
    for row in snapshot.phase_rows():
        if row.passed_at is None:
            continue
        seconds = Fraction(int((row.passed_at - before).total_seconds()))
        found.append(
            {"phase": row.key.value, "closedAt": row.passed_at.isoformat(), "minutes": str(int(seconds // 60))}
        )
        before = row.passed_at
    return found


def _team(snapshot: Snapshot, departments: Iterable[Department]) -> dict[str, Any]:
    kinds = {each.name.strip(): each.kind for each in departments}
    production = {name for name, kind in kinds.items() if kind is DepartmentKind.PRODUCTION}
    named = {member.department.strip() for member in snapshot.of(TeamMember)}
    return {
        "members": len(snapshot.of(TeamMember)),
        "departments": sorted(named),
        "production": sorted(production),
        "unknown": sorted(named - kinds.keys()),
        # Unknown, where nobody recorded which departments produce.
        "fromProduction": len(named & production) if production else None,
    }


def _living(snapshot: Snapshot) -> list[Option]:
    return [option for option in snapshot.of(Option) if option.state is not OptionState.REJECTED]


def _saving(option: Option, library: Library) -> dict[str, Any]:
    template = _template(option, library)
    known = None if template is None else template.annual_saving
    saving = option.actual_saving if option.actual_saving is not None else option.annual_saving
    return {
        "option": option.code,
        "template": option.template,
        "saving": None if saving is None else decimal_text(exact(saving)),
        "currency": option.currency,
        "priceYear": option.price_year,
        "range": None
        if known is None
        else {
            "lower": _text(known.lower if known.lower is not None else known.value),
            "upper": _text(known.upper if known.upper is not None else known.value),
            "currency": known.currency,
            "year": known.year,
        },
    }


def _text(amount: Any) -> str | None:
    return None if amount is None else decimal_text(exact(amount))


def _template(option: Option, library: Library) -> OptionTemplate | None:
    try:
        return None if option.template is None else library.option(option.template)
    except NotFound:
        return None


def _effects(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    living = {option.id: option for option in _living(snapshot)}
    for effect in snapshot.of(OptionEffect):
        option = living.get(effect.option_id)
        if option is not None:
            amount = effect.actual if effect.actual is not None else effect.planned
            yield {
                "option": option.code,
                "subject": effect.subject,
                "value": decimal_text(exact(amount.value)),
                "unit": amount.unit,
                "carriedOut": option.state in CARRIED_OUT,
            }


def _consumption(snapshot: Snapshot) -> Iterator[tuple[str, str, str, str]]:
    """What the enterprise takes in and discharges in its latest year, and what it emitted before the audit."""
    flows = snapshot.of(AnnualFlow)
    latest: dict[tuple[FlowKind, str], AnnualFlow] = {}
    for flow in flows:
        known = latest.get((flow.kind, flow.substance))
        if known is None or known.year < flow.year:
            latest[flow.kind, flow.substance] = flow
    for flow in latest.values():
        yield flow.kind.value, flow.substance, decimal_text(exact(flow.amount.value)), flow.amount.unit
    for line in snapshot.of(InventoryLine):
        if line.scenario is Scenario.BEFORE:
            yield "EMISSION", line.pollutant, decimal_text(exact(line.emission.value)), line.emission.unit


def _doubts(snapshot: Snapshot, library: Library) -> list[dict[str, Any]]:
    """What the phases' own review says that is not passed: factors out of range, measurements that disagree."""
    found = {}
    for phase in METHODS[snapshot.audit.method].phases:
        try:
            doubts = review_of(snapshot, library, phase)
        except CpauditError as error:
            found[error.code] = {"code": error.code, "message": {"en": error.message}}
            continue
        found |= {
            f"{each.code} {each.message['en']}": {"code": each.code, "message": dict(each.message)}
            for each in doubts
            if each.passed is False
        }
    return [found[key] for key in sorted(found)]
