"""``cpaudit.testing``: a real server for the tests of a plugin, without which the product does not need pytest."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from cpaudit.plugins.project import PluginProject
from cpaudit.testing import GraphqlFailedError, LocalServer, ServerKit

ROOT = Path(__file__).parents[2]
DUMMY = ROOT / "tests" / "dummy"


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerKit]:
    """Servers with the dummy plugin."""
    project = PluginProject.at(DUMMY)
    with project.importable():
        yield ServerKit(project.source(), tmp_path_factory.mktemp("kit"))


@pytest.fixture
def server(kit: ServerKit) -> Iterator[LocalServer]:
    with kit.server() as server:
        yield server


def test_everybody_of_the_tenant_can_ask(server: LocalServer) -> None:
    for person, role in (("admin", "TENANT_ADMIN"), ("auditor", "AUDITOR"), ("staff", "ENTERPRISE_STAFF")):
        assert server.tenant.as_(person)("{ viewer { role } }") == {"viewer": {"role": role}}


def test_a_test_does_not_see_what_another_did(kit: ServerKit) -> None:
    with kit.server() as first:
        first.tenant.start_audit()
        assert first.tenant.as_()("{ audits { totalCount } }")["audits"]["totalCount"] == 1
    with kit.server() as second:
        assert second.tenant.as_()("{ audits { totalCount } }")["audits"]["totalCount"] == 0


def test_the_plugin_is_enabled_in_the_tenant_and_in_no_other(server: LocalServer) -> None:
    audit = server.tenant.start_audit()
    assert "DUMMY_TARGETS" in {each["code"] for each in server.tenant.gate(audit, "ASSESSMENT")["blockers"]}

    other = server.new_tenant("other")
    assert other.as_()("{ library { packs { id } } }")["library"]["packs"] == [{"id": "common"}]
    other.enable("dummy")
    packs = other.as_()("{ library { packs { id } } }")["library"]["packs"]
    assert [each["id"] for each in packs] == ["common", "dummy"]


def test_an_answer_with_errors_fails_the_test_that_got_it(server: LocalServer) -> None:
    with pytest.raises(GraphqlFailedError, match="nothing"):
        server.tenant.as_()("{ nothing }")


def test_a_refused_mutation_fails_the_test_that_asked_for_it(server: LocalServer) -> None:
    with pytest.raises(GraphqlFailedError, match="DENIED"):
        server.tenant.as_("viewer").tell("registerEnterprise", "Enterprise", _enterprise())


def _enterprise() -> dict[str, object]:
    return {"code": "second", "name": "示例", "gb4754": "C2611", "sizeClass": "SMALL"}


def test_the_product_needs_no_pytest() -> None:
    """Neither is pytest among its dependencies, nor is it loaded by a command that serves for a check."""
    about = tomllib.loads((ROOT / "core" / "pyproject.toml").read_text("utf-8"))["project"]
    assert not [each for each in about["dependencies"] if each.startswith("pytest")]
    assert [each for each in about["optional-dependencies"]["testing"] if each.startswith("pytest")]
    assert about["entry-points"]["pytest11"] == {"cpaudit": "cpaudit.testing.fixtures"}
    code = "import sys, cpaudit.cli.authors.golden, cpaudit.authoring; print('pytest' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "False"


def test_the_fixtures_cost_a_run_that_does_not_use_them_nothing() -> None:
    code = "import sys, cpaudit.testing.fixtures; print(*({'strawberry', 'litestar', 'sqlalchemy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == ""
