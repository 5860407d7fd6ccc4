"""What one tenant sees of the content: the items of its packs, filtered, searched and pinned."""

from cpaudit.library.filters import ChecklistItemFilter, FactorFilter, OptionFilter, ProcessTemplateFilter
from cpaudit.library.industries import serves, systems_for
from cpaudit.library.library import Library, Pin
from cpaudit.library.models import StoredPack
from cpaudit.library.stored import read_packs, store_packs

__all__ = [
    "ChecklistItemFilter",
    "FactorFilter",
    "Library",
    "OptionFilter",
    "Pin",
    "ProcessTemplateFilter",
    "StoredPack",
    "read_packs",
    "serves",
    "store_packs",
    "systems_for",
]
