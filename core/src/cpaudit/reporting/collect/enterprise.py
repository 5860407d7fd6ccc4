"""The enterprise and its parts, as the overview of a report describes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cpaudit import engine
from cpaudit.audits.models import AnnualFlow
from cpaudit.enterprises.models import (
    Department,
    Enterprise,
    PermitLimit,
    Product,
    ProductOutput,
    RegulatoryRecord,
    WorkStep,
)
from cpaudit.reporting import document as doc
from cpaudit.reporting.collect.amounts import shown, stated
from cpaudit.reporting.collect.terms import term
from cpaudit.reporting.collect.texts import COMMA, SEMICOLON, joined
from cpaudit.reporting.formatting import format_quantity
from cpaudit.reporting.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseParts:
    """What is on record of an enterprise beside its audits, each kind in the order in which it was recorded."""

    departments: Sequence[Department] = ()
    work_steps: Sequence[WorkStep] = ()
    products: Sequence[Product] = ()
    outputs: Sequence[ProductOutput] = ()
    records: Sequence[RegulatoryRecord] = ()
    limits: Sequence[PermitLimit] = ()


def profile(enterprise: Enterprise, parts: EnterpriseParts) -> doc.EnterpriseProfile:
    """The enterprise with its departments, products and regulatory records."""
    steps: dict[str, list[WorkStep]] = defaultdict(list)
    for step in sorted(parts.work_steps, key=lambda each: each.code):
        steps[step.department_id].append(step)
    return doc.EnterpriseProfile(
        name=enterprise.name,
        industry_code=enterprise.gb4754,
        size=term(enterprise.size_class),
        address=joined((enterprise.city, enterprise.address), COMMA),
        legal_representative=enterprise.legal_representative or "",
        established=enterprise.established_year,
        employees=enterprise.employees,
        # A made-up enterprise has a note on what is made up, which is a remark on the report and no description.
        description="" if enterprise.illustrative else enterprise.note,
        departments=tuple(
            doc.Department(
                department.name,
                tuple(f"{step.code} {step.name}" for step in steps[department.id]),
                term(department.kind),
                department.head or "",
            )
            for department in parts.departments
        ),
        products=tuple(_product(each, parts.outputs) for each in parts.products),
        records=tuple(_record(each, parts.limits) for each in parts.records),
    )


def _product(product: Product, outputs: Iterable[ProductOutput]) -> doc.YearlyFigures:
    by_year = {
        output.year: shown(engine.convert(output.amount, product.unit))
        for output in outputs
        if output.product_id == product.id
    }
    return doc.YearlyFigures(doc.YearlyKind.OUTPUT, product.name, product.unit, by_year)


def _record(record: RegulatoryRecord, limits: Iterable[PermitLimit]) -> doc.RegulatoryRecord:
    limited = [
        f"{limit.pollutant} ≤ {format_quantity(stated(limit.limit))}"
        for limit in limits
        if limit.record_id == record.id
    ]
    content: tuple[Text, ...] = (term(record.status), record.authority or "", *limited, record.note)
    return doc.RegulatoryRecord(
        term(record.kind),
        record.number or "",
        record.issued_on,
        record.valid_until,
        joined(content, SEMICOLON),
    )


def yearly(flows: Iterable[AnnualFlow]) -> tuple[doc.YearlyFigures, ...]:
    """Inputs, outputs and discharges, a row for each substance, in the unit of its first year.

    Years whose units measure something else, a volume beside a mass for example, make a row of their own.
    """
    rows: dict[tuple[str, str, str], dict[int, engine.Quantity]] = {}
    for flow in sorted(flows, key=lambda each: each.year):
        fitting = (
            key
            for key in rows
            if key[:2] == (flow.kind.value, flow.substance) and engine.compatible(key[2], flow.amount.unit)
        )
        key = next(fitting, (flow.kind.value, flow.substance, flow.amount.unit))
        rows.setdefault(key, {})[flow.year] = engine.convert(flow.amount, key[2])
    kinds = [kind.value for kind in doc.YearlyKind]
    return tuple(
        doc.YearlyFigures(
            doc.YearlyKind(kind), substance, unit, {year: shown(amount) for year, amount in by_year.items()}
        )
        for (kind, substance, unit), by_year in sorted(rows.items(), key=lambda row: kinds.index(row[0][0]))
    )
