"""GraphiQL is served by the application and by nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from litestar import Litestar, Response, get
from litestar.testing import TestClient

from cpaudit.api import graphiql
from cpaudit.errors import ConfigurationError


class Elements(HTMLParser):
    """The start tags of a page with their attributes, and the text inside scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inline_code = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] in {"script", "style"}:
            self.inline_code += data.strip()

    @property
    def addresses(self) -> list[str]:
        """What a browser loads because of the page."""
        return [value for _, attrs in self.tags for name, value in attrs.items() if name in {"src", "href"} and value]

    @property
    def root(self) -> dict[str, str | None]:
        """The attributes of the element that GraphiQL draws into."""
        return next(attrs for _, attrs in self.tags if attrs.get("id") == "graphiql")


@get("/graphql", sync_to_thread=False)
def page() -> Response[str]:
    return graphiql.graphiql_response(graphiql.graphiql_page("/graphql"))


@pytest.fixture
def client() -> Iterator[TestClient[Litestar]]:
    with TestClient(Litestar([page, graphiql.graphiql_assets()], openapi_config=None)) as client:
        yield client


def test_the_page_loads_only_what_this_server_has(client: TestClient[Litestar]) -> None:
    addresses = [urlsplit(address) for address in Elements(client.get("/graphql").text).addresses]
    from_server = [address for address in addresses if address.scheme != "data"]

    assert {Path(address.path).name for address in from_server} == {"graphiql.js", "graphiql.css"}
    for address in from_server:
        assert not address.scheme
        assert not address.netloc
        answer = client.get(address.geturl())
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]


def test_the_page_has_no_inline_code(client: TestClient[Litestar]) -> None:
    elements = Elements(client.get("/graphql").text)

    assert elements.inline_code == ""
    assert not [name for _, attrs in elements.tags for name in attrs if name.startswith("on") or name == "style"]


def test_the_browser_is_told_to_load_from_this_server_only(client: TestClient[Litestar]) -> None:
    policy = dict(
        directive.split(" ", 1) for directive in client.get("/graphql").headers["content-security-policy"].split("; ")
    )

    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["worker-src"] == policy["connect-src"] == "'self'"
    assert not [sources for sources in policy.values() if "http" in sources or "*" in sources]


@pytest.mark.parametrize("name", ["editor", "graphql", "json"])
def test_the_editor_finds_its_workers(client: TestClient[Litestar], name: str) -> None:
    answer = client.get(f"/assets/{name}.worker.js")

    assert answer.status_code == 200
    assert "javascript" in answer.headers["content-type"]


def test_every_module_that_a_script_imports_is_there(client: TestClient[Litestar]) -> None:
    seen: set[str] = set()
    waiting = ["graphiql.js", "editor.worker.js", "graphql.worker.js", "json.worker.js"]
    while waiting:
        name = waiting.pop()
        answer = client.get(f"/assets/{name}")
        assert answer.status_code == 200, name
        seen.add(name)
        chunks = {f"chunks/{chunk}" for chunk in re.findall(r"[\"'](?:\./|\./chunks/)([0-9A-Z]{8}\.js)", answer.text)}
        waiting.extend(chunks - seen - set(waiting))

    assert len(seen) > 4


def test_the_style_sheet_loads_nothing_from_elsewhere(client: TestClient[Litestar]) -> None:
    style = client.get("/assets/graphiql.css").text

    assert re.findall(r"@import|url\(\s*[\"']?(?:https?:)?//", style) == []


def test_the_licences_of_what_is_bundled_are_served_with_it(client: TestClient[Litestar]) -> None:
    licences = client.get("/assets/licences.txt").text

    assert re.search(r"^graphiql \d", licences, re.MULTILINE)
    assert re.search(r"^monaco-editor \d", licences, re.MULTILINE)


def test_what_the_page_is_told_reaches_it_unchanged() -> None:
    title = "Ministry <of> \"light\" & 'heavy' industry {audits}"

    root = Elements(graphiql.graphiql_page("/graphql?a=1&b=2", "/ws", title=title, query='{ a(b: "c") }')).root

    assert root["data-name"] == title
    assert root["data-endpoint"] == "/graphql?a=1&b=2"
    assert root["data-subscription-endpoint"] == "/ws"
    assert root["data-query"] == '{ a(b: "c") }'
    assert "Authorization" in (root["data-headers"] or "")


def test_a_package_without_its_assets_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphiql, "files", lambda package: tmp_path / package)
    graphiql._build.cache_clear()

    with pytest.raises(ConfigurationError) as failure:
        graphiql.graphiql_assets()

    assert failure.value.path == (str(tmp_path / "cpaudit" / "_assets"),)
    assert "wheel" in failure.value.remedy
