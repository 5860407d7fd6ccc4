"""What the plugin does for a tenant that enabled it, on a real server."""

from __future__ import annotations

import pytest

from cpaudit.testing import GraphqlClient, LocalServer, LocalTenant

BATH = """
query Bath($input: DyeingBathWaterInput!) {
  dyeing {
    bathWater(input: $input) {
      __typename
      ... on Calculation { result { quantity { value unit } explain { formula source text(lang: "en") } } }
      ... on InvalidInput { path message remedy }
    }
  }
}
"""


def test_the_questions_are_in_the_library(graphql: GraphqlClient) -> None:
    asked = graphql("{ library { checklistItems { nodes { code } } } }")["library"]["checklistItems"]["nodes"]

    assert [each["code"] for each in asked] == ["DYE-001", "DYE-002", "DYE-003"]


def test_the_water_of_the_baths_comes_with_its_formula(graphql: GraphqlClient) -> None:
    given = {"fabric": {"value": 0.5, "unit": "t"}, "liquorRatio": {"value": 8, "unit": "L/kg"}, "baths": 3}

    result = graphql(BATH, input=given)["dyeing"]["bathWater"]["result"]

    assert result["quantity"] == {"value": pytest.approx(12000), "unit": "L"}
    assert result["explain"]["formula"] == "V = m·L·n"


def test_a_liquor_ratio_in_tonnes_is_refused_at_its_place(graphql: GraphqlClient) -> None:
    given = {"fabric": {"value": 500, "unit": "kg"}, "liquorRatio": {"value": 8, "unit": "t"}}

    fault = graphql(BATH, input=given)["dyeing"]["bathWater"]

    assert (fault["__typename"], fault["path"]) == ("InvalidInput", ["input", "liquorRatio"])


def test_a_batch_without_a_bath_is_refused_at_its_place(graphql: GraphqlClient) -> None:
    given = {"fabric": {"value": 500, "unit": "kg"}, "liquorRatio": {"value": 8, "unit": "L/kg"}, "baths": 0}

    fault = graphql(BATH, input=given)["dyeing"]["bathWater"]

    assert (fault["__typename"], fault["path"]) == ("InvalidInput", ["input", "baths"])


def test_a_gate_asks_for_the_water(tenant: LocalTenant) -> None:
    auditor, audit = tenant.as_("auditor"), tenant.start_audit()
    auditor.tell("applyProcessTemplate", "Audit", {"audit": audit, "template": "dyeing:process_template:DYE-P-01"})

    asked = [each for each in tenant.gate(audit, "ASSESSMENT")["blockers"] if each["plugin"] == "dyeing"]

    assert {tuple(each["path"]) for each in asked} == {("streams", "bath_water"), ("streams", "wash_water")}
    waters = auditor("query W($a: ID!) { audit(id: $a) { dyeing { waters(measured: false) { code name } } } }", a=audit)
    assert {each["code"] for each in waters["audit"]["dyeing"]["waters"]} == {"bath_water", "wash_water"}


def test_other_tenants_see_nothing_of_it(cpaudit_app: LocalServer) -> None:
    other = cpaudit_app.new_tenant("other").as_("auditor")

    (error,) = other.errors("{ dyeing { dyeClasses } }")

    assert error["message"] == "Cannot query field 'dyeing' on type 'Query'."
