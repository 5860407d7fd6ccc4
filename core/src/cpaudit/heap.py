"""How often the garbage collector looks at what: modules, content and schemas live as long as the process."""

from __future__ import annotations

import gc

COLLECTION_THRESHOLDS = (50_000, 10, 10)
"""New objects after which young ones are looked at, and so on for older ones; see :mod:`gc`."""


def collect_less_often() -> None:
    """Look at new objects less often than by default: what a program imports and an answer of a thousand rows are
    thousands of objects that stay, or go by themselves."""
    gc.set_threshold(*COLLECTION_THRESHOLDS)


def settle_heap() -> None:
    """Take what lives as long as the process out of the garbage collector's sight.

    Modules and packs are hundreds of thousands of objects, and a collection that walks them all takes
    longer than most requests. Only at the start: a schema goes when others are used more, and what is
    frozen is never collected.
    """
    gc.collect()
    gc.freeze()
    collect_less_often()
