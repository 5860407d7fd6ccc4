"""Tables of tenants and people.

Tenants, accounts and tokens are the platform's own: a tenant's row says that it exists and where it
stands in the tree, an account's that a person can sign in. What a person is in a tenant, his
membership, is the tenant's.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field

from cpaudit.permissions import Role
from cpaudit.storage.identity import new_id
from cpaudit.storage.tables import (
    PlatformTable,
    TenantTable,
    VersionedTable,
    belongs_to,
    enum_field,
    json_field,
    moment_field,
    now,
    text_field,
)
from cpaudit.text import LocalizedText


class TenantKind(StrEnum):
    """What a tenant is in the programme; a county office stands under its city."""

    LEADING_GROUP = "LEADING_GROUP"
    DEPARTMENT = "DEPARTMENT"
    CITY = "CITY"
    COUNTY = "COUNTY"


class Tenant(PlatformTable, table=True):
    """A body that runs audits or supervises them."""

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    parent_id: str | None = Field(default=None, foreign_key="tenant.id", max_length=32)
    kind: TenantKind = enum_field(TenantKind)
    code: str = Field(max_length=64, unique=True)
    name: LocalizedText = text_field()
    illustrative: bool = Field(default=False)
    created_at: datetime = moment_field(default_factory=now)


class Account(PlatformTable, table=True):
    """A person who can sign in."""

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    email: str = Field(max_length=254, unique=True)
    name: str = Field(max_length=200)
    password_hash: str | None = Field(default=None, max_length=200)
    platform_admin: bool = Field(default=False)
    created_at: datetime = moment_field(default_factory=now)


class AccessToken(PlatformTable, table=True):
    """A bearer token; only its hash is kept."""

    __tablename__ = "access_token"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    account_id: str = Field(foreign_key="account.id", max_length=32, index=True)
    token_hash: str = Field(max_length=64, unique=True)
    label: str = Field(default="", max_length=200)
    created_at: datetime = moment_field(default_factory=now)
    expires_at: datetime = moment_field()
    revoked_at: datetime | None = moment_field(default=None)


class Member(VersionedTable, table=True):
    """What a person is in a tenant."""

    __table_args__ = (
        UniqueConstraint("tenant_id", "account_id"),
        ForeignKeyConstraint(["tenant_id"], ["tenant.id"]),
        ForeignKeyConstraint(["account_id"], ["account.id"]),
        belongs_to("enterprise", "enterprise_id"),
        Index("ix_member_account", "account_id"),
    )

    account_id: str = Field(max_length=32)
    name: str = Field(max_length=200)
    email: str = Field(max_length=254)
    role: Role = enum_field(Role)
    enterprise_id: str | None = Field(default=None, max_length=32)
    active: bool = Field(default=True)
    created_at: datetime = moment_field(default_factory=now)


class EnabledPlugin(TenantTable, table=True):
    """A plugin that the tenant has enabled."""

    __tablename__ = "enabled_plugin"
    __table_args__ = (UniqueConstraint("tenant_id", "plugin"),)

    plugin: str = Field(max_length=120)
    enabled_at: datetime = moment_field(default_factory=now)


class StoredSettings(VersionedTable, table=True):
    """What the tenant has set in a plugin; it stays when the plugin is disabled.

    ``settings`` holds what is not secret, as it was given; ``secrets`` the others by name, sealed.
    """

    __tablename__ = "plugin_settings"
    __table_args__ = (UniqueConstraint("tenant_id", "plugin"),)

    plugin: str = Field(max_length=120)
    settings: dict[str, Any] = json_field(default_factory=dict)
    secrets: dict[str, str] = json_field(default_factory=dict)
    changed_at: datetime = moment_field(default_factory=now)
