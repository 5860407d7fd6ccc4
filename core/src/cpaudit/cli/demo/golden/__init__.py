"""Golden audits: whole audits as data, one or more beside each plugin, read from YAML with file and line."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path

from cpaudit.cli.demo.golden.audit import GoldenAudit
from cpaudit.contributions.documents import read_text
from cpaudit.contributions.problems import ContentError, ProblemLog
from cpaudit.contributions.validation import build_model
from cpaudit.contributions.yaml_document import parse_yaml
from cpaudit.errors import ConfigurationError
from cpaudit.plugins import PluginSource

__all__ = ["GoldenAudit", "PluginAudit", "golden_audits", "read_golden_audit"]

GOLDEN_DIRECTORY = "golden"


@dataclass(frozen=True, slots=True)
class PluginAudit:
    """A golden audit with the plugin that it is made for."""

    plugin: str
    audit: GoldenAudit


def golden_audits(source: PluginSource) -> list[PluginAudit]:
    """The golden audits beside a plugin's pack: ``golden/*.yaml`` in its package, in the order of their names.

    Raises:
        ConfigurationError: the plugin's package cannot be found.
        ContentError: a file cannot be used; every problem is named with its line.
    """
    package = (source.module or source.name).partition(".")[0]
    spec = importlib.util.find_spec(package)
    if spec is None:
        raise ConfigurationError(
            f"the plugin {source.name} has no package {package!r}", remedy=f"install {source.distribution} again"
        )
    files = sorted(
        file for root in spec.submodule_search_locations or () for file in Path(root, GOLDEN_DIRECTORY).glob("*.yaml")
    )
    return [PluginAudit(source.name, read_golden_audit(file)) for file in files]


def read_golden_audit(path: Path) -> GoldenAudit:
    """A golden audit.

    Raises:
        ContentError: the file cannot be used; every problem is named with its line.
    """
    log = ProblemLog()
    audit: GoldenAudit | None = None
    text = read_text(path, path.name, log)
    document = None if text is None else parse_yaml(text, path.name, log)
    if document is not None:
        audit = build_model(GoldenAudit, document, (), {}, log, strict=True)
        for where, message in () if audit is None else audit.problems():
            log.error(document.locate(where), where, message)
    if audit is None or log.problems:
        raise ContentError(str(path), log.problems)
    return audit
