"""Fails where a page of the built site would load something from another host: ``python docs/website/check.py``."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

SITE = Path(__file__).parents[2] / "site"
_FOREIGN = re.compile(r"^(?:[a-z]+:)?//", re.IGNORECASE)
_IN_CSS = re.compile(r"""(?:url\(\s*|@import\s+)["']?((?:[a-z]+:)?//[^"')\s]+)""", re.IGNORECASE)
_LOADS = {"src", "srcset", "poster", "data"}


class _Loads(HTMLParser):
    """What a page loads by itself; what a reader may click is no concern here."""

    def __init__(self) -> None:
        super().__init__()
        self.foreign: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        loads = [value for name, value in attrs if name in _LOADS] + ([given.get("href")] if tag == "link" else [])
        self.foreign += [f"<{tag}> {value}" for value in loads if value and _FOREIGN.match(value)]
        if "mermaid" in (given.get("class") or "").split():
            # The theme would fetch the program that draws it.
            self.foreign.append(f"<{tag}> a Mermaid diagram")


def foreign_loads(site: Path) -> Iterator[str]:
    """Each load from another host, with the file in which it stands."""
    for file in sorted(site.rglob("*")):
        if file.suffix == ".html":
            page = _Loads()
            page.feed(file.read_text("utf-8"))
            yield from (f"{file.relative_to(site)}: {each}" for each in page.foreign)
        elif file.suffix == ".css":
            yield from (f"{file.relative_to(site)}: {each}" for each in _IN_CSS.findall(file.read_text("utf-8")))


if __name__ == "__main__":
    if not (SITE / "index.html").is_file():
        sys.exit("the site is not built: hatch run docs:build")
    found = list(foreign_loads(SITE))
    sys.exit("\n".join(found) if found else 0)
