"""What an option changes in the process map, so that it can be simulated before it is built."""

from __future__ import annotations

from cpaudit.audits.access import record_of
from cpaudit.audits.models import Stream
from cpaudit.audits.services.amounts import require_flow
from cpaudit.audits.services.records import Columns, Records
from cpaudit.errors import InvalidInput
from cpaudit.options.lifecycle import require_open
from cpaudit.options.models import Option, OptionChange, OptionChangeKind
from cpaudit.work import Work


async def _can_be_made(work: Work, change: OptionChange) -> None:
    if change.fraction is not None and not 0 < change.fraction <= 1:
        raise InvalidInput(
            f"{change.fraction:g} is not above 0 and at most 1",
            path=("input", "fraction"),
            remedy="write 30 % as 0.3",
        )
    if change.other_id == change.stream_id:
        raise InvalidInput("a stream does not change in its own place", path=("input", "other"))
    if change.kind is OptionChangeKind.REDUCE:
        _is_reduction(change)
    else:
        await _is_recycle(work, change)


def _is_reduction(change: OptionChange) -> None:
    if (change.fraction is None) == (change.amount is None):
        raise InvalidInput(
            "a reduction has one size", path=("input", "fraction"), remedy="give either a fraction or an amount"
        )
    if change.unit_process_id is not None:
        raise InvalidInput("only a recycle goes to a unit process", path=("input", "unitProcess"))
    if change.amount is not None:
        require_flow(change.amount, "input", "amount")
        if change.amount.value <= 0:
            raise InvalidInput(f"{change.amount} is not above zero", path=("input", "amount", "value"))


async def _is_recycle(work: Work, change: OptionChange) -> None:
    if change.fraction is None or change.amount is not None:
        raise InvalidInput("a recycle takes a fraction of the stream", path=("input", "fraction"))
    if change.unit_process_id is None:
        raise InvalidInput("a recycle goes to a unit process", path=("input", "unitProcess"))
    origin = (await work.get(Stream, change.stream_id)).origin_id
    if origin is None or origin == change.unit_process_id:
        raise InvalidInput(
            "a recycle takes the output of another unit process",
            path=("input", "stream"),
            remedy="name a stream that leaves another unit process",
        )


CHANGES = Records(OptionChange, (_can_be_made,))


async def add_change(work: Work, option_id: str, columns: Columns) -> str:
    """Say what an option changes in the process map; gives the change's id.

    Raises:
        Denied, NotFound: as for :func:`cpaudit.audits.access.record_of`.
        InvalidInput: the option is verified or rejected, or the change says too little or contradicts itself.
    """
    option = await record_of(work, Option, option_id, path=("input", "option"))
    require_open(option.code, option.state)
    return (await CHANGES.add(work, option.audit_id, {**columns, "option_id": option.id})).id


async def change_change(work: Work, change_id: str, expected_version: int, columns: Columns) -> str:
    """Change what an option changes; gives its id.

    Raises:
        Denied, NotFound, InvalidInput: as for :func:`add_change`.
        Conflict: the change's version is not *expected_version*.
    """
    await _require_open_option(work, change_id)
    return (await CHANGES.change(work, change_id, expected_version, columns)).id


async def remove_change(work: Work, change_id: str, expected_version: int) -> None:
    """Take a change off its option.

    Raises:
        Denied, NotFound, InvalidInput, Conflict: as for :func:`change_change`.
    """
    await _require_open_option(work, change_id)
    await CHANGES.remove(work, change_id, expected_version)


async def _require_open_option(work: Work, change_id: str) -> None:
    change = await record_of(work, OptionChange, change_id)
    option = await work.get(Option, change.option_id)
    require_open(option.code, option.state)
