"""The words of this slice's API. Made known before any type uses one of them."""

from __future__ import annotations

import strawberry

from cpaudit.enterprises.models import DepartmentKind, PermitMedium, RegulatoryKind, RegulatoryStatus, SizeClass

strawberry.enum(SizeClass, description="Size of an enterprise.")
strawberry.enum(DepartmentKind, description="What a department does for production.")
strawberry.enum(RegulatoryKind, description="What stands between an enterprise and its regulator.")
strawberry.enum(RegulatoryStatus, description="Where a regulatory record stands.")
strawberry.enum(PermitMedium, description="The medium into which a permit lets something be discharged.")

__all__ = ["DepartmentKind", "PermitMedium", "RegulatoryKind", "RegulatoryStatus", "SizeClass"]
