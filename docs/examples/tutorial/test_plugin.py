"""What the plugin does for a tenant that enabled it, on a real server."""

from __future__ import annotations

from cpaudit.testing import GraphqlClient, LocalServer, LocalTenant

QUESTIONS = "{ library { checklistItems { nodes { code question } } } }"


def test_the_questions_are_there(graphql: GraphqlClient) -> None:
    questions = graphql(QUESTIONS)["library"]["checklistItems"]["nodes"]

    assert [each["code"] for each in questions] == ["GLASS-001", "GLASS-002"]


def test_a_gate_asks_for_the_energy_of_the_furnace(tenant: LocalTenant) -> None:
    gate = tenant.gate(tenant.start_audit(), "ASSESSMENT")

    assert "GLASS_ENERGY_KNOWN" in {each["code"] for each in gate["blockers"] if each["plugin"] == "glass"}


def test_other_tenants_see_nothing_of_it(cpaudit_app: LocalServer) -> None:
    other = cpaudit_app.new_tenant("other").as_("auditor")

    assert other(QUESTIONS)["library"]["checklistItems"]["nodes"] == []
