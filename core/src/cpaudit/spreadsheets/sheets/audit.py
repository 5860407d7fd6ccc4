"""What is recorded in one audit: yearly flows, measurements, answers to the checklists, options."""

from __future__ import annotations

from decimal import Decimal

from cpaudit.audits.access import any_audit
from cpaudit.audits.models import AnnualFlow, Answer, FlowKind, Measurement, Scenario, Stream, UnitProcess
from cpaudit.audits.services.checklist import GivenAnswer, answer_items
from cpaudit.audits.services.pinned import library_of
from cpaudit.audits.services.process_map import MEASUREMENTS
from cpaudit.audits.services.survey import ANNUAL_FLOWS
from cpaudit.contributions import Answer as FixedAnswer
from cpaudit.contributions import AnswerKind, ChecklistItem
from cpaudit.engine import Quantity
from cpaudit.enterprises.models import Enterprise
from cpaudit.errors import InvalidInput, NotFound
from cpaudit.library import serves
from cpaudit.options.models import Option, OptionOrigin, OptionState
from cpaudit.options.services.register import change_option, propose_option
from cpaudit.permissions import Permission
from cpaudit.phases import ASPECT_NAMES, METHODS, Aspect, CostClass
from cpaudit.spreadsheets.layout import (
    CellKind,
    Choice,
    Column,
    Record,
    Sheet,
    Subject,
    Value,
    Values,
    choices_of,
    texts,
)
from cpaudit.spreadsheets.sheets.amounts import amount_cells, amount_columns, amount_of
from cpaudit.work import Work

_YEARLY_UNITS = ("t/a", "kg/a", "m3/a", "万m3/a", "kWh/a", "万kWh/a", "GJ/a", "tce/a")
_FLOW_UNITS = ("t/h", "kg/h", "t/d", "kg/d", "m3/h", "m3/d", "Nm3/h", "kWh/d", "GJ/d", "mg/L", "mg/Nm3", "t/a")

_FLOW = (
    Column("year", texts("年份", "Year"), CellKind.WHOLE, required=True),
    Column(
        "kind",
        texts("类别", "Kind"),
        CellKind.CHOICE,
        required=True,
        choices=choices_of(
            FlowKind, INPUT=("投入", "Input"), OUTPUT=("产出", "Output"), DISCHARGE=("排放", "Discharge")
        ),
    ),
    Column("substance", texts("物料或污染物", "Substance"), required=True, width=26),
    *amount_columns(_YEARLY_UNITS),
)


async def _flows(work: Work, subject: Subject) -> list[Record]:
    return [
        Record(
            row.id,
            row.version,
            {"year": row.year, "kind": row.kind.value, "substance": row.substance, **amount_cells(row.amount)},
        )
        for row in await work.all(AnnualFlow, audit_id=await _readable(work, subject))
    ]


async def _add_flow(work: Work, subject: Subject, values: Values) -> None:
    await ANNUAL_FLOWS.add(work, _audit_id(subject), _flow_columns(values))


async def _change_flow(work: Work, subject: Subject, record: Record, values: Values) -> None:
    await ANNUAL_FLOWS.change(work, record.row_id, record.version, _flow_columns(values))


def _flow_columns(values: Values) -> dict[str, object]:
    return {
        "year": values["year"],
        "kind": FlowKind(str(values["kind"])),
        "substance": values["substance"],
        "amount": amount_of(values),
    }


_MEASUREMENT = (
    Column(
        "stream",
        texts("物流代码", "Stream"),
        required=True,
        help=texts("工艺流程图中的物流代码", "code of a stream of the process map"),
    ),
    Column(
        "substance",
        texts("物质", "Substance"),
        help=texts("测量整股物流时留空", "empty where the whole stream is measured"),
        width=20,
    ),
    Column("measured_on", texts("测量日期", "Measured on"), CellKind.DATE),
    *amount_columns(_FLOW_UNITS),
    Column("method", texts("方法", "Method"), width=30),
    Column(
        "scenario",
        texts("时间", "When"),
        CellKind.CHOICE,
        choices=choices_of(Scenario, BEFORE=("方案实施前", "before options"), AFTER=("方案实施后", "after options")),
        default=Scenario.BEFORE.value,
        help=texts("留空表示方案实施前", "empty means before options were carried out"),
    ),
)


