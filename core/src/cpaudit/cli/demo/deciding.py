"""What happens to the options of a golden audit: proposed by staff, judged by the expert, carried out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from cpaudit.cli.demo.client import Client, Held
from cpaudit.cli.demo.golden import GoldenAudit
from cpaudit.cli.demo.golden.options import Execution, GoldenOption
from cpaudit.cli.demo.recording import Recorder, as_read
from cpaudit.contributions import ContentKind
from cpaudit.phases import StepKey


@dataclass
class Chosen:
    """An option of the running audit, with the golden one it follows."""

    golden: GoldenOption
    held: Held
    effects: list[Held]


@dataclass
class Decider:
    """Takes the options of a golden audit through their lives.

    Attributes:
        recorder: which knows the audit, the enterprise's staff and the process map.
        expert: who screens, studies, recommends and rejects.
    """

    recorder: Recorder
    expert: Client
    _options: list[Chosen] = field(default_factory=list)

    @property
    def _staff(self) -> Client:
        return self.recorder.client

    @property
    def _golden(self) -> GoldenAudit:
        return self.recorder.golden

    def decide(self, step: StepKey) -> None:
        """Do what the step asks for about options."""
        steps: dict[StepKey, Callable[[], None]] = {
            StepKey.OBVIOUS_OPTIONS: self._obvious,
            StepKey.OPTION_REGISTER: self._register,
            StepKey.SCREENING: self._screen,
            StepKey.FEASIBILITY_STUDY: self._study,
            StepKey.RECOMMENDATION: self._recommend,
            StepKey.IMPLEMENTATION_PLAN: self._schedule,
            StepKey.FUNDING: self._fund,
            StepKey.EXECUTION: partial(self._carry_out, obvious=False),
            StepKey.EFFECTS: self._verify,
        }
        if step in steps:
            steps[step]()

    def _obvious(self) -> None:
        for golden in self._golden.options:
            if golden.obvious:
                self._propose(golden)
        self._carry_out(obvious=True)

    def _register(self) -> None:
        for option in self._options:
            # They were found before there was a process map to place them in.
            if option.golden.unit_process is not None:
                unit = {"unitProcess": self.recorder.units[option.golden.unit_process]}
                self._move(self._staff, option, "changeOption", unit)
        for golden in self._golden.options:
            if not golden.obvious:
                self._propose(golden)

    def _propose(self, golden: GoldenOption) -> None:
        language = self._staff.language
        given: dict[str, object] = {"audit": self.recorder.audit, "code": golden.code}
        if golden.proposal is not None:
            held = self._staff.tell("proposeOption", "Option", {**given, **golden.proposal.fields_in(language)})
        else:
            template = self.recorder.reference(ContentKind.OPTION, str(golden.template))
            held = self._staff.tell("adoptLibraryOption", "Option", {**given, "template": template, "lang": language})
        option = Chosen(golden, held, [])
        figures = {**golden.figures.fields_in(language), **golden.assumptions.fields_in(language)}
        if golden.unit_process in self.recorder.units:
            figures["unitProcess"] = self.recorder.units[golden.unit_process]
        self._move(self._staff, option, "changeOption", figures)
        for effect in golden.effects:
            planned = {"option": held.id, **effect.fields_in(language)}
            option.effects.append(self._staff.tell("addOptionEffect", "OptionEffect", planned))
        self._options.append(option)

    def _screen(self) -> None:
        screening, language = self._golden.screening, self._staff.language
        for factor in screening.factors:
            given = {"audit": self.recorder.audit, **factor.fields_in(language)}
            self._staff.tell("setScreeningFactor", "ScreeningFactor", given)
        for option in self._options:
            scores = screening.scores.get(option.golden.code, {})
            if scores:
                listed = [{"factor": code, "score": score} for code, score in scores.items()]
                self._move(self._staff, option, "scoreOption", {"scores": listed})
            if option.golden.obvious:
                continue
            if self._fails_screening(option):
                self._move(self.expert, option, "screenOption", {"keep": False, "reason": self._reason(option)})
            else:
                self._move(self.expert, option, "screenOption", {"keep": True})

    def _study(self) -> None:
        for option in self._options:
            if option.golden.study is not None:
                self._move(self.expert, option, "studyOption", option.golden.study.fields_in(self._staff.language))

    def _recommend(self) -> None:
        for option in self._options:
            if option.golden.obvious or self._fails_screening(option):
                continue
            if option.golden.reject_reason is None:
                self._move(self.expert, option, "recommendOption", {})
            else:
                self._move(self.expert, option, "rejectOption", {"reason": self._reason(option)})

    def _schedule(self) -> None:
        for option, execution in self._planned(obvious=False):
            fields = execution.fields_in(self._staff.language)
            when = {name: fields[name] for name in ("startsOn", "endsOn", "owner")}
            self._move(self._staff, option, "scheduleOption", when)

    def _fund(self) -> None:
        for option, _ in self._planned(obvious=False):
            for funding in option.golden.funding:
                given = {"option": option.held.id, "source": funding.source_of_money.value}
                self._staff.tell("addFunding", "Funding", {**given, "amount": str(funding.amount)})

    def _carry_out(self, *, obvious: bool) -> None:
        for option, execution in self._planned(obvious=obvious):
            done = {"implementedOn": execution.implemented_on.isoformat(), "actualCost": str(execution.actual_cost)}
            self._move(self._staff, option, "implementOption", done)

    def _verify(self) -> None:
        for option, execution in [*self._planned(obvious=True), *self._planned(obvious=False)]:
            for held, effect in zip(option.effects, option.golden.effects, strict=True):
                if effect.actual is not None:
                    given = {**as_read(held), "actual": effect.actual.as_input()}
                    self._staff.tell("recordOptionEffect", "OptionEffect", given)
            checked: dict[str, object] = {"verifiedOn": execution.verified_on.isoformat()}
            if execution.actual_saving is not None:
                checked["actualSaving"] = str(execution.actual_saving)
            self._move(self._staff, option, "verifyOption", checked)

    def _planned(self, *, obvious: bool) -> list[tuple[Chosen, Execution]]:
        return [
            (option, option.golden.execution)
            for option in self._options
            if option.golden.execution is not None and option.golden.obvious is obvious
        ]

    def _fails_screening(self, option: Chosen) -> bool:
        return option.golden.reject_reason is not None and option.golden.study is None

    def _reason(self, option: Chosen) -> str:
        reason = option.golden.reject_reason
        return "" if reason is None else self._staff.words(reason)

    def _move(self, client: Client, option: Chosen, mutation: str, given: Mapping[str, object]) -> None:
        option.held = client.tell(mutation, "Option", {**as_read(option.held), **given})
