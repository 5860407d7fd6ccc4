"""Whether an enterprise is ready to be certified: every group of requirements met, which unknown is not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cpaudit.engine.findings import verdict
from cpaudit.enterprises.models import RegulatoryKind, RegulatoryRecord
from cpaudit.regulation.models import ReadinessMark, RequirementGroup, Standard
from cpaudit.regulation.obligations import ObligationState, obligation_of
from cpaudit.text import LocalizedText

GROUP_NAMES: Mapping[RequirementGroup, LocalizedText] = {
    RequirementGroup.CONTEXT: LocalizedText({"zh-CN": "组织所处的环境", "en": "Context of the organization"}),
    RequirementGroup.LEADERSHIP: LocalizedText({"zh-CN": "领导作用", "en": "Leadership"}),
    RequirementGroup.PLANNING: LocalizedText({"zh-CN": "策划", "en": "Planning"}),
    RequirementGroup.SUPPORT: LocalizedText({"zh-CN": "支持", "en": "Support"}),
    RequirementGroup.OPERATION: LocalizedText({"zh-CN": "运行", "en": "Operation"}),
    RequirementGroup.EVALUATION: LocalizedText({"zh-CN": "绩效评价", "en": "Performance evaluation"}),
    RequirementGroup.IMPROVEMENT: LocalizedText({"zh-CN": "改进", "en": "Improvement"}),
}
"""After ISO 14001:2015 and GB/T 24001-2016, clauses 4 to 10."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """How ready an enterprise is for one standard.

    Attributes:
        marks: by group, in the order of the clauses; None where nothing is recorded.
        certified: whether a certificate is on record and valid on the day.
    """

    standard: Standard
    on: date
    marks: Mapping[RequirementGroup, ReadinessMark | None]
    certified: bool

    @property
    def ready(self) -> bool | None:
        """Whether all groups are met; None where none is known to be unmet and one is not recorded."""
        return verdict(None if mark is None else mark.state.is_met for mark in self.marks.values())

    @property
    def late(self) -> tuple[RequirementGroup, ...]:
        """The groups whose target passed before they were met."""
        return tuple(
            group
            for group, mark in self.marks.items()
            if mark and not mark.state.is_met and mark.target_on is not None and mark.target_on < self.on
        )


def readiness_of(
    marks: Iterable[ReadinessMark], records: Sequence[RegulatoryRecord], on: date
) -> tuple[Readiness, ...]:
    """The readiness of an enterprise for each standard."""
    held = {(mark.standard, mark.group): mark for mark in marks}
    return tuple(
        Readiness(
            standard,
            on,
            {group: held.get((standard, group)) for group in RequirementGroup},
            any(
                record.kind is RegulatoryKind(standard.value)
                and obligation_of(record, on).state is ObligationState.IN_FORCE
                for record in records
            ),
        )
        for standard in Standard
    )
