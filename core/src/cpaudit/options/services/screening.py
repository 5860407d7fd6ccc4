"""Screening: factors with weights, scores, and which options go on."""

from __future__ import annotations

from collections.abc import Mapping

from cpaudit.audits.access import record_of, running_audit
from cpaudit.audits.services.records import Records, require_version
from cpaudit.engine import InvalidScore
from cpaudit.engine.numbers import finite, positive
from cpaudit.engine.ranking import HIGHEST_SCORE, LOWEST_SCORE
from cpaudit.errors import Conflict, InvalidInput
from cpaudit.options.lifecycle import Act, advance, require_open
from cpaudit.options.models import Option, OptionState, ScreeningFactor
from cpaudit.options.services.register import change
from cpaudit.permissions import Permission
from cpaudit.work import Work


async def _has_weight(work: Work, factor: ScreeningFactor) -> None:
    positive(factor.weight, "input", "weight")


async def _is_not_scored(work: Work, factor: ScreeningFactor) -> None:
    options = await work.all(Option, audit_id=factor.audit_id)
    scored = [option.code for option in options if factor.code in option.scores]
    if scored:
        raise InvalidInput(
            f"the screening factor {factor.code!r} is scored by {', '.join(scored)}",
            path=("input", "id"),
            remedy="take those scores away first",
        )


FACTORS = Records(ScreeningFactor, (_has_weight,), keep=(_is_not_scored,))


async def set_factor(
    work: Work, audit_id: str, *, code: str, name: str, weight: float, expected_version: int | None = None
) -> str:
    """Give an audit a screening factor, or change the one with this code; gives its id.

    Args:
        expected_version: of the factor that is changed; None for a new one.

    Raises:
        Denied, NotFound, InvalidInput: as for :meth:`cpaudit.audits.services.records.Records.add`.
        Conflict: there is a factor with this code already, in another version than expected.
    """
    audit = await running_audit(work, audit_id)
    found = await work.all(ScreeningFactor, audit_id=audit.id, code=code)
    if not found and expected_version is None:
        return (await FACTORS.add(work, audit.id, {"code": code, "name": name, "weight": weight})).id
    if not found or expected_version is None:
        current = found[0].version if found else 0
        raise Conflict(
            f"there is {'already a' if found else 'no'} screening factor with the code {code!r}",
            current_version=current,
            path=("input", "expectedVersion"),
            remedy="give its version to change it" if found else "leave the version out to add it",
        )
    columns = {"name": name, "weight": weight}
    return (await FACTORS.change(work, found[0].id, expected_version, columns)).id


async def score_option(work: Work, option_id: str, expected_version: int, scores: Mapping[str, float | None]) -> str:
    """Score an option by screening factors; gives its id.

    Args:
        scores: R from 1 to 10 by the factor's code; None takes a score away, a factor that is not named
            keeps its score.

    Raises:
        Denied, NotFound: as for :func:`cpaudit.audits.access.record_of`.
        InvalidInput: the option is verified or rejected.
        InvalidScore: a score is not from 1 to 10, or the audit has no such factor.
        Conflict: the option's version is not *expected_version*.
    """
    option = await record_of(work, Option, option_id)
    require_open(option.code, option.state)
    known = {factor.code for factor in await work.all(ScreeningFactor, audit_id=option.audit_id)}
    for factor, score in scores.items():
        path = ("input", "scores", factor)
        if factor not in known:
            raise InvalidScore(
                f"the audit has no screening factor {factor!r}", path=path, remedy="set it with setScreeningFactor"
            )
        if score is not None and not LOWEST_SCORE <= finite(score, *path) <= HIGHEST_SCORE:
            raise InvalidScore(f"{score:g} is not between {LOWEST_SCORE} and {HIGHEST_SCORE}", path=path)
    merged = {**option.scores, **scores}
    columns = {"scores": {factor: score for factor, score in merged.items() if score is not None}}
    await change(work, option, expected_version, "optionScored", columns)
    return option.id


async def screen_option(
    work: Work, option_id: str, expected_version: int, *, keep: bool, reason: str | None = None
) -> str:
    """Let an option go on, or reject it with a reason; gives its id.

    Raises:
        Denied: the actor does not judge options.
        NotFound: there is no such option.
        InvalidInput: it is not proposed, the reason is missing, or there is one although the option is kept.
        Conflict: the option's version is not *expected_version*.
    """
    option = await record_of(work, Option, option_id, Permission.JUDGE_OPTIONS)
    require_version(option, expected_version)
    state = advance(option.code, option.state, option.cost_class, Act.SCREEN)
    if not keep:
        await _reject(work, option, expected_version, reason)
        return option.id
    if reason is not None:
        raise InvalidInput("a reason is for what is rejected", path=("input", "reason"), remedy="leave it out")
    await change(work, option, expected_version, "optionScreened", {"state": state})
    return option.id


async def reject_option(work: Work, option_id: str, expected_version: int, reason: str) -> str:
    """Reject an option that is not carried out yet; gives its id.

    Raises:
        Denied: the actor does not judge options.
        NotFound: there is no such option.
        InvalidInput: it is carried out or rejected already, or there is no reason.
        Conflict: the option's version is not *expected_version*.
    """
    option = await record_of(work, Option, option_id, Permission.JUDGE_OPTIONS)
    require_version(option, expected_version)
    advance(option.code, option.state, option.cost_class, Act.REJECT)
    await _reject(work, option, expected_version, reason)
    return option.id


async def _reject(work: Work, option: Option, expected_version: int, reason: str | None) -> None:
    if reason is None or not reason.strip():
        raise InvalidInput("why is the option rejected?", path=("input", "reason"), remedy="give the reason")
    columns = {"state": OptionState.REJECTED, "reject_reason": reason}
    await change(work, option, expected_version, "optionRejected", columns)
