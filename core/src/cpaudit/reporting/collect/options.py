"""Phases 5 to 7 as a report tells them: options, their screening, studies, funding, cost and effect."""

from __future__ import annotations

from collections import defaultdict

from cpaudit.contributions import Evidence
from cpaudit.engine import Appraisal, convert
from cpaudit.engine.findings import verdict
from cpaudit.errors import NotFound
from cpaudit.gates.snapshot import Snapshot
from cpaudit.library import Library
from cpaudit.library.reasons import read
from cpaudit.options.figures import (
    Effectiveness,
    economics_of,
    effectiveness_of,
    payback_months,
    screening_ranking,
)
from cpaudit.options.lifecycle import CARRIED_OUT, DECIDED
from cpaudit.options.models import (
    AdoptedProposal,
    FeasibilityStudy,
    Funding,
    Option,
    OptionEffect,
    OptionState,
    ScreeningFactor,
    Verdict,
)
from cpaudit.reporting import document as doc
from cpaudit.reporting.collect.amounts import money, shown, stated
from cpaudit.reporting.collect.terms import term
from cpaudit.reporting.collect.texts import COLON, joined
from cpaudit.reporting.formatting import UNKNOWN, format_money, format_number, format_percent
from cpaudit.reporting.text import Text
from cpaudit.text import LANGUAGES, LocalizedText

_MONTHS = 12
_ONLY_SCREENED = (OptionState.SCREENED, OptionState.STUDIED, OptionState.RECOMMENDED)
"""States that no option reaches without screening, whatever it costs."""
_ECONOMIC = {
    "zh-CN": "N = {n}，NPV = {npv}，NPVR = {npvr}，IRR = {irr}（精确解），{interpolated}（手册插值法）",
    "en": "N = {n}, NPV = {npv}, NPVR = {npvr}, IRR = {irr} (exact root), {interpolated} (interpolated)",
}
_YEARS = {"zh-CN": "{} 年", "en": "{} years"}
_NEVER = {"zh-CN": "不能回收", "en": "never"}
_NO_ROOT = {"zh-CN": "无解", "en": "none"}
_NO_ECONOMICS = LocalizedText(
    {"zh-CN": "经济数据不全，尚不能评估", "en": "not known: the economic figures are not complete"}
)


def options(snapshot: Snapshot, library: Library) -> tuple[doc.OptionEntry, ...]:
    """The register of options."""
    effects = _effects(snapshot)
    adopted = {each.option_id: each for each in snapshot.of(AdoptedProposal)}
    return tuple(_option(each, effects[each.id], adopted.get(each.id), library) for each in snapshot.of(Option))


def _option(
    option: Option, effects: list[OptionEffect], adopted: AdoptedProposal | None, library: Library
) -> doc.OptionEntry:
    return doc.OptionEntry(
        code=option.code,
        name=option.name,
        description=option.description,
        aspect=option.aspect,
        cost_class=option.cost_class,
        origin=doc.OptionOrigin(option.origin.value),
        state=doc.OptionState(option.state.value),
        rejection=option.reject_reason or "",
        economics=_economics(option),
        planned_start=option.starts_on,
        planned_end=option.ends_on,
        owner=option.owner or "",
        outcome=_outcome(option, effects),
        verified=option.template is None or _is_verified(option.template, library),
        proposal=None if adopted is None else _proposal(adopted),
    )


def _proposal(adopted: AdoptedProposal) -> doc.ProposalNote:
    reasons = [read(kept) for kept in adopted.reasons]
    return doc.ProposalNote(
        adopted.score, tuple((reason.text, reason.weight) for reason in reasons), adopted.plugin or ""
    )


def _is_verified(template: str, library: Library) -> bool:
    try:
        return library.option(template).evidence is Evidence.VERIFIED
    except NotFound:
        # Nobody can look the template up any more, and what is not known to be checked is not checked.
        return False


def _economics(option: Option) -> doc.Economics | None:
    if option.investment is None and option.annual_saving is None:
        return None
    appraisal = economics_of(option)
    months = payback_months(option)
    known = doc.Economics(
        investment=money(option.investment, option),
        annual_saving=money(option.annual_saving, option),
        simple_payback_years=None if months is None else months / _MONTHS,
    )
    if appraisal is None:
        return known
    return doc.Economics(
        investment=known.investment,
        annual_saving=known.annual_saving,
        payback_years=appraisal.payback_years,
        npv=money(appraisal.npv, option),
        npv_ratio=appraisal.npvr,
        irr=appraisal.irr,
        has_irr=appraisal.irr is not None,
        feasible=appraisal.feasible,
        reasons=tuple(reason.message for reason in appraisal.reasons),
    )


def _effects(snapshot: Snapshot) -> defaultdict[str, list[OptionEffect]]:
    by_option: defaultdict[str, list[OptionEffect]] = defaultdict(list)
    for effect in snapshot.of(OptionEffect):
        by_option[effect.option_id].append(effect)
    return by_option


