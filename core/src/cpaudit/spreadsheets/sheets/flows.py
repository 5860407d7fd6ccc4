"""What an enterprise takes in, makes and discharges in each year."""

from __future__ import annotations

from cpaudit.audits.models import AnnualFlow, FlowKind
from cpaudit.audits.services.survey import ANNUAL_FLOWS
from cpaudit.spreadsheets.layout import (
    CellKind,
    Column,
    Record,
    Sheet,
    Subject,
    Values,
    choices_of,
    texts,
)
from cpaudit.spreadsheets.sheets.amounts import amount_cells, amount_columns, amount_of
from cpaudit.spreadsheets.sheets.audited import audit_id_of, readable_audit
from cpaudit.work import Work

_YEARLY_UNITS = ("t/a", "kg/a", "m3/a", "万m3/a", "kWh/a", "万kWh/a", "GJ/a", "tce/a")

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
        for row in await work.all(AnnualFlow, audit_id=await readable_audit(work, subject))
    ]


async def _add_flow(work: Work, subject: Subject, values: Values) -> None:
    await ANNUAL_FLOWS.add(work, audit_id_of(subject), _flow_columns(values))


async def _change_flow(work: Work, subject: Subject, record: Record, values: Values) -> None:
    await ANNUAL_FLOWS.change(work, record.row_id, record.version, _flow_columns(values))


def _flow_columns(values: Values) -> dict[str, object]:
    return {
        "year": values["year"],
        "kind": FlowKind(str(values["kind"])),
        "substance": values["substance"],
        "amount": amount_of(values),
    }


FLOWS = Sheet(
    "flows",
    texts("年度消耗与产排", "Yearly flows"),
    _FLOW,
    ("year", "kind", "substance"),
    _flows,
    _add_flow,
    _change_flow,
)
