"""Feasibility study and recommendation of options."""

from __future__ import annotations

from dataclasses import dataclass

from cpaudit.audits.access import record_of
from cpaudit.audits.services.records import check_values, require_version
from cpaudit.errors import InvalidInput
from cpaudit.options.lifecycle import Act, advance
from cpaudit.options.models import FeasibilityStudy, Option, Verdict
from cpaudit.options.services.register import change
from cpaudit.permissions import Permission
from cpaudit.work import Work


@dataclass(frozen=True, slots=True)
class Findings:
    """What a study found; the economic part is computed from the option's figures, never judged by hand."""

    technical: Verdict
    environmental: Verdict
    technical_note: str = ""
    environmental_note: str = ""


async def study_option(work: Work, option_id: str, expected_version: int, findings: Findings) -> str:
    """Record the feasibility study of a screened option, or a new one instead; gives the option's id.

    A new study takes a recommendation back.

    Raises:
        Denied: the actor does not judge options.
        NotFound: there is no such option.
        InvalidInput: it is not screened, or carried out or rejected already, or a note is too long.
        Conflict: the option's version is not *expected_version*.
    """
    option = await record_of(work, Option, option_id, Permission.JUDGE_OPTIONS)
    require_version(option, expected_version)
    state = advance(option.code, option.state, option.cost_class, Act.STUDY)
    study = FeasibilityStudy(
        tenant_id=option.tenant_id,
        audit_id=option.audit_id,
        option_id=option.id,
        technical=findings.technical,
        technical_note=findings.technical_note,
        environmental=findings.environmental,
        environmental_note=findings.environmental_note,
    )
    check_values(study)
    earlier = await _study_of(work, option)
    if earlier is None:
        await work.add(study, "feasibilityStudyRecorded")
    else:
        judged = ("technical", "technical_note", "environmental", "environmental_note")
        columns = {name: getattr(study, name) for name in judged}
        await work.change(earlier, None, "feasibilityStudyReplaced", **columns)
    await change(work, option, expected_version, "optionStudied", {"state": state})
    return option.id


async def recommend_option(work: Work, option_id: str, expected_version: int) -> str:
    """Recommend an option for implementation; gives its id.

    A medium- or high-cost option is recommended after its study, an option of no or low cost after its
    screening or its study. The computed economics inform the decision and do not make it: an option that
    the law asks for need not pay.

    Raises:
        Denied: the actor does not judge options.
        NotFound: there is no such option.
        InvalidInput: the study is missing, or found the option not feasible.
        Conflict: the option's version is not *expected_version*.
    """
    option = await record_of(work, Option, option_id, Permission.JUDGE_OPTIONS)
    require_version(option, expected_version)
    state = advance(option.code, option.state, option.cost_class, Act.RECOMMEND)
    study = await _study_of(work, option)
    against = [] if study is None else [part for part in ("technical", "environmental") if _fails(study, part)]
    if against:
        raise InvalidInput(
            f"the study of {option.code} finds it not feasible: {', '.join(against)}",
            path=("input", "id"),
            remedy="reject it with rejectOption, or change and study it again",
        )
    await change(work, option, expected_version, "optionRecommended", {"state": state})
    return option.id


def _fails(study: FeasibilityStudy, part: str) -> bool:
    return getattr(study, part) is Verdict.NOT_FEASIBLE


async def _study_of(work: Work, option: Option) -> FeasibilityStudy | None:
    return next(iter(await work.all(FeasibilityStudy, option_id=option.id)), None)
