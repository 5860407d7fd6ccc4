"""Gathers the site's pages from where they are in the repository, so that their links hold, and adds the reference."""

from __future__ import annotations

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from cpaudit.authoring.names_page import names_page
from cpaudit.authoring.reference import content_page, hooks_page

ROOT = Path(__file__).parents[2]
PAGES = ("*.md", "docs/*.md", "core/*.md", "plugins/*/*.md", "benchmarks/*.md", "benchmarks/results/*.md")
EXAMPLES = ROOT / "docs" / "examples" / "hooks"

_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s#]+)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Every page, every file to which a page links, and the three pages that are made."""
    pages = sorted({path for pattern in PAGES for path in ROOT.glob(pattern)})
    linked = {
        target
        for page in pages
        for link in _LINK.findall(page.read_text("utf-8"))
        if "://" not in link and (target := (page.parent / link).resolve()).is_file()
    }
    for path in [*pages, *sorted(linked - set(pages))]:
        files.append(File.generated(config, path.relative_to(ROOT).as_posix(), abs_src_path=str(path)))
    examples = {path.stem: path.read_text("utf-8") for path in EXAMPLES.glob("*.py")}
    files.append(File.generated(config, "docs/reference/hooks.md", content=hooks_page(examples)))
    files.append(File.generated(config, "docs/reference/content.md", content=content_page()))
    files.append(File.generated(config, "docs/reference/names.md", content=names_page()))
    return files
