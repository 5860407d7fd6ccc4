"""What came of an audit: its gates, balances, emissions and options, read over the API and shown as a table."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cpaudit.cli.demo.client import Client

QUERY = """query($audit: ID!) { audit(id: $audit) {
    id title state enterprise { name }
    phases { key name gate { status } }
    balances { nodes { name closure { gapFraction withinTolerance } } }
    inventoryTotals { pollutant before { amount { value unit } } after { amount { value unit } } }
    options { nodes { code name state rejectReason currency
        investment { amount } annualSaving { amount } paybackMonths
        economics { paybackYears npv { amount } irr feasible } } } } }"""

CONCLUDED = "CONCLUDED"
PASSED = "PASSED"


@dataclass(frozen=True, slots=True)
class BalanceSeen:
    """A balance; the gap as a fraction of its inputs."""

    name: str
    gap: float | None
    within_tolerance: bool | None


@dataclass(frozen=True, slots=True)
class EmissionSeen:
    """The emissions of one pollutant; None where no line is known."""

    pollutant: str
    unit: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class OptionSeen:
    """An option; N in years, 0 where it pays at once and None where it never does; IRR as a fraction."""

    code: str
    name: str
    state: str
    currency: str
    investment: float | None
    annual_saving: float | None
    payback_months: float | None
    n: float | None
    npv: float | None
    irr: float | None
    feasible: bool | None


@dataclass(frozen=True, slots=True)
class AuditSummary:
    """What came of an audit."""

    audit: str
    title: str
    enterprise: str
    plugin: str
    state: str
    phases: list[dict[str, str]]
    balances: list[BalanceSeen]
    emissions: list[EmissionSeen]
    options: list[OptionSeen]

    @property
    def concluded(self) -> bool:
        """Whether the audit reached its end with every gate passed."""
        return self.state == CONCLUDED and self.passed == len(self.phases)

    @property
    def passed(self) -> int:
        """How many gates are passed now; one that is stale is not."""
        return sum(phase["gate"] == PASSED for phase in self.phases)

    def as_json(self) -> dict[str, Any]:
        """The summary as plain JSON."""
        return asdict(self)


def read_summary(client: Client, plugin: str, audit: str) -> AuditSummary:
    """Read what came of an audit, as somebody who may only look."""
    seen = client.ask(QUERY, audit=audit)["audit"]
    return AuditSummary(
        audit=seen["id"],
        title=seen["title"],
        enterprise=seen["enterprise"]["name"],
        plugin=plugin,
        state=seen["state"],
        phases=[{"key": p["key"], "name": p["name"], "gate": p["gate"]["status"]} for p in seen["phases"]],
        balances=[
            BalanceSeen(b["name"], b["closure"]["gapFraction"], b["closure"]["withinTolerance"])
            for b in seen["balances"]["nodes"]
        ],
        emissions=[_emission(total) for total in seen["inventoryTotals"]],
        options=[_option(option) for option in seen["options"]["nodes"]],
    )


def show(console: Console, summary: AuditSummary) -> None:
    """Write an audit's table."""
    table = Table(title=f"{summary.title} · {summary.enterprise}", title_justify="left", show_header=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    last = summary.phases[-1]["name"] if summary.concluded else _open_phase(summary)
    table.add_row("Phase", Text(f"{last} ({summary.state})"))
    table.add_row("Gates passed", Text(f"{summary.passed} of {len(summary.phases)}"))
    for balance in summary.balances:
        gap = "unknown" if balance.gap is None else f"{balance.gap:.2%}"
        table.add_row("Balance gap", Text(f"{gap}  {balance.name}"))
    for emission in summary.emissions:
        change = f"{_number(emission.before)} → {_number(emission.after)} {emission.unit}"
        table.add_row("Emissions", Text(f"{emission.pollutant}: {change}"))
    console.print(table)
    console.print(_options_table(summary))


def _options_table(summary: AuditSummary) -> Table:
    table = Table(title_justify="left")
    for heading, justify in (
        ("Option", "left"),
        ("Name", "left"),
        ("State", "left"),
        ("I", "right"),
        ("P per year", "right"),
        ("N (a)", "right"),
        ("NPV", "right"),
        ("IRR", "right"),
        ("Pays", "left"),
    ):
        table.add_column(heading, justify="right" if justify == "right" else "left", overflow="fold")
    for option in summary.options:
        table.add_row(
            option.code,
            Text(option.name),
            option.state,
            f"{_number(option.investment)} {option.currency}",
            _number(option.annual_saving),
            _payback(option.n),
            _number(option.npv),
            "none" if option.irr is None else f"{option.irr:.2%}",
            {True: "yes", False: "no", None: "unknown"}[option.feasible],
        )
    return table


def _open_phase(summary: AuditSummary) -> str:
    return next((phase["name"] for phase in summary.phases if phase["gate"] != PASSED), "")


def _emission(total: Any) -> EmissionSeen:
    before, after = (None if total[when] is None else total[when]["amount"] for when in ("before", "after"))
    known = before or after or {"unit": ""}
    return EmissionSeen(
        total["pollutant"],
        known["unit"],
        None if before is None else before["value"],
        None if after is None else after["value"],
    )


def _option(option: Any) -> OptionSeen:
    economics = option["economics"] or {"paybackYears": None, "npv": None, "irr": None, "feasible": None}
    return OptionSeen(
        code=option["code"],
        name=option["name"],
        state=option["state"],
        currency=option["currency"],
        investment=_amount(option["investment"]),
        annual_saving=_amount(option["annualSaving"]),
        payback_months=option["paybackMonths"],
        n=economics["paybackYears"],
        npv=_amount(economics["npv"]),
        irr=economics["irr"],
        feasible=economics["feasible"],
    )


def _amount(money: Any) -> float | None:
    return None if money is None else float(money["amount"])


def _number(value: float | None) -> str:
    return "unknown" if value is None else f"{value:,.6g}" if abs(value) < 1000 else f"{value:,.0f}"


def _payback(years: float | None) -> str:
    return "never" if years is None else "at once" if years == 0 else f"{years:.2f}"
