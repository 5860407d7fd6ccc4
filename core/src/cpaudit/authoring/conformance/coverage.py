"""Which phases, aspects and unit processes a pack has questions and options for, and where it has none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cpaudit.contributions import ContentPack
from cpaudit.phases import HANDBOOK_1996, Aspect, PhaseKey

WHOLE_PLANT = ""
"""Stands for the unit process of what belongs to none."""


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One phase in one unit process: how many items for each aspect; aspects with none are absent.

    Attributes:
        process: code of the unit process; empty for the plant as a whole.
        items: aspect → number of checklist items in this phase, or, in the phase of option generation, of options too.
    """

    phase: PhaseKey
    process: str
    items: Mapping[Aspect, int]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Phase × aspect × unit process.

    Attributes:
        rows: those with an item, in the order of the phases and of the process templates.
        phases_without: phases for which there is nothing.
        aspects_without: aspects for which there is nothing.
        processes_without: codes of unit processes for which there is nothing.
    """

    rows: Sequence[CoverageRow]
    phases_without: Sequence[PhaseKey]
    aspects_without: Sequence[Aspect]
    processes_without: Sequence[str]


def coverage_of(pack: ContentPack) -> Coverage:
    """Count a pack's checklist items and options; an option belongs to the phase in which options are generated."""
    counted: Counter[tuple[PhaseKey, str, Aspect]] = Counter()
    for item in pack.checklist_items:
        counted[HANDBOOK_1996.phase_of(item.step).key, item.process or WHOLE_PLANT, item.aspect] += 1
    for option in pack.options:
        for process in option.processes or (WHOLE_PLANT,):
            for aspect in option.aspects:
                counted[PhaseKey.OPTION_GENERATION, process, aspect] += 1
    units = dict.fromkeys(unit.code for template in pack.process_templates for unit in template.unit_processes)
    phases = [phase.key for phase in HANDBOOK_1996.phases]
    rows = []
    for phase in phases:
        for process in (WHOLE_PLANT, *units):
            items = {aspect: counted[phase, process, aspect] for aspect in Aspect if counted[phase, process, aspect]}
            if items:
                rows.append(CoverageRow(phase, process, items))
    return Coverage(
        rows=rows,
        phases_without=[phase for phase in phases if all(phase is not row.phase for row in rows)],
        aspects_without=[aspect for aspect in Aspect if all(aspect not in row.items for row in rows)],
        processes_without=[unit for unit in units if all(unit != row.process for row in rows)],
    )
