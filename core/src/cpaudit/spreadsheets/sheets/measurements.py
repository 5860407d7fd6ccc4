"""What was measured in the streams of the process map."""

from __future__ import annotations

from cpaudit.audits.models import Measurement, Scenario, Stream
from cpaudit.audits.services.process_map import MEASUREMENTS
from cpaudit.errors import NotFound
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

_FLOW_UNITS = ("t/h", "kg/h", "t/d", "kg/d", "m3/h", "m3/d", "Nm3/h", "kWh/d", "GJ/d", "mg/L", "mg/Nm3", "t/a")

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
    audit_id = await readable_audit(work, subject)
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
    await MEASUREMENTS.add(work, audit_id_of(subject), await _measurement_columns(work, subject, values))


async def _change_measurement(work: Work, subject: Subject, record: Record, values: Values) -> None:
    columns = await _measurement_columns(work, subject, values)
    await MEASUREMENTS.change(work, record.row_id, record.version, columns)


async def _measurement_columns(work: Work, subject: Subject, values: Values) -> dict[str, object]:
    found = await work.all(Stream, audit_id=audit_id_of(subject), code=values["stream"])
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


MEASURED = Sheet(
    "measurements",
    texts("实测数据", "Measurements"),
    _MEASUREMENT,
    ("stream", "substance", "measured_on", "value", "unit", "scenario"),
    _measurements,
    _add_measurement,
    _change_measurement,
)
