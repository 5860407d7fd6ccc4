"""Somebody who plans a programme over the API."""

from __future__ import annotations

import pytest

from cpaudit.api.schemas import SchemaCache
from support.client import GraphqlClient
from support.own_content import Drafting
from support.programmes import Desk


@pytest.fixture
def desk(graphql: GraphqlClient, schemas: SchemaCache) -> Desk:
    """The chemicals department, by default its administrator."""
    return Desk(graphql, schemas.get(("chemical",)))


@pytest.fixture
def drafting(graphql: GraphqlClient) -> Drafting:
    """A draft of the chemicals department, written by its expert."""
    return Drafting(graphql)