def effectiveness(snapshot: Snapshot) -> dict[str, Effectiveness]:
    """Of the options that were carried out, by their ids, what came against what was planned."""
    effects = _effects(snapshot)
    judged = {each.id: _held_against(each, effects[each.id]) for each in snapshot.of(Option) if _is_done(each)}
    return {option_id: found for option_id, found in judged.items() if found is not None}


def _is_done(option: Option) -> bool:
    return option.state in CARRIED_OUT


def _held_against(option: Option, effects: list[OptionEffect]) -> Effectiveness | None:
    return effectiveness_of(
        effects,
        investment=option.investment,
        actual_cost=option.actual_cost,
        annual_saving=option.annual_saving,
        actual_saving=option.actual_saving,
    )


def _outcome(option: Option, effects: list[OptionEffect]) -> doc.Outcome | None:
    if not _is_done(option):
        return None
    found = _held_against(option, effects)
    return doc.Outcome(
        actual_cost=money(option.actual_cost, option),
        actual_saving=money(option.actual_saving, option),
        finished=option.implemented_on,
        effects=tuple(
            doc.MeasuredEffect(
                each.subject,
                shown(None if each.actual is None else convert(each.actual, each.planned.unit)),
                stated(each.planned),
            )
            for each in effects
        ),
        effective=None if found is None else found.effective,
    )


def screening(snapshot: Snapshot) -> tuple[doc.ScreeningRecord, ...]:
    """What screening said of each option that it has reached, by rank.

    An option that was studied had passed the screening, whatever became of it later. One of no or low cost
    may be carried out as it is found, and then nothing is known of its screening.
    """
    rows = snapshot.of(Option)
    ranking = screening_ranking(snapshot.of(ScreeningFactor), rows)
    places = {row.candidate: row for row in ranking.rows} if ranking else {}
    studied = {study.option_id for study in snapshot.of(FeasibilityStudy)}
    records = []
    for option in rows:
        place = places.get(option.code)
        found = _verdict(option, scored=place is not None, studied=option.id in studied)
        if place is None and found is None:
            continue
        reason = option.reject_reason if found is doc.ScreeningVerdict.DROPPED else None
        records.append(
            doc.ScreeningRecord(
                option.code, found, place.total if place else None, place.rank if place else None, reason or ""
            )
        )
    return tuple(sorted(records, key=lambda record: (record.rank is None, record.rank or 0)))


def _verdict(option: Option, *, scored: bool, studied: bool) -> doc.ScreeningVerdict | None:
    if option.state is OptionState.REJECTED and not studied:
        return doc.ScreeningVerdict.DROPPED
    reached = option.state is not OptionState.PROPOSED
    certain = scored or studied or option.cost_class.needs_study
    if option.state in _ONLY_SCREENED or (reached and certain):
        return doc.ScreeningVerdict.KEPT
    return None


def studies(snapshot: Snapshot) -> tuple[doc.FeasibilityStudy, ...]:
    """The feasibility studies; the economic part is what the figures of the option give."""
    rows = {option.id: option for option in snapshot.of(Option)}
    return tuple(_study(each, rows[each.option_id]) for each in snapshot.of(FeasibilityStudy))


def _study(study: FeasibilityStudy, option: Option) -> doc.FeasibilityStudy:
    appraisal = economics_of(option)
    recommended = True if option.state in DECIDED else False if option.state is OptionState.REJECTED else None
    return doc.FeasibilityStudy(
        option=option.code,
        technical=joined((term(study.technical), study.technical_note), COLON),
        environmental=joined((term(study.environmental), study.environmental_note), COLON),
        economic=_NO_ECONOMICS if appraisal is None else _economic(appraisal, option),
        recommended=recommended,
        conclusion=_conclusion(study, appraisal),
    )


def _economic(appraisal: Appraisal, option: Option) -> Text:
    return LocalizedText(
        {
            language: _ECONOMIC[language].format(
                n=_period(appraisal.payback_years, language),
                npv=format_money(money(appraisal.npv, option)),
                npvr=format_percent(appraisal.npvr),
                irr=_rate(appraisal.irr, language),
                interpolated=_rate(appraisal.irr_interpolated, language),
            )
            for language in LANGUAGES
        }
    )


def _period(years: float | None, language: str) -> str:
    return _NEVER[language] if years is None else _YEARS[language].format(format_number(years, decimals=2))


def _rate(rate: float | None, language: str) -> str:
    return _NO_ROOT[language] if rate is None else format_percent(rate, decimals=2)


def _conclusion(study: FeasibilityStudy, appraisal: Appraisal | None) -> Text:
    parts = [each is Verdict.FEASIBLE for each in (study.technical, study.environmental)]
    feasible = verdict((*parts, appraisal.feasible if appraisal else None))
    if feasible is None:
        return UNKNOWN
    return term(Verdict.FEASIBLE if feasible else Verdict.NOT_FEASIBLE)


def funding(snapshot: Snapshot) -> tuple[doc.FundingSource, ...]:
    """Where the money comes from."""
    rows = {option.id: option for option in snapshot.of(Option)}
    return tuple(
        doc.FundingSource(rows[each.option_id].code, term(each.source), money(each.amount, rows[each.option_id]))
        for each in snapshot.of(Funding)
    )
