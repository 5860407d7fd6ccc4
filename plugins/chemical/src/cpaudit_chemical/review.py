"""What a chemical engineer would ask about an audit: figures that contradict stoichiometry or each other."""

from __future__ import annotations

from collections.abc import Iterator

from cpaudit import AuditView, LocalizedText, Quantity, ReviewFinding, Severity, StepKey, convert
from cpaudit_chemical.acid import ConversionInput, so2_of_conversion
from cpaudit_chemical.compounds import compound
from cpaudit_chemical.industry import PACK, gives_off_n2o
from cpaudit_chemical.readings import acid_made, sulphur_dioxide_left, sulphur_fed

CONTRADICTION = 0.2
"""The part by which SO2 reckoned from the conversion may differ from SO2 measured: what two analysers differ by."""

ELEMENTS = frozenset({"S", "N", "C", "P", "Cl", "P2O5"})
"""What no process makes: a balance with more of it going out than coming in is wrong."""


def findings(audit: AuditView) -> Iterator[ReviewFinding]:
    """Everything that deserves a second look."""
    yield from sulphur_out_of_nothing(audit)
    yield from conversion_against_tail_gas(audit)
    yield from elements_gained(audit)
    yield from factor_beside_measurement(audit)
    yield from n2o_left_out(audit)


def least_sulphur() -> float:
    """kg of sulphur that a tonne of 100 % H2SO4 holds."""
    return 1000 * compound("S").grams_per_mole / compound("H2SO4").grams_per_mole


def sulphur_out_of_nothing(audit: AuditView) -> Iterator[ReviewFinding]:
    """Less sulphur fed than the acid holds."""
    fed, made = sulphur_fed(audit), acid_made(audit)
    if fed is None or not made or 1000 * fed / made >= least_sulphur():
        return
    yield ReviewFinding(
        code="CHM_SULPHUR_OUT_OF_NOTHING",
        severity=Severity.SERIOUS,
        message=_text("入炉硫磺少于成品酸所含的硫", "less sulphur was fed than the acid holds"),
        evidence=(
            _text(
                f"吨酸硫磺{1000 * fed / made:.1f} kg，理论最低{least_sulphur():.1f} kg",
                f"{1000 * fed / made:.1f} kg of sulphur per tonne of acid, at least {least_sulphur():.1f} kg are in it",
            ),
        ),
        path=("measurements",),
        step=StepKey.BALANCES,
    )


def conversion_against_tail_gas(audit: AuditView) -> Iterator[ReviewFinding]:
    """A conversion that was stated, and another one that follows from the SO2 in the tail gas."""
    answer = audit.answer(f"{PACK}:checklist_item:CHM-PRE-047")
    left, made = sulphur_dioxide_left(audit), acid_made(audit)
    if answer is None or answer.quantity is None or left is None or not made:
        return
    stated = Quantity(answer.quantity.value, answer.quantity.unit)
    measured = 1000 * left / made
    if not 0 < convert(stated, "1").value <= 1:
        return
    expected = so2_of_conversion(ConversionInput(conversion=stated)).result.value
    if not isinstance(expected, float) or abs(expected - measured) <= CONTRADICTION * max(expected, measured):
        return
    percent = convert(stated, "%").value
    yield ReviewFinding(
        code="CHM_CONVERSION_CONTRADICTED",
        severity=Severity.SERIOUS,
        message=_text(
            "所报总转化率与尾气二氧化硫不符", "the conversion that was stated does not fit the SO2 of the tail gas"
        ),
        evidence=(
            _text(
                f"转化率{percent:g}%对应吨酸二氧化硫{expected:.2f} kg，实测{measured:.2f} kg",
                f"{percent:g} % leaves {expected:.2f} kg of SO2 per tonne of acid, measured were {measured:.2f} kg",
            ),
        ),
        path=("answers", answer.item),
        step=StepKey.BENCHMARK,
    )


def elements_gained(audit: AuditView) -> Iterator[ReviewFinding]:
    """A balance of an element with more going out than coming in, beyond its tolerance, explained or not."""
    for balance in audit.balances:
        if balance.substance in ELEMENTS and balance.gap is not None and balance.gap < -balance.tolerance:
            yield ReviewFinding(
                code="CHM_ELEMENT_GAINED",
                severity=Severity.SERIOUS,
                message=_text(
                    f"“{balance.name}”中{balance.substance}的产出多于投入",
                    f"more {balance.substance} goes out of {balance.name!r} than comes in",
                ),
                evidence=(
                    _text(
                        f"偏差{balance.gap:.1%}，允许{balance.tolerance:.1%}",
                        f"the gap is {balance.gap:.1%}, the tolerance {balance.tolerance:.1%}",
                    ),
                ),
                path=("balances", balance.name),
                step=StepKey.BALANCES,
            )


def factor_beside_measurement(audit: AuditView) -> Iterator[ReviewFinding]:
    """SO2 of the inventory by a factor, although the tail gas was measured."""
    left = sulphur_dioxide_left(audit)
    if left is None:
        return
    for line in audit.inventory:
        if line.pollutant == "SO2" and (line.factor or "").startswith(f"{PACK}:"):
            yield ReviewFinding(
                code="CHM_FACTOR_BESIDE_MEASUREMENT",
                severity=Severity.WARNING,
                message=_text(
                    "尾气二氧化硫已实测，清单却采用系数",
                    "SO2 of the tail gas was measured, the inventory uses a factor",
                ),
                evidence=(_text(f"实测{left:.4g} t/a；系数{line.factor}", f"measured {left:.4g} t/a; {line.factor}"),),
                path=("inventory", "SO2"),
                step=StepKey.BENCHMARK,
            )


def n2o_left_out(audit: AuditView) -> Iterator[ReviewFinding]:
    """No N2O in the inventory of an enterprise that makes nitric or adipic acid."""
    if not gives_off_n2o(audit) or any(line.pollutant == "N2O" for line in audit.inventory):
        return
    yield ReviewFinding(
        code="CHM_N2O_LEFT_OUT",
        severity=Severity.SERIOUS,
        message=_text(
            "生产硝酸或己二酸，排放清单却没有氧化亚氮",
            "the enterprise makes nitric or adipic acid, and its inventory has no N2O",
        ),
        evidence=(
            _text(
                "两种工艺均副产氧化亚氮，可用nitricAcidN2o或adipicAcidN2o计算",
                "both processes give off N2O; reckon it with nitricAcidN2o or adipicAcidN2o",
            ),
        ),
        path=("inventory",),
        step=StepKey.BENCHMARK,
    )


def _text(zh: str, en: str) -> LocalizedText:
    return LocalizedText({"zh-CN": zh, "en": en})
