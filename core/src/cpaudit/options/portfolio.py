"""An audit's options as they compete for a budget: figures, effects, and what the library says of their templates.

What the data allow is taken from them, and what is assumed is told as a finding:

- Options that act on the same unit process and reduce the same subject act on one stream. How much is in it is not on
  record, so that together they are counted as the engine counts a stream of unknown size. Of options without a unit
  process nothing of the kind is known: they are taken to act apart.
- Requirements and exclusions are those of the templates. A requirement that was not adopted is not there.
- A template's range around the option's own figure is the range of that figure, where both are in the same money.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cpaudit import engine
from cpaudit.audits.models import UnitProcess
from cpaudit.contributions import SHARED_PACK, Money, OptionTemplate
from cpaudit.engine import AbatementCurve, Portfolio, PortfolioOption
from cpaudit.engine.findings import Finding, finding
from cpaudit.errors import CpauditError, InvalidInput, NotFound
from cpaudit.library import Library
from cpaudit.options.models import Option, OptionEffect, OptionState

TIME_LIMIT = 5.0
MOST_OPTIONS = 500
SPREAD = 0.2


@dataclass(frozen=True, slots=True)
class Candidates:
    """The options of one audit that can be chosen.

    Attributes:
        options: as the engine takes them; their names are the codes.
        names: code → name.
        units: subject → the unit in which its reductions are stated, per year.
        currency: of all money; None where no option has money on record.
        price_year: in whose prices it is.
        findings: what was assumed.
    """

    options: tuple[PortfolioOption, ...]
    names: Mapping[str, str]
    units: Mapping[str, str]
    currency: str | None
    price_year: int | None
    findings: tuple[Finding, ...]


def candidates(
    options: Sequence[Option],
    effects: Mapping[str, Sequence[OptionEffect]],
    processes: Sequence[UnitProcess],
    library: Library,
) -> Candidates:
    """The options that are not rejected.

    Args:
        effects: option → its effects.
        processes: the audit's unit processes.
        library: in which templates are looked up.

    Raises:
        InvalidInput: there are none, or too many; money is in several currencies or price years; effects on one
            subject are in units that do not convert.
    """
    kept = [option for option in options if option.state is not OptionState.REJECTED]
    if not kept:
        raise InvalidInput("the audit has no option that is not rejected", path=("options",), remedy="propose one")
    if len(kept) > MOST_OPTIONS:
        raise InvalidInput(f"{len(kept)} options; the limit is {MOST_OPTIONS}", path=("options",))
    currency, price_year = _money_of(kept)
    templates, missing = _templates(kept, library)
    reductions, units = _reductions(kept, effects)
    places = {process.id: process.name for process in processes}
    codes: dict[str, list[str]] = defaultdict(list)
    for option in kept:
        codes[option.template or ""].append(option.code)
    made = tuple(_candidate(option, reductions[option.id], templates.get(option.id), codes, places) for option in kept)
    found = (*_unknown_templates(missing), *_apart(made))
    return Candidates(made, {option.code: option.name for option in kept}, units, currency, price_year, found)


def choose(
    given: Candidates,
    *,
    budget: Decimal | None,
    objective: engine.Objective,
    subject: str | None = None,
    low_cost_first: bool = False,
    targets: Mapping[str, float] | None = None,
    mandatory: Iterable[str] = (),
) -> Portfolio:
    """The options that bring most within a budget.

    Raises:
        InvalidInput: as for :func:`cpaudit.engine.select_portfolio`.
    """
    return engine.select_portfolio(
        given.options,
        budget=None if budget is None else float(budget),
        objective=objective,
        subject=subject,
        low_cost_first=low_cost_first,
        targets=targets,
        mandatory=mandatory,
        time_limit=TIME_LIMIT,
    )


def curve(given: Candidates, subject: str | None) -> AbatementCurve:
    """What a unit of reduction of *subject* costs, option by option.

    Raises:
        InvalidInput: no option reduces it.
    """
    return engine.abatement_curve(given.options, subject=subject)


def _candidate(
    option: Option,
    reductions: Mapping[str, float] | None,
    template: OptionTemplate | None,
    codes: Mapping[str, Sequence[str]],
    places: Mapping[str, str],
) -> PortfolioOption:
    def adopted(template_codes: Iterable[str], *, absent: bool) -> tuple[str, ...]:
        if template is None:
            return ()
        found: list[str] = []
        for code in template_codes:
            # The template's own pack comes first, as wherever a code is looked up.
            own, common = (codes.get(f"{pack}:{template.kind}:{code}") for pack in (template.pack, SHARED_PACK))
            others = own or common or ()
            found += others or ([code] if absent else [])
        return tuple(dict.fromkeys(other for other in found if other != option.code))

    return PortfolioOption(
        name=option.code,
        investment=_number(option.investment),
        subsidy=float(option.subsidy or 0) if option.investment is not None else 0.0,
        annual_saving=_number(option.annual_saving),
        years=option.life_years,
        tax_rate=option.tax_rate,
        discount_rate=option.discount_rate,
        reductions=reductions,
        requires=adopted(template.requires if template else (), absent=True),
        excludes=adopted(template.excludes if template else (), absent=False),
        cost_class=option.cost_class,
        stream=places.get(option.unit_process_id or ""),
        ranges={} if template is None else dict(_ranges(option, template)),
    )


def _ranges(option: Option, template: OptionTemplate) -> Iterable[tuple[str, tuple[float | None, float | None]]]:
    for name, money in (("investment", template.investment), ("annual_saving", template.annual_saving)):
        if money is not None and _same_money(money, option):
            yield name, (_number(money.lower), _number(money.upper))


def _same_money(money: Money, option: Option) -> bool:
    return (money.currency, money.year) == (option.currency, option.price_year)


def _money_of(options: Sequence[Option]) -> tuple[str | None, int | None]:
    priced = [option for option in options if option.investment is not None or option.annual_saving is not None]
    kinds = {(option.currency, option.price_year): option.code for option in priced}
    if len(kinds) > 1:
        told = ", ".join(f"{code} in {currency} of {year or '?'}" for (currency, year), code in kinds.items())
        raise InvalidInput(
            f"the options are in different currencies or prices of different years: {told}",
            path=("options",),
            remedy="bring them to one currency and price year with changeOption",
        )
    return next(iter(kinds), (None, None))


def _templates(options: Sequence[Option], library: Library) -> tuple[dict[str, OptionTemplate], list[str]]:
    found: dict[str, OptionTemplate] = {}
    missing: list[str] = []
    for option in options:
        if option.template is None:
            continue
        try:
            found[option.id] = library.option(option.template)
        except NotFound:
            missing.append(option.code)
    return found, missing


def _reductions(
    options: Sequence[Option], effects: Mapping[str, Sequence[OptionEffect]]
) -> tuple[dict[str, dict[str, float] | None], dict[str, str]]:
    """Option → subject → reduction, each subject in one unit; None where no effect is on record."""
    units: dict[str, str] = {}
    found: dict[str, dict[str, float] | None] = {}
    for option in options:
        planned: dict[str, float] = {}
        for effect in effects.get(option.id, ()):
            unit = units.setdefault(effect.subject, effect.planned.unit)
            try:
                planned[effect.subject] = engine.convert(effect.planned, unit).value
            except CpauditError as error:
                raise InvalidInput(
                    f"{effect.subject} of {option.code} is in {effect.planned.unit}, of another option in {unit}",
                    path=("options", option.code, "effects", effect.subject),
                    remedy="state it in a unit that converts, with changeOptionEffect",
                ) from error
        found[option.id] = planned or None
    return found, units


def _unknown_templates(codes: Sequence[str]) -> list[Finding]:
    if not codes:
        return []
    return [
        finding(
            "TEMPLATE_UNKNOWN",
            f"方案库中查不到 {'、'.join(codes)} 的模板：其依赖与互斥关系未知",
            f"the library has no template of {', '.join(codes)}: what they require and exclude is not known",
        )
    ]


def _apart(options: Sequence[PortfolioOption]) -> list[Finding]:
    """Options of one subject of which nobody says where they act."""
    acting: dict[str, list[PortfolioOption]] = defaultdict(list)
    for option in options:
        for subject in option.reductions or ():
            acting[subject].append(option)
    told = [
        f"{subject} ({', '.join(option.name for option in several if option.stream is None)})"
        for subject, several in acting.items()
        if len(several) > 1 and any(option.stream is None for option in several)
    ]
    if not told:
        return []
    return [
        finding(
            "OVERLAP_NOT_KNOWN",
            f"未指明单元操作的方案按互不重叠计：{'；'.join(told)}",
            f"options without a unit process are taken not to act on one stream with others: {'; '.join(told)}",
        )
    ]


def _number(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)
