"""Cleaner production audits of dyeing mills (印染): an example of a plugin of cpaudit."""

from __future__ import annotations

from cpaudit_dyeing.baths import cpaudit_calculators
from cpaudit_dyeing.content import cpaudit_content
from cpaudit_dyeing.gate import cpaudit_phase_requirements
from cpaudit_dyeing.schema import cpaudit_graphql

__all__ = ["cpaudit_calculators", "cpaudit_content", "cpaudit_graphql", "cpaudit_phase_requirements"]
