"""A listener: it writes a line to the server's log when a phase was closed."""

import logging

from cpaudit import AuditView, Phase, hookimpl

log = logging.getLogger(__name__)


@hookimpl
def cpaudit_phase_completed(audit: AuditView, phase: Phase) -> None:
    """Tell which phase it was."""
    log.info("%s: %s closed", audit.title, phase.name["en"])
