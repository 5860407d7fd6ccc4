"""A query is validated once, and what was found does not keep a schema alive."""

from __future__ import annotations

import asyncio
import gc
import weakref

import pytest
from graphql import validate

from cpaudit.api import validation
from cpaudit.api.schemas import build_schema
from cpaudit.plugins import PluginHost


async def test_a_query_that_comes_again_is_not_validated_again(monkeypatch: pytest.MonkeyPatch) -> None:
    schema = build_schema(PluginHost((), known_unit=bool), ())
    validated = []

    def counting(*arguments: object) -> object:
        validated.append(arguments)
        return validate(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(validation, "validate", counting)
    for _ in range(3):
        result = await schema.execute("{ __typename }")
        assert result.data == {"__typename": "Query"}
        result = await schema.execute("{ nothing }")
        assert result.errors
    assert len(validated) == 2


def test_a_schema_that_answered_and_is_not_kept_goes() -> None:
    schema = build_schema(PluginHost((), known_unit=bool), ())
    asyncio.run(schema.execute("{ __typename }"))
    gone = weakref.ref(schema._schema)
    del schema
    gc.collect()
    assert gone() is None
