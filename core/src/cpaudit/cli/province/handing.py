"""Up the chain: audits to departments, sector reports to the leading group, the programme's summary; and exports."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from cpaudit.cli.demo.client import Client, DemoFailedError, Held
from cpaudit.cli.demo.recording import as_read
from cpaudit.cli.province.auditing import Carried
from cpaudit.cli.province.plan import Trait
from cpaudit.cli.province.tenants import Office, Province
from cpaudit.permissions import Role
from cpaudit.text import LocalizedText

PASSES = Decimal(60)
"""Score of a review from which on an audit passes, in the demonstration."""

FINDINGS = {
    Trait.UNMEASURED: "BALANCE_UNMEASURED",
    Trait.COPIED: "ANSWERS_COPIED",
    Trait.ALL_YES: "CHECKLIST_ALL_YES",
    Trait.NO_PRODUCTION: "TEAM_WITHOUT_PRODUCTION",
}
"""What a review has to find in an audit that was made so."""

CRITERIA = [
    {
        "measure": measure,
        "atLeast": least,
        "name": {"translations": [{"lang": "zh-CN", "text": zh}, {"lang": "en", "text": en}]},
    }
    for measure, least, zh, en in (
        ("QUALITY_SCORE", "85", "质量审查得分", "score of the quality review"),
        ("EFFECTIVE_SHARE", "0.8", "已实施方案的有效比例", "share of options carried out that are effective"),
        ("LARGEST_REDUCTION", "0.05", "减排最多的污染物的削减率", "reduction of the pollutant that fell most"),
        ("SMALLEST_REDUCTION", "0", "没有污染物增加", "no pollutant rose"),
    )
]
"""On what the demonstration commends: illustrative, as the list itself says."""

WAITING = """query($after: String) { receivedSubmissions(
    filter: { state: SUBMITTED, receivedAs: ADDRESSEE }, first: 100, after: $after, orderBy: RECEIVED_AT_ASC
    ) { pageInfo { hasNextPage endCursor } nodes {
    id version kind title packet { id chain contentHash enterprise { code } } } } }"""
RECEIVED = "query($id: ID!) { receivedSubmission(id: $id) { version state } }"
ENTRIES = """query($id: ID!) { commendationList(id: $id) { version entries(first: 1000) { totalCount nodes {
    id version commended enterprise } } } }"""

NOTE = LocalizedText({"zh-CN": "示例：已按意见更正", "en": "Illustrative: corrected as asked"})
WITHDRAWN = LocalizedText({"zh-CN": "示例：数据有误，撤回更正", "en": "Illustrative: a figure was wrong"})
REASON = LocalizedText({"zh-CN": "示例：按审查发现决定", "en": "Illustrative: by what the review found"})
RETURNED = LocalizedText({"zh-CN": "示例：请按审查意见补充", "en": "Illustrative: put right what the review found"})
PURPOSE = LocalizedText({"zh-CN": "示例：年度统计", "en": "Illustrative: yearly statistics"})
QUICK = LocalizedText({"zh-CN": "示例：模拟运行以秒计", "en": "Illustrative: the simulation takes seconds"})
LEFT_OUT = LocalizedText({"zh-CN": "示例：名额有限", "en": "Illustrative: few can be commended"})
NOBODY = LocalizedText({"zh-CN": "示例：无人达到标准", "en": "Illustrative: nobody meets the criteria"})
SECTOR_REPORT = LocalizedText({"zh-CN": "行业清洁生产审核汇总报告（示例）", "en": "Sector report (illustrative)"})
SUMMARY = LocalizedText({"zh-CN": "全省清洁生产审核总结（示例）", "en": "Summary of the programme (illustrative)"})
COMMENDED = LocalizedText({"zh-CN": "先进企业表彰名单（示例）", "en": "Commended enterprises (illustrative)"})


@dataclass
class Sector:
    """What a department received and made of it.

    Attributes:
        decisions: of its quality reviews.
        report: id of the submission of its sector report.
        commendations: id of its list.
        listed: how many audits stand in it, and how many are commended.
    """

    office: Office
    submitted: int = 0
    accepted: int = 0
    returned: int = 0
    withdrawn: int = 0
    decisions: Counter[str] = field(default_factory=Counter)
    report: str = ""
    commendations: str = ""
    listed: tuple[int, int] = (0, 0)


@dataclass
class Chain:
    """Everything that was handed over.

    Attributes:
        versions: how often the audit of an enterprise was handed over, by its code.
        summary: id of the programme summary's submission.
        exports: the files of a packet that was exported on a grant, by their formats.
    """

    sectors: list[Sector]
    versions: Counter[str] = field(default_factory=Counter)
    summary: str = ""
    commendations: str = ""
    listed: tuple[int, int] = (0, 0)
    exports: dict[str, bytes] = field(default_factory=dict)


def submit(province: Province, carried: Sequence[Carried], done: Callable[[], None]) -> Chain:
    """Hand all concluded audits over, have them reviewed and decided, and sum them up."""
    chain = Chain([Sector(office) for office in province.departments.values()])
    sectors = dict(zip(province.departments, chain.sectors, strict=True))
    for office in [*province.departments.values(), province.lead]:
        admin = office.as_(Role.TENANT_ADMIN)
        weights = {"expectedVersion": 0, "reason": admin.words(QUICK)}
        weights["thresholds"] = [{"key": "phase_minutes", "value": "0"}]
        admin.send("setReviewWeights", "ReviewWeights", "version", weights)
    concluded = [each for each in carried if each.planned.concluded]
    withdrawn = {each.planned.plugin: each for each in reversed(concluded)}
    for each in concluded:
        sector = sectors[each.planned.plugin]
        held = _hand_over(province, chain, each)
        if withdrawn[each.planned.plugin] is each:
            client = _submitter(each)
            client.tell("withdrawSubmission", "Submission", {**as_read(held), "reason": client.words(WITHDRAWN)})
            _hand_over(province, chain, each, note=client.words(NOTE))
            sector.withdrawn += 1
        sector.submitted += 1
        done()
    by_code = {each.planned.code: each for each in concluded}
    for sector in chain.sectors:
        _decide_all(province, chain, sector, by_code, done)
        _sum_up(province, sector)
    return chain


def _submitter(carried: Carried) -> Client:
    """Staff of the enterprise where somebody of it is a member, else the auditor."""
    staff = carried.office.staff.get(carried.planned.code)
    return carried.office.as_(Role.AUDITOR) if staff is None else staff.client


def _hand_over(province: Province, chain: Chain, carried: Carried, note: str = "") -> Held:
    chain.versions[carried.planned.code] += 1
    department = province.departments[carried.planned.plugin]
    copies = [each.code for each in informed(province, carried)]
    given = {"audit": carried.audit, "department": department.code, "copies": copies, "note": note}
    return _submitter(carried).tell("submitAudit", "Submission", given)


def informed(province: Province, carried: Carried) -> list[Office]:
    """Who gets a copy of an audit: the city, where it is not its own, and the county below the first city."""
    city = carried.planned.city
    offices = [] if carried.office is province.cities[city] else [province.cities[city]]
    return [*offices, province.county] if city == next(iter(province.cities)) else offices


def waiting(client: Client) -> list[dict[str, Any]]:
    """Everything that a tenant has to decide."""
    return client.all_of(WAITING, "receivedSubmissions")


def _decide_all(
    province: Province, chain: Chain, sector: Sector, by_code: dict[str, Carried], done: Callable[[], None]
) -> None:
    auditor = sector.office.as_(Role.AUDITOR)
    for node in waiting(auditor):
        carried = by_code[node["packet"]["enterprise"]["code"]]
        decision = _review(sector, node["id"], carried)
        if decision != "PASSED" and sector.returned == 0:
            _return(province, chain, sector, node, carried)
            (node,) = [each for each in waiting(auditor) if each["packet"]["chain"] == node["packet"]["chain"]]
            _review(sector, node["id"], carried)
        _accept(auditor, node["id"])
        sector.accepted += 1
        done()


def _review(sector: Sector, received: str, carried: Carried) -> str:
    """Review a packet and decide by its score; gives the decision."""
    expert = sector.office.as_(Role.EXPERT)
    fields = "id version score findings { code }"
    told = expert.send("reviewQuality", "QualityReview", fields, {"submission": received})
    found = {each["code"] for each in told["findings"]}
    wanted = FINDINGS.get(carried.planned.trait)
    if wanted is not None and wanted not in found:
        raise DemoFailedError(f"the review of {carried.planned.code} has found {found} and not {wanted}")
    decision = "PASSED" if Decimal(told["score"]) >= PASSES and wanted is None else "NEEDS_WORK"
    held = Held(told["id"], told["version"])
    decided = {**as_read(held), "decision": decision, "reason": expert.words(REASON)}
    expert.tell("decideQualityReview", "QualityReview", decided)
    sector.decisions[decision] += 1
    return decision


def _return(province: Province, chain: Chain, sector: Sector, node: dict[str, Any], carried: Carried) -> None:
    """Send a packet back with findings; its enterprise corrects it and hands it over again."""
    auditor = sector.office.as_(Role.AUDITOR)
    findings = [{"path": "quality", "message": auditor.words(RETURNED)}]
    given = {**as_read(_as_received(auditor, node["id"])), "reason": auditor.words(RETURNED), "findings": findings}
    auditor.tell("returnSubmission", "ReceivedSubmission", given)
    _hand_over(province, chain, carried, note=auditor.words(NOTE))
    sector.returned += 1


def _as_received(client: Client, received: str) -> Held:
    return Held(received, int(client.ask(RECEIVED, id=received)["receivedSubmission"]["version"]))


def _accept(client: Client, received: str) -> None:
    client.tell("acceptSubmission", "ReceivedSubmission", as_read(_as_received(client, received)))


def _sum_up(province: Province, sector: Sector) -> None:
    """The sector report and the commendation list of a department."""
    auditor = sector.office.as_(Role.AUDITOR)
    title = f"{auditor.words(sector.office.name)}：{auditor.words(SECTOR_REPORT)}"
    sector.report = auditor.tell("submitSectorReport", "Submission", {"title": title}).id
    sector.commendations, sector.listed = commend(sector.office)


def commend(office: Office) -> tuple[str, tuple[int, int]]:
    """Compose and approve a list; where several are commended one is left out with a reason, where nobody is it goes.

    Gives its id, and how many stand in it and are commended.
    """
    admin = office.as_(Role.TENANT_ADMIN)
    given = {"title": admin.words(COMMENDED), "criteria": CRITERIA}
    made = admin.tell("composeCommendations", "CommendationList", given)
    entries = _entries(admin, made.id)["entries"]
    commended = [each for each in entries["nodes"] if each["commended"]]
    if not commended:
        discarded = {**as_read(made), "reason": admin.words(NOBODY)}
        admin.tell("discardCommendations", "CommendationList", discarded)
        return made.id, (entries["totalCount"], 0)
    if len(commended) > 1:
        last = Held(commended[-1]["id"], commended[-1]["version"])
        left_out = {**as_read(last), "reason": admin.words(LEFT_OUT)}
        admin.tell("leaveOutOfCommendations", "CommendationList", left_out)
    version = int(_entries(admin, made.id)["version"])
    approved = {"id": made.id, "expectedVersion": version, "reason": admin.words(REASON)}
    admin.tell("approveCommendations", "CommendationList", approved)
    entries = _entries(admin, made.id)["entries"]
    return made.id, (entries["totalCount"], sum(each["commended"] for each in entries["nodes"]))


def _entries(client: Client, made: str) -> Any:
    return client.ask(ENTRIES, id=made)["commendationList"]


def summarise(province: Province, chain: Chain) -> None:
    """The leading group accepts the sector reports, sums up the programme, commends, and takes an export away."""
    lead = province.lead
    auditor = lead.as_(Role.AUDITOR)
    reports = waiting(auditor)
    if len(reports) != len(chain.sectors):
        raise DemoFailedError(f"the leading group was handed {len(reports)} sector reports of {len(chain.sectors)}")
    for node in reports:
        _accept(auditor, node["id"])
    chain.summary = auditor.tell("submitProgrammeSummary", "Submission", {"title": auditor.words(SUMMARY)}).id
    chain.commendations, chain.listed = commend(lead)
    chain.exports = _export(province, chain.sectors[0].office, reports)


def _export(province: Province, owner: Office, reports: Sequence[dict[str, Any]]) -> dict[str, bytes]:
    """Export a sector report: refused without a grant, done with one, and the file is what was hashed."""
    admin, auditor = owner.as_(Role.TENANT_ADMIN), province.lead.as_(Role.AUDITOR)
    mine = "{ packets(filter: { kind: SECTOR_REPORT }, first: 1) { nodes { contentHash } } }"
    wanted = admin.ask(mine)["packets"]["nodes"][0]["contentHash"]
    packet = next(each["packet"] for each in reports if each["packet"]["contentHash"] == wanted)
    asked = {"packet": packet["id"], "format": "JSON"}
    auditor.refused("exportPacket", "Denied", asked)
    until = (datetime.now(UTC) + timedelta(days=30)).isoformat()
    grant = {"to": province.lead.code, "purpose": admin.words(PURPOSE), "expiresAt": until, "kind": "SECTOR_REPORT"}
    admin.tell("grantExport", "ExportGrant", grant)
    files = {}
    for kind in ("JSON", "CSV"):
        path = auditor.send("exportPacket", "PacketExport", "downloadPath", {**asked, "format": kind})["downloadPath"]
        files[kind] = auditor.download(path)
    if hashlib.sha256(files["JSON"]).hexdigest() != wanted:
        raise DemoFailedError(f"the exported file is not the packet {wanted}")
    return files