async def _measurements(work: Work, subject: Subject) -> list[Record]:
    audit_id = await _readable(work, subject)
    codes = {row.id: row.code for row in await work.all(Stream, audit_id=audit_id)}
    return [
        Record(
            row.id,
            row.version,
            {
                "stream": codes[row.stream_id],
                "substance": row.substance,
                "measured_on": row.measured_on,
                **amount_cells(row.amount),
                "method": row.method,
                "scenario": row.scenario.value,
            },
        )
        for row in await work.all(Measurement, audit_id=audit_id)
    ]


async def _add_measurement(work: Work, subject: Subject, values: Values) -> None:
    await MEASUREMENTS.add(work, _audit_id(subject), await _measurement_columns(work, subject, values))


async def _change_measurement(work: Work, subject: Subject, record: Record, values: Values) -> None:
    columns = await _measurement_columns(work, subject, values)
    await MEASUREMENTS.change(work, record.row_id, record.version, columns)


async def _measurement_columns(work: Work, subject: Subject, values: Values) -> dict[str, object]:
    found = await work.all(Stream, audit_id=_audit_id(subject), code=values["stream"])
    if not found:
        raise NotFound(
            f"the process map has no stream {values['stream']!r}",
            path=("stream",),
            remedy="add the stream to the process map first",
        )
    return {
        "stream_id": found[0].id,
        "substance": values.get("substance"),
        "measured_on": values.get("measured_on"),
        "amount": amount_of(values),
        "method": values.get("method") or "",
        "scenario": Scenario(str(values.get("scenario") or Scenario.BEFORE.value)),
    }


_ANSWERS = (
    Choice(FixedAnswer.YES.value, texts("是", "yes")),
    Choice(FixedAnswer.PARTIAL.value, texts("部分", "partial")),
    Choice(FixedAnswer.NO.value, texts("否", "no")),
)

_ANSWER = (
    Column("item", texts("条目", "Item"), required=True, width=30, unchanging=True, told_at=("item",)),
    Column("phase", texts("阶段", "Phase"), width=16, informative=True),
    Column("question", texts("问题", "Question"), width=60, informative=True),
    Column(
        "answer",
        texts("回答", "Answer"),
        help=texts("是、部分、否，或选项的键，或文字", "yes, partial or no; the key of a choice; or a text"),
        suggestions=("yes", "partial", "no"),
        told_at=("value", "answers"),
        width=18,
    ),
    Column("value", texts("数值", "Number"), CellKind.NUMBER, told_at=("amount",)),
    Column("unit", texts("单位", "Unit"), told_at=("unit",)),
    Column(
        "not_applicable_reason",
        texts("不适用的理由", "Why it does not apply"),
        help=texts("问题不适用时填写，其余留空", "where the question does not apply; leave the rest empty"),
        width=28,
    ),
    Column("note", texts("备注", "Note"), width=34),
)


async def _answers(work: Work, subject: Subject) -> list[Record]:
    audit = await any_audit(work, await _readable(work, subject))
    enterprise = await work.get(Enterprise, audit.enterprise_id)
    given = {row.item: row for row in await work.all(Answer, audit_id=audit.id)}
    library = await library_of(work, audit.id)
    phases = {step.key: phase for phase in METHODS[audit.method].phases for step in phase.steps}
    return [
        _question(item, given.get(item.ref), phases[item.step].name.in_language(subject.language), subject.language)
        for pack in library.packs
        if serves(pack, enterprise.gb4754)
        for item in pack.checklist_items
        if item.step in phases
    ]


