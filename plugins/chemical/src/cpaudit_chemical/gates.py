"""What a chemical audit has to show before the phase with its balances closes."""

from __future__ import annotations

from collections.abc import Iterator

from cpaudit import AuditView, BalanceView, LocalizedText, QuantityStatus, Requirement, StreamKind

DIVISION = "26"
"""GB/T 4754-2017: manufacture of raw chemical materials and chemical products (化学原料和化学制品制造业)."""

SULPHUR_DIOXIDE = "SO2"


def is_chemical(audit: AuditView) -> bool:
    """Whether the enterprise belongs to the chemical industry; its class may carry the section letter, ``C2611``."""
    return audit.enterprise.gb4754.lstrip("Cc").startswith(DIVISION)


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


def sulphur_dioxide_outlets(audit: AuditView) -> Iterator[Requirement]:
    """A measurement of every stream of SO2 that leaves the process: a factor cannot stand in for the tail gas."""
    measured = {
        measurement.stream
        for measurement in audit.measurements
        if measurement.quantity.status is QuantityStatus.MEASURED and measurement.substance in (None, SULPHUR_DIOXIDE)
    }
    for stream in audit.streams:
        if stream.substance == SULPHUR_DIOXIDE and stream.destination is None:
            yield Requirement(
                met=stream.id in measured,
                code="CHM_TAIL_GAS_SO2",
                message=LocalizedText(
                    {
                        "zh-CN": f"离开工艺的二氧化硫物流“{stream.name}”须实测",
                        "en": f"the stream {stream.name!r} carries SO2 out of the process and has to be measured",
                    }
                ),
                remedy=LocalizedText(
                    {
                        "zh-CN": "在尾气排放口实测二氧化硫并记录测量结果",
                        "en": "measure SO2 at the outlet and record the result with status MEASURED",
                    }
                ),
                path=("streams", stream.code),
            )
