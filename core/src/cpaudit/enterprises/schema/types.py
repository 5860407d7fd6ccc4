"""Enterprises and their parts, as they are read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from cpaudit.enterprises.models import Department as DepartmentRow
from cpaudit.enterprises.models import Enterprise as EnterpriseRow
from cpaudit.enterprises.models import PermitLimit as PermitLimitRow
from cpaudit.enterprises.models import Product as ProductRow
from cpaudit.enterprises.models import ProductOutput as ProductOutputRow
from cpaudit.enterprises.models import RegulatoryRecord as RegulatoryRecordRow
from cpaudit.enterprises.models import WorkStep as WorkStepRow
from cpaudit.enterprises.schema.vocabulary import (
    DepartmentKind,
    PermitMedium,
    RegulatoryKind,
    RegulatoryStatus,
    SizeClass,
)
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.nodes import Node
from cpaudit.graphql.quantities import Quantity, quantity_column
from cpaudit.graphql.reading import Connection, batch, column, computed, loader, many, one, ordering, readable, several

if TYPE_CHECKING:
    from cpaudit.audits.schema import Audit, AuditFilter, AuditOrder
    from cpaudit.regulation.schema import StandardReadiness


def _own(column_name: str) -> Any:
    """A condition that shows enterprise staff what is of their own enterprise, and others all."""

    def restrict(context: RequestContext, table: Any) -> Any:
        enterprise_id = context.actor.enterprise_id if context.actor else None
        return None if enterprise_id is None else table.c[column_name] == enterprise_id

    return restrict


_of_own_enterprise = _own("enterprise_id")


@readable(WorkStepRow, order=("code",), restrict=_of_own_enterprise)
@strawberry.type(description="A work step of a department.")
class WorkStep(Node):
    code: str = column(description="Unique in the department.")
    name: str = column()
    department: Department = one("department_id")
    version: int = column()


@readable(DepartmentRow, order=("name",), search=("name",), restrict=_of_own_enterprise)
@strawberry.type(description="A department or workshop of an enterprise.")
class Department(Node):
    name: str = column()
    kind: DepartmentKind = column()
    head: str | None = column(description="Who is in charge of it.")
    enterprise: Enterprise = one("enterprise_id")
    work_steps: Connection[WorkStep] = many("department_id")
    version: int = column()


ProductOutputOrder = ordering("ProductOutputOrder", "year")


@strawberry.input(description="Which outputs.")
class ProductOutputFilter:
    year: int | None = None
    year_from: int | None = strawberry.field(default=None, description="The first year, included.")
    year_to: int | None = strawberry.field(default=None, description="The last year, included.")


@readable(ProductOutputRow, order=("-year",), restrict=_of_own_enterprise)
@strawberry.type(description="How much of a product was made in one year.")
class ProductOutput(Node):
    product: Product = one("product_id")
    year: int = column()
    amount: Quantity = quantity_column("amount")
    version: int = column()


@readable(ProductRow, order=("code",), search=("code", "name"), restrict=_of_own_enterprise)
@strawberry.type(description="What an enterprise makes.")
class Product(Node):
    code: str = column(description="Unique in the enterprise.")
    name: str = column()
    unit: str = column(description="The unit in which its output is usually counted.")
    enterprise: Enterprise = one("enterprise_id")
    outputs: Connection[ProductOutput] = many(
        "product_id",
        filter=ProductOutputFilter,
        order=ProductOutputOrder,
        description="How much was made, latest year first.",
    )
    version: int = column()


@readable(PermitLimitRow, order=("pollutant",), restrict=_of_own_enterprise)
@strawberry.type(description="A limit in a discharge permit or a total emission quota.")
class PermitLimit(Node):
    record: RegulatoryRecord = one("record_id")
    pollutant: str = column(description="Symbol or name, as `COD` or `SO2`.")
    medium: PermitMedium | None = column()
    limit: Quantity = quantity_column("limit", description="A concentration, or an amount per time.")
    version: int = column()


@strawberry.input(description="Which regulatory records.")
class RegulatoryRecordFilter:
    kind: RegulatoryKind | None = None
    kind_in: list[RegulatoryKind] | None = None
    status: RegulatoryStatus | None = None
    valid_until_from: date | None = strawberry.field(default=None, description="Valid at least until that day.")
    valid_until_to: date | None = strawberry.field(default=None, description="Valid at most until that day.")


@readable(RegulatoryRecordRow, order=("kind",), restrict=_of_own_enterprise)
@strawberry.type(description="A declaration, permit, order, certificate or quota of an enterprise.")
class RegulatoryRecord(Node):
    kind: RegulatoryKind = column()
    status: RegulatoryStatus = column()
    number: str | None = column(description="The number that the authority gave it.")
    issued_on: date | None = column()
    valid_until: date | None = column(description="The last day on which it is valid.")
    authority: str | None = column(description="Who issued it.")
    note: str = column()
    limits: list[PermitLimit] = several("record_id", order=("pollutant",))
    enterprise: Enterprise = one("enterprise_id")
    version: int = column()


EnterpriseOrder = ordering("EnterpriseOrder", "name", "code", "gb4754")


@strawberry.input(description="Which enterprises.")
class EnterpriseFilter:
    code: str | None = None
    gb4754: str | None = strawberry.field(default=None, description="The whole code with its section, as `C2611`.")
    size_class: SizeClass | None = None
    size_class_in: list[SizeClass] | None = None
    city: str | None = None
    illustrative: bool | None = None
    search: str | None = strawberry.field(default=None, description="Words in the name, the codes or the city.")


@readable(EnterpriseRow, order=("name",), search=("name", "code", "gb4754", "city"), restrict=_own("id"))
@strawberry.type(description="An enterprise under the tenant's care.")
class Enterprise(Node):
    code: str = column(description="Unique in the tenant.")
    name: str = column()
    gb4754: str = column(description="Its place in GB/T 4754-2017: section and two to four digits.")
    size_class: SizeClass = column()
    city: str = column()
    address: str = column()
    legal_representative: str | None = column()
    employees: int | None = column(description="Number of employees; null where it is not known.")
    established_year: int | None = column()
    illustrative: bool = column(description="Whether what is not printed in a source was made up.")
    note: str = column()
    departments: Connection[Department] = many("enterprise_id")
    products: Connection[Product] = many("enterprise_id")
    regulatory_records: Connection[RegulatoryRecord] = many("enterprise_id", filter=RegulatoryRecordFilter)
    audits: Connection[Annotated[Audit, strawberry.lazy("cpaudit.audits.schema")]] = many(
        "enterprise_id",
        filter=Annotated["AuditFilter", strawberry.lazy("cpaudit.audits.schema")],
        order=Annotated["AuditOrder", strawberry.lazy("cpaudit.audits.schema")],
        description="Its audits, latest first.",
    )
    readiness: list[Annotated[StandardReadiness, strawberry.lazy("cpaudit.regulation.schema")]] = batch(
        loader("cpaudit.regulation.schema", "load_readiness"),
        arguments={"on": date | None},
        description="How ready it is for ISO 9000 and ISO 14000, by default today.",
    )
    version: int = column()

    @computed("gb4754")
    def division(self) -> str:
        """The division of GB/T 4754-2017, two digits; packs say which divisions they serve."""
        code: str = self.values["gb4754"]
        return code[1:3]
