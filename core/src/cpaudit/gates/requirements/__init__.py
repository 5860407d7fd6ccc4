"""What the core asks of each step before its phase closes.

A check looks at a snapshot and gives the blockers it finds, and what it judged: a later change of what
was judged makes a passed gate stale. What comes later by its nature is left out of what is judged: the
progress of an option beyond the step, and no- and low-cost options, which may be found and carried out
in any phase (边审核边实施).

Each module registers the checks of its steps when it is imported.
"""

from cpaudit.gates.requirements import assessment, conclusion, options, preparation, survey
from cpaudit.gates.requirements.judged import CHECKS, Judged, blocker

__all__ = ["CHECKS", "Judged", "assessment", "blocker", "conclusion", "options", "preparation", "survey"]
