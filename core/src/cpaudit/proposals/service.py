"""What a person does about proposals: look at them, and adopt one as an option of the audit."""

from __future__ import annotations

from cpaudit.audits.access import running_audit
from cpaudit.errors import NotFound
from cpaudit.gates.snapshot import Snapshot, libraries_used, take_snapshots
from cpaudit.gates.view import view_of
from cpaudit.library import Library
from cpaudit.library.reasons import written
from cpaudit.options.models import AdoptedProposal, ProposalSource
from cpaudit.options.services.register import adopt_library_option
from cpaudit.outcomes.reading import outcomes_of
from cpaudit.permissions import Permission
from cpaudit.plugins import PluginHost
from cpaudit.proposals.proposing import Candidates, Proposal, candidates, ranked
from cpaudit.text import DEFAULT_LANGUAGE
from cpaudit.work import Work


def candidates_of(
    snapshot: Snapshot, used: Library, library: Library, host: PluginHost, enabled: tuple[str, ...]
) -> Candidates:
    """The options that cpaudit or an enabled plugin would propose for an audit.

    Args:
        used: the content that the audit uses, from which its options come.
        library: what the tenant has enabled now; of other packs nothing is proposed any more.
    """
    present = {pack.id for pack in library.packs}
    offered = Library.of(pack for pack in used.packs if pack.id in present)
    return candidates(view_of(snapshot, enabled), offered, host, enabled)


async def adopt_proposal(
    work: Work, audit_id: str, template: str, *, code: str | None = None, language: str = DEFAULT_LANGUAGE
) -> str:
    """Adopt an option that is proposed for an audit, and keep the reasons with it; gives the option's id.

    Args:
        template: reference of the proposed option: ``pack:option:code``.
        code: of the option in the audit; by default the template's.
        language: of the name and the description.

    Raises:
        Denied: the actor does not propose options.
        NotFound: there is no such audit, or the option is not proposed for it.
        InvalidInput: the audit is concluded, or the code is taken.
    """
    audit = await running_audit(work, audit_id, Permission.PROPOSE_OPTIONS)
    snapshots = await take_snapshots(work.session, [audit.id])
    used = (await libraries_used(work.session, work.host, snapshots))[audit.id]
    found = candidates_of(snapshots[audit.id], used, work.library, work.host, work.enabled)
    proposal = await _proposal(work, found, template)
    option_id = await adopt_library_option(work, audit.id, template, code=code, language=language)
    await work.add(
        AdoptedProposal(
            tenant_id=audit.tenant_id,
            audit_id=audit.id,
            option_id=option_id,
            template=template,
            source=ProposalSource.CORE if proposal.plugin is None else ProposalSource.PLUGIN,
            plugin=proposal.plugin,
            score=proposal.score,
            reasons=[written(reason) for reason in proposal.reasons],
        ),
        "proposalAdopted",
    )
    return option_id


async def _proposal(work: Work, found: Candidates, template: str) -> Proposal:
    outcomes = await outcomes_of(
        work.session, {option.ref for option in found.options}, enterprise_id=work.actor.enterprise_id
    )
    for proposal in ranked(found, outcomes):
        if proposal.option.ref == template:
            return proposal
    raise NotFound(
        f"{template!r} is not proposed for this audit",
        path=("input", "template"),
        remedy="take the reference from the audit's proposals; adoptLibraryOption takes any option of the library",
    )
