"""Money for options: sources with rules, applications decided both ways, drawn and used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cpaudit.cli.demo.client import DemoFailedError
from cpaudit.cli.demo.recording import as_read
from cpaudit.cli.province.auditing import Carried
from cpaudit.cli.province.programme import day
from cpaudit.cli.province.tenants import Office, Province
from cpaudit.permissions import Role
from cpaudit.text import LocalizedText

MOST = 6
"""Applications of one department."""

APPLIED, DECIDED, DRAWN, USED = (40, 30, 20, 10)
"""How many days ago."""

GRANTED_SHARE, USED_SHARE = Decimal("0.2"), Decimal("0.5")
OPTIONS = """query($audit: ID!) { audit(id: $audit) { options(first: 50) { nodes {
    id code state currency investment { amount } } } } }"""
TOTALS = "query($s: String) { fundingTotals(stage: $s) { source currency applications applied granted drawn used } }"
ECONOMICS = (
    "query($o: ID!) { option(id: $o) { fundedEconomics { before { npv { amount } } after { npv { amount } } } } }"
)
SUBSIDY = LocalizedText({"zh-CN": "环保补助资金（示例）", "en": "Environmental subsidy (illustrative)"})
EVIDENCE = LocalizedText(
    {"zh-CN": "示例：近三年经营亏损，减排量大", "en": "Illustrative: losses for three years, and a large benefit"}
)
REFUSED = LocalizedText({"zh-CN": "示例：困难未予证明", "en": "Illustrative: hardship was not shown"})
CONDITIONS = [
    {"fact": "SHOWN_HARDSHIP", "operator": "IS", "values": ["true"]},
    {"fact": "SHOWN_LARGE_BENEFIT", "operator": "IS", "values": ["true"]},
]


@dataclass(frozen=True, slots=True)
class Money:
    """What a department's source of money gave, as the product adds it up."""

    department: str
    currency: str
    applications: int
    granted: str
    drawn: str
    used: str
    refused: int


def fund(province: Province, carried: Sequence[Carried]) -> list[Money]:
    """Have every department decide on applications of its audits."""
    return [
        _fund(office, [each for each in carried if each.office is office and each.planned.concluded][:MOST])
        for office in province.departments.values()
    ]


def _fund(office: Office, carried: Sequence[Carried]) -> Money:
    auditor, expert, admin = (office.as_(role) for role in (Role.AUDITOR, Role.EXPERT, Role.TENANT_ADMIN))
    asked = []
    for each in carried:
        nodes = auditor.ask(OPTIONS, audit=each.audit)["audit"]["options"]["nodes"]
        asked += [option for option in nodes if option["state"] != "REJECTED" and _cost(option) > 0][:2]
    scheme = {
        "code": "SUBSIDY",
        "name": admin.words(SUBSIDY),
        "source": "ENVIRONMENTAL_SUBSIDY",
        "form": "GRANT",
        "currency": asked[0]["currency"],
        "conditions": CONDITIONS,
    }
    source = admin.tell("addFundingScheme", "FundingScheme", scheme).id
    refused, granted, drawn, used = 0, Decimal(), Decimal(), Decimal()
    for place, option in enumerate(asked):
        amount = round(_cost(option) * GRANTED_SHARE, 2)
        told = {"option": option["id"], "scheme": source, "amount": str(amount), "appliedOn": day(APPLIED).isoformat()}
        held = auditor.tell("applyForFunding", "FundingApplication", {**told, "stage": "S1"})
        # Every second one shows no hardship, so that it cannot be granted.
        shown = place % 2 == 0
        for fact, holds in (("HARDSHIP", shown), ("LARGE_BENEFIT", True)):
            given = {"application": held.id, "fact": fact, "holds": holds, "evidence": EVIDENCE["zh-CN"]}
            held = expert.tell("showFundingFact", "FundingApplication", given)
        decided = {**as_read(held), "decidedOn": day(DECIDED).isoformat()}
        if not shown:
            admin.refused("grantFunding", "InvalidInput", {**decided, "granted": str(amount)})
            reason = admin.words(REFUSED)
            admin.tell("refuseFunding", "FundingApplication", {**decided, "reason": reason})
            refused += 1
            continue
        admin.tell("grantFunding", "FundingApplication", {**decided, "granted": str(amount)})
        spent = round(amount * USED_SHARE, 2)
        for kind, sum_of, ago in (("DRAWDOWN", amount, DRAWN), ("USE", spent, USED)):
            move = {"application": held.id, "kind": kind, "amount": str(sum_of), "on": day(ago).isoformat()}
            admin.tell("recordFundingMovement", "FundingApplication", move)
        granted, drawn, used = granted + amount, drawn + amount, used + spent
        if auditor.ask(ECONOMICS, o=option["id"])["option"]["fundedEconomics"] is None:
            raise DemoFailedError(f"what the subsidy does to {option['code']} is not told")
    (total,) = auditor.ask(TOTALS, s="S1")["fundingTotals"]
    seen = {name: Decimal(total[name]) for name in ("granted", "drawn", "used")}
    if seen != {"granted": granted, "drawn": drawn, "used": used}:
        raise DemoFailedError(f"the funding of {office.code} adds up to {seen} and not to {granted}, {drawn}, {used}")
    return Money(office.code, total["currency"], total["applications"], str(granted), str(drawn), str(used), refused)


def _cost(option: dict[str, object]) -> Decimal:
    money = option["investment"]
    return Decimal(str(money["amount"])) if isinstance(money, dict) else Decimal()
