"""Does what ``docs/tutorial.md`` says, command by command: ``python docs/examples/tutorial/follow.py DIRECTORY``.

It reads the page: commands after ``$``, files under their names, GraphQL documents. One JSON object a step goes to
standard output: what was done, and the seconds. It ends with exit code 1 at the first command that fails.

With ``--put-on-path`` the project is not installed by pip, but put on the import path with its metadata.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx

PAGE = Path(__file__).parents[2] / "tutorial.md"
CPAUDIT = (sys.executable, "-c", "from cpaudit.cli import main; main()")
EXPECTED = "GLASS-001"
PATIENCE = 120.0
"""Seconds in which a server has to answer."""

_BLOCK = re.compile(
    r"(?:^\*\*`(?P<file>[^`]+)`\*\*\n\n)?^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)


@dataclass
class Reader:
    """Somebody who follows the tutorial in a directory."""

    directory: Path
    put_on_path: bool
    environment: dict[str, str]
    token: str = ""
    http: httpx.Client = field(default_factory=httpx.Client)
    server: subprocess.Popen[bytes] | None = field(default=None)

    def follow(self) -> Iterator[str]:
        """Do every step; gives what was done after it is done."""
        for block in _BLOCK.finditer(PAGE.read_text("utf-8")):
            if block["file"]:
                (self.directory / block["file"]).write_text(block["text"], "utf-8")
                yield f"write {block['file']}"
            elif block["language"] == "console":
                for line in block["text"].splitlines():
                    self.run(shlex.split(line.removeprefix("$ ")))
                    yield line.removeprefix("$ ")
            elif block["language"] == "graphql":
                self.ask(block["text"])
                yield block["text"].split("{")[0].strip()

    def run(self, words: list[str]) -> None:
        """Run one command as a shell would."""
        environment = dict(self.environment)
        while "=" in words[0]:
            name, _, value = words.pop(0).partition("=")
            environment[name] = value
        match words:
            case ["cd", directory]:
                self.directory = self.directory / directory
            case ["rm", "-r", *directories]:
                for each in directories:
                    shutil.rmtree(self.directory / each)
            case ["python", "-m", "pip", "install", *_] if self.put_on_path:
                self.install_by_hand()
            case ["cpaudit", "serve"]:
                self.serve()
            case ["cpaudit", *rest]:
                self.token = self.call([*CPAUDIT, *rest], environment).strip() or self.token
            case ["python", *rest]:
                self.call([sys.executable, *rest], environment)
            case _:
                sys.exit(f"the tutorial has a command that nobody follows: {words}")

    def call(self, command: list[str], environment: dict[str, str]) -> str:
        """Run a program to its end; gives what it wrote."""
        done = subprocess.run(  # noqa: S603 - the commands of our own page
            command, cwd=self.directory, env=environment, stdout=subprocess.PIPE, text=True, check=False
        )
        if done.returncode:
            sys.exit(f"{shlex.join(command)} ended with {done.returncode}\n{done.stdout}")
        return done.stdout

    def install_by_hand(self) -> None:
        """Put the project on the import path, with metadata."""
        about = tomllib.loads((self.directory / "pyproject.toml").read_text("utf-8"))["project"]
        site = self.directory.parent / "site"
        information = site / f"{about['name'].replace('-', '_')}-{about['version']}.dist-info"
        information.mkdir(parents=True)
        metadata = f"Metadata-Version: 2.1\nName: {about['name']}\nVersion: {about['version']}\n"
        (information / "METADATA").write_text(metadata, "utf-8")
        entries = "".join(f"{name} = {value}\n" for name, value in about["entry-points"]["cpaudit"].items())
        (information / "entry_points.txt").write_text(f"[cpaudit]\n{entries}", "utf-8")
        paths = [str(self.directory / "src"), str(site), self.environment.get("PYTHONPATH", "")]
        self.environment["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
        # The fixtures are there whether or not cpaudit was installed with its entry points.
        self.environment |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": "-p cpaudit.testing.fixtures"}

    def serve(self) -> None:
        """Start the server on a free port, and wait until it answers."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        # One client: each makes a TLS context, which would cost more than the server has while it starts.
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE)
        self.server = subprocess.Popen(  # noqa: S603
            [*CPAUDIT, "serve", "--port", str(port)],
            cwd=self.directory,
            env=self.environment,
            stdout=subprocess.DEVNULL,
        )
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.server.poll() is None:
            try:
                self.http.get("/health")
            except httpx.TransportError:
                time.sleep(0.05)
            else:
                return
        sys.exit("the server does not answer")

    def ask(self, query: str) -> None:
        """Send a GraphQL document with the token; the query has to find the tutorial's question."""
        token = self.token.splitlines()[-1]
        headers = {"Authorization": f"Bearer {token}"}
        answer = self.http.post("/graphql", json={"query": query}, headers=headers)
        if answer.status_code != httpx.codes.OK or "errors" in answer.json() or '"code":"NOT' in answer.text:
            sys.exit(f"{answer.status_code}: {answer.text}")
        if query.startswith("query") and EXPECTED not in answer.text:
            sys.exit(f"{EXPECTED} is not in {answer.text}")

    def leave(self) -> None:
        """End the server."""
        if self.server is not None:
            self.server.terminate()
            self.server.wait()


def main() -> None:
    """Follow the tutorial, and tell each step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--put-on-path", action="store_true")
    given = parser.parse_args()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("CPAUDIT_", "PYTEST_"))}
    reader = Reader(given.directory.resolve(), given.put_on_path, environment)
    started = before = time.perf_counter()
    try:
        for step in reader.follow():
            now = time.perf_counter()
            told = {"step": step, "seconds": round(now - before, 3), "after": round(now - started, 3)}
            sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
            sys.stdout.flush()
            before = now
    finally:
        reader.leave()


if __name__ == "__main__":
    main()
