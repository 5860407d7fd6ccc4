"""How the plugin API tells that something goes: a warning, for one minor release at least, before it does."""

from __future__ import annotations


class RemovedInCpaudit2(DeprecationWarning):
    """What a plugin uses works today and is gone in cpaudit 2.

    A hook that goes has it in ``warn_on_impl`` of its specification, an argument that goes in ``warn_on_impl_args``.
    It is given when a plugin that uses it is loaded, and says what to do instead. ``cpaudit plugin check`` shows it to
    the author; pytest makes it an error with the filter ``error::cpaudit.RemovedInCpaudit2``.
    """
