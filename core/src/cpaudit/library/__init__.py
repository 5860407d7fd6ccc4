"""What one tenant sees of the content: the items of its packs, filtered, searched and pinned."""

from cpaudit.library.differences import Fate, FieldChange, ItemChange, PackChange, item_changes, pack_changes
from cpaudit.library.figure_filters import BenchmarkFilter, ConsumptionFilter, HeatingValueFilter, SubstanceFilter
from cpaudit.library.filters import ChecklistItemFilter, FactorFilter, OptionFilter, ProcessTemplateFilter
from cpaudit.library.industries import serves, systems_for
from cpaudit.library.library import Library, Pin
from cpaudit.library.models import StoredPack
from cpaudit.library.stored import read_packs, store_packs

__all__ = [
    "BenchmarkFilter",
    "ChecklistItemFilter",
    "ConsumptionFilter",
    "FactorFilter",
    "Fate",
    "FieldChange",
    "HeatingValueFilter",
    "ItemChange",
    "Library",
    "OptionFilter",
    "PackChange",
    "Pin",
    "ProcessTemplateFilter",
    "StoredPack",
    "SubstanceFilter",
    "item_changes",
    "pack_changes",
    "read_packs",
    "serves",
    "store_packs",
    "systems_for",
]
