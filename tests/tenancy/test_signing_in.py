"""Who may come in, and as what."""

from __future__ import annotations

from support.client import GraphqlClient


async def test_a_token_names_the_person_and_his_role(graphql: GraphqlClient) -> None:
    data = await graphql("{ viewer { role tenant { code } plugins } }", as_="expert", tenant="light")
    assert data == {"viewer": {"role": "EXPERT", "tenant": {"code": "light"}, "plugins": ["light_industry"]}}
