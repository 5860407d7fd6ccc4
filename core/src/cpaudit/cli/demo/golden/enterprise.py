"""The enterprise of a golden audit: what is registered before the audit starts."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from cpaudit.cli.demo.golden.basis import Amount, Grounded, Record
from cpaudit.contributions.fields import Code, Label, Text, Unit, Year
from cpaudit.enterprises.models import DepartmentKind, PermitMedium, RegulatoryKind, RegulatoryStatus, SizeClass


class Department(Record):
    """A department; its name and head are as illustrative as the enterprise is."""

    name: Text
    kind: DepartmentKind = DepartmentKind.PRODUCTION
    head: Text | None = None


class Product(Grounded):
    """A product with its yearly output."""

    not_sent: ClassVar[frozenset[str]] = Grounded.not_sent | {"outputs"}

    code: Code
    name: Text
    unit: Unit
    outputs: dict[Year, Amount]


class Limit(Record):
    """A limit of a permit, quota or order."""

    pollutant: Label
    medium: PermitMedium
    limit: Amount


class RegulatoryRecord(Grounded):
    """A permit, order, certificate or quota."""

    not_sent: ClassVar[frozenset[str]] = Grounded.not_sent | {"limits"}

    kind: RegulatoryKind
    status: RegulatoryStatus
    number: Label | None = None
    issued_on: date | None = None
    valid_until: date | None = None
    authority: Text | None = None
    note: Text | None = None
    limits: tuple[Limit, ...] = ()


class Enterprise(Grounded):
    """The audited enterprise."""

    not_sent: ClassVar[frozenset[str]] = (Grounded.not_sent - {"illustrative"}) | {
        "departments",
        "products",
        "records",
    }

    code: Code
    name: Text
    gb4754: Label
    size_class: SizeClass
    city: Text
    employees: int | None = None
    established_year: Year | None = None
    note: Text | None = None
    departments: list[Department]
    products: list[Product]
    records: list[RegulatoryRecord]
