"""Every hook a plugin can implement. The docstrings here are the reference.

A plugin implements a hook by defining a function of the same name, marked with ``hookimpl``, in the
module that its entry point in the group ``cpaudit`` names::

    # pyproject.toml
    [project.entry-points.cpaudit]
    glass = "cpaudit_glass"

    # cpaudit_glass/__init__.py
    from cpaudit import ContentPack, hookimpl

    @hookimpl
    def cpaudit_content() -> ContentPack:
        return ContentPack.of_package(__name__)

Each plugin is called on its own: an implementation that raises harms nobody but its own plugin, whose
answer is then a fault. An implementation may take fewer arguments than the hook names. It is a plain
function: ``async`` implementations and hook wrappers are refused when the plugin is loaded.

It is called in a thread of its own and has to return in time (five seconds, unless the operator allows
more or less). A call that does not is given up: it counts as failed, and the plugin is not called again
until it has returned. Two calls may run at once; what they share has to bear that.

``settings`` is what the tenant has set of the plugin, an instance of the model that its
:func:`cpaudit_settings` gives, or None where it gives none.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pluggy import HookimplMarker, HookspecMarker

from cpaudit.contributions import (
    AuditView,
    Calculator,
    CauseView,
    ContentPack,
    GraphqlExtension,
    OptionProposal,
    PluginSettings,
    ReportSection,
    Requirement,
    ReviewFinding,
    SubmissionView,
)
from cpaudit.phases import Phase

PROJECT = "cpaudit"
"""Name under which pluggy keeps the markers, and the entry-point group of plugins."""

hookspec = HookspecMarker(PROJECT)
hookimpl = HookimplMarker(PROJECT)


@hookspec
def cpaudit_content() -> ContentPack:
    """The plugin's content pack.

    Called once, when the plugin is loaded, before any tenant has enabled it. A plugin without this hook has
    the manifest of its ``pack/pack.toml`` and no items.

    :returns:
        The pack. Its manifest has to be the one in the plugin's ``pack/pack.toml``. A pack that breaks the
        content format quarantines the plugin; its health record names every problem with file and line.

    Several answers: the packs of all plugins stand side by side, each under its own id. Of two plugins with one
    id the second, in the order of distribution names, is quarantined.

    .. versionadded:: 0.1
    """
    raise NotImplementedError


@hookspec
def cpaudit_calculators() -> Iterable[Calculator[Any]]:
    """Calculators, for what one factor times one activity cannot say: clinker chemistry, stoichiometry, balances.

    Called once, when the plugin is loaded. Each calculator becomes a field of the plugin's namespace in the
    schema of the tenants that enable it: ``glass { batchCo2(input: { … }) { … } }``, with the input typed as its
    model is, and with ``explain`` from the trace. Its ``calculate`` is called later, once for each question, as
    hooks are: in a thread, and given up when it does not return in time.

    :returns:
        Calculators, each with an id that is unique in the plugin. A generator is fine.

    Several answers: each plugin's calculators stand in its own namespace.

    A calculator that cannot be used (an input that has no form in GraphQL, an id that is taken) quarantines the plugin.

    .. versionadded:: 0.1
    """
    raise NotImplementedError


@hookspec
def cpaudit_settings() -> type[PluginSettings]:
    """The model of what a tenant's administrator may set of the plugin.

    Called once, when the plugin is loaded. Settings are stored for each tenant; a field of the type
    ``pydantic.SecretStr`` can be written and never be read back over the API. Other hooks get the tenant's settings
    in their argument ``settings``.

    :returns:
        A class derived from :class:`cpaudit.PluginSettings`.

    Several answers: each plugin has settings of its own.

    .. versionadded:: 0.1
    """
    raise NotImplementedError


@hookspec
def cpaudit_graphql() -> GraphqlExtension:
    """What the plugin adds to the schema of the tenants that enable it.

    Called once, when the plugin is loaded. Everything is additive and stands below the plugin's namespace: fields in
    ``glass { … }`` of the query, of the mutation, of each audit and of each enterprise. The names of types get the
    plugin's prefix: a dataclass ``Furnace`` of the plugin ``glass`` is the type ``GlassFurnace``. The functions are
    called as hooks are: in a thread, and given up when they do not return in time; a field whose function fails is
    null, with an error of the code ``PLUGIN_FAILED`` at its place, and the rest of the query is answered.

    :returns:
        The fields; see :class:`cpaudit.GraphqlExtension`.

    Several answers: each plugin's fields stand in its own namespace. Of two plugins whose types would have one name,
    and of a plugin and the core, the one loaded second (in the order of distribution names) is quarantined with both
    named.

    .. versionadded:: 0.1
    """
    raise NotImplementedError


@hookspec
def cpaudit_phase_requirements(
    audit: AuditView, phase: Phase, settings: PluginSettings | None
) -> Iterable[Requirement]:
    """What the plugin asks of an audit, beyond the core's own requirements, before a phase closes.

    Called whenever the gate of a phase is judged, in audits of tenants that have enabled the plugin. It may be
    called often and at any time: it has to be quick, to depend on nothing but its arguments, and to change nothing.

    :param audit:
        The audit as it stands, a frozen copy.
    :param phase:
        The phase that is to close, a phase of ``audit.method``. Steps are the same in all methods, phases are
        not: ask ``phase.steps`` whether a step belongs to it rather than comparing ``phase.key``.
    :param settings:
        The tenant's settings of the plugin.
    :returns:
        Requirements, met or not; nothing where the plugin has nothing to ask. A generator is fine.

    Several answers: all of them count, each attributed to its plugin; the gate is ready only if every one is met.
    A plugin that raises, or returns anything else, blocks the gate with the code ``PLUGIN_FAILED``, because what
    could not be judged does not pass.

    .. versionadded:: 0.1
    """
    raise NotImplementedError


@hookspec
def cpaudit_review(audit: AuditView, settings: PluginSettings | None) -> Iterable[ReviewFinding]:
    """What somebody should look at in an audit, though it keeps no phase from closing.

    Called whenever the review of an audit is asked for (``audit.phase(…).review``), and for its report. What has to be
    in order before a phase closes belongs in :func:`cpaudit_phase_requirements`.

    :param audit:
        The audit as it stands, a frozen copy.
    :param settings:
        The tenant's settings of the plugin.
    :returns:
        Findings with their evidence; nothing where there is nothing to say. A generator is fine.

    Several answers: all of them are shown, each attributed to its plugin, in the order of loading. A plugin that fails
    gives one finding with the code ``PLUGIN_FAILED``: nobody knows what it would have said.

    .. versionadded:: 0.1
    """
    raise NotImplementedError


@hookspec
def cpaudit_propose_options(
    audit: AuditView, causes: tuple[CauseView, ...], settings: PluginSettings | None
) -> Iterable[OptionProposal]:
    """Options of the library that would remove causes of waste, with the reasons.

    Called when options are generated for an audit. cpaudit proposes options itself, from what causes and options
    have in common; a plugin adds what only its industry knows, or advises against an option with a relevance of 0.

    :param audit:
        The audit as it stands, a frozen copy.
    :param causes:
        The causes for which options are wanted, some or all of ``audit.causes``.
    :param settings:
        The tenant's settings of the plugin.
    :returns:
        Proposals, each with at least one reason. A generator is fine. A proposal of an option that the tenant's library
        does not hold is left out.

    Several answers: all reasons for one option are told together, each attributed to its plugin. A plugin that fails
    is named beside the proposals, which are then those of the others.

    .. versionadded:: 0.1
    """
    raise NotImplementedError


@hookspec
def cpaudit_report_sections(audit: AuditView, settings: PluginSettings | None) -> Iterable[ReportSection]:
    """Sections that the plugin adds to the report of an audit, in all its formats.

    Called whenever a report is rendered.

    :param audit:
        The audit as it stands, a frozen copy.
    :param settings:
        The tenant's settings of the plugin.
    :returns:
        Sections in their order; nothing where there is nothing to report. A generator is fine.

    Several answers: the sections of all plugins follow each other in a chapter of their own, each attributed to its
    plugin, in the order of loading. In the place of a plugin that fails stands a note which says so.

    .. versionadded:: 0.1
    """
    raise NotImplementedError


@hookspec
def cpaudit_phase_completed(audit: AuditView, phase: Phase, settings: PluginSettings | None) -> None:
    """A phase of an audit was closed.

    Called after that was committed: a listener can neither prevent nor undo it, and nobody waits for it. Closing the
    last open phase concludes the audit; :func:`cpaudit_audit_concluded` follows then.

    :param audit:
        The audit after the phase was closed, a frozen copy.
    :param phase:
        The phase.
    :param settings:
        The tenant's settings of the plugin.
    :returns:
        Nothing.

    Several answers: every enabled plugin is told, in the order of loading; one that fails is noted in its health.

    .. versionadded:: 0.1
    """
    raise NotImplementedError


@hookspec
def cpaudit_audit_concluded(audit: AuditView, settings: PluginSettings | None) -> None:
    """An audit was concluded: all of its phases are passed.

    Called after that was committed: a listener can neither prevent nor undo it, and nobody waits for it.

    :param audit:
        The concluded audit, a frozen copy.
    :param settings:
        The tenant's settings of the plugin.
    :returns:
        Nothing.

    Several answers: every enabled plugin is told, in the order of loading; one that fails is noted in its health.

    .. versionadded:: 0.1
    """
    raise NotImplementedError


@hookspec
def cpaudit_submission_received(submission: SubmissionView, settings: PluginSettings | None) -> None:
    """Another tenant handed over a submission, the report of an audit for example.

    Called in the tenant that received it, after that was committed: a listener can neither prevent nor undo it, and
    nobody waits for it.

    :param submission:
        What was received, a frozen copy.
    :param settings:
        The receiving tenant's settings of the plugin.
    :returns:
        Nothing.

    Several answers: every plugin that the receiver has enabled is told, in the order of loading; one that fails is
    noted in its health.

    .. versionadded:: 0.1
    """
    raise NotImplementedError
