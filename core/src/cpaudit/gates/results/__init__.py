"""The results on which the gate of a step rests, computed from a snapshot: what is kept when its phase is closed.

A step registers what it gives; more than one function may do so for one step:

    @gives(StepKey.BALANCES)
    def _balances(snapshot: Snapshot, library: Library) -> Iterator[Result]:
        yield Result(ResultKind.BALANCE, subject="COD", key=balance.id, trace=closure.trace)

A kind of result that is new needs a member of :class:`cpaudit.gates.models.ResultKind` beside it. Each module registers
the results of its steps when it is imported.
"""

from cpaudit.gates.results import assessment, options, rating, survey
from cpaudit.gates.results.registry import GIVERS, Result, gives, results_of

__all__ = ["GIVERS", "Result", "assessment", "gives", "options", "rating", "results_of", "survey"]
