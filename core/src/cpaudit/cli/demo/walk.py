"""Takes a golden audit through all phases of its method, as the people of a department would."""

from __future__ import annotations

from dataclasses import dataclass

from cpaudit.cli.demo.client import Client, DemoFailedError
from cpaudit.cli.demo.deciding import Decider
from cpaudit.cli.demo.progress import AuditProgress
from cpaudit.cli.demo.province import Department
from cpaudit.cli.demo.recording import Recorder
from cpaudit.permissions import Role
from cpaudit.phases import METHODS, Phase

GATE_QUERY = (
    """query($audit: ID!) { audit(id: $audit) { phases { key gate { status blockers { message remedy } } } } }"""
)


@dataclass(frozen=True, slots=True)
class GateSeen:
    """A gate as the API shows it."""

    status: str
    blockers: tuple[str, ...]


def start_audit(department: Department) -> str:
    """Start the audit of the department's enterprise as its auditor; gives the audit's id."""
    auditor, golden = department.as_(Role.AUDITOR), department.golden.audit
    given = {
        "enterprise": department.enterprise,
        "title": auditor.words(golden.title),
        "method": golden.method.value,
        "illustrative": True,
        "note": auditor.words(golden.case),
    }
    return auditor.tell("startAudit", "Audit", given).id


def walk(department: Department, audit: str, progress: AuditProgress) -> None:
    """Do the work of each phase and close it; before the work, closing it is refused.

    Raises:
        DemoFailedError: a gate let an unfinished phase pass, or keeps a finished one open.
    """
    auditor, golden = department.as_(Role.AUDITOR), department.golden
    recorder = Recorder(department.as_(Role.ENTERPRISE_STAFF), audit, golden.plugin, golden.audit)
    decider = Decider(recorder, department.as_(Role.EXPERT))
    for phase in METHODS[golden.audit.method].phases:
        name = auditor.words(phase.name)
        progress.working(name)
        refusal = auditor.complete_phase(audit, phase.key.value)
        if refusal is None:
            raise DemoFailedError(f"the phase {name} was closed before its work was done")
        progress.refused(name, refusal.blockers)
        for step in phase.steps:
            recorder.record(step.key)
            decider.decide(step.key)
        recorder.answer(phase.key)
        _close(auditor, audit, phase)
        progress.passed(name)


def gates_of(client: Client, audit: str) -> dict[str, GateSeen]:
    """The gates of an audit by the keys of their phases."""
    return {
        phase["key"]: GateSeen(
            phase["gate"]["status"],
            tuple(f"{each['message']} ({each['remedy']})" for each in phase["gate"]["blockers"]),
        )
        for phase in client.ask(GATE_QUERY, audit=audit)["audit"]["phases"]
    }


def _close(auditor: Client, audit: str, phase: Phase) -> None:
    gate = gates_of(auditor, audit)[phase.key.value]
    if gate.status != "READY":
        listing = "".join(f"\n  {blocker}" for blocker in gate.blockers)
        raise DemoFailedError(f"the gate of {phase.name['en']} is {gate.status} after its work was done:{listing}")
    refusal = auditor.complete_phase(audit, phase.key.value)
    if refusal is not None:
        raise DemoFailedError(f"{phase.name['en']} is not closed although its gate was ready: {refusal.blockers}")
