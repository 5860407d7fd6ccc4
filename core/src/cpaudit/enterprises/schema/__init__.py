"""The API of enterprises."""

from cpaudit.enterprises.schema.mutations import EnterpriseMutations
from cpaudit.enterprises.schema.queries import EnterpriseQueries
from cpaudit.enterprises.schema.types import (
    Department,
    Enterprise,
    EnterpriseFilter,
    EnterpriseOrder,
    PermitLimit,
    Product,
    ProductOutput,
    RegulatoryRecord,
    WorkStep,
)

__all__ = [
    "Department",
    "Enterprise",
    "EnterpriseFilter",
    "EnterpriseMutations",
    "EnterpriseOrder",
    "EnterpriseQueries",
    "PermitLimit",
    "Product",
    "ProductOutput",
    "RegulatoryRecord",
    "WorkStep",
]
