"""The columns of a pack's CSV files, made from the models of their rows."""

from __future__ import annotations

from functools import cache

from cpaudit.contributions.csv_table import Columns
from cpaudit.contributions.fields import Contribution

_TRANSLATED: Columns = {"name_en": ("name", "en"), "name_zh": ("name", "zh-CN")}
_PRODUCT: Columns = {
    "per_product": ("product", "key"),
    "product_en": ("product", "name", "en"),
    "product_zh": ("product", "name", "zh-CN"),
}


@cache
def columns_of(model: type[Contribution]) -> Columns:
    """The columns in which a model stands in a row, each with the path of its value; all of them have to be there."""
    columns: dict[str, tuple[str, ...]] = {}
    for name in model.model_fields:
        if name == "name":
            columns |= _TRANSLATED
        elif name == "product":
            columns |= _PRODUCT
        elif name != "pack":
            columns[name] = (name,)
    return columns
