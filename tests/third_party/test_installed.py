"""A third party's wheel beside the others, in a process of its own: it works where it is enabled, and only there."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from cpaudit.testing import LocalTenant
from support.wheels import Wheels
from third_party.conftest import Departments, seen_by_the_other

SECONDS_TO_START = 90
CPAUDIT = [sys.executable, "-c", "from cpaudit.cli import main; main()"]

BATH = """
query($input: DyeingBathWaterInput!) {
  dyeing { bathWater(input: $input) {
    ... on Calculation { result { quantity { value unit } explain { formula source inputs { symbol value unit } } } }
    ... on InvalidInput { path message remedy }
  } }
}
"""


@contextmanager
def serving(environment: dict[str, str], file: Path) -> Iterator[httpx.Client]:
    """`cpaudit serve` on a database, as it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = file.with_suffix(".log")
    with log.open("wb") as output:
        command = [*CPAUDIT, "serve", "--port", str(port), "--database", f"sqlite:///{file}"]
        process = subprocess.Popen(  # noqa: S603
            command, stdout=output, stderr=output, env=environment, cwd=file.parent, start_new_session=True
        )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as http:
            deadline = time.monotonic() + SECONDS_TO_START
            while not _answers(http):
                if process.poll() is not None or time.monotonic() > deadline:
                    pytest.fail(f"the server does not answer: {log.read_text('utf-8')}")
                time.sleep(0.05)
            yield http
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _answers(http: httpx.Client) -> bool:
    try:
        return http.get("/health").is_success
    except httpx.TransportError:
        return False


@pytest.fixture(scope="module")
def server(
    wheels: Wheels, departments: Departments, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """The server with all four plugins; ``mill`` has disabled the third party's again."""
    file = tmp_path_factory.mktemp("server") / "cpaudit.sqlite3"
    shutil.copyfile(departments.file, file)
    with serving(wheels.environment, file) as http:
        departments.mill.on(http).as_("admin").tell(
            "disablePlugin", "PluginState", "dyeing", fields="enabled", argument="plugin"
        )
        yield http


@pytest.fixture(scope="module")
def mill(server: httpx.Client, departments: Departments) -> LocalTenant:
    """The department after it has enabled the plugin over GraphQL; nothing was restarted."""
    mill = departments.mill.on(server)
    assert "dyeing" in mill.as_("auditor").errors("{ dyeing { version } }")[0]["message"]
    mill.enable("dyeing")
    return mill


def test_the_wheel_holds_the_pack_and_nothing_of_cpaudit(wheels: Wheels) -> None:
    names = zipfile.ZipFile(wheels.third_party).namelist()

    assert "cpaudit_dyeing/pack/pack.toml" in names
    assert {name.partition("/")[0] for name in names} == {"cpaudit_dyeing", "cpaudit_dyeing-0.1.0.dist-info"}


def test_the_process_has_cpaudit_from_its_wheel(wheels: Wheels) -> None:
    code = "import importlib.util; print(importlib.util.find_spec('cpaudit').origin)"
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], env=wheels.environment, capture_output=True, text=True, check=True
    )

    assert Path(done.stdout.strip()) == wheels.site / "cpaudit" / "__init__.py"


def test_all_four_are_ready(server: httpx.Client) -> None:
    assert server.get("/health").json() == {"status": "ok", "plugins": {"ready": 4}}


def test_its_questions_are_in_the_library_of_who_enabled_it(mill: LocalTenant) -> None:
    asked = mill.as_("auditor")("{ library { checklistItems { nodes { code } } } }")["library"]["checklistItems"]

    assert [each["code"] for each in asked["nodes"]] == ["DYE-001", "DYE-002", "DYE-003"]


