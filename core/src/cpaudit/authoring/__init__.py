"""What helps an author: scaffold, conformance kit, differences of packs, schemas for editors, the reference."""

from cpaudit.authoring.scaffold import PluginName, write_project
from cpaudit.authoring.schemas import SCHEMAS, write_schemas

__all__ = ["SCHEMAS", "PluginName", "write_project", "write_schemas"]
