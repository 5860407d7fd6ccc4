"""The proposals for an audit: what the library holds against its causes, what became of it elsewhere, what plugins say.

The score of a proposal is the sum of the weights of its reasons, all of which are told: those of
:mod:`cpaudit.library.matching`; what became of the option in the sector (:mod:`cpaudit.proposals.experience`); and
those of plugins. A plugin that proposes what cpaudit does not find gives :data:`PLUGIN_WEIGHT` times its relevance;
where cpaudit finds the option too, a relevance above ½ raises the score, one below lowers it, each by up to
:data:`PLUGIN_WEIGHT`. A plugin that advises against an option, with a relevance of 0, withdraws it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cpaudit.contributions import AuditView, OptionProposal, OptionTemplate
from cpaudit.errors import NotFound
from cpaudit.library import Library
from cpaudit.library.matching import Match, matches
from cpaudit.library.reasons import Reason, ReasonKind
from cpaudit.outcomes.cases import division
from cpaudit.outcomes.figures import Outcomes
from cpaudit.outcomes.reading import telling
from cpaudit.plugins import PluginFault, PluginHost
from cpaudit.proposals.experience import outcome_reasons

PLUGIN_WEIGHT = 4.0
"""By how much a plugin changes a score at most."""

_SCORE_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Said:
    """What one plugin says of one option."""

    plugin: str
    proposal: OptionProposal


@dataclass(frozen=True, slots=True)
class Candidates:
    """The options of the library that somebody would propose for an audit.

    Attributes:
        options: in the library's order.
        matched: what cpaudit finds, by option.
        said: what plugins say, by option.
        faults: of the plugins that could not say anything.
    """

    audit: AuditView
    options: tuple[OptionTemplate, ...]
    matched: Mapping[str, Match]
    said: Mapping[str, Sequence[Said]]
    faults: tuple[PluginFault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One option that is proposed.

    Attributes:
        reasons: why; those that weigh less than nothing speak against it.
        score: the sum of their weights.
        rank: from 1, by score; equal scores share a rank.
        tied: whether another proposal shares its rank.
        plugin: who alone proposes it, the first of several; None where cpaudit finds it.
        already_proposed: whether the audit has an option of this template.
        withdrawn: whether a plugin advises against it; it then stands after all others.
    """

    option: OptionTemplate
    reasons: tuple[Reason, ...]
    score: float
    rank: int
    tied: bool
    plugin: str | None
    already_proposed: bool
    withdrawn: bool


def candidates(audit: AuditView, library: Library, host: PluginHost, enabled: Collection[str]) -> Candidates:
    """The options of *library* that cpaudit or an enabled plugin would propose.

    What a plugin says of an option that the library does not hold is left out: for the tenant there is no such option.
    """
    matched = {match.option.ref: match for match in matches(audit, audit.causes, library)}
    said: dict[str, list[Said]] = defaultdict(list)
    answers = host.call_propose_options(enabled, audit, audit.causes)
    for answer in answers:
        for proposal in answer.value or ():
            if _holds(library, proposal.option):
                said[proposal.option].append(Said(answer.plugin, proposal))
    options = tuple(option for option in library.options() if option.ref in matched or option.ref in said)
    faults = tuple(answer.fault for answer in answers if answer.fault is not None)
    return Candidates(audit, options, matched, said, faults)


def ranked(found: Candidates, outcomes: Mapping[str, Sequence[Outcomes]]) -> tuple[Proposal, ...]:
    """The proposals, the best first, and of equals in the library's order; last what plugins advise against.

    Args:
        outcomes: of the options, as far as the person who asks may see them.
    """
    sector = division(found.audit.enterprise.gb4754)
    known = {option.template for option in found.audit.options}
    reasons: dict[str, tuple[Reason, ...]] = {}
    for option in found.options:
        told = telling(outcomes.get(option.ref, ()), sector)
        reasons[option.ref] = (
            *_matched(found, option.ref),
            *(() if told is None else outcome_reasons(told)),
            *_of_plugins(found, option.ref),
        )
    scores = {ref: round(sum(each.weight for each in given), _SCORE_DECIMALS) for ref, given in reasons.items()}
    standing = {ref: (_withdrawn(found, ref), -score) for ref, score in scores.items()}
    shared = Counter(standing.values())
    ordered = sorted(found.options, key=lambda option: standing[option.ref])
    places = sorted(standing.values())
    return tuple(
        Proposal(
            option=option,
            reasons=reasons[option.ref],
            score=scores[option.ref],
            rank=places.index(standing[option.ref]) + 1,
            tied=shared[standing[option.ref]] > 1,
            plugin=None if option.ref in found.matched else found.said[option.ref][0].plugin,
            already_proposed=option.ref in known,
            withdrawn=_withdrawn(found, option.ref),
        )
        for option in ordered
    )


def _holds(library: Library, ref: str) -> bool:
    try:
        library.option(ref)
    except NotFound:
        return False
    return True


def _matched(found: Candidates, ref: str) -> tuple[Reason, ...]:
    return found.matched[ref].reasons if ref in found.matched else ()


def _withdrawn(found: Candidates, ref: str) -> bool:
    return any(said.proposal.relevance == 0 for said in found.said.get(ref, ()))


def _of_plugins(found: Candidates, ref: str) -> Iterator[Reason]:
    for said in found.said.get(ref, ()):
        relevance = said.proposal.relevance
        weight = PLUGIN_WEIGHT * (2 * relevance - 1 if ref in found.matched or relevance == 0 else relevance)
        for reason in said.proposal.reasons:
            yield Reason(
                kind=ReasonKind.PLUGIN,
                weight=weight / len(said.proposal.reasons),
                text=reason.text,
                field="pollutant" if reason.pollutant else "unitProcess" if reason.unit_process else None,
                value=reason.pollutant or reason.unit_process,
                cause=reason.cause,
                answer=reason.answer,
                plugin=said.plugin,
            )
