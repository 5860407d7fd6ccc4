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
"""

from __future__ import annotations

from collections.abc import Iterable

from pluggy import HookimplMarker, HookspecMarker

from cpaudit.contributions import AuditView, ContentPack, Requirement
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
def cpaudit_phase_requirements(audit: AuditView, phase: Phase) -> Iterable[Requirement]:
    """What the plugin asks of an audit, beyond the core's own requirements, before a phase closes.

    Called whenever the gate of a phase is judged, in audits of tenants that have enabled the plugin. It may be
    called often and at any time: it has to be quick, to depend on nothing but its arguments, and to change nothing.

    :param audit:
        The audit as it stands, a frozen copy.
    :param phase:
        The phase that is to close, a phase of ``audit.method``. Steps are the same in all methods, phases are
        not: ask ``phase.steps`` whether a step belongs to it rather than comparing ``phase.key``.
    :returns:
        Requirements, met or not; nothing where the plugin has nothing to ask. A generator is fine.

    Several answers: all of them count, each attributed to its plugin; the gate is ready only if every one is met.
    A plugin that raises, or returns anything else, blocks the gate with the code ``PLUGIN_FAILED``, because what
    could not be judged does not pass.

    .. versionadded:: 0.1
    """
    raise NotImplementedError
