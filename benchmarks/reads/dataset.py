"""The rows that are read: tenants, each with enterprises, audits and options. All of it is illustrative.

The same seed gives the same rows, so that every database holds the same.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from cpaudit.audits.models import Audit, AuditState
from cpaudit.enterprises.models import Enterprise, SizeClass
from cpaudit.options.models import Option, OptionOrigin, OptionState
from cpaudit.permissions import Role
from cpaudit.phases import Aspect, CostClass, MethodKey
from cpaudit.tenancy.models import AccessToken, Account, EnabledPlugin, Member, Tenant, TenantKind
from cpaudit.tenancy.tokens import hash_token
from cpaudit.text import LocalizedText

SEED = 1996
TENANTS_AT_A_TIME = 50
MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)
INDUSTRIES = ("C2611", "C2221", "C3011", "C2614", "C1440", "C3041")
OPTION_NAMES = (
    "冷凝水回收用于锅炉补水",
    "更换低效电机并加装变频器",
    "改进反应釜温度控制，减少副产物",
    "废酸浓缩后回用于生产",
    "加强设备密封，减少跑冒滴漏",
    "余热用于原料预热",
    "以低毒溶剂替代现用溶剂",
    "建立车间用水计量与考核制度",
    "白水封闭循环，减少新鲜水用量",
    "除尘灰返回配料",
    "对操作人员进行清洁生产培训",
    "优化配料比，提高产品收率",
)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Size:
    """How much each tenant has."""

    enterprises: int
    audits: int
    options: int


@dataclass(frozen=True, slots=True)
class TenantPlan:
    """One tenant that is seeded.

    Attributes:
        code: its code; the token of its only member is ``token_of(code)``.
        plugins: the plugins that it has enabled.
    """

    code: str
    size: Size
    plugins: tuple[str, ...] = ()


@dataclass
class Dataset:
    """Rows by model, each list in an order that foreign keys allow."""

    tenants: Sequence[TenantPlan]
    ids: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(SEED)  # noqa: S311 - the rows have to be the same in every run
        self._made = 0
        self.ids = {plan.code: self._id() for plan in self.tenants}

    def platform_rows(self) -> Iterator[tuple[type, list[Row]]]:
        """The platform's own rows and the memberships: tenants, people, tokens, enabled plugins."""
        accounts = {plan.code: self._id() for plan in self.tenants}
        yield (
            Tenant,
            [
                {
                    "id": self.ids[plan.code],
                    "parent_id": None,
                    "kind": TenantKind.DEPARTMENT,
                    "code": plan.code,
                    "name": LocalizedText({"zh-CN": f"示例部门 {plan.code}", "en": f"Department {plan.code}"}),
                    "illustrative": True,
                    "created_at": MADE_AT,
                }
                for plan in self.tenants
            ],
        )
        yield (
            Account,
            [
                {
                    "id": accounts[plan.code],
                    "email": _email(plan.code),
                    "name": f"审核员 {plan.code}（示例）",
                    "password_hash": None,
                    "platform_admin": False,
                    "created_at": MADE_AT,
                }
                for plan in self.tenants
            ],
        )
        yield (
            AccessToken,
            [
                {
                    "id": self._id(),
                    "account_id": accounts[plan.code],
                    "token_hash": hash_token(token_of(plan.code)),
                    "label": "benchmark",
                    "created_at": MADE_AT,
                    "expires_at": datetime.now(UTC) + timedelta(days=7),
                    "revoked_at": None,
                }
                for plan in self.tenants
            ],
        )
        yield (
            Member,
            [
                {
                    **self._key(plan),
                    "version": 1,
                    "account_id": accounts[plan.code],
                    "name": f"审核员 {plan.code}（示例）",
                    "email": _email(plan.code),
                    "role": Role.AUDITOR,
                    "enterprise_id": None,
                    "active": True,
                    "created_at": MADE_AT,
                }
                for plan in self.tenants
            ],
        )
        yield (
            EnabledPlugin,
            [
                {**self._key(plan), "plugin": plugin, "enabled_at": MADE_AT}
                for plan in self.tenants
                for plugin in plan.plugins
            ],
        )

    def audit_rows(self) -> Iterator[tuple[int, Sequence[tuple[type, list[Row]]]]]:
        """The tenants' enterprises, audits and options, some tenants at a time, with how many are done then."""
        for start in range(0, len(self.tenants), TENANTS_AT_A_TIME):
            plans = self.tenants[start : start + TENANTS_AT_A_TIME]
            enterprises: list[Row] = []
            audits: list[Row] = []
            options: list[Row] = []
            for plan in plans:
                own = [self._enterprise(plan, number) for number in range(plan.size.enterprises)]
                rounds = [divmod(number, plan.size.enterprises) for number in range(plan.size.audits)]
                held = [self._audit(plan, own[place], place, round_ + 1) for round_, place in rounds]
                options += [self._option(plan, held[n % plan.size.audits], n) for n in range(plan.size.options)]
                enterprises += own
                audits += held
            yield start + len(plans), [(Enterprise, enterprises), (Audit, audits), (Option, options)]

    def _enterprise(self, plan: TenantPlan, number: int) -> Row:
        return {
            **self._key(plan),
            "version": 1,
            "code": f"E{number:03d}",
            "name": f"示例化工有限公司 {plan.code}-{number:03d}",
            "gb4754": INDUSTRIES[number % len(INDUSTRIES)],
            "size_class": self._random.choice(list(SizeClass)),
            "city": "示例市",
            "address": "",
            "illustrative": True,
            "note": "",
        }

    def _audit(self, plan: TenantPlan, enterprise: Row, number: int, round_: int) -> Row:
        return {
            **self._key(plan),
            "version": 1,
            "enterprise_id": enterprise["id"],
            "round": round_,
            "method": MethodKey.HANDBOOK_1996,
            "title": f"示例化工有限公司 {number:03d} 第 {round_} 轮清洁生产审核",
            "state": AuditState.RUNNING,
            "illustrative": True,
            "note": "",
            "created_at": MADE_AT,
        }

    def _option(self, plan: TenantPlan, audit: Row, number: int) -> Row:
        return {
            **self._key(plan),
            "version": 1,
            "audit_id": audit["id"],
            "code": f"F{number:04d}",
            "name": f"{self._random.choice(OPTION_NAMES)}（{number}）",
            "description": "",
            "aspect": self._random.choice(list(Aspect)),
            "cost_class": self._random.choice(list(CostClass)),
            "origin": self._random.choice(list(OptionOrigin)),
            "proposed_by": "",
            "state": self._random.choice(list(OptionState)),
            "currency": "CNY",
            "life_years": 10,
            "tax_rate": 0.25,
            "discount_rate": 0.08,
            "benchmark_rate": 0.1,
            "scores": {},
        }

    def _key(self, plan: TenantPlan) -> Row:
        return {"tenant_id": self.ids[plan.code], "id": self._id()}

    def _id(self) -> str:
        # Like the product's own: milliseconds, then chance, so that an index grows at its end.
        self._made += 1
        milliseconds = int(MADE_AT.timestamp() * 1000) + self._made
        return f"{milliseconds:012x}{self._random.getrandbits(80):020x}"


def token_of(code: str) -> str:
    """The bearer token of the member of a seeded tenant."""
    return f"cpa_benchmark-{code}"


def _email(code: str) -> str:
    return f"auditor.{code}@example.org"
