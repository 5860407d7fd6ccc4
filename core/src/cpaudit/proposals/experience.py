"""What became of an option in the sector, as reasons for or against proposing it again."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from cpaudit.library.reasons import Reason, ReasonKind
from cpaudit.outcomes.figures import Outcomes, OutcomeScope
from cpaudit.text import LocalizedText

EFFECTIVE = Decimal("0.8")
"""The part of the planned saving that makes an option effective, as in the method."""

_WHOSE = {
    OutcomeScope.OWN: {"zh-CN": "本单位", "en": "In own audits"},
    OutcomeScope.SHARED: {"zh-CN": "各共享单位", "en": "In audits of several tenants"},
}


def outcome_reasons(told: Outcomes) -> Iterator[Reason]:
    """The reasons that outcomes give; none where what they rest on is not known.

    How many carried the option out, of those that decided, weighs from −1 (none) to 1 (all). A realised saving of at
    least :data:`EFFECTIVE` of the planned one, in the median, weighs 1, a smaller one −1.
    """
    done, refused = told.implemented, told.rejected
    if done is not None and refused is not None and done + refused > 0:
        decided = done + refused
        yield _reason(
            told,
            (done - refused) / decided,
            "implemented",
            f"{done}/{decided}",
            f"{decided} 家企业已作决定，其中 {done} 家实施",
            f"{done} of {decided} enterprises that decided carried it out",
        )
    ratio = told.saving_ratio
    if ratio is not None:
        percent = f"{ratio.median:.0%}"
        yield _reason(
            told,
            1.0 if ratio.median >= EFFECTIVE else -1.0,
            "savingRatio",
            percent,
            f"实际节约为计划的 {percent}（中位数）",
            f"the realised saving was {percent} of the planned one, in the median",
        )


def _reason(told: Outcomes, weight: float, field: str, value: str, zh: str, en: str) -> Reason:
    whose = _WHOSE[told.scope]
    return Reason(
        kind=ReasonKind.OUTCOMES,
        weight=weight,
        text=LocalizedText({"zh-CN": f"{whose['zh-CN']}：{zh}", "en": f"{whose['en']}, {en}"}),
        field=field,
        value=f"{told.scope.value} {value}",
    )
