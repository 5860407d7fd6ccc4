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
from third_party.conftest import Departments, Wheels, seen_by_the_other

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


def installed(wheels: Wheels) -> dict[str, str]:
    """The environment of a process that has cpaudit and all plugins from wheels, and nothing from this repository."""
    return {**os.environ, "PYTHONPATH": str(wheels.all), "CPAUDIT_HOOK_SECONDS": "5"}


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
    with serving(installed(wheels), file) as http:
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
    names = zipfile.ZipFile(wheels.dyeing).namelist()

    assert "cpaudit_dyeing/pack/pack.toml" in names
    assert {name.partition("/")[0] for name in names} == {"cpaudit_dyeing", "cpaudit_dyeing-0.1.0.dist-info"}


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
    wheels: Wheels, departments: Departments, tmp_path: Path
) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(wheels.alone, broken)
    (broken / "cpaudit_dyeing" / "__init__.py").write_text("import dye_kitchen\n", "utf-8")
    file = tmp_path / "cpaudit.sqlite3"
    shutil.copyfile(departments.file, file)
    environment = installed(wheels)
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


def test_an_author_begins_from_the_wheel(wheels: Wheels, tmp_path: Path) -> None:
    """`cpaudit plugin new` finds its template in the wheel, and the tests of what it writes pass there."""
    environment = {**installed(wheels), "NO_COLOR": "1"}
    run([*CPAUDIT, "plugin", "new", "paper_mill"], tmp_path, environment)
    project = tmp_path / "cpaudit-paper-mill"

    done = run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"], project, environment)

    assert "4 passed" in done


def run(command: list[str], directory: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(  # noqa: S603
        command, cwd=directory, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