def _question(item: ChecklistItem, answer: Answer | None, phase: str, language: str) -> Record:
    amount = None if answer is None else answer.amount
    values: dict[str, Value] = {
        "item": item.ref,
        "phase": phase,
        "question": item.question.in_language(language),
        "answer": None if answer is None else _spoken(answer.value, item, language),
        "value": None if amount is None else amount.value,
        "unit": item.unit if amount is None else amount.unit,
        "not_applicable_reason": None if answer is None else answer.not_applicable_reason,
        "note": None if answer is None else answer.note,
    }
    return Record(None if answer is None else answer.id, 0 if answer is None else answer.version, values)


def _spoken(value: str | None, item: ChecklistItem, language: str) -> str | None:
    if item.answer is AnswerKind.YES_NO_PARTIAL:
        return next((each.name.in_language(language) for each in _ANSWERS if each.value == value), value)
    return value


def _answered(text: object, item: ChecklistItem) -> str | None:
    """The value of what was typed: a fixed answer or a choice in any language, or the text itself."""
    if text is None:
        return None
    typed = str(text).casefold()
    if item.answer is AnswerKind.YES_NO_PARTIAL:
        names = {name.casefold(): each.value for each in _ANSWERS for name in (each.value, *each.name.values())}
        return names.get(typed, str(text))
    for choice in item.choices:
        if typed in (choice.key.casefold(), *(name.casefold() for name in choice.name.values())):
            return choice.key
    return str(text)


async def _answer(work: Work, subject: Subject, record: Record, values: Values) -> None:
    audit_id = _audit_id(subject)
    item = (await library_of(work, audit_id)).checklist_item(str(values["item"]))
    before = (await work.all(Answer, audit_id=audit_id, item=item.ref)) if record.id is not None else []
    amount = None
    if values.get("value") is not None:
        if values.get("unit") is None:
            raise InvalidInput("the number has no unit", path=("unit",), remedy="give its unit")
        kept = before[0].amount if before else None
        bounds = (kept.lower, kept.upper, kept.status) if kept is not None and kept.value == values["value"] else ()
        amount = Quantity(float(values["value"]), str(values["unit"]), *bounds)  # type: ignore[arg-type]
    await answer_items(
        work,
        audit_id,
        [
            GivenAnswer(
                item=item.ref,
                value=_answered(values.get("answer"), item),
                amount=amount,
                not_applicable_reason=_text(values.get("not_applicable_reason")),
                score=before[0].score if before and item.answer is not AnswerKind.YES_NO_PARTIAL else None,
                note=_text(values.get("note")) or "",
                evidence_ids=tuple(before[0].evidence_ids) if before else (),
                expected_version=record.version if record.id is not None else None,
            )
        ],
    )


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
    audit_id = await _readable(work, subject)
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
    await propose_option(work, _audit_id(subject), await _option_columns(work, subject, values))


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
        found = await work.all(UnitProcess, audit_id=_audit_id(subject), code=values["unit_process"])
        if not found:
            raise NotFound(
                f"the process map has no unit process {values['unit_process']!r}",
                path=("unitProcess",),
                remedy="add it to the process map first",
            )
        columns["unit_process_id"] = found[0].id
    return columns


async def _readable(work: Work, subject: Subject) -> str:
    work.require(Permission.READ)
    return (await any_audit(work, _audit_id(subject))).id


def _audit_id(subject: Subject) -> str:
    if subject.audit_id is None:
        raise InvalidInput("which audit?", path=("input", "audit"), remedy="name the audit")
    return subject.audit_id


def _text(value: Value) -> str | None:
    return None if value is None else str(value)


AUDIT_SHEETS = (
    Sheet(
        "flows",
        texts("年度消耗与产排", "Yearly flows"),
        _FLOW,
        ("year", "kind", "substance"),
        _flows,
        _add_flow,
        _change_flow,
    ),
    Sheet(
        "measurements",
        texts("实测数据", "Measurements"),
        _MEASUREMENT,
        ("stream", "substance", "measured_on", "value", "unit", "scenario"),
        _measurements,
        _add_measurement,
        _change_measurement,
    ),
    Sheet("answers", texts("检查清单", "Checklist"), _ANSWER, ("item",), _answers, None, _answer),
    Sheet("options", texts("清洁生产方案", "Options"), _OPTION, ("code",), _options, _add_option, _change_option),
)
