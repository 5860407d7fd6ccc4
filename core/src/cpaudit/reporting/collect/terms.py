"""Names, in every language, of what the domain counts up: kinds, roles, media, steps of a decision."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from cpaudit.audits.models import Medium, ObstacleKind, TargetBasis, TeamRole
from cpaudit.contributions import StreamKind
from cpaudit.enterprises.models import DepartmentKind, RegulatoryKind, RegulatoryStatus, SizeClass
from cpaudit.options.models import FundingSource, Verdict
from cpaudit.regulation.obligations import ObligationState
from cpaudit.regulation.planned import SavingBasis
from cpaudit.text import LocalizedText


def _terms(kind: type[StrEnum], **names: tuple[str, str]) -> dict[tuple[type[StrEnum], str], LocalizedText]:
    return {(kind, kind[name].value): LocalizedText({"zh-CN": zh, "en": en}) for name, (zh, en) in names.items()}


# The class is part of the key: a medium and a kind of stream are both WATER.
TERMS: Mapping[tuple[type[StrEnum], str], LocalizedText] = {
    **_terms(
        TeamRole,
        LEADER=("组长", "Leader"),
        DEPUTY=("副组长", "Deputy leader"),
        MEMBER=("成员", "Member"),
        EXPERT=("专家", "Expert"),
    ),
    **_terms(
        ObstacleKind,
        ATTITUDE=("思想观念", "Attitude"),
        TECHNICAL=("技术", "Technical"),
        FINANCIAL=("资金", "Financial"),
        MANAGERIAL=("管理", "Managerial"),
        POLICY=("政策", "Policy"),
    ),
    **_terms(
        Medium,
        WATER=("水", "Water"),
        AIR=("大气", "Air"),
        SOLID_WASTE=("固体废物", "Solid waste"),
        NOISE=("噪声", "Noise"),
    ),
    **_terms(TargetBasis, ABSOLUTE=("绝对量", "absolute"), RELATIVE=("相对量", "relative")),
    **_terms(
        StreamKind,
        MATERIAL=("物料", "Material"),
        WATER=("水", "Water"),
        ENERGY=("能源", "Energy"),
        EMISSION=("废气排放", "Emission"),
        WASTE=("废弃物", "Waste"),
        PRODUCT=("产品", "Product"),
    ),
    **_terms(
        SizeClass,
        LARGE=("大型", "Large"),
        MEDIUM=("中型", "Medium"),
        SMALL=("小型", "Small"),
        MICRO=("微型", "Micro"),
    ),
    **_terms(
        DepartmentKind,
        PRODUCTION=("生产", "Production"),
        MANAGEMENT=("管理", "Management"),
        SUPPORT=("辅助", "Support"),
    ),
    **_terms(
        ObligationState,
        PENDING=("办理中", "pending"),
        NOT_YET=("尚未生效", "not yet in force"),
        IN_FORCE=("有效", "in force"),
        LAPSED=("已过期", "lapsed"),
        REVOKED=("已撤销", "revoked"),
        OPEN=("治理中", "open"),
        OVERDUE=("逾期未完成", "overdue"),
        FULFILLED=("已完成", "fulfilled"),
    ),
    **_terms(
        SavingBasis,
        SIMULATION=("按工艺物流模拟", "simulated"),
        EFFECT=("计划", "planned"),
        MEASURED=("实测", "measured"),
    ),
    **_terms(
        RegulatoryKind,
        POLLUTANT_DECLARATION=("排污申报登记", "Pollutant declaration"),
        DISCHARGE_PERMIT=("排污许可证", "Discharge permit"),
        DEADLINE_TREATMENT_ORDER=("限期治理", "Deadline treatment order"),
        ISO_9000=("ISO 9000 认证", "ISO 9000 certificate"),
        ISO_14000=("ISO 14000 认证", "ISO 14000 certificate"),
        TOTAL_EMISSION_QUOTA=("总量控制指标", "Total emission quota"),
    ),
    **_terms(
        RegulatoryStatus,
        PENDING=("办理中", "pending"),
        IN_FORCE=("有效", "in force"),
        FULFILLED=("已完成", "fulfilled"),
        EXPIRED=("已过期", "expired"),
        REVOKED=("已撤销", "revoked"),
    ),
    **_terms(
        FundingSource,
        OWN_FUNDS=("企业自筹", "Own funds"),
        BANK_LOAN=("银行贷款", "Bank loan"),
        TECHNOLOGY_CREDIT=("技术改造贷款", "Loan for technical renewal"),
        TAX_RELIEF=("税收减免", "Tax relief"),
        ENVIRONMENTAL_SUBSIDY=("环境保护补助", "Environmental subsidy"),
        POLLUTION_PREVENTION_FUND=("污染防治基金", "Pollution prevention fund"),
    ),
    **_terms(Verdict, FEASIBLE=("可行", "Feasible"), NOT_FEASIBLE=("不可行", "Not feasible")),
}


def term(member: StrEnum) -> LocalizedText:
    """The name of *member*, in every language."""
    return TERMS[type(member), member.value]
