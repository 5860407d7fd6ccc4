"""A section of the report: how many streams were measured."""

from cpaudit import AuditView, LocalizedText, ReportSection, ReportTable, hookimpl


@hookimpl
def cpaudit_report_sections(audit: AuditView) -> tuple[ReportSection, ...]:
    """One section with one table; none for an audit without streams."""
    if not audit.streams:
        return ()
    measured = {each.stream for each in audit.measurements}
    table = ReportTable(
        caption=LocalizedText({"zh-CN": "物流实测情况", "en": "Streams and whether they were measured"}),
        columns=(LocalizedText({"zh-CN": "物流", "en": "Stream"}), LocalizedText({"zh-CN": "实测", "en": "Measured"})),
        rows=tuple(
            (
                stream.name,
                LocalizedText({"zh-CN": "是", "en": "yes"} if stream.id in measured else {"zh-CN": "否", "en": "no"}),
            )
            for stream in audit.streams
        ),
    )
    return (ReportSection(heading=LocalizedText({"zh-CN": "物流", "en": "Streams"}), parts=(table,)),)
