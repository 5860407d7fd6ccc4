"""Enabling and disabling plugins, and what stands in the way of it."""

from __future__ import annotations

from cpaudit.plugins import PluginSource
from enabling.acts import Serve, disable, enable, kiln, known, oven, pack, plugin
from support.client import GraphqlClient


async def test_enabling_is_the_administrators_act_and_takes_effect_at_once(serve: Serve) -> None:
    graphql = serve(kiln())
    assert (await enable(graphql, "kiln", as_="auditor"))["code"] == "DENIED"
    assert (await enable(graphql, "kiln"))["enabled"] is True
    assert (await graphql("{ kiln { version } viewer { plugins } }")) == {
        "kiln": {"version": "1.4.0"},
        "viewer": {"plugins": ["chemical", "kiln"]},
    }


async def test_another_server_on_the_same_database_serves_it_too(serve: Serve) -> None:
    one, other = serve(kiln()), serve(kiln())
    await enable(one, "kiln")
    assert (await other("{ kiln { version } }"))["kiln"]["version"] == "1.4.0"
    await disable(other, "kiln")
    assert await one.errors("{ kiln { version } }")


async def test_a_plugin_is_not_enabled_without_what_it_requires(serve: Serve) -> None:
    graphql = serve(kiln(), oven())
    refused = await enable(graphql, "oven")
    assert (refused["__typename"], refused["code"], refused["path"]) == ("InvalidInput", "PLUGIN_REQUIRES", ["plugin"])
    assert "kiln >=1.2,<2, which is not enabled" in refused["message"]
    await enable(graphql, "kiln")
    assert (await enable(graphql, "oven"))["enabled"] is True


async def test_another_version_than_the_required_one_will_not_do(serve: Serve) -> None:
    graphql = serve(kiln("1.1.9"), oven())
    await enable(graphql, "kiln")
    assert "kiln >=1.2,<2, of which 1.1.9 is installed" in (await enable(graphql, "oven"))["message"]


async def test_a_plugin_is_not_disabled_while_another_requires_it(serve: Serve) -> None:
    graphql = serve(kiln(), oven())
    await enable(graphql, "kiln")
    await enable(graphql, "oven")
    refused = await disable(graphql, "kiln")
    assert (refused["code"], refused["message"]) == ("PLUGIN_REQUIRED", "the plugin 'kiln' is required by oven")
    assert (await disable(graphql, "kiln", dry=True))["hides"]["requiredBy"] == ["oven"]
    await disable(graphql, "oven")
    assert (await disable(graphql, "kiln"))["enabled"] is False


async def test_what_is_required_and_by_whom_is_told(serve: Serve) -> None:
    graphql = serve(kiln(), oven())
    await enable(graphql, "kiln")
    await enable(graphql, "oven")
    told = [await known(graphql, name) for name in ("kiln", "oven")]
    assert [each and each["requiredBy"] for each in told] == [["oven"], []]
    assert [each and each["requires"] for each in told] == [[], [{"plugin": "kiln", "version": ">=1.2,<2"}]]


async def test_a_plugin_whose_requirement_went_away_with_an_upgrade_is_degraded_where_it_is_enabled(
    serve: Serve,
) -> None:
    before = serve(kiln(), oven())
    await enable(before, "kiln")
    await enable(before, "oven")
    graphql = serve(kiln("2.0.0"), oven())
    told = await known(graphql, "oven")
    assert told is not None
    assert (told["health"]["status"], told["health"]["stage"]) == ("DEGRADED", "COMPATIBILITY")
    assert "of which 2.0.0 is installed" in told["health"]["message"]
    elsewhere = await known(graphql, "oven", tenant="light")
    assert elsewhere is not None
    assert elsewhere["health"]["status"] == "READY"


async def test_a_repeated_act_is_done_once(serve: Serve) -> None:
    graphql = serve(kiln())
    first, second = [await enable(graphql, "kiln", id="on") for _ in range(2)]
    assert first == second
    await disable(graphql, "kiln", id="off")
    assert (await disable(graphql, "kiln", id="off"))["enabled"] is False
    assert (await disable(graphql, "kiln"))["code"] == "NOT_FOUND"
    events = await graphql("{ events { nodes { action subjectType subjectId } } }", as_="admin")
    about = [each["action"] for each in events["events"]["nodes"] if each["subjectId"] == "kiln"]
    assert about == ["pluginDisabled", "pluginEnabled"]


async def test_a_dry_run_changes_and_logs_nothing(serve: Serve) -> None:
    graphql = serve(kiln())
    await enable(graphql, "kiln")
    assert (await disable(graphql, "kiln", dry=True))["enabled"] is True
    events = await graphql(
        '{ events(filter: { action: "pluginDisabled" }) { totalCount } viewer { plugins } }', as_="admin"
    )
    assert events == {"events": {"totalCount": 0}, "viewer": {"plugins": ["chemical", "kiln"]}}


def broken() -> object:
    """Stands for the import of a plugin that fails."""
    raise RuntimeError("the module is broken")


async def test_a_tenant_whose_plugin_cannot_be_loaded_any_more_is_served_without_it_and_can_disable_it(
    serve: Serve,
) -> None:
    await enable(serve(kiln()), "kiln")
    source = PluginSource(name="kiln", distribution="cpaudit-kiln", version="2", module=None, load=broken)
    for graphql in (serve(source), serve()):
        assert (await graphql("{ chemical { counts { options } } }"))["chemical"]["counts"]["options"] > 0
        assert [error["extensions"]["code"] for error in await graphql.errors("{ kiln { version } }")] == [
            "PLUGIN_FAILED"
        ]
        assert (await graphql.http.get("/schema.graphql", headers=graphql.headers("viewer", "chem"))).status_code == 200
    told = await known(serve(source))
    assert told is not None
    assert (told["enabled"], told["health"]["status"]) == (True, "QUARANTINED")
    assert (await disable(serve(), "kiln"))["enabled"] is False


async def test_who_has_several_plugins_of_one_name_is_told_of_the_one_in_use(serve: Serve) -> None:
    graphql = serve(kiln(), plugin(pack("kiln", "9.0")))
    assert (await enable(graphql, "kiln"))["enabled"] is True
    assert (await graphql("{ kiln { version } }"))["kiln"]["version"] == "1.4.0"


async def test_what_is_not_installed_cannot_be_enabled_and_what_is_not_enabled_cannot_be_disabled(
    graphql: GraphqlClient,
) -> None:
    assert (await enable(graphql, "kiln"))["code"] == "NOT_FOUND"
    assert (await disable(graphql, "light_industry"))["code"] == "NOT_FOUND"
    assert (await disable(graphql, "light_industry", dry=True))["code"] == "NOT_FOUND"
