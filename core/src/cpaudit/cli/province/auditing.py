"""The audits: each as far as its enterprise gets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from queue import SimpleQueue

import httpx

from cpaudit.cli.demo.client import DemoFailedError
from cpaudit.cli.demo.deciding import Decider
from cpaudit.cli.demo.golden import PluginAudit
from cpaudit.cli.demo.province import add_departments_and_records
from cpaudit.cli.demo.recording import Recorder
from cpaudit.cli.province.plan import Planned
from cpaudit.cli.province.programme import Programme
from cpaudit.cli.province.tenants import Office, Province
from cpaudit.cli.province.varying import vary
from cpaudit.permissions import Role
from cpaudit.phases import METHODS
from cpaudit.text import LocalizedText

CLIENTS = 6
"""Audits that are carried on at once."""

PHASES_AGAIN = 2
"""Phases of the second round: what the first one did is carried over into it."""

SECOND_ROUND = LocalizedText({"zh-CN": "第二轮审核（示例）", "en": "Second round (illustrative)"})


@dataclass(frozen=True, slots=True)
class Carried:
    """An audit that was started."""

    planned: Planned
    office: Office
    audit: str


def carry_on(
    province: Province, programmes: dict[str, Programme], planned: Sequence[Planned], done: Callable[[], None]
) -> list[Carried]:
    """Start the audits of these enterprises and carry them as far as they get, several at once.

    Raises:
        DemoFailedError: the server did not do what was asked of it.
    """

    started = [each for each in planned if each.phases is not None]
    pool = ThreadPoolExecutor(CLIENTS)
    with ExitStack() as stack:
        # Connections are not shared by threads: one that closes an idle connection would take it from another.
        lines: SimpleQueue[httpx.Client] = SimpleQueue()
        for _ in range(CLIENTS):
            lines.put(stack.enter_context(httpx.Client(base_url=province.root.http.base_url)))

        def one(each: Planned) -> Carried:
            line = lines.get()
            try:
                audit = _carry(province.owner(each).over(line), province, programmes, each)
            finally:
                lines.put(line)
            done()
            return Carried(each, province.owner(each), audit)

        try:
            return list(pool.map(one, started))
        finally:
            # Where one fails, those that have not begun are not worth the wait.
            pool.shutdown(cancel_futures=True)


def _carry(office: Office, province: Province, programmes: dict[str, Programme], planned: Planned) -> str:
    """Carry the audit of one enterprise as far as it gets; gives its id."""
    auditor, enterprise = office.as_(Role.AUDITOR), office.enterprises[planned.code]
    golden = PluginAudit(planned.plugin, vary(province.goldens[planned.plugin].audit, planned))
    if planned.phases:
        add_departments_and_records(auditor, enterprise, golden)
    given = {
        "stage": programmes[office.code].stages[planned.stage],
        "enterprise": enterprise,
        "title": auditor.words(golden.audit.title),
        "illustrative": True,
        "note": auditor.words(golden.audit.case),
    }
    audit = auditor.tell("startStageAudit", "Audit", given).id
    close_phases(office, audit, golden, planned.phases or 0)
    return audit


def close_phases(office: Office, audit: str, golden: PluginAudit, phases: int) -> None:
    """Do the work of so many phases and close them.

    Raises:
        DemoFailedError: a gate keeps a finished phase open.
    """
    auditor = office.as_(Role.AUDITOR)
    recorder = Recorder(auditor, audit, golden.plugin, golden.audit)
    decider = Decider(recorder, office.as_(Role.EXPERT))
    for phase in METHODS[golden.audit.method].phases[:phases]:
        for step in phase.steps:
            recorder.record(step.key)
            decider.decide(step.key)
        recorder.answer(phase.key)
        refusal = auditor.complete_phase(audit, phase.key.value)
        if refusal is not None:
            raise DemoFailedError(f"{golden.audit.title['en']}: {phase.name['en']} is not closed: {refusal.blockers}")


def second_round(province: Province, carried: Sequence[Carried]) -> str:
    """Start the next round of the first concluded audit and close its first phases; gives its id."""
    first = next(each for each in carried if each.planned.concluded)
    auditor, golden = first.office.as_(Role.AUDITOR), province.goldens[first.planned.plugin]
    varied = PluginAudit(first.planned.plugin, vary(golden.audit, first.planned))
    title = auditor.words(SECOND_ROUND)
    audit = auditor.tell("startNextRound", "Audit", {"audit": first.audit, "title": title}).id
    close_phases(first.office, audit, varied, PHASES_AGAIN)
    return audit
