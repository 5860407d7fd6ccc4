"""Builds the schemas of sets of plugins, all kept, and prints what each cost; a process of its own.

It reads the sets as JSON from its input and writes :class:`benchmarks.reads.plugin_sets.SchemaCost` as JSON.
"""

from __future__ import annotations

import gc
import json
import statistics
import sys
import time

import psutil

from cpaudit.api.schemas import build_schema
from cpaudit.engine import is_unit
from cpaudit.plugins import PluginHost


def main() -> None:
    """Build and tell."""
    sets = [tuple(names) for names in json.load(sys.stdin)]
    host = PluginHost.discover(known_unit=is_unit)
    process = psutil.Process()
    kept = []
    seconds = []
    after_first = 0
    for enabled in sets:
        started = time.perf_counter()
        kept.append(build_schema(host, enabled))
        seconds.append(time.perf_counter() - started)
        if not after_first:
            gc.collect()
            after_first = process.memory_info().rss
    gc.collect()
    each = (process.memory_info().rss - after_first) / max(1, len(kept) - 1)
    print(json.dumps({"sets": len(sets), "seconds": statistics.median(seconds), "bytes": int(each)}))


if __name__ == "__main__":
    main()
