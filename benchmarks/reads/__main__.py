"""The command: seeds, starts, measures, reports."""

from __future__ import annotations

import asyncio
import logging
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from benchmarks import kept
from benchmarks.installing import cache_directory
from benchmarks.machine import machine
from benchmarks.progress import console, progress_of
from benchmarks.reads import report, sqlite
from benchmarks.reads.bars import judge
from benchmarks.reads.comparison import Comparison, compare
from benchmarks.reads.contenders.contender import Site
from benchmarks.reads.dataset import Dataset, TenantPlan, token_of
from benchmarks.reads.plugin_sets import CrowdedServer, SchemaCost, measure_crowd, measure_schemas
from benchmarks.reads.plugins import REAL, plugin_sets, search_path, write_plugins
from benchmarks.reads.postgresql import PostgresqlServer, postgresql_server
from benchmarks.reads.profile import profile_cpaudit
from benchmarks.reads.results import Results
from benchmarks.reads.scale import FULL, QUICK, Scale
from benchmarks.reads.startup import StartUp, measure_start
from benchmarks.reads.tenant_numbers import TenantNumbers, measure_tenant_numbers, tenants
from benchmarks.reads.throughput import load_generator
from rich.markdown import Markdown

from cpaudit.api import tables

MANY_PLUGINS = 50
PROFILED_ROWS = (10, 1000)


def main(
    quick: Annotated[
        bool, typer.Option("--quick", help="Few rows, few repetitions, nothing from npm: to see that it runs.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help="Directory for reads.md and reads.json; of a quick run, none by default.")
    ] = None,
) -> None:
    """Measure GraphQL reads side by side with other ways to read the same rows."""
    # The product's own modules run in this process too; their notes would tear the bars of progress.
    logging.disable(logging.INFO)
    # The tables are compared with those that are declared, so all have to be.
    assert tables.metadata.tables
    results = run(QUICK if quick else FULL)
    directory = out or (None if quick else kept.DIRECTORY)
    if directory is not None:
        kept.write(report.NAME, report.markdown(results), results, directory)
    console.print(Markdown(report.markdown(results)))


def run(scale: Scale) -> Results:
    """Everything that is measured."""
    generator = load_generator(cache_directory())
    with postgresql_server() as server, tempfile.TemporaryDirectory(prefix="cpaudit-bench-") as directory:
        temporary = Path(directory)
        packages = temporary / "plugins"
        packages.mkdir()
        made = write_plugins(packages, MANY_PLUGINS - len(REAL))
        all_plugins = tuple(sorted([*REAL, *made]))
        sets = plugin_sets(all_plugins, scale.sets)

        plans = [
            TenantPlan(f"t{number:03d}", scale.size, (sorted(REAL)[number % 3],)) for number in range(scale.tenants)
        ]
        plans += [TenantPlan("few", scale.size, tuple(sorted(REAL))), TenantPlan("all", scale.size, all_plugins)]
        url, site = _seed(server, plans, temporary)
        comparison: Comparison = compare(site, scale, generator)
        profiles = [profile_cpaudit(url, site.token, rows, scale.repetitions[rows] // 2) for rows in PROFILED_ROWS]
        starts = _starts(url, packages, scale)
        few = (scale.few_tenants, _database(server, "few_tenants", tenants(scale.few_tenants)))
        crowd_plans = tenants(scale.many_tenants, sets, scale.set_tenants)
        many = (scale.many_tenants, _database(server, "many_tenants", crowd_plans))
        numbers = _numbers(few, many, scale)
        schemas, crowd = _plugin_sets(many[1], crowd_plans, sets, packages)
        return Results(
            measured_on=datetime.now(UTC).date().isoformat(),
            quick=scale is QUICK,
            machine=machine(postgresql=server.version),
            bars=judge(comparison, numbers),
            comparison=comparison,
            tenants=numbers,
            starts=starts,
            schemas=schemas,
            crowd=crowd,
            profiles=profiles,
        )


def _seed(server: PostgresqlServer, plans: list[TenantPlan], directory: Path) -> tuple[str, Site]:
    dataset = Dataset(plans)
    with progress_of("Seeding PostgreSQL") as tell:
        url = asyncio.run(server.create("reads", dataset, tell))
    product, copy = directory / "product.sqlite3", directory / "copy.db"
    with progress_of("Seeding SQLite") as tell:
        asyncio.run(sqlite.create(product, Dataset(plans), tell))
    sqlite.copy_for_datasette(product, copy)
    measured = plans[len(plans) // 2].code
    return url, Site(url, product, copy, cache_directory(), dataset.ids[measured], token_of(measured))


def _database(server: PostgresqlServer, name: str, plans: list[TenantPlan]) -> str:
    with progress_of(f"Seeding {len(plans)} tenants") as tell:
        return asyncio.run(server.create(name, Dataset(plans), tell))


def _starts(url: str, packages: Path, scale: Scale) -> list[StartUp]:
    with console.status("Starting servers"):
        return [
            measure_start(url, token_of("few"), len(REAL), {}, scale.starts),
            measure_start(url, token_of("all"), MANY_PLUGINS, search_path(packages), scale.starts),
        ]


def _numbers(few: tuple[int, str], many: tuple[int, str], scale: Scale) -> TenantNumbers:
    with progress_of("Few tenants and many") as tell:
        return measure_tenant_numbers(few, many, scale.tenant_repetitions, tell)


def _plugin_sets(
    url: str, plans: list[TenantPlan], sets: list[tuple[str, ...]], packages: Path
) -> tuple[SchemaCost, CrowdedServer]:
    environment = search_path(packages)
    codes = [plan.code for plan in plans if plan.plugins]
    with console.status("Building schemas"):
        schemas = measure_schemas(sets, environment)
    with progress_of(f"{len(codes)} tenants over {len(sets)} sets of plugins") as tell:
        return schemas, measure_crowd(url, codes, len(sets), environment, tell)


if __name__ == "__main__":
    typer.run(main)
