"""What the enterprise's staff record in phases 1 to 4 and in the last, step by step."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from cpaudit.audits.models import Scenario, StatementKind
from cpaudit.cli.demo.client import Client, Held
from cpaudit.cli.demo.golden import GoldenAudit
from cpaudit.cli.demo.golden.basis import Record
from cpaudit.cli.demo.golden.findings import Rating
from cpaudit.contributions import SHARED_PACK, ContentKind
from cpaudit.phases import PhaseKey, StepKey

MAP_QUERY = """query($audit: ID!) { audit(id: $audit) {
    unitProcesses(first: 200) { nodes { id code } } streams(first: 200) { nodes { id code } } } }"""

ITEM_QUERY = "query($ref: ID!) { library { item(ref: $ref) { ref } } }"


@dataclass
class Recorder:
    """Writes a golden audit's findings into a running audit.

    Attributes:
        client: of the enterprise's staff.
        audit: the running audit.
        pack: the plugin's pack, from which template, factors and checklist items come.
        units: unit processes by code, once there is a process map.
    """

    client: Client
    audit: str
    pack: str
    golden: GoldenAudit
    units: dict[str, str] = field(default_factory=dict)
    _streams: dict[str, str] = field(default_factory=dict)
    _measurements: dict[str, str] = field(default_factory=dict)
    _targets: list[Held] = field(default_factory=list)
    _files: dict[str, str] = field(default_factory=dict)

    def reference(self, kind: ContentKind, code: str) -> str:
        """Reference of the item that a code means: of the plugin's pack, else of the shared one."""
        own = f"{self.pack}:{kind}:{code}"
        found = self.client.ask(ITEM_QUERY, ref=own)["library"]["item"]
        return own if found is not None else f"{SHARED_PACK}:{kind}:{code}"

    def record(self, step: StepKey) -> None:
        """Do what the step asks for, as far as it is for the enterprise's staff."""
        steps: dict[StepKey, Callable[[], None]] = {
            StepKey.COMMITMENT: partial(self._statement, StatementKind.COMMITMENT),
            StepKey.TEAM: self._team,
            StepKey.WORK_PLAN: self._plan,
            StepKey.TRAINING: self._trainings,
            StepKey.OBSTACLES: self._obstacles,
            StepKey.SITE_SURVEY: self._sources,
            StepKey.INPUT_OUTPUT_PROFILE: self._profile,
            StepKey.COMPLIANCE: partial(self._statement, StatementKind.COMPLIANCE),
            StepKey.BENCHMARK: partial(self._scenario, Scenario.BEFORE),
            StepKey.AUDIT_FOCUS: self._focus,
            StepKey.TARGETS: self._add_targets,
            StepKey.PROCESS_FLOW: self._process_map,
            StepKey.MEASUREMENT: self._measure,
            StepKey.BALANCES: self._balances,
            StepKey.CAUSES: self._causes,
            StepKey.INTERIM_REPORT: partial(self._statement, StatementKind.INTERIM_REPORT),
            StepKey.RESULTS: self._results,
            StepKey.RATING_AFTER: partial(self._scenario, Scenario.AFTER),
            StepKey.AUDIT_REPORT: partial(self._statement, StatementKind.AUDIT_REPORT),
            StepKey.NEXT_ROUND_PLAN: partial(self._statement, StatementKind.NEXT_ROUND_PLAN),
        }
        if step in steps:
            steps[step]()

    def answer(self, phase: PhaseKey) -> None:
        """Answer the checklist items of a phase, each with the evidence it names."""
        answers = []
        for code, answer in self.golden.answers.by_phase.get(phase, {}).items():
            given = {"item": f"{self.pack}:checklist_item:{code}", **answer.fields_in(self.client.language)}
            if answer.evidence is not None:
                given["evidence"] = [self._file(answer.evidence)]
            answers.append(given)
        if answers:
            self.client.tell("answerChecklistItems", "Audit", {"audit": self.audit, "answers": answers})

    def _add(self, mutation: str, answer: str, record: Record, extra: Mapping[str, object] | None = None) -> Held:
        given = {"audit": self.audit, **record.fields_in(self.client.language), **(extra or {})}
        return self.client.tell(mutation, answer, given)

    def _statement(self, kind: StatementKind) -> None:
        if (statement := self.golden.statements.get(kind)) is not None:
            self._add("recordStatement", "Statement", statement, {"kind": kind.value})

    def _team(self) -> None:
        for member in self.golden.preparation.team:
            self._add("addTeamMember", "TeamMember", member)

    def _plan(self) -> None:
        for task in self.golden.preparation.plan_tasks:
            self._add("addPlanTask", "PlanTask", task)

    def _trainings(self) -> None:
        for training in self.golden.preparation.trainings:
            self._add("addTraining", "Training", training)

    def _obstacles(self) -> None:
        for obstacle in self.golden.preparation.obstacles:
            self._add("addObstacle", "Obstacle", obstacle)

    def _sources(self) -> None:
        for source in self.golden.pollution_sources:
            self._add("addPollutionSource", "PollutionSource", source)

    def _profile(self) -> None:
        for flow in self.golden.annual_flows:
            for year, amount in flow.by_year.items():
                self._add("recordAnnualFlow", "AnnualFlow", flow, {"year": year, "amount": amount.as_input()})
        self._statement(StatementKind.PROFILE_NOTE)

    def _scenario(self, scenario: Scenario) -> None:
        """Emissions, benchmarks and ratings of the enterprise before the audit, or after it."""
        for line in self.golden.inventory:
            if line.scenario is scenario:
                kinds = {
                    "factor": (ContentKind.FACTOR, line.factor),
                    "heatingValue": (ContentKind.HEATING_VALUE, line.heating_value),
                }
                refs = {name: self.reference(kind, code) for name, (kind, code) in kinds.items() if code is not None}
                self._add("addInventoryLine", "InventoryLine", line, refs)
        for benchmark in self.golden.benchmarks:
            if benchmark.scenario is scenario:
                level = benchmark.reference_source
                source = {} if level is None else {"source": self.golden.citation(level)}
                self._add("addBenchmark", "Benchmark", benchmark, source)
        for rating in self.golden.ratings:
            if rating.scenario is scenario:
                self._rate(rating)

    def _rate(self, rating: Rating) -> None:
        values = []
        for value in rating.values:
            basis = value.derived if value.source is None else self.golden.citation(value.source)
            source = {} if basis is None else {"source": basis}
            values.append({**value.fields_in(self.client.language), **source})
        outputs = [{"product": key, "amount": amount.as_input()} for key, amount in rating.outputs.items()]
        given = {
            "audit": self.audit,
            "system": f"{self.pack}:indicator_system:{rating.system}",
            "scenario": rating.scenario.value,
            "values": values,
            "outputs": outputs,
        }
        self.client.tell("recordIndicatorValues", "Audit", given, versioned=False)

    def _focus(self) -> None:
        for factor in self.golden.focus_factors:
            self._add("addFocusFactor", "FocusFactor", factor)
        for candidate in self.golden.focus_candidates:
            held = self._add("addFocusCandidate", "FocusCandidate", candidate)
            scores = [{"factor": code, "score": score} for code, score in candidate.scores.items()]
            held = self.client.tell("scoreFocusCandidate", "FocusCandidate", {**as_read(held), "scores": scores})
            if candidate.chosen_because is not None:
                reason = self.client.words(candidate.chosen_because)
                self.client.tell("chooseAuditFocus", "FocusCandidate", {**as_read(held), "reason": reason})

    def _add_targets(self) -> None:
        self._targets = [self._add("addTarget", "Target", target) for target in self.golden.targets]

    def _results(self) -> None:
        for held, target in zip(self._targets, self.golden.targets, strict=True):
            if target.result is not None:
                given = {**as_read(held), "result": target.result.as_input()}
                self.client.tell("recordTargetResult", "Target", given)
        self._measure_in(Scenario.AFTER)

    def _process_map(self) -> None:
        template = f"{self.pack}:process_template:{self.golden.template}"
        given = {"audit": self.audit, "template": template, "lang": self.client.language}
        self.client.tell("applyProcessTemplate", "Audit", given)
        drawn = self.client.ask(MAP_QUERY, audit=self.audit)["audit"]
        self.units = {unit["code"]: unit["id"] for unit in drawn["unitProcesses"]["nodes"]}
        self._streams = {stream["code"]: stream["id"] for stream in drawn["streams"]["nodes"]}
        for stream in self.golden.streams:
            ends = {"origin": stream.origin, "destination": stream.destination}
            known = {end: self.units[unit] for end, unit in ends.items() if unit is not None}
            self._streams[stream.code] = self._add("addStream", "Stream", stream, known).id

    def _measure(self) -> None:
        self._measure_in(Scenario.BEFORE)

    def _measure_in(self, scenario: Scenario) -> None:
        for measurement in self.golden.measurements:
            if measurement.scenario is not scenario:
                continue
            stream = {"stream": self._streams[measurement.stream]}
            self._measurements[measurement.key] = self._add("addMeasurement", "Measurement", measurement, stream).id

    def _balances(self) -> None:
        for balance in self.golden.balances:
            lines = [
                {**line.fields_in(self.client.language), "measurement": self._measurements[line.measurement]}
                for line in balance.lines
            ]
            held = self._add("addBalance", "Balance", balance, {"lines": lines})
            if balance.explanation is not None:
                explanation = self.client.words(balance.explanation)
                self.client.tell("explainBalance", "Balance", {**as_read(held), "explanation": explanation})

    def _causes(self) -> None:
        for cause in self.golden.causes:
            places: dict[str, object] = {}
            if cause.unit_process is not None:
                places["unitProcess"] = self.units[cause.unit_process]
            if cause.stream is not None:
                places["stream"] = self._streams[cause.stream]
            self._add("addCause", "Cause", cause, places)

    def _file(self, key: str) -> str:
        """A file of evidence, uploaded when it is first named."""
        if key not in self._files:
            file = self.golden.answers.files[key]
            content = self.client.words(file.text).encode()
            given = {
                "audit": self.audit,
                "fileName": file.file_name,
                "mediaType": "text/plain",
                "content": base64.b64encode(content).decode(),
            }
            self._files[key] = self.client.tell("uploadEvidence", "Evidence", given, versioned=False).id
        return self._files[key]


def as_read(held: Held) -> dict[str, object]:
    """How a mutation names an object that changes."""
    return {"id": held.id, "expectedVersion": held.version}
