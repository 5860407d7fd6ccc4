"""Tables of enterprises, their departments, products and regulatory records."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from cpaudit.engine import Quantity
from cpaudit.storage.tables import VersionedTable, belongs_to, enum_field, quantity_field


class SizeClass(StrEnum):
    """Size of an enterprise (企业规模) as statistics sort it: 大型、中型、小型、微型."""

    LARGE = "LARGE"
    MEDIUM = "MEDIUM"
    SMALL = "SMALL"
    MICRO = "MICRO"


class Enterprise(VersionedTable, table=True):
    """An enterprise (企业) under a tenant's care.

    ``gb4754`` is its place in GB/T 4754-2017, section letter and two to four digits, ``C2611``.
    """

    __table_args__ = (UniqueConstraint("tenant_id", "code"), Index("ix_enterprise_name", "tenant_id", "name", "id"))

    code: str = Field(max_length=64)
    name: str = Field(max_length=300)
    gb4754: str = Field(max_length=5)
    size_class: SizeClass = enum_field(SizeClass)
    city: str = Field(default="", max_length=120)
    address: str = Field(default="", max_length=500)
    legal_representative: str | None = Field(default=None, max_length=200)
    employees: int | None = Field(default=None)
    established_year: int | None = Field(default=None)
    illustrative: bool = Field(default=False)
    note: str = Field(default="", max_length=4000)


class EnterpriseRecord(VersionedTable):
    """Something that is recorded of one enterprise."""

    enterprise_id: str = Field(max_length=32)


class DepartmentKind(StrEnum):
    """What a department does for production: 生产、管理、辅助."""

    PRODUCTION = "PRODUCTION"
    MANAGEMENT = "MANAGEMENT"
    SUPPORT = "SUPPORT"


class Department(EnterpriseRecord, table=True):
    """A department or workshop (部门、车间)."""

    __table_args__ = (UniqueConstraint("tenant_id", "enterprise_id", "name"), belongs_to("enterprise", "enterprise_id"))

    name: str = Field(max_length=200)
    kind: DepartmentKind = enum_field(DepartmentKind, default=DepartmentKind.PRODUCTION)
    head: str | None = Field(default=None, max_length=200)


class WorkStep(EnterpriseRecord, table=True):
    """A work step (工序) of a department."""

    __tablename__ = "work_step"
    __table_args__ = (
        UniqueConstraint("tenant_id", "department_id", "code"),
        belongs_to("enterprise", "enterprise_id"),
        belongs_to("department", "department_id"),
    )

    department_id: str = Field(max_length=32)
    code: str = Field(max_length=64)
    name: str = Field(max_length=300)


class Product(EnterpriseRecord, table=True):
    """A product (产品); ``unit`` is the one in which its output is usually counted."""

    __table_args__ = (UniqueConstraint("tenant_id", "enterprise_id", "code"), belongs_to("enterprise", "enterprise_id"))

    code: str = Field(max_length=64)
    name: str = Field(max_length=300)
    unit: str = Field(max_length=60)


class ProductOutput(EnterpriseRecord, table=True):
    """How much of a product was made in one year (年产量)."""

    __tablename__ = "product_output"
    __table_args__ = (
        UniqueConstraint("tenant_id", "product_id", "year"),
        belongs_to("enterprise", "enterprise_id"),
        belongs_to("product", "product_id"),
    )

    product_id: str = Field(max_length=32)
    year: int
    amount: Quantity = quantity_field()


class RegulatoryKind(StrEnum):
    """What stands between an enterprise and its regulator."""

    POLLUTANT_DECLARATION = "POLLUTANT_DECLARATION"
    DISCHARGE_PERMIT = "DISCHARGE_PERMIT"
    DEADLINE_TREATMENT_ORDER = "DEADLINE_TREATMENT_ORDER"
    ISO_9000 = "ISO_9000"
    ISO_14000 = "ISO_14000"
    TOTAL_EMISSION_QUOTA = "TOTAL_EMISSION_QUOTA"

    @property
    def has_limits(self) -> bool:
        """Whether such a record limits what may be discharged."""
        return self in (RegulatoryKind.DISCHARGE_PERMIT, RegulatoryKind.TOTAL_EMISSION_QUOTA)


class RegulatoryStatus(StrEnum):
    """Where a regulatory record stands. A deadline treatment order, once obeyed, is fulfilled."""

    PENDING = "PENDING"
    IN_FORCE = "IN_FORCE"
    FULFILLED = "FULFILLED"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"


class RegulatoryRecord(EnterpriseRecord, table=True):
    """A declaration, permit, order, certificate or quota (申报登记、许可证、限期治理、认证、总量指标)."""

    __tablename__ = "regulatory_record"
    __table_args__ = (
        Index("ix_regulatory_record_enterprise", "tenant_id", "enterprise_id"),
        belongs_to("enterprise", "enterprise_id"),
    )

    kind: RegulatoryKind = enum_field(RegulatoryKind)
    status: RegulatoryStatus = enum_field(RegulatoryStatus)
    number: str | None = Field(default=None, max_length=120)
    issued_on: date | None = Field(default=None)
    valid_until: date | None = Field(default=None)
    authority: str | None = Field(default=None, max_length=200)
    note: str = Field(default="", max_length=4000)


class PermitMedium(StrEnum):
    """The medium into which a permit lets something be discharged."""

    WATER = "WATER"
    AIR = "AIR"
    SOLID_WASTE = "SOLID_WASTE"
    NOISE = "NOISE"


class PermitLimit(EnterpriseRecord, table=True):
    """A limit in a permit or quota: a concentration, or an amount per time. A pollutant may have both."""

    __tablename__ = "permit_limit"
    __table_args__ = (
        Index("ix_permit_limit_record", "tenant_id", "record_id"),
        belongs_to("enterprise", "enterprise_id"),
        belongs_to("regulatory_record", "record_id"),
    )

    record_id: str = Field(max_length=32)
    pollutant: str = Field(max_length=120)
    medium: PermitMedium | None = enum_field(PermitMedium, default=None)
    limit: Quantity = quantity_field()
