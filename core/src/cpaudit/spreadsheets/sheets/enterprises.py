"""Enterprises with their products and what they made in each year."""

from __future__ import annotations

from typing import TypeVar

from cpaudit.enterprises import service
from cpaudit.enterprises.classification import read_code
from cpaudit.enterprises.models import Enterprise, Product, ProductOutput, SizeClass
from cpaudit.errors import NotFound
from cpaudit.permissions import Permission
from cpaudit.spreadsheets.layout import CellKind, Column, Record, Sheet, Subject, Value, Values, choices_of, texts
from cpaudit.spreadsheets.sheets.amounts import amount_cells, amount_columns, amount_of
from cpaudit.work import Work

T = TypeVar("T")

UNITS = ("t", "kg", "m3", "Nm3", "m2", "kWh", "GJ", "hL")

_ENTERPRISE = (
    Column("code", texts("企业代码", "Code"), required=True, width=20),
    Column("name", texts("企业名称", "Name"), required=True, width=34),
    Column(
        "gb4754",
        texts("行业代码", "Industry (GB/T 4754)"),
        required=True,
        help=texts("GB/T 4754-2017 代码，例如 C2611", "code of GB/T 4754-2017, C2611 for example"),
        in_one_form=lambda code: read_code(str(code)),
    ),
    Column(
        "size_class",
        texts("规模", "Size"),
        CellKind.CHOICE,
        required=True,
        choices=choices_of(
            SizeClass,
            LARGE=("大型", "Large"),
            MEDIUM=("中型", "Medium"),
            SMALL=("小型", "Small"),
            MICRO=("微型", "Micro"),
        ),
    ),
    Column("city", texts("城市", "City")),
    Column("address", texts("地址", "Address"), width=34),
    Column("legal_representative", texts("法定代表人", "Legal representative"), width=20),
    Column("employees", texts("职工人数", "Employees"), CellKind.WHOLE),
    Column("established_year", texts("成立年份", "Established in"), CellKind.WHOLE),
    Column("illustrative", texts("示例数据", "Illustrative"), CellKind.YES_NO),
    Column("note", texts("备注", "Note"), width=34),
)
_BLANK = ("city", "address", "note")
"""Columns in which nothing is an empty text."""


def _enterprise_columns(values: Values) -> dict[str, object]:
    columns: dict[str, object] = {key: values[key] for key in values if key != "size_class"}
    columns["size_class"] = SizeClass(str(values["size_class"]))
    for key in _BLANK:
        if key in columns:
            columns[key] = columns[key] or ""
    if "illustrative" in columns:
        columns["illustrative"] = bool(columns["illustrative"])
    return columns


async def _enterprises(work: Work, subject: Subject) -> list[Record]:
    work.require(Permission.READ)
    rows = await work.all(Enterprise, **_own(work, "id"))
    return [
        Record(row.id, row.version, {column.key: _plain(getattr(row, column.key)) for column in _ENTERPRISE})
        for row in rows
    ]


async def _add_enterprise(work: Work, subject: Subject, values: Values) -> None:
    await service.register_enterprise(work, _enterprise_columns(values))


async def _change_enterprise(work: Work, subject: Subject, record: Record, values: Values) -> None:
    await service.change_enterprise(work, record.row_id, record.version, _enterprise_columns(values))


_OF_ENTERPRISE = Column("enterprise", texts("企业代码", "Enterprise code"), required=True, width=20, unchanging=True)

_PRODUCT = (
    _OF_ENTERPRISE,
    Column("code", texts("产品代码", "Product code"), required=True, width=20),
    Column("name", texts("产品名称", "Product"), required=True, width=28),
    Column("unit", texts("计量单位", "Counted in"), required=True, suggestions=("t", "m3", "m2", "kWh", "piece")),
)


async def _products(work: Work, subject: Subject) -> list[Record]:
    work.require(Permission.READ)
    codes = {row.id: row.code for row in await work.all(Enterprise, **_own(work, "id"))}
    return [
        Record(
            row.id,
            row.version,
            {"enterprise": codes[row.enterprise_id], "code": row.code, "name": row.name, "unit": row.unit},
        )
        for row in await work.all(Product, **_own(work, "enterprise_id"))
    ]


async def _add_product(work: Work, subject: Subject, values: Values) -> None:
    enterprise = await _enterprise(work, values)
    columns = {key: values[key] for key in ("code", "name", "unit")}
    await service.add_part(work, Product, enterprise.id, columns)


async def _change_product(work: Work, subject: Subject, record: Record, values: Values) -> None:
    columns = {key: values[key] for key in ("code", "name", "unit")}
    await service.change_part(work, Product, record.row_id, record.version, columns)


_OUTPUT = (
    _OF_ENTERPRISE,
    Column("product", texts("产品代码", "Product code"), required=True, width=20, unchanging=True),
    Column("year", texts("年份", "Year"), CellKind.WHOLE, required=True),
    *amount_columns(UNITS),
)


async def _outputs(work: Work, subject: Subject) -> list[Record]:
    work.require(Permission.READ)
    codes = {row.id: row.code for row in await work.all(Enterprise, **_own(work, "id"))}
    products = {row.id: row.code for row in await work.all(Product, **_own(work, "enterprise_id"))}
    return [
        Record(
            row.id,
            row.version,
            {
                "enterprise": codes[row.enterprise_id],
                "product": products[row.product_id],
                "year": row.year,
                **amount_cells(row.amount),
            },
        )
        for row in await work.all(ProductOutput, **_own(work, "enterprise_id"))
    ]


async def _add_output(work: Work, subject: Subject, values: Values) -> None:
    enterprise = await _enterprise(work, values)
    found = await work.all(Product, enterprise_id=enterprise.id, code=values["product"])
    if not found:
        raise NotFound(
            f"the enterprise {enterprise.code} has no product {values['product']!r}",
            path=("product",),
            remedy="add it to the sheet of products",
        )
    await service.add_part(work, ProductOutput, found[0].id, _output_columns(values))


async def _change_output(work: Work, subject: Subject, record: Record, values: Values) -> None:
    await service.change_part(work, ProductOutput, record.row_id, record.version, _output_columns(values))


def _output_columns(values: Values) -> dict[str, object]:
    return {"year": values["year"], "amount": amount_of(values)}


async def _enterprise(work: Work, values: Values) -> Enterprise:
    found = await work.all(Enterprise, code=values["enterprise"])
    if not found:
        raise NotFound(
            f"there is no enterprise with the code {values['enterprise']!r}",
            path=("enterprise",),
            remedy="add it to the sheet of enterprises",
        )
    return found[0]


def _own(work: Work, column: str) -> dict[str, str]:
    """An enterprise's staff see their own enterprise."""
    return {} if work.actor.enterprise_id is None else {column: work.actor.enterprise_id}


def _plain(value: Value) -> Value:
    return value.value if isinstance(value, SizeClass) else value


ENTERPRISE_SHEETS = (
    Sheet(
        "enterprises",
        texts("企业", "Enterprises"),
        _ENTERPRISE,
        ("code",),
        _enterprises,
        _add_enterprise,
        _change_enterprise,
    ),
    Sheet(
        "products",
        texts("产品", "Products"),
        _PRODUCT,
        ("enterprise", "code"),
        _products,
        _add_product,
        _change_product,
    ),
    Sheet(
        "outputs",
        texts("年产量", "Yearly output"),
        _OUTPUT,
        ("enterprise", "product", "year"),
        _outputs,
        _add_output,
        _change_output,
    ),
)
