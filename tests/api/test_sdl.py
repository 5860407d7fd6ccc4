"""The core's schema changes only together with its snapshot, where a reviewer sees it."""

from __future__ import annotations

from pathlib import Path

from graphql import build_schema, find_breaking_changes

from cpaudit.api.sdl import core_sdl

SNAPSHOT = Path(__file__).parents[2] / "docs" / "schema.graphql"


def test_the_schema_is_the_one_of_the_snapshot() -> None:
    kept, now = SNAPSHOT.read_text("utf-8"), core_sdl()
    breaking = [change.description for change in find_breaking_changes(build_schema(kept), build_schema(now))]
    assert kept == now, f"renew it: python -m cpaudit.api.sdl > docs/schema.graphql; clients would lose: {breaking}"
