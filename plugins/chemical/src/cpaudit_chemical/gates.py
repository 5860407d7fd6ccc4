"""What a chemical audit has to show before the phase with its balances closes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cpaudit import AuditView, BalanceView, LocalizedText, Phase, QuantityStatus, Requirement, StepKey, StreamKind
from cpaudit_chemical.industry import answered, makes_batches

OUTLETS: Mapping[str, tuple[str, str, str]] = {
    "SO2": ("CHM_TAIL_GAS_SO2", "二氧化硫", "SO2"),
    "N2O": ("CHM_TAIL_GAS_N2O", "氧化亚氮", "N2O"),
}
"""What is measured wherever it leaves a process, because conversion and abatement decide on it: code, and names."""


def requirements(audit: AuditView, phase: Phase) -> Iterator[Requirement]:
    """What is asked in a phase."""
    if any(step.key is StepKey.BALANCES for step in phase.steps):
        yield from reactant_balance(audit)
        yield from measured_outlets(audit)
        yield from reckoned_reactions(audit)


def reactant_balance(audit: AuditView) -> Iterator[Requirement]:
    """A balance of a material that enters the process (主要反应物), closed as far as to have a gap.

    Says nothing where no material enters: then there is no process map yet, which the core asks for.
    """
    reactants = [stream for stream in audit.streams if stream.kind is StreamKind.MATERIAL and stream.origin is None]
    if not reactants:
        return
    streams = {stream.id for stream in reactants}
    substances = {stream.substance for stream in reactants if stream.substance is not None}

    def balances_a_reactant(balance: BalanceView) -> bool:
        return balance.substance in substances or any(line.stream in streams for line in balance.lines)

    yield Requirement(
        met=any(balance.gap is not None and balances_a_reactant(balance) for balance in audit.balances),
        code="CHM_REACTANT_BALANCE",
        message=LocalizedText(
            {
                "zh-CN": "化工审核须建立主要反应物的物料平衡",
                "en": "a chemical audit needs a mass balance of its main reactant",
            }
        ),
        remedy=LocalizedText(
            {
                "zh-CN": "为进入工艺的原料建立物料平衡，并补齐投入与产出的数量",
                "en": "set up a balance of a material that enters the process, and fill in its inputs and outputs",
            }
        ),
        path=("balances",),
    )


def measured_outlets(audit: AuditView) -> Iterator[Requirement]:
    """A measurement of every stream of SO2 and of N2O that leaves the process: a factor cannot stand in for it."""
    measured = {
        (measurement.stream, substance)
        for measurement in audit.measurements
        if measurement.quantity.status is QuantityStatus.MEASURED
        for substance in OUTLETS
        if measurement.substance in (None, substance)
    }
    for stream in audit.streams:
        outlet = OUTLETS.get(stream.substance or "")
        if outlet is not None and stream.destination is None:
            code, zh, en = outlet
            yield Requirement(
                met=(stream.id, stream.substance) in measured,
                code=code,
                message=LocalizedText(
                    {
                        "zh-CN": f"离开工艺的{zh}物流“{stream.name}”须实测",
                        "en": f"the stream {stream.name!r} carries {en} out of the process and has to be measured",
                    }
                ),
                remedy=LocalizedText(
                    {
                        "zh-CN": f"在尾气排放口实测{zh}并记录测量结果",
                        "en": f"measure {en} at the outlet and record the result with status MEASURED",
                    }
                ),
                path=("streams", stream.code),
            )


def reckoned_reactions(audit: AuditView) -> Iterator[Requirement]:
    """Yield, atom economy and E-factor of its reaction steps, where the enterprise runs batch reactors."""
    if makes_batches(audit):
        yield Requirement(
            met=answered(audit, "CHM-ASM-047") in ("yes", "partial"),
            code="CHM_BATCH_YIELD",
            message=LocalizedText(
                {
                    "zh-CN": "间歇生产的审核须算出各反应步骤的收率、原子经济性和E因子",
                    "en": "an audit of batch production needs yield, atom economy and E-factor of its reaction steps",
                }
            ),
            remedy=LocalizedText(
                {
                    "zh-CN": "称量数个批次，用reactionStoichiometry计算，并回答检查项CHM-ASM-047",
                    "en": "weigh several batches, reckon with reactionStoichiometry, and answer CHM-ASM-047",
                }
            ),
            path=("answers", "CHM-ASM-047"),
        )