def test_its_calculator_explains_itself(mill: LocalTenant) -> None:
    given = {"fabric": {"value": 0.5, "unit": "t"}, "liquorRatio": {"value": 8, "unit": "L/kg"}, "baths": 3}

    result = mill.as_("auditor")(BATH, input=given)["dyeing"]["bathWater"]["result"]

    # V = m·L·n, by hand: 500 kg · 8 L/kg · 3.
    assert result["quantity"] == {"value": pytest.approx(12_000, rel=1e-12), "unit": "L"}
    assert (result["explain"]["formula"], result["explain"]["source"][:30]) == (
        "V = m·L·n",
        "definition of the liquor ratio",
    )
    assert [(each["symbol"], each["unit"]) for each in result["explain"]["inputs"]] == [
        ("m", "kg"),
        ("L", "L/kg"),
        ("n", ""),
    ]


def test_what_a_caller_does_wrong_is_told_at_its_place(mill: LocalTenant) -> None:
    given = {"fabric": {"value": 1, "unit": "t"}, "liquorRatio": {"value": 8, "unit": "t"}}

    told = mill.as_("auditor")(BATH, input=given)["dyeing"]["bathWater"]

    assert told == {
        "path": ["input", "liquorRatio"],
        "message": "t does not convert to L/kg",
        "remedy": "give an amount in L/kg",
    }


def test_its_gate_and_its_field_name_the_same_streams(mill: LocalTenant, departments: Departments) -> None:
    audit = departments.audits["mill"]

    blockers = mill.gate(audit, "ASSESSMENT")["blockers"]
    query = "query($a: ID!) { audit(id: $a) { dyeing { waters(measured: false) { code } } } }"
    waters = mill.as_("auditor")(query, a=audit)["audit"]["dyeing"]["waters"]

    asked = {each["path"][1]: each for each in blockers if each["plugin"] == "dyeing"}
    assert asked.keys() == {each["code"] for each in waters} == {"bath_water", "wash_water"}
    assert {each["code"] for each in asked.values()} == {"DYE_WATER_MEASURED"}
    assert all(each["remedy"] for each in asked.values())


def test_the_other_department_sees_nothing_of_it(
    mill: LocalTenant, server: httpx.Client, departments: Departments
) -> None:
    other = departments.other.on(server)
    seen, schema = seen_by_the_other(server, departments)

    assert (seen, schema) == departments.undisturbed
    assert "yeing" not in schema
    assert "yeing" not in str(seen)
    assert other.as_("auditor")("{ plugins { name } }") == {"plugins": [{"name": "chemical"}]}
    query = "query($a: ID!) { audit(id: $a) { title } }"
    assert other.as_("auditor")(query, a=departments.audits["mill"]) == {"audit": None}


def test_a_server_starts_with_a_plugin_that_cannot_be_imported(
    wheels: Wheels, alone: Path, departments: Departments, tmp_path: Path
) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(alone, broken)
    (broken / "cpaudit_dyeing" / "__init__.py").write_text("import dye_kitchen\n", "utf-8")
    file = tmp_path / "cpaudit.sqlite3"
    shutil.copyfile(departments.file, file)
    environment = wheels.environment
    environment["PYTHONPATH"] = f"{broken}{os.pathsep}{environment['PYTHONPATH']}"

    with serving(environment, file) as http:
        mill = departments.mill.on(http)
        assert http.get("/health").json()["plugins"] == {"ready": 3, "quarantined": 1}
        assert seen_by_the_other(http, departments) == departments.undisturbed
        told = mill.as_("admin")('{ plugin(name: "dyeing") { health { status stage message place remedy } } }')
        assert mill.as_("auditor")("{ enterprises { nodes { name } } }") == {
            "enterprises": {"nodes": [{"name": "示例企业"}]}
        }
    assert told["plugin"]["health"] == {
        "status": "QUARANTINED",
        "stage": "IMPORT",
        "message": "ModuleNotFoundError: No module named 'dye_kitchen'",
        "place": "cpaudit_dyeing/__init__.py:1",
        "remedy": "install what provides 'dye_kitchen', and name it in the dependencies of cpaudit-dyeing",
    }
    assert "Warning: the plugin dyeing (cpaudit-dyeing) is not used: " in file.with_suffix(".log").read_text("utf-8")
