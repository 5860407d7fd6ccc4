"""What one tenant sees of the content: the items of its packs, filtered, searched and pinned."""

from cpaudit.library.filters import ChecklistItemFilter, FactorFilter, OptionFilter, ProcessTemplateFilter
from cpaudit.library.industries import serves, systems_for
from cpaudit.library.library import Library, Pin

__all__ = [
    "ChecklistItemFilter",
    "FactorFilter",
    "Library",
    "OptionFilter",
    "Pin",
    "ProcessTemplateFilter",
    "serves",
    "systems_for",
]
