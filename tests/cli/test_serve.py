"""A server starts, answers, and ends when it is told to; what would make it fail is told before."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from cpaudit.cli import app
from support.stores import PostgresqlStore

SECONDS_TO_START = 90


def free_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(*options: str, log: Path, **environment: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A server in a process of its own that answers already, and its address; killed if it still runs at the end."""
    port = free_port()
    command = [sys.executable, "-c", "from cpaudit.cli import main; main()", "serve", "--port", str(port), *options]
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603
            command, stdout=output, stderr=output, env={**os.environ, **environment}, start_new_session=True
        )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for_answer(process, f"{address}/health", log)
        yield process, address
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for_answer(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    """Ask until there is an answer; fails if the process ends or takes too long."""
    deadline = time.monotonic() + SECONDS_TO_START
    with httpx.Client() as http:
        while time.monotonic() < deadline:
            try:
                if http.get(url).is_success:
                    return
            except httpx.TransportError:
                pass
            try:
                process.wait(timeout=0.1)
            except subprocess.TimeoutExpired:
                continue
            break
    pytest.fail(f"the server does not answer: {log.read_text('utf-8')}")


def test_a_server_makes_its_database_answers_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    log, file = tmp_path / "log", tmp_path / "audits.sqlite3"
    with serving("--database", f"sqlite:///{file}", log=log) as (process, address):
        answer = httpx.post(f"{address}/graphql", json={"query": "{ viewer { role } }"})
        page = httpx.get(f"{address}/graphql", headers={"Accept": "text/html"})

        # The terminal sends Ctrl-C to every process of the group, workers included.
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(timeout=30) == 0

    assert answer.json() == {"data": {"viewer": None}}
    assert page.headers["content-type"].startswith("text/html")
    told = log.read_text("utf-8")
    assert "Upgraded the embedded database" in told
    assert f"GraphiQL: {address}/graphql" in told
    assert told.endswith("Stopped.\n")


def test_workers_share_the_settings_of_the_command(tmp_path: Path) -> None:
    log = tmp_path / "log"
    settings = {"CPAUDIT_DATABASE_URL": f"sqlite:///{tmp_path / 'audits.sqlite3'}", "CPAUDIT_WORKERS": "2"}
    with serving("--safe-mode", log=log, **settings) as (process, address):
        health = httpx.get(f"{address}/health").json()
        second = CliRunner().invoke(app, ["serve", "--port", address.rpartition(":")[2]], env=settings)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0

    assert health == {"status": "ok", "plugins": {}}
    assert second.exit_code == 1
    assert "cannot listen at" in second.stderr


def test_a_postgresql_database_that_is_behind_is_not_served_from(postgres_url: str) -> None:
    store = PostgresqlStore(postgres_url)
    url = asyncio.run(store.create("cli_behind"))
    try:
        result = CliRunner().invoke(app, ["serve", "--port", str(free_port()), "--database", url, "--safe-mode"])
    finally:
        asyncio.run(store.drop("cli_behind"))

    assert result.exit_code == 1
    assert "is at migration none" in result.stderr
    assert "remedy: run `cpaudit db upgrade`" in result.stderr


def test_a_database_whose_walls_have_gaps_is_not_served_from(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'audits.sqlite3'}"
    assert CliRunner().invoke(app, ["db", "upgrade", "--database", url]).exit_code == 0
    with closing(sqlite3.connect(tmp_path / "audits.sqlite3")) as connection:
        connection.execute("DROP TRIGGER event_refuses_delete")

    result = CliRunner().invoke(app, ["serve", "--port", str(free_port()), "--database", url, "--safe-mode"])

    assert result.exit_code == 1
    assert "event_refuses_delete is missing" in result.stderr


def test_a_strict_server_does_not_start_with_a_plugin_that_cannot_be_used(tmp_path: Path, broken_plugin: str) -> None:
    file = tmp_path / "audits.sqlite3"

    options = ["--port", str(free_port()), "--database", f"sqlite:///{file}", "--strict"]
    result = CliRunner().invoke(app, ["serve", *options])

    assert result.exit_code == 1
    assert broken_plugin in result.stderr
    assert not file.exists()


@pytest.mark.parametrize("options", [("--port", "0"), ("--port", "65536"), ("--workers", "0")])
def test_a_number_out_of_range_is_a_usage_error(options: tuple[str, str]) -> None:
    assert CliRunner().invoke(app, ["serve", *options]).exit_code == 2


def test_a_setting_that_is_wrong_is_named(tmp_path: Path) -> None:
    environment = {"CPAUDIT_MAX_BODY_BYTES": "plenty"}
    result = CliRunner().invoke(app, ["serve", "--port", str(free_port())], env=environment)

    assert result.exit_code == 1
    assert "CPAUDIT_MAX_BODY_BYTES" in result.stderr
