"""What an option saves of a pollutant or a resource in a year: planned, and measured after it was carried out."""

from __future__ import annotations

from cpaudit.audits.access import record_of
from cpaudit.audits.services.amounts import require_comparable
from cpaudit.audits.services.records import Columns, Records, require_version
from cpaudit.engine import Quantity
from cpaudit.errors import InvalidInput
from cpaudit.options.lifecycle import CARRIED_OUT, require_open
from cpaudit.options.models import Option, OptionEffect
from cpaudit.work import Work


async def _saves_something(work: Work, effect: OptionEffect) -> None:
    if effect.planned.value <= 0:
        raise InvalidInput(
            f"{effect.planned} is not above zero",
            path=("input", "planned", "value"),
            remedy="give the saving as a positive number",
        )
    require_comparable(effect.actual, effect.planned, "input", "actual")


EFFECTS = Records(OptionEffect, (_saves_something,))


async def add_effect(work: Work, option_id: str, *, subject: str, planned: Quantity) -> str:
    """Plan what an option saves of one subject in a year; gives the effect's id.

    Raises:
        Denied, NotFound: as for :func:`cpaudit.audits.access.record_of`.
        InvalidInput: the option is verified or rejected, has an effect on the subject already, or the
            planned quantity is not above zero.
    """
    option = await record_of(work, Option, option_id, path=("input", "option"))
    require_open(option.code, option.state)
    columns = {"option_id": option.id, "subject": subject, "planned": planned}
    return (await EFFECTS.add(work, option.audit_id, columns)).id


async def change_effect(work: Work, effect_id: str, expected_version: int, columns: Columns) -> str:
    """Change the subject or the planned quantity of an effect; gives its id.

    Raises:
        Denied, NotFound, InvalidInput: as for :func:`add_effect`.
        Conflict: the effect's version is not *expected_version*.
    """
    await _require_open_option(work, effect_id)
    return (await EFFECTS.change(work, effect_id, expected_version, columns)).id


async def remove_effect(work: Work, effect_id: str, expected_version: int) -> None:
    """Take an effect off its option.

    Raises:
        Denied, NotFound, InvalidInput, Conflict: as for :func:`change_effect`.
    """
    await _require_open_option(work, effect_id)
    await EFFECTS.remove(work, effect_id, expected_version)


async def record_effect(work: Work, effect_id: str, expected_version: int, actual: Quantity) -> str:
    """Record what an option that was carried out saved in a year; gives the effect's id.

    Raises:
        Denied, NotFound: as for :func:`cpaudit.audits.access.record_of`.
        InvalidInput: the option is not carried out, or the quantity does not measure what was planned.
        Conflict: the effect's version is not *expected_version*.
    """
    effect = await record_of(work, OptionEffect, effect_id)
    require_version(effect, expected_version)
    option = await work.get(Option, effect.option_id)
    if option.state not in CARRIED_OUT:
        raise InvalidInput(
            f"{option.code} is {option.state.value}: there is no effect to record yet",
            path=("input", "id"),
            remedy="carry it out first, with implementOption",
        )
    return (await EFFECTS.change(work, effect_id, expected_version, {"actual": actual}, "optionEffectRecorded")).id


async def _require_open_option(work: Work, effect_id: str) -> None:
    effect = await record_of(work, OptionEffect, effect_id)
    option = await work.get(Option, effect.option_id)
    require_open(option.code, option.state)
