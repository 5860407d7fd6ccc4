"""What came of the province: a table for people, ``summary.json`` for programs, ``roles.md`` for who sees what."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cpaudit.cli.province.dashboards import Held
from cpaudit.cli.province.documents import Document
from cpaudit.cli.province.handing import Chain
from cpaudit.cli.province.money import Money
from cpaudit.cli.province.people import People
from cpaudit.cli.province.plan import PHASES, Planned
from cpaudit.cli.province.reconciling import Reconciled
from cpaudit.cli.province.registering import CellRefused
from cpaudit.cli.province.selecting import Selected
from cpaudit.cli.province.sights import Sight
from cpaudit.programmes.models import StageKind

SUMMARY_FILE = "summary.json"
ROLES_FILE = "roles.md"


@dataclass
class Outcome:
    """Everything that is told of a run.

    Attributes:
        overdue: overdue phases by the office that runs the audits.
        steps: seconds by step.
    """

    enterprises: int
    departments: int
    cities: int
    planned: Sequence[Planned]
    refused_cells: list[CellRefused] = field(default_factory=list)
    selected: list[Selected] = field(default_factory=list)
    people: People | None = None
    money: list[Money] = field(default_factory=list)
    limits: Mapping[str, Counter[str]] = field(default_factory=dict)
    overdue: Mapping[str, int] = field(default_factory=dict)
    chain: Chain | None = None
    reconciled: list[Reconciled] = field(default_factory=list)
    dashboards: list[Held] = field(default_factory=list)
    sights: list[Sight] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    steps: dict[str, float] = field(default_factory=dict)

    @property
    def faults(self) -> list[str]:
        """Everything that does not add up, or is not seen as it should be."""
        faults = [f"{each.report}: {fault}" for each in self.reconciled for fault in each.faults]
        faults += [f"{each.dashboard} of {each.of}: {fault}" for each in self.dashboards for fault in each.faults]
        return faults + [
            f"{each.office} {each.role}: {each.what} is {each.seen} and not {each.expected}"
            for each in self.sights
            if not each.right
        ]

    def funnel(self) -> dict[str, dict[str, int]]:
        """By stage, how many enterprises have closed how many phases; those that have not started apart."""
        found: dict[str, dict[str, int]] = {}
        for stage in StageKind:
            counted = Counter(each.phases for each in self.planned if each.stage is stage)
            names = {None: "not started", PHASES: "concluded"}
            order = [None, *range(PHASES + 1)]
            found[stage.value] = {
                names.get(each, f"{each} of {PHASES}"): counted[each] for each in order if counted[each]
            }
        return found

    def as_json(self) -> dict[str, Any]:
        """The whole as plain JSON; the parts that depend on the moment of the run stand under ``run``."""
        chain = self.chain
        return {
            "enterprises": self.enterprises,
            "departments": self.departments,
            "cities": self.cities,
            "funnel": self.funnel(),
            "overdue": dict(self.overdue),
            "refusedCells": [asdict(each) for each in self.refused_cells],
            "selections": [asdict(each) for each in self.selected],
            "people": None if self.people is None else asdict(self.people),
            "money": [asdict(each) for each in self.money],
            "limits": {when: dict(sorted(counted.items())) for when, counted in self.limits.items()},
            "sectors": []
            if chain is None
            else [
                {
                    "department": each.office.code,
                    "submitted": each.submitted,
                    "accepted": each.accepted,
                    "returned": each.returned,
                    "withdrawn": each.withdrawn,
                    "reviews": dict(sorted(each.decisions.items())),
                    "commendations": {"listed": each.listed[0], "commended": each.listed[1]},
                }
                for each in chain.sectors
            ],
            "commendations": None if chain is None else {"listed": chain.listed[0], "commended": chain.listed[1]},
            "dashboards": [
                {"dashboard": each.dashboard, "of": each.of, "figures": each.figures, "same": not each.faults}
                for each in self.dashboards
            ],
            "reports": [_report(each) for each in self.reconciled],
            "roles": {"checked": len(self.sights), "wrong": sum(not each.right for each in self.sights)},
            "faults": self.faults,
            "run": {
                "seconds": {step: round(taken, 1) for step, taken in self.steps.items()},
                "hashes": {each.report: each.hash for each in self.reconciled},
                "documents": [asdict(each) for each in self.documents],
            },
        }


def _report(reconciled: Reconciled) -> dict[str, Any]:
    return {
        "title": reconciled.report,
        "owner": reconciled.owner,
        "packets": reconciled.packets,
        "notCounted": reconciled.not_counted,
        "reconciles": not reconciled.faults,
        "figures": [
            {
                "kind": each.kind,
                "subject": each.subject,
                "unit": each.unit,
                "value": each.value,
                "sumOfPackets": each.again,
                "complete": each.complete,
                "packets": len(each.of),
            }
            for each in reconciled.sums
        ],
    }


def write(outcome: Outcome, folder: Path) -> list[Path]:
    """Write the summary and the roles; gives the files."""
    summary, roles = folder / SUMMARY_FILE, folder / ROLES_FILE
    summary.write_text(json.dumps(outcome.as_json(), ensure_ascii=False, indent=2), "utf-8")
    roles.write_text(_roles(outcome.sights), "utf-8")
    return [summary, roles]


def _roles(sights: Sequence[Sight]) -> str:
    wrong = sum(not each.right for each in sights)
    lines = [
        "# Who sees what",
        "",
        f"Everybody signed in over GraphQL and looked: {len(sights)} checks, {wrong} of them wrong.",
        "",
        "| tenant | role | what | expected | seen | |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for each in sights:
        cells = (each.office, each.role, each.what, each.expected, each.seen, "" if each.right else "WRONG")
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def show(console: Console, outcome: Outcome) -> None:
    """Write the table of the chain."""
    chain = outcome.chain
    if chain is None:
        return
    stages = Table(title="Enterprises by stage and phases closed", title_justify="left")
    for heading in ("Stage", "Enterprises", "Phases closed"):
        stages.add_column(heading, overflow="fold")
    for stage, counted in outcome.funnel().items():
        told = ", ".join(f"{name}: {count}" for name, count in counted.items())
        stages.add_row(stage, str(sum(counted.values())), told)
    console.print(stages)
    table = Table(title="The chain", title_justify="left")
    for heading in ("Department", "Submitted", "Withdrawn", "Returned", "Accepted", "Reviews", "Commended"):
        table.add_column(heading, overflow="fold")
    for each in chain.sectors:
        reviews = ", ".join(f"{name} {count}" for name, count in sorted(each.decisions.items()))
        counts = (each.submitted, each.withdrawn, each.returned, each.accepted)
        commended = f"{each.listed[1]} of {each.listed[0]}"
        table.add_row(each.office.code, *(str(count) for count in counts), reviews, commended)
    console.print(table)
    sums = Table(title="Reports against their packets", title_justify="left")
    for heading in ("Report", "Of", "Packets", "Figures", "The same to the last digit"):
        sums.add_column(heading, overflow="fold")
    for found in outcome.reconciled:
        same = sum(each.same for each in found.sums)
        verdict = "all" if same == len(found.sums) and not found.faults else f"{same}, FAULTS"
        sums.add_row(Text(found.report), found.owner, str(found.packets), str(len(found.sums)), verdict)
    for held in outcome.dashboards:
        verdict = f"{len(held.faults)} FAULTS" if held.faults else "all"
        sums.add_row(Text(f"{held.dashboard} dashboard"), held.of, "", str(held.figures), verdict)
    console.print(sums)
