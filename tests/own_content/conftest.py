"""Somebody who drafts an overlay, and somebody who sends packs."""

from __future__ import annotations

import pytest

from support.client import GraphqlClient
from support.own_content import Drafting, Packs


@pytest.fixture
def drafting(graphql: GraphqlClient) -> Drafting:
    """A draft of the chemicals department, written by its expert."""
    return Drafting(graphql)


@pytest.fixture
def packs(graphql: GraphqlClient) -> Packs:
    """Packs that administrators send."""
    return Packs(graphql)
