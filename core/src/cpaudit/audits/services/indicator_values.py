"""Recording what is known of indicators, and how much was made of the products that share their weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from cpaudit.audits.access import running_audit
from cpaudit.audits.models import AuditRecord, Grade, IndicatorValue, RatingOutput, Scenario
from cpaudit.audits.services.pinned import library_of
from cpaudit.audits.services.rating import scheme_of
from cpaudit.audits.services.records import Records, check_values
from cpaudit.contributions import Indicator, IndicatorSystem
from cpaudit.engine import Quantity, UnitError
from cpaudit.engine.grading import grade_value
from cpaudit.engine.weighing import check_outputs
from cpaudit.errors import Conflict, InvalidInput, NotFound, PathPart
from cpaudit.library import Library
from cpaudit.work import Work

R = TypeVar("R", bound=AuditRecord)

INDICATOR_VALUES = Records(IndicatorValue)
RATING_OUTPUTS = Records(RatingOutput)


@dataclass(frozen=True, slots=True)
class GivenValue:
    """What is known of one indicator: exactly one of amount, grade and reason.

    Attributes:
        indicator: its code in the system.
        amount: of an indicator that is a number.
        grade: that a described indicator reaches.
        not_applicable_reason: why it does not apply to the enterprise.
        source: where the value comes from: a meter, a test report, a calculation.
        expected_version: of the value that is replaced.
    """

    indicator: str
    amount: Quantity | None = None
    grade: Grade | None = None
    not_applicable_reason: str | None = None
    source: str = ""
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class GivenOutput:
    """How much was made of one product of the system."""

    product: str
    amount: Quantity
    expected_version: int | None = None


async def record_indicator_values(
    work: Work,
    audit_id: str,
    system: str,
    scenario: Scenario,
    values: Sequence[GivenValue],
    outputs: Sequence[GivenOutput] = (),
) -> str:
    """Record values of indicators, or replace them; all or none. Gives the audit's id.

    Raises:
        Denied, NotFound: the audit is not the actor's to edit, or the content that it uses has no such system.
        InvalidInput: the system has no such indicator or product, it is given twice, or its value does not fit it.
        UnitError: a value does not measure what the indicator measures.
        Conflict: a value changed meanwhile.
    """
    audit = await running_audit(work, audit_id)
    library = await library_of(work, audit.id)
    found = _system(library, system)
    key: dict[str, Any] = {"audit_id": audit.id, "system": system, "scenario": scenario}
    known = {row.indicator: row for row in await work.all(IndicatorValue, **key)}
    made = {row.product: row for row in await work.all(RatingOutput, **key)}
    _once([each.indicator for each in values], "values", "indicator")
    _once([each.product for each in outputs], "outputs", "product")
    rows: list[AuditRecord] = []
    for index, each in enumerate(values):
        path: tuple[PathPart, ...] = ("input", "values", index)
        value = known.get(each.indicator) or IndicatorValue(
            **key, tenant_id=audit.tenant_id, indicator=each.indicator, version=0
        )
        _expect(value, each.expected_version, path)
        _check_value(library, found, each, path)
        value.amount, value.grade, value.source = each.amount, each.grade, each.source
        value.not_applicable_reason = each.not_applicable_reason
        rows.append(_checked(value, path))
    for index, given in enumerate(outputs):
        path = ("input", "outputs", index)
        output = made.setdefault(
            given.product,
            RatingOutput(**key, tenant_id=audit.tenant_id, product=given.product, amount=given.amount, version=0),
        )
        _expect(output, given.expected_version, path)
        output.amount = given.amount
        rows.append(_checked(output, path))
    _check_outputs(library, found, {row.product: row.amount for row in made.values()}, outputs)
    for row in rows:
        work.session.add(row)
    await work.session.flush()
    work.record(
        "indicatorValuesRecorded", audit, after={"system": system, "scenario": scenario, **_told(values, outputs)}
    )
    return audit.id


def _told(values: Sequence[GivenValue], outputs: Sequence[GivenOutput]) -> dict[str, object]:
    """What the event log keeps, by code."""
    told: dict[str, object] = {
        each.indicator: each.amount or each.grade or each.not_applicable_reason for each in values
    }
    return told | {each.product: each.amount for each in outputs}


def _system(library: Library, system: str) -> IndicatorSystem:
    try:
        return library.indicator_system(system)
    except NotFound as error:
        raise NotFound(
            error.message, path=("input", "system"), remedy="take a reference from library { indicatorSystems }"
        ) from error


def _once(codes: Sequence[str], name: str, field: str) -> None:
    for index, code in enumerate(codes):
        if code in codes[:index]:
            raise InvalidInput(f"{code} is given twice here", path=("input", name, index, field))


def _expect(row: AuditRecord, expected_version: int | None, path: tuple[PathPart, ...]) -> None:
    if expected_version is not None and row.version != expected_version:
        raise Conflict(
            f"it has version {row.version}, not {expected_version}",
            current_version=row.version,
            path=(*path, "expectedVersion"),
        )


def _checked(row: R, path: tuple[PathPart, ...]) -> R:
    row.version += 1
    check_values(row, *path)
    return row


def _check_value(library: Library, system: IndicatorSystem, given: GivenValue, path: tuple[PathPart, ...]) -> None:
    indicator = next((each for each in system.indicators if each.code == given.indicator), None)
    if indicator is None:
        raise InvalidInput(f"the system has no indicator {given.indicator!r}", path=(*path, "indicator"))
    stated = [name for name in ("amount", "grade", "not_applicable_reason") if getattr(given, name) is not None]
    if len(stated) != 1:
        raise InvalidInput(
            "give exactly one of amount, grade and notApplicableReason", path=path, remedy="leave the others out"
        )
    if given.not_applicable_reason is not None:
        if not given.not_applicable_reason.strip():
            raise InvalidInput("say why the indicator does not apply", path=(*path, "notApplicableReason"))
    else:
        _check_kind(library, system, indicator, given, path)


def _check_kind(
    library: Library, system: IndicatorSystem, indicator: Indicator, given: GivenValue, path: tuple[PathPart, ...]
) -> None:
    if indicator.quantitative is not None and given.amount is None:
        unit = indicator.quantitative.unit
        raise InvalidInput(f"{indicator.code} is a number in {unit}", path=(*path, "grade"), remedy="give amount")
    if indicator.quantitative is None and given.grade is None:
        raise InvalidInput(f"{indicator.code} is described by grade", path=(*path, "amount"), remedy="give grade")
    if given.grade is Grade.UNGRADED:
        raise InvalidInput(
            "what is not known has no value", path=(*path, "grade"), remedy="leave it out, or remove what is recorded"
        )
    scheme = scheme_of(library, system)
    try:
        grade_value(scheme.indicator(indicator.code), given.amount or given.grade, None)
    except UnitError as error:
        raise UnitError(error.message, *error.units, path=(*path, "amount", "unit"), remedy=error.remedy) from error


def _check_outputs(
    library: Library, system: IndicatorSystem, amounts: dict[str, Quantity], given: Sequence[GivenOutput]
) -> None:
    try:
        check_outputs(scheme_of(library, system), amounts)
    except InvalidInput as error:
        places = [index for index, each in enumerate(given) if each.product == error.path[-1]]
        error.path = ("input", "outputs", *(places[:1] or [0]))
        raise
