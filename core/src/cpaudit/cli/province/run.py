"""The course of the simulated province: database, server, programme, audits, submissions, checks, documents."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from cpaudit.cli.demo.client import ENDPOINT, Client
from cpaudit.cli.demo.golden import PluginAudit, golden_audits
from cpaudit.cli.demo.progress import Narrator, narration
from cpaudit.cli.demo.province import Founder, Login, address, new_password
from cpaudit.cli.demo.results import prepare_folder
from cpaudit.cli.demo.run import found_platform, keep_serving_until_interrupted, tell_logins
from cpaudit.cli.demo.server import running_server, running_worker
from cpaudit.cli.installation import run
from cpaudit.cli.output import note, result_console
from cpaudit.cli.province import auditing, dashboards, documents, handing, money, people, programme, regulation, sights
from cpaudit.cli.province.outcome import Outcome, show, write
from cpaudit.cli.province.plan import plan
from cpaudit.cli.province.reconciling import reconcile
from cpaudit.cli.province.registering import register
from cpaudit.cli.province.selecting import select_all
from cpaudit.cli.province.tenants import Province, found, staff_pilots
from cpaudit.errors import ConfigurationError
from cpaudit.permissions import Role
from cpaudit.plugins import installed_sources

MOST_WORKERS = 2
MANY = 60
"""Enterprises from which on the server gets more than one process."""

OVERDUE = "{ overduePhases(first: 1) { totalCount } }"


def run_province(
    enterprises: int, output: Path, language: str, *, port: int | None, database: str | None, keep_serving: bool
) -> bool:
    """Run the whole province; gives whether everything adds up and everybody sees what he should.

    Args:
        enterprises: how many there are.
        output: folder for documents, summary and roles.
        language: of what is recorded.
        port: of the server; None for one that is free.
        database: address of an empty database; None for a new SQLite file.
        keep_serving: whether the server goes on until it is interrupted.

    Raises:
        ConfigurationError: there is no golden audit, the folder or the database cannot be used.
        ContentError: a golden audit cannot be read.
        DemoFailedError: the server did not do what was asked of it.
    """
    # One of each plugin: its first.
    goldens = {each.plugin: each for source in installed_sources() for each in reversed(golden_audits(source))}
    if not goldens:
        raise ConfigurationError("no installed plugin brings a golden audit", remedy="install cpaudit-chemical")
    prepare_folder(output)
    folder = Path(tempfile.mkdtemp(prefix="cpaudit-province-"))
    url = database or f"sqlite:///{folder / 'province.sqlite3'}"
    password = new_password()
    run(found_platform(url, password))
    note(f"Database: {url}" if database is None else "Database: the one that was given.")
    workers = min(MOST_WORKERS, os.cpu_count() or 1) if enterprises >= MANY else 1
    with (
        running_server(url, port, folder / "server.log", workers) as server,
        running_worker(url, folder / "worker.log"),
        httpx.Client(base_url=server.address) as http,
    ):
        note(f"Server: {server.address}{ENDPOINT}, log in {server.log}")
        stranger = Client(http, language)
        root = stranger.sign_in(address(Role.PLATFORM_ADMIN), password)
        founder = Founder(stranger, root)
        first = Login("", Role.PLATFORM_ADMIN, address(Role.PLATFORM_ADMIN), password, root)
        with narration() as narrator:
            course = _Course(founder, first, stranger, narrator, output)
            outcome = course.run(list(goldens.values()), enterprises)
        show(result_console(), outcome)
        tell_logins([first, *founder.logins])
        files = write(outcome, output)
        note(f"Written: {len(outcome.documents)} documents in {output}, {' and '.join(str(each) for each in files)}")
        for fault in outcome.faults:
            note(f"Wrong: {fault}")
        if keep_serving:
            keep_serving_until_interrupted(server)
    return not outcome.faults


class _Course:
    """One step after the other, each timed and told."""

    def __init__(self, founder: Founder, root: Login, stranger: Client, narrator: Narrator, output: Path) -> None:
        self._founder = founder
        self._root = root
        self._stranger = stranger
        self._narrator = narrator
        self._output = output
        self._taken: dict[str, float] = {}

    def run(self, goldens: Sequence[PluginAudit], enterprises: int) -> Outcome:
        planned = plan([each.plugin for each in goldens], enterprises)
        started = [each for each in planned if each.phases is not None]
        concluded = [each for each in planned if each.concluded]
        with self._step("Bodies and people"):
            province = found(self._founder, self._root.client, goldens, planned)
        outcome = Outcome(enterprises, len(province.departments), len(province.cities), planned, steps=self._taken)
        with self._step("Enterprises by workbook", len(province.registering())) as done:
            for office in province.registering():
                outcome.refused_cells.append(register(province, office))
                done()
            staff_pilots(self._founder, province)
        with self._step("Programme with its stages"):
            programmes = programme.plan_programme(province)
        with self._step("Selection of pilots"):
            outcome.selected = select_all(province, programmes)
        with self._step("Audits", len(started)) as done:
            carried = auditing.carry_on(province, programmes, planned, done)
        with self._step("Training, advice, questions, norms"):
            outcome.people = people.advise(province, programmes, carried)
        with self._step("Funding"):
            outcome.money = money.fund(province, carried)
        with self._step("Limits and readiness"):
            outcome.limits = regulation.hold_against_limits(carried)
            regulation.make_ready(carried)
        with self._step("Submissions and quality reviews", 2 * len(concluded)) as done:
            chain = outcome.chain = handing.submit(province, carried, done)
        with self._step("Summary of the programme and exports"):
            handing.summarise(province, chain)
        with self._step("Second round"):
            auditing.second_round(province, carried)
        with self._step("Reports against their packets"):
            outcome.reconciled = reconcile(province)
            outcome.overdue = _overdue(province)
        with self._step("Dashboards against their packets"):
            outcome.dashboards = dashboards.hold_against_packets(province, carried)
        with self._step("Who sees what"):
            logins = [self._root, *self._founder.logins]
            outcome.sights = sights.look(province, self._stranger, logins, carried, chain)
        with self._step("Documents"):
            few = enterprises < MANY
            outcome.documents = documents.produce(province, carried, chain, self._output, few=few)
        return outcome

    @contextmanager
    def _step(self, title: str, parts: int = 1) -> Iterator[Callable[[], None]]:
        began = time.monotonic()
        progress = self._narrator.step(title, parts)
        # Audits are carried on by several threads.
        lock = threading.Lock()

        def done() -> None:
            with lock:
                progress.advance()

        yield done
        self._taken[title] = time.monotonic() - began
        progress.finished(self._taken[title])


def _overdue(province: Province) -> dict[str, int]:
    return {
        office.code: office.as_(Role.VIEWER).ask(OVERDUE)["overduePhases"]["totalCount"]
        for office in province.registering()
    }
