"""A golden audit made into the audit of another, illustrative enterprise: other flows, other money, other answers.

What is multiplied is no longer what its source prints, so each varied record is marked illustrative.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from cpaudit.audits.models import StatementKind
from cpaudit.cli.demo.golden import GoldenAudit
from cpaudit.cli.demo.golden.audit import Answers
from cpaudit.cli.demo.golden.basis import Amount, Grounded
from cpaudit.cli.demo.golden.enterprise import Enterprise, Product, RegulatoryRecord
from cpaudit.cli.demo.golden.findings import Answer, Measurement
from cpaudit.cli.demo.golden.options import GoldenOption
from cpaudit.cli.province.plan import Planned, Trait, city_name
from cpaudit.contributions import QuantityStatus
from cpaudit.contributions.fields import Frozen
from cpaudit.enterprises.models import DepartmentKind, SizeClass
from cpaudit.text import LocalizedText

PER_TIME = {"a", "d", "h", "s"}
DIGITS = 6
"""Of made-up figures: more would look measured."""

ANSWERS_A_FILE = 3
"""Answers that one file supports in a sound audit; more count as evidence that is used again and again."""

NEARLY_ALL = 90
"""Per cent from which on a share is varied by what it lacks."""

LARGE_FROM = 1.2
"""Factor of the flows from which on an enterprise is called large."""

CASE = LocalizedText(
    {
        "zh-CN": "示例：由公开案例按固定种子变化而成，数字、人员、日期均为示例",
        "en": "Illustrative: a published case varied with a fixed seed; figures, people and dates are made up",
    }
)
SECTORS = {
    "chemical": LocalizedText({"zh-CN": "化工", "en": "chemical"}),
    "light_industry": LocalizedText({"zh-CN": "轻工", "en": "light industry"}),
    "building_materials": LocalizedText({"zh-CN": "建材", "en": "building materials"}),
}
ESTIMATE = "_estimated"
"""Ends the key of an estimate that stands beside a measurement."""

STATEMENTS = {
    StatementKind.PROFILE_NOTE: LocalizedText(
        {
            "zh-CN": "示例：只记录已知的年度，未知的不补。",
            "en": "Illustrative: years that are known are recorded, others are not made up.",
        }
    ),
    StatementKind.COMPLIANCE: LocalizedText(
        {
            "zh-CN": "示例：排放与许可限值的对照见合规一节。",
            "en": "Illustrative: limits and discharges are compared below.",
        }
    ),
    StatementKind.AUDIT_REPORT: LocalizedText(
        {
            "zh-CN": "示例：本轮审核的方案、投资和效果见报告各节。",
            "en": "Illustrative: options, money and effects are told in the chapters of the report.",
        }
    ),
}
"""Texts in place of those that name figures of the case."""

REJECTED = LocalizedText(
    {
        "zh-CN": "示例：投资大、收益小，不予推荐",
        "en": "Illustrative: much is spent and little saved; it is not recommended",
    }
)
"""In place of a reason that names figures of the case."""

F = TypeVar("F", bound=Frozen)
K = TypeVar("K")


def name_of(planned: Planned) -> LocalizedText:
    """The name of an enterprise, plainly made up."""
    sector = SECTORS.get(planned.plugin) or LocalizedText({"en": planned.plugin})
    zh, en = sector.in_language("zh-CN"), sector.in_language("en")
    return LocalizedText(
        {"zh-CN": f"示例{zh}企业{planned.number:03}", "en": f"Example {en} enterprise {planned.number:03}"}
    )


def vary(golden: GoldenAudit, planned: Planned) -> GoldenAudit:
    """The audit of this enterprise."""
    flows, money = planned.flows, planned.money
    measurements = [_scaled(each, flows) for each in golden.measurements]
    balances = golden.balances
    if planned.trait is Trait.UNMEASURED:
        # Beside the measurements, which a sector may insist on: its balances rest on estimates all the same.
        measurements += [_estimated(each) for each in measurements]
        balances = [
            each.model_copy(
                update={
                    "lines": [
                        line.model_copy(update={"measurement": line.measurement + ESTIMATE}) for line in each.lines
                    ]
                }
            )
            for each in balances
        ]
    preparation = golden.preparation
    if planned.trait is Trait.NO_PRODUCTION:
        office = {each.name for each in golden.enterprise.departments if each.kind is not DepartmentKind.PRODUCTION}
        kept = [each for each in preparation.team if each.department in office]
        rest = [each.model_copy(update={"department": _OFFICE}) for each in preparation.team if each not in kept]
        preparation = preparation.model_copy(update={"team": [*kept, *rest]})
    return golden.model_copy(
        update={
            "case": CASE,
            "enterprise": _enterprise(golden.enterprise, planned),
            "preparation": preparation,
            "statements": {
                kind: each.model_copy(update={"text": STATEMENTS[kind]}) if kind in STATEMENTS else each
                for kind, each in golden.statements.items()
            },
            "pollution_sources": [_scaled(each, flows) for each in golden.pollution_sources],
            "annual_flows": [_scaled(each, flows) for each in golden.annual_flows],
            "ratings": tuple(
                each.model_copy(update={"outputs": _by_key(each.outputs, flows)}) for each in golden.ratings
            ),
            "targets": [_scaled(each, flows) for each in golden.targets],
            "measurements": measurements,
            "balances": balances,
            "inventory": [_scaled(each, flows) for each in golden.inventory],
            "options": [
                _option(each, flows, money, unknown=planned.trait is Trait.INCOMPLETE and place == _doubtful(golden))
                for place, each in enumerate(golden.options)
            ],
            "answers": _answers(golden.answers, planned),
        }
    )


_OFFICE = LocalizedText({"zh-CN": "厂部办公室（示例）", "en": "Management office (illustrative)"})


def scaled(amount: Amount, factor: float) -> Amount:
    """An amount of an enterprise of another size; what does not grow with size stays."""
    if not _grows(amount.unit):
        return amount
    ends = {
        name: None if value is None else float(f"{value * factor:.{DIGITS}g}")
        for name, value in (("value", amount.value), ("lower", amount.lower), ("upper", amount.upper))
    }
    return amount.model_copy(update=ends)


def _grows(unit: str) -> bool:
    _, *below = unit.split("/")
    return unit not in ("%", "1") and set(below) <= PER_TIME


def _scaled(record: F, factor: float) -> F:
    """A record with all its amounts multiplied, and its basis illustrative where one changed."""
    update: dict[str, object] = {}
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, Amount):
            update[name] = scaled(value, factor)
        elif isinstance(value, dict) and value and all(isinstance(each, Amount) for each in value.values()):
            update[name] = _by_key(value, factor)
    if not update or all(getattr(record, name) == value for name, value in update.items()):
        return record
    if isinstance(record, Grounded):
        update |= _MADE_UP
    return record.model_copy(update=update)


_MADE_UP: dict[str, object] = {"source": None, "derived": None, "illustrative": True}


def _by_key(amounts: Mapping[K, Amount], factor: float) -> dict[K, Amount]:
    return {key: scaled(each, factor) for key, each in amounts.items()}


def _estimated(measurement: Measurement) -> Measurement:
    amount = measurement.amount.model_copy(update={"status": QuantityStatus.ESTIMATED})
    return measurement.model_copy(update={"amount": amount, "key": measurement.key + ESTIMATE})


def _enterprise(golden: Enterprise, planned: Planned) -> Enterprise:
    return golden.model_copy(
        update={
            "code": planned.code,
            "name": name_of(planned),
            "city": city_name(planned.city),
            "size_class": SizeClass.LARGE if planned.flows >= LARGE_FROM else SizeClass.MEDIUM,
            "employees": None if golden.employees is None else round(golden.employees * planned.flows),
            "note": CASE,
            "products": [_product(each, planned.flows) for each in golden.products],
            "records": [_record(each, planned.flows) for each in golden.records],
        }
    )


def _product(product: Product, factor: float) -> Product:
    return product.model_copy(update={"outputs": _by_key(product.outputs, factor), **_MADE_UP})


def _record(record: RegulatoryRecord, factor: float) -> RegulatoryRecord:
    return record.model_copy(update={"limits": tuple(_scaled(each, factor) for each in record.limits)})


def _doubtful(golden: GoldenAudit) -> int | None:
    """The option whose saving an incomplete audit does not know: the last of which an effect was measured instead."""
    measured = [
        place
        for place, each in enumerate(golden.options)
        if each.execution is not None and any(effect.actual is not None for effect in each.effects)
    ]
    return max(measured, default=None)


def _option(option: GoldenOption, flows: float, money: float, *, unknown: bool) -> GoldenOption:
    def times(amount: Decimal | None) -> Decimal | None:
        return None if amount is None else round(amount * Decimal(str(money)), 2)

    def with_money(record: F, *names: str) -> F:
        changed = {name: times(getattr(record, name)) for name in names}
        return record.model_copy(update={**changed, **_MADE_UP})

    execution = option.execution
    if execution is not None:
        execution = with_money(execution, "actual_cost", "actual_saving")
        if unknown:
            execution = execution.model_copy(update={"actual_saving": None})
    return option.model_copy(
        update={
            "figures": with_money(option.figures, "investment", "annual_saving"),
            "effects": tuple(_scaled(each, flows) for each in option.effects),
            "reject_reason": None if option.reject_reason is None else REJECTED,
            "funding": tuple(with_money(each, "amount") for each in option.funding),
            "execution": execution,
        }
    )


def _another(amount: Amount, factor: float) -> float:
    """Another value of what does not grow with size; a share near the whole stays below it."""
    nearly_all = amount.unit == "%" and amount.value > NEARLY_ALL
    value = 100 - (100 - amount.value) * factor if nearly_all else amount.value * factor
    return float(f"{value:.{DIGITS}g}")


def _answers(golden: Answers, planned: Planned) -> Answers:
    # Who copies has the words and figures of the first enterprise of the sector, its name among them.
    name = name_of(replace(planned, number=1) if planned.trait is Trait.COPIED else planned)

    def own(text: LocalizedText) -> LocalizedText:
        return LocalizedText({language: f"{text[language]}（{name.in_language(language)}）" for language in text})

    supported: Counter[str] = Counter()

    def vary_one(answer: Answer) -> Answer:
        update: dict[str, object] = {}
        if answer.amount is not None:
            value = _another(answer.amount, planned.answers)
            update["amount"] = answer.amount.model_copy(update={"value": value, "lower": None, "upper": None})
        if answer.note is not None:
            update["note"] = own(answer.note)
        if planned.trait is Trait.SOUND and answer.evidence is not None:
            update["evidence"] = f"{answer.evidence}_{supported[answer.evidence] // ANSWERS_A_FILE}"
            supported[answer.evidence] += 1
        if planned.trait is Trait.ALL_YES and answer.value in ("no", "partial"):
            update |= {"value": "yes", "note": None}
        return answer.model_copy(update=update)

    by_phase = {
        phase: {code: vary_one(each) for code, each in answers.items()} for phase, answers in golden.by_phase.items()
    }
    files = {key: each.model_copy(update={"text": own(each.text)}) for key, each in golden.files.items()}
    for key, answers in supported.items():
        for part in range(-(-answers // ANSWERS_A_FILE)):
            text = LocalizedText({language: f"{files[key].text[language]} {part + 1}" for language in files[key].text})
            files[f"{key}_{part}"] = files[key].model_copy(update={"text": text})
    return golden.model_copy(update={"files": files, "by_phase": by_phase})
