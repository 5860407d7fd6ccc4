"""A listener: it writes a line to the server's log when another tenant handed something over."""

import logging

from cpaudit import SubmissionView, hookimpl

log = logging.getLogger(__name__)


@hookimpl
def cpaudit_submission_received(submission: SubmissionView) -> None:
    """Tell what it was and who sent it."""
    log.info("%s from %s", submission.kind, submission.sender)
