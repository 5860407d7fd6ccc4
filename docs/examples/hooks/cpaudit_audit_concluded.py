"""A listener: it writes a line to the server's log when an audit was concluded."""

import logging

from cpaudit import AuditView, hookimpl

log = logging.getLogger(__name__)


@hookimpl
def cpaudit_audit_concluded(audit: AuditView) -> None:
    """Tell how many options there were."""
    log.info("%s: concluded with %d options", audit.title, len(audit.options))
