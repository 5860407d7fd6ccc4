"""A third party's plugin that is broken is set aside with the reason, and nobody else notices."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from cpaudit.plugins import Plugin, PluginHost, PluginStage, PluginStatus
from third_party.conftest import OTHERS, PACKAGE, Departments, discovered, seen_by_the_other, served

Break = Callable[[Path], None]

NEIGHBOUR = '''
from dataclasses import dataclass
from cpaudit import ContentPack, GraphqlExtension, GraphqlField, hookimpl


@dataclass(frozen=True)
class ingWater:
    """With the prefix of this plugin, Dye, it is the type DyeingWater."""

    code: str


def waters() -> ingWater:
    return ingWater("illustrative")


@hookimpl
def cpaudit_content():
    return ContentPack.of_package(__name__)


@hookimpl
def cpaudit_graphql():
    return GraphqlExtension(queries=(GraphqlField(resolve=waters),))
'''


@dataclass(frozen=True)
class Breakage:
    """One way to break the plugin, and the record that tells it.

    Attributes:
        make: changes the installed package.
        message: a regular expression.
        place: where the record sends who looks for it; empty where the message names the file.
        remedy: part of what it says is to be done.
    """

    name: str
    make: Break
    phase: PluginStage
    message: str
    place: str
    remedy: str

    @property
    def status(self) -> PluginStatus:
        return PluginStatus.DEGRADED if self.phase is PluginStage.CALL else PluginStatus.QUARANTINED


def changed(file: str, old: str, new: str, *more: tuple[str, str, str]) -> Break:
    """Other text in files of the package."""

    def make(package: Path) -> None:
        for name, before, after in ((file, old, new), *more):
            text = (package / name).read_text("utf-8")
            assert before in text, f"{name} does not hold {before!r}"
            (package / name).write_text(text.replace(before, after), "utf-8")

    return make


def beside_a_neighbour(package: Path) -> None:
    """Another plugin, loaded before, gives a type of the same name."""
    neighbour = package.parent / "cpaudit_dye"
    (neighbour / "pack").mkdir(parents=True)
    (neighbour / "__init__.py").write_text(NEIGHBOUR, "utf-8")
    manifest = (package / "pack" / "pack.toml").read_text("utf-8").replace('id = "dyeing"', 'id = "dye"')
    (neighbour / "pack" / "pack.toml").write_text(manifest, "utf-8")
    about = package.parent / "cpaudit_dye-0.1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: cpaudit-dye\nVersion: 0.1.0\n", "utf-8")
    (about / "entry_points.txt").write_text("[cpaudit]\ndye = cpaudit_dye\n", "utf-8")


ASKING = "    if all(step.key"
HANGING = (
    "    import time, pathlib\n"
    "    while not pathlib.Path(__file__).with_name('go_on').exists():\n"
    "        time.sleep(0.02)\n"
)

BREAKAGES = [
    Breakage(
        "import error",
        changed("__init__.py", "from cpaudit_dyeing.gate", "import dye_kitchen\nfrom cpaudit_dyeing.gate"),
        PluginStage.IMPORT,
        "ModuleNotFoundError: No module named 'dye_kitchen'",
        "cpaudit_dyeing/__init__.py:7",
        "install what provides 'dye_kitchen', and name it in the dependencies of cpaudit-dyeing",
    ),
    Breakage(
        "wrong signature",
        changed("gate.py", "phase: Phase)", "phase: Phase, machine: str)"),
        PluginStage.HOOKS,
        "cpaudit_phase_requirements takes 'machine', which the hook does not have; it has audit, phase, settings",
        "cpaudit_dyeing/gate.py:10",
        "write the hook as its reference has it",
    ),
    Breakage(
        "misspelt hook",
        changed(
            "gate.py",
            "cpaudit_phase_requirements",
            "cpaudit_phase_requirement",
            ("__init__.py", "cpaudit_phase_requirements", "cpaudit_phase_requirement"),
        ),
        PluginStage.HOOKS,
        r"there is no hook 'cpaudit_phase_requirement', did you mean 'cpaudit_phase_requirements'\?",
        "cpaudit_dyeing/gate.py:10",
        "write the hook as its reference has it",
    ),
    Breakage(
        "raising hook",
        changed("gate.py", ASKING, "    raise LookupError('no such machine')\n" + ASKING),
        PluginStage.CALL,
        "'dyeing' failed in cpaudit_phase_requirements: LookupError: no such machine",
        "cpaudit_dyeing/gate.py:13",
        "repair the hook, install that version and start the server again, or disable the plugin",
    ),
    Breakage(
        "hanging hook",
        changed("gate.py", ASKING, HANGING + ASKING),
        PluginStage.CALL,
        r"'dyeing' failed in cpaudit_phase_requirements: .*it did not return within 0\.4 seconds",
        "cpaudit_dyeing/gate.py:10",
        "repair the hook, install that version and start the server again, or disable the plugin",
    ),
    Breakage(
        "type collision",
        beside_a_neighbour,
        PluginStage.COLLISION,
        r"'dyeing' \(cpaudit-dyeing\): 'dye' gives the type 'DyeingWater' already",
        "",
        "rename it in one of the two, or uninstall one",
    ),
    Breakage(
        "item collision",
        changed("pack/options/options.yaml", "- code: DYE-O-02", "- code: DYE-O-01"),
        PluginStage.CONTENT,
        r"options/options\.yaml:\d+: .*DYE-O-01",
        "",
        "repair the content",
    ),
    Breakage(
        "bad unit",
        changed("pack/factors/factors.csv", ",kg,t,", ",stoneweight,t,"),
        PluginStage.CONTENT,
        r"factors/factors\.csv:2: .*stoneweight",
        "",
        "repair the content",
    ),
    Breakage(
        "missing source",
        changed("pack/factors/factors.csv", ",illustrative,no table", ",handbook,no table"),
        PluginStage.CONTENT,
        r"factors/factors\.csv:2: .*handbook",
        "",
        "repair the content",
    ),
    Breakage(
        "wrong API version",
        changed("pack/pack.toml", "api = 1", "api = 2"),
        PluginStage.COMPATIBILITY,
        "it was written for plugin API 2, this cpaudit speaks 1",
        "pack/pack.toml: api",
        "install a cpaudit that speaks plugin API 2, or a version of cpaudit-dyeing for API 1",
    ),
]

MILL_SEES = """
query($audit: ID!) {
  audit(id: $audit) { enterprise { name } phase(key: ASSESSMENT) { gate { status blockers { code plugin } } } }
}
"""

HEALTH = '{ plugin(name: "dyeing") { health { status stage message place remedy } } }'


@contextmanager
def broken(breakage: Breakage, alone: Path, directory: Path) -> Iterator[Path]:
    """A copy of the installed plugin, broken; whatever hangs in it may go on at the end."""
    site = directory / "site"
    shutil.copytree(alone, site)
    breakage.make(site / PACKAGE)
    try:
        yield site
    finally:
        (site / PACKAGE / "go_on").touch()


def found(host: PluginHost) -> dict[str, Plugin]:
    return {plugin.name: plugin for plugin in host.plugins}


@pytest.mark.parametrize("breakage", BREAKAGES, ids=lambda each: each.name)
def test_a_broken_plugin_is_told_and_nobody_else_notices(
    breakage: Breakage,
    alone: Path,
    departments: Departments,
    tmp_path: Path,
) -> None:
    file = tmp_path / "cpaudit.sqlite3"
    shutil.copyfile(departments.file, file)
    with broken(breakage, alone, tmp_path) as site, discovered(site) as host, served(host, file) as http:
        mill = departments.mill.on(http)
        seen = mill.as_("auditor")(MILL_SEES, audit=departments.audits["mill"])["audit"]
        health = found(host)["dyeing"].health

        assert (health.status, health.phase) == (breakage.status, breakage.phase)
        assert re.search(breakage.message, health.message), health.message
        assert health.place == breakage.place
        assert breakage.remedy in health.remedy

        # Its own department is told, keeps its audit, and passes no gate that needed the plugin.
        told = mill.as_("admin")(HEALTH)["plugin"]["health"]
        assert (told["status"], told["stage"], told["place"], told["remedy"]) == (
            health.status.name,
            breakage.phase.name,
            health.place,
            health.remedy,
        )
        assert seen["enterprise"] == {"name": "示例企业"}
        failed = [each for each in seen["phase"]["gate"]["blockers"] if each["code"] == "PLUGIN_FAILED"]
        assert [each["plugin"] for each in failed] == ["dyeing"]
        if breakage.status is PluginStatus.QUARANTINED:
            (error,) = mill.as_("auditor").errors("{ dyeing { version } }")
            assert error["extensions"]["code"] == "PLUGIN_FAILED"

        # Everybody else is as before.
        assert {name: found(host)[name].health.status for name in OTHERS} == dict.fromkeys(OTHERS, PluginStatus.READY)
        assert seen_by_the_other(http, departments) == departments.undisturbed
