"""What is done about enterprises and their parts."""

from __future__ import annotations

from typing import Any

import strawberry

from cpaudit.enterprises import models, service
from cpaudit.enterprises.schema.inputs import (
    AddDepartmentInput,
    AddPermitLimitInput,
    AddProductInput,
    AddProductOutputInput,
    AddRegulatoryRecordInput,
    AddWorkStepInput,
    ChangeDepartmentInput,
    ChangeEnterpriseInput,
    ChangePermitLimitInput,
    ChangeProductInput,
    ChangeProductOutputInput,
    ChangeRegulatoryRecordInput,
    ChangeWorkStepInput,
    RegisterEnterpriseInput,
    RemoveEnterprisePartInput,
    values_of,
)
from cpaudit.enterprises.schema.types import (
    Department,
    Enterprise,
    PermitLimit,
    Product,
    ProductOutput,
    RegulatoryRecord,
    WorkStep,
)
from cpaudit.errors import NotFound
from cpaudit.graphql.commands import command
from cpaudit.graphql.reading import visible_id
from cpaudit.graphql.reading.identifiers import split_identifier
from cpaudit.work import Work

_PARTS: dict[str, type[models.EnterpriseRecord]] = {
    "Department": models.Department,
    "WorkStep": models.WorkStep,
    "Product": models.Product,
    "ProductOutput": models.ProductOutput,
    "RegulatoryRecord": models.RegulatoryRecord,
    "PermitLimit": models.PermitLimit,
}
"""Type name of a part's node → its table."""


async def _add(work: Work, part: type, parent: type, parent_field: str, input: Any) -> str:
    parent_id = visible_id(getattr(input, parent_field), parent, path=("input", parent_field))
    return await service.add_part(work, _PARTS[part.__name__], parent_id, values_of(input))


async def _change(work: Work, part: type, input: Any) -> str:
    part_id = visible_id(input.id, part, path=("input", "id"))
    return await service.change_part(work, _PARTS[part.__name__], part_id, input.expected_version, values_of(input))


@strawberry.type
class EnterpriseMutations:
    @command(Enterprise)
    async def register_enterprise(self, work: Work, input: RegisterEnterpriseInput) -> str:
        """Take an enterprise into the tenant's care."""
        return await service.register_enterprise(work, values_of(input))

    @command(Enterprise)
    async def change_enterprise(self, work: Work, input: ChangeEnterpriseInput) -> str:
        """Change what is known of an enterprise."""
        enterprise_id = visible_id(input.id, Enterprise, path=("input", "id"))
        return await service.change_enterprise(work, enterprise_id, input.expected_version, values_of(input))

    @command(Department)
    async def add_department(self, work: Work, input: AddDepartmentInput) -> str:
        """Add a department to an enterprise."""
        return await _add(work, Department, Enterprise, "enterprise", input)

    @command(Department)
    async def change_department(self, work: Work, input: ChangeDepartmentInput) -> str:
        """Change a department."""
        return await _change(work, Department, input)

    @command(WorkStep)
    async def add_work_step(self, work: Work, input: AddWorkStepInput) -> str:
        """Add a work step to a department."""
        return await _add(work, WorkStep, Department, "department", input)

    @command(WorkStep)
    async def change_work_step(self, work: Work, input: ChangeWorkStepInput) -> str:
        """Change a work step."""
        return await _change(work, WorkStep, input)

    @command(Product)
    async def add_product(self, work: Work, input: AddProductInput) -> str:
        """Add a product to an enterprise."""
        return await _add(work, Product, Enterprise, "enterprise", input)

    @command(Product)
    async def change_product(self, work: Work, input: ChangeProductInput) -> str:
        """Change a product; its unit has to go with the outputs that are recorded."""
        return await _change(work, Product, input)

    @command(ProductOutput)
    async def add_product_output(self, work: Work, input: AddProductOutputInput) -> str:
        """Record how much of a product was made in a year."""
        return await _add(work, ProductOutput, Product, "product", input)

    @command(ProductOutput)
    async def change_product_output(self, work: Work, input: ChangeProductOutputInput) -> str:
        """Correct a yearly output."""
        return await _change(work, ProductOutput, input)

    @command(RegulatoryRecord)
    async def add_regulatory_record(self, work: Work, input: AddRegulatoryRecordInput) -> str:
        """Add a declaration, permit, order, certificate or quota to an enterprise."""
        return await _add(work, RegulatoryRecord, Enterprise, "enterprise", input)

    @command(RegulatoryRecord)
    async def change_regulatory_record(self, work: Work, input: ChangeRegulatoryRecordInput) -> str:
        """Change a regulatory record."""
        return await _change(work, RegulatoryRecord, input)

    @command(PermitLimit)
    async def add_permit_limit(self, work: Work, input: AddPermitLimitInput) -> str:
        """Add a limit to a discharge permit or a total emission quota."""
        return await _add(work, PermitLimit, RegulatoryRecord, "record", input)

    @command(PermitLimit)
    async def change_permit_limit(self, work: Work, input: ChangePermitLimitInput) -> str:
        """Change a limit."""
        return await _change(work, PermitLimit, input)

    @command(Enterprise)
    async def remove_enterprise_part(self, work: Work, input: RemoveEnterprisePartInput) -> str:
        """Take a department, work step, product, output, record or limit away; answers with the enterprise."""
        type_name, part_id = split_identifier(input.id, path=("input", "id"))
        if type_name not in _PARTS:
            raise NotFound("no part of an enterprise has this id", path=("input", "id"))
        return await service.remove_part(work, _PARTS[type_name], part_id, input.expected_version)
