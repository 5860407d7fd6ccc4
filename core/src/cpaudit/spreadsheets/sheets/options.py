"""The options of an audit."""

from __future__ import annotations

from decimal import Decimal

from cpaudit.audits.models import UnitProcess
from cpaudit.errors import InvalidInput, NotFound
from cpaudit.options.models import Option, OptionOrigin, OptionState
from cpaudit.options.services.register import change_option, propose_option
from cpaudit.phases import ASPECT_NAMES, Aspect, CostClass
from cpaudit.spreadsheets.layout import (
    CellKind,
    Choice,
    Column,
    Record,
    Sheet,
    Subject,
    Values,
    choices_of,
    texts,
)
from cpaudit.spreadsheets.sheets.audited import audit_id_of, readable_audit
from cpaudit.work import Work

_ORIGINS = choices_of(OptionOrigin, LIBRARY=("方案库", "Library"), STAFF=("职工", "Staff"), EXPERT=("专家", "Expert"))

_OPTION = (
    Column("code", texts("方案代码", "Code"), required=True, width=18),
    Column("name", texts("方案名称", "Name"), required=True, width=34),
    Column("description", texts("说明", "Description"), width=40),
    Column(
        "aspect",
        texts("方面", "Aspect"),
        CellKind.CHOICE,
        required=True,
        choices=tuple(Choice(each.value, ASPECT_NAMES[each]) for each in Aspect),
    ),
    Column(
        "cost_class",
        texts("费用类别", "Cost class"),
        CellKind.CHOICE,
        required=True,
        choices=choices_of(
            CostClass, NONE=("无费", "None"), LOW=("低费", "Low"), MEDIUM=("中费", "Medium"), HIGH=("高费", "High")
        ),
    ),
    Column(
        "state",
        texts("状态", "State"),
        CellKind.CHOICE,
        choices=choices_of(
            OptionState,
            PROPOSED=("已提出", "Proposed"),
            SCREENED=("已筛选", "Screened"),
            STUDIED=("已研究", "Studied"),
            RECOMMENDED=("已推荐", "Recommended"),
            SCHEDULED=("已列计划", "Scheduled"),
            IMPLEMENTED=("已实施", "Implemented"),
            VERIFIED=("已核实", "Verified"),
            REJECTED=("未采纳", "Rejected"),
        ),
        informative=True,
    ),
    Column("origin", texts("来源", "Origin"), CellKind.CHOICE, required=True, choices=_ORIGINS),
    Column("proposed_by", texts("提出人", "Proposed by")),
    Column("unit_process", texts("单元操作", "Unit process"), told_at=("unitProcess",)),
    Column("currency", texts("币种", "Currency"), suggestions=("CNY", "EUR", "USD")),
    Column("price_year", texts("价格年份", "Prices of"), CellKind.WHOLE),
    Column("investment", texts("投资", "Investment"), CellKind.MONEY),
    Column("subsidy", texts("补助", "Subsidy"), CellKind.MONEY),
    Column("annual_saving", texts("年净收益", "Saving a year"), CellKind.MONEY),
    Column("life_years", texts("使用年限", "Life in years"), CellKind.WHOLE),
    Column(
        "tax_rate",
        texts("税率", "Tax rate"),
        CellKind.NUMBER,
        help=texts("分数，例如 0.25", "a fraction, 0.25 for example"),
    ),
    Column("discount_rate", texts("贴现率", "Discount rate"), CellKind.NUMBER),
    Column("benchmark_rate", texts("基准收益率", "Benchmark rate"), CellKind.NUMBER),
)
_OPTION_MONEY = ("investment", "subsidy", "annual_saving")
_OPTION_PLAIN = ("code", "name", "price_year", "life_years", "tax_rate", "discount_rate", "benchmark_rate")
_OPTION_BLANK = ("description", "proposed_by")


async def _options(work: Work, subject: Subject) -> list[Record]:
    audit_id = await readable_audit(work, subject)
    units = {row.id: row.code for row in await work.all(UnitProcess, audit_id=audit_id)}
    return [
        Record(
            row.id,
            row.version,
            {
                **{key: getattr(row, key) for key in (*_OPTION_PLAIN, *_OPTION_MONEY, *_OPTION_BLANK, "currency")},
                "aspect": row.aspect.value,
                "cost_class": row.cost_class.value,
                "origin": row.origin.value,
                "state": row.state.value,
                "unit_process": units.get(row.unit_process_id or ""),
            },
        )
        for row in await work.all(Option, audit_id=audit_id)
    ]


async def _add_option(work: Work, subject: Subject, values: Values) -> None:
    await propose_option(work, audit_id_of(subject), await _option_columns(work, subject, values))


async def _change_option(work: Work, subject: Subject, record: Record, values: Values) -> None:
    columns = await _option_columns(work, subject, values)
    if columns.pop("origin") != record.values["origin"]:
        raise InvalidInput("where an option came from stays", path=("origin",), remedy="put back what it said")
    await change_option(work, record.row_id, record.version, columns)


async def _option_columns(work: Work, subject: Subject, values: Values) -> dict[str, object]:
    columns: dict[str, object] = {key: values.get(key) for key in (*_OPTION_PLAIN, *_OPTION_MONEY)}
    columns |= {key: values.get(key) or "" for key in _OPTION_BLANK}
    for key in _OPTION_MONEY:
        if columns[key] is not None:
            columns[key] = Decimal(str(columns[key]))
    columns["currency"] = values.get("currency") or "CNY"
    columns["aspect"] = Aspect(str(values["aspect"]))
    columns["cost_class"] = CostClass(str(values["cost_class"]))
    columns["origin"] = OptionOrigin(str(values["origin"]))
    columns["unit_process_id"] = None
    if values.get("unit_process") is not None:
        found = await work.all(UnitProcess, audit_id=audit_id_of(subject), code=values["unit_process"])
        if not found:
            raise NotFound(
                f"the process map has no unit process {values['unit_process']!r}",
                path=("unitProcess",),
                remedy="add it to the process map first",
            )
        columns["unit_process_id"] = found[0].id
    return columns


OPTIONS = Sheet("options", texts("清洁生产方案", "Options"), _OPTION, ("code",), _options, _add_option, _change_option)
