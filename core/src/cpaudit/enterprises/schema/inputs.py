"""What is said of enterprises and their parts when they are added or changed.

The inputs' fields are named after the columns. In a changing input what is left out stays as it is.
"""

from __future__ import annotations

import dataclasses
from datetime import date

import strawberry
from strawberry import UNSET

from cpaudit.enterprises.schema.vocabulary import (
    DepartmentKind,
    PermitMedium,
    RegulatoryKind,
    RegulatoryStatus,
    SizeClass,
)
from cpaudit.graphql.quantities import QuantityInput

_NOT_COLUMNS = frozenset(
    {"id", "expected_version", "client_mutation_id", "enterprise", "department", "product", "record"}
)


def values_of(given: object) -> dict[str, object]:
    """The columns that an input gives; what was left unset is not among them.

    Raises:
        InvalidInput: a quantity is none.
    """
    values: dict[str, object] = {}
    for each in dataclasses.fields(given):  # type: ignore[arg-type]
        value = getattr(given, each.name)
        if value is not UNSET and each.name not in _NOT_COLUMNS:
            values[each.name] = value.read("input", each.name) if isinstance(value, QuantityInput) else value
    return values


@strawberry.input(description="A new enterprise.")
class RegisterEnterpriseInput:
    code: str
    name: str
    gb4754: str = strawberry.field(
        description="GB/T 4754-2017, two to four digits with or without the section: `2611`, `C2611`."
    )
    size_class: SizeClass
    city: str = ""
    address: str = ""
    legal_representative: str | None = None
    employees: int | None = None
    established_year: int | None = None
    illustrative: bool = False
    note: str = ""
    client_mutation_id: str | None = None


@strawberry.input(description="What changes about an enterprise.")
class ChangeEnterpriseInput:
    id: strawberry.ID
    expected_version: int
    code: str | None = UNSET
    name: str | None = UNSET
    gb4754: str | None = UNSET
    size_class: SizeClass | None = UNSET
    city: str | None = UNSET
    address: str | None = UNSET
    legal_representative: str | None = UNSET
    employees: int | None = UNSET
    established_year: int | None = UNSET
    illustrative: bool | None = UNSET
    note: str | None = UNSET


@strawberry.input(description="A new department of an enterprise.")
class AddDepartmentInput:
    enterprise: strawberry.ID
    name: str
    kind: DepartmentKind = DepartmentKind.PRODUCTION
    head: str | None = None
    client_mutation_id: str | None = None


@strawberry.input(description="What changes about a department.")
class ChangeDepartmentInput:
    id: strawberry.ID
    expected_version: int
    name: str | None = UNSET
    kind: DepartmentKind | None = UNSET
    head: str | None = UNSET


@strawberry.input(description="A new work step of a department.")
class AddWorkStepInput:
    department: strawberry.ID
    code: str
    name: str
    client_mutation_id: str | None = None


@strawberry.input(description="What changes about a work step.")
class ChangeWorkStepInput:
    id: strawberry.ID
    expected_version: int
    code: str | None = UNSET
    name: str | None = UNSET


@strawberry.input(description="A new product of an enterprise.")
class AddProductInput:
    enterprise: strawberry.ID
    code: str
    name: str
    unit: str = strawberry.field(description="The unit in which its output is usually counted.")
    client_mutation_id: str | None = None


@strawberry.input(description="What changes about a product.")
class ChangeProductInput:
    id: strawberry.ID
    expected_version: int
    code: str | None = UNSET
    name: str | None = UNSET
    unit: str | None = UNSET


@strawberry.input(description="How much of a product was made in a year.")
class AddProductOutputInput:
    product: strawberry.ID
    year: int
    amount: QuantityInput
    client_mutation_id: str | None = None


@strawberry.input(description="What changes about a yearly output.")
class ChangeProductOutputInput:
    id: strawberry.ID
    expected_version: int
    year: int | None = UNSET
    amount: QuantityInput | None = UNSET


@strawberry.input(description="A new regulatory record of an enterprise.")
class AddRegulatoryRecordInput:
    enterprise: strawberry.ID
    kind: RegulatoryKind
    status: RegulatoryStatus
    number: str | None = None
    issued_on: date | None = None
    valid_until: date | None = None
    authority: str | None = None
    note: str = ""
    client_mutation_id: str | None = None


@strawberry.input(description="What changes about a regulatory record; its kind does not.")
class ChangeRegulatoryRecordInput:
    id: strawberry.ID
    expected_version: int
    status: RegulatoryStatus | None = UNSET
    number: str | None = UNSET
    issued_on: date | None = UNSET
    valid_until: date | None = UNSET
    authority: str | None = UNSET
    note: str | None = UNSET


@strawberry.input(description="A new limit of a discharge permit or a total emission quota.")
class AddPermitLimitInput:
    record: strawberry.ID
    pollutant: str
    limit: QuantityInput
    medium: PermitMedium | None = None
    client_mutation_id: str | None = None


@strawberry.input(description="What changes about a limit.")
class ChangePermitLimitInput:
    id: strawberry.ID
    expected_version: int
    pollutant: str | None = UNSET
    limit: QuantityInput | None = UNSET
    medium: PermitMedium | None = UNSET


@strawberry.input(description="What is taken away from an enterprise.")
class RemoveEnterprisePartInput:
    id: strawberry.ID = strawberry.field(
        description="A department, work step, product, output, regulatory record or limit."
    )
    expected_version: int
