"""The conformance kit: everything that can be said of a plugin before it is published."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from cpaudit.api.schemas import SchemaCache
from cpaudit.api.settings import Limits
from cpaudit.authoring.conformance import content, isolation, loading
from cpaudit.authoring.conformance.changelog import check_changelog
from cpaudit.authoring.conformance.coverage import coverage_of
from cpaudit.authoring.conformance.findings import CheckResult, CheckStatus, ConformanceReport, Finding, Severity
from cpaudit.contributions import ContentPack, pack_directory
from cpaudit.contributions.locate import MANIFEST_FILE, PACK_DIRECTORY
from cpaudit.plugins.project import PROJECT_FILE, PluginProject

Progress = Callable[[str], None]
MoreChecks = Callable[[PluginProject], Sequence[CheckResult]]
"""Checks that need more than the kit has, made where the plugin can be imported."""

_NOT_WITHOUT_PACK = "the content has to be right first"
_NOT_WITHOUT_PLUGIN = "the plugin has to load first"
_NOT_OF_A_PACK = "a pack without a project has no code"


def check(
    path: Path, *, progress: Progress = lambda step: None, more: MoreChecks = lambda project: ()
) -> ConformanceReport:
    """Check a plugin's project, or the content alone where *path* is the directory of a pack.

    Args:
        path: the directory with ``pyproject.toml``, or with ``pack.toml``.
        progress: called before each step with what is done next.
        more: further checks of a plugin that could be loaded.

    Raises:
        ConfigurationError: there is neither at *path*.
    """
    if (path / MANIFEST_FILE).is_file() and not (path / PROJECT_FILE).is_file():
        pack, checks = _check_content(path, progress)
        left = [
            CheckResult.left_out(*each, _NOT_OF_A_PACK)
            for each in (loading.HOOKS, loading.GRAPHQL, isolation.ISOLATION)
        ]
        return _report(path.name if pack is None else pack.id, [*checks, *left], pack)
    project = PluginProject.at(path)
    with project.importable():
        directory = _pack_directory(project)
        if directory is None:
            file = f"{PACK_DIRECTORY}/{MANIFEST_FILE}"
            missing = Finding(Severity.ERROR, f"there is no {file} beside the module {project.module}", PROJECT_FILE)
            return _report(project.name, [CheckResult.of(*content.CONTENT, [missing])], None)
        pack, checks = _check_content(directory, progress)
        if pack is not None:
            checks.append(check_changelog(project.root, pack.version))
        progress("loading")
        host, loaded = loading.load(project)
        checks.append(loaded)
        if loaded.status is CheckStatus.FAILED or pack is None:
            why = _NOT_WITHOUT_PLUGIN if loaded.status is CheckStatus.FAILED else _NOT_WITHOUT_PACK
            checks += [CheckResult.left_out(*each, why) for each in (loading.GRAPHQL, isolation.ISOLATION)]
        else:
            progress("schema")
            schemas = SchemaCache(host, Limits(), size=4)
            checks.append(loading.check_schema(schemas, project.name))
            progress("tenants")
            checks.append(isolation.check_isolation(project, pack, host, schemas))
            progress("golden audit")
            checks += more(project)
    return _report(project.name, checks, pack)


def _check_content(directory: Path, progress: Progress) -> tuple[ContentPack | None, list[CheckResult]]:
    progress("content")
    pack, read = content.read_strictly(directory)
    if pack is None:
        left = (content.UNITS, content.SOURCES, content.TRANSLATIONS)
        return None, [read, *(CheckResult.left_out(*each, _NOT_WITHOUT_PACK) for each in left)]
    return pack, [
        read,
        content.check_units(pack),
        content.check_sources(pack, directory),
        content.check_translations(pack),
    ]


def _pack_directory(project: PluginProject) -> Path | None:
    try:
        return pack_directory(project.module)
    except (ImportError, ValueError):
        return None


def _report(subject: str, checks: Sequence[CheckResult], pack: ContentPack | None) -> ConformanceReport:
    return ConformanceReport(subject, checks, None if pack is None else coverage_of(pack))
