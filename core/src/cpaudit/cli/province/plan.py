"""Who is in the simulated province, and how far each enterprise gets: the same for the same number of enterprises.

Everything here is made up. The seed is fixed, so that two runs have the same figures.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from cpaudit.programmes.models import StageKind
from cpaudit.text import LocalizedText

SEED = 1996
"""The year in which a province decided on such a programme."""

CITIES = tuple("ABCDEFGHIJKLM")
PHASES = 8
PROVINCIAL_SHARE = 0.06
MUNICIPAL_SHARE = 0.13
FEWEST_CITIES, ENTERPRISES_A_CITY = 2, 3
"""A small province has fewer than all cities."""

NOT_SELECTED = 2
"""Nominations of each department that are not selected, where it has as many enterprises."""

ROLL_OUT = (8, None, 2, 5, None, 1, 3, None, 4, 6, None, 0, 7, None, 1, 2, 3, None, 4, 0)
"""Phases closed by the enterprises of the roll-out, over and over; None has not started."""


class Trait(StrEnum):
    """What a quality review finds in an audit.

    SOUND: nothing of what follows.
    UNMEASURED: no stream of its balances was measured.
    COPIED: it answers as the first pilot of its sector does.
    INCOMPLETE: what an option saves is not known.
    ALL_YES: it answers every question with yes.
    NO_PRODUCTION: nobody of a production department is in the team.
    """

    SOUND = "SOUND"
    UNMEASURED = "UNMEASURED"
    COPIED = "COPIED"
    INCOMPLETE = "INCOMPLETE"
    ALL_YES = "ALL_YES"
    NO_PRODUCTION = "NO_PRODUCTION"


FOUND = (Trait.UNMEASURED, Trait.COPIED, Trait.INCOMPLETE, Trait.ALL_YES, Trait.NO_PRODUCTION)
SOUND_BETWEEN = 5
"""Sound audits between two rounds of the others."""


@dataclass(frozen=True, slots=True)
class Planned:
    """An enterprise and its audit.

    Attributes:
        plugin: of its sector.
        number: in its sector, from 1.
        city: letter of its city.
        phases: how many phases are closed; None where no audit is started.
        flows, money: by what the flows and the money of the golden audit are multiplied.
        answers: by what the amounts among the answers are multiplied.
        nominated: whether it was nominated as a provincial pilot.
    """

    plugin: str
    number: int
    city: str
    stage: StageKind
    phases: int | None
    flows: float
    money: float
    answers: float
    trait: Trait = Trait.SOUND
    nominated: bool = False

    @property
    def code(self) -> str:
        """The enterprise's code."""
        return f"{self.plugin[:3].upper()}-{self.number:03}"

    @property
    def concluded(self) -> bool:
        """Whether its audit is concluded."""
        return self.phases == PHASES


def city_name(letter: str) -> LocalizedText:
    """The name of a city, which no map knows."""
    return LocalizedText({"zh-CN": f"示例市{letter}", "en": f"Example City {letter}"})


def city_code(letter: str) -> str:
    """The code of a city's office."""
    return f"city-{letter.lower()}"


def plan(plugins: Sequence[str], enterprises: int) -> list[Planned]:
    """So many enterprises of the sectors of these plugins, each with what becomes of it."""
    cities = CITIES[: max(FEWEST_CITIES, enterprises // ENTERPRISES_A_CITY)]
    pilots = max(len(plugins), round(enterprises * PROVINCIAL_SHARE))
    municipal = max(1, round(enterprises * MUNICIPAL_SHARE))
    numbers = dict.fromkeys(plugins, 0)
    made: list[Planned] = []

    def add(plugin: str, city: str, stage: StageKind, phases: int | None, *, nominated: bool = False) -> None:
        numbers[plugin] += 1
        dice = random.Random(f"{SEED}:{plugin}:{numbers[plugin]}")  # noqa: S311 - illustrative figures, no secrets
        flows, money, answers = (round(dice.uniform(*ends), 3) for ends in ((0.4, 2.2), (0.5, 2.5), (0.94, 1.06)))
        made.append(Planned(plugin, numbers[plugin], city, stage, phases, flows, money, answers, nominated=nominated))

    for index in range(pilots):
        plugin = plugins[index % len(plugins)]
        add(plugin, cities[index % len(cities)], StageKind.PROVINCIAL_PILOT, PHASES, nominated=True)
    for index in range(municipal):
        place = index % len(cities)
        plugin = plugins[(index // len(cities) + place) % len(plugins)]
        # Every fifth is late: its deadlines have passed.
        add(plugin, cities[place], StageKind.MUNICIPAL_PILOT, 5 if index % 5 == 4 else PHASES)
    for index in range(enterprises - pilots - municipal):
        plugin = plugins[index % len(plugins)]
        nominated = index // len(plugins) < NOT_SELECTED
        city = cities[(index * 5) % len(cities)]
        add(plugin, city, StageKind.ROLL_OUT, ROLL_OUT[index % len(ROLL_OUT)], nominated=nominated)
    return _with_traits(made, len(plugins))


def _with_traits(planned: Sequence[Planned], sectors: int) -> list[Planned]:
    # The first audit of each sector is sound: others copy it.
    cycle = [*[Trait.SOUND] * SOUND_BETWEEN, *FOUND]
    given: list[Planned] = []
    first = {each.plugin: each for each in reversed(planned)}
    concluded = 0
    for each in planned:
        trait = Trait.SOUND
        if each.concluded:
            if concluded >= sectors:
                trait = cycle[(concluded - sectors + SOUND_BETWEEN) % len(cycle)]
            concluded += 1
        answers = first[each.plugin].answers if trait is Trait.COPIED else each.answers
        given.append(replace(each, trait=trait, answers=answers))
    return given
