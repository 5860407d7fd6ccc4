"""In which order the unit processes of a flow diagram stand, so that most of what flows runs down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from cpaudit.reporting.document import FlowDiagram

Edges = Mapping[str, Mapping[str, float]]
"""Unit process → the next ones with what flows to them."""


def flow_order(diagram: FlowDiagram) -> dict[str, int]:
    """The place of each unit process: after those that feed it, loops cut where least comes back."""
    codes = [unit.code for unit in diagram.units]
    edges: dict[str, dict[str, float]] = {code: defaultdict(float) for code in codes}
    for flow in diagram.flows:
        if flow.source is not None and flow.destination is not None:
            edges[flow.source][flow.destination] += max(0.0, float(flow.amount.value or 0.0))
    place = {code: position for position, code in enumerate(_with_little_coming_back(codes, edges))}
    forward = {code: [end for end in edges[code] if place[end] > place[code]] for code in codes}
    ordered = sorted(codes, key=place.__getitem__)
    return {code: position for position, code in enumerate(_chained(ordered, forward, edges))}


def _with_little_coming_back(codes: Sequence[str], edges: Edges) -> list[str]:
    """An order in which little flows backwards.

    Source: Eades, Lin and Smyth, A fast and effective heuristic for the feedback arc set problem, Information
    Processing Letters 47 (1993): sinks to the end, sources to the front, and of the rest, that which sends out most
    more than it takes in.
    """
    left, first, last = list(codes), list[str](), list[str]()
    while left:
        out = {code: sum(edges[code].get(end, 0.0) for end in left) for code in left}
        into = {code: sum(edges[start].get(code, 0.0) for start in left) for code in left}
        sinks = [code for code in left if not out[code] and into[code]]
        if sinks:
            last = [*sinks, *last]
            left = [code for code in left if code not in sinks]
            continue
        sources = [code for code in left if not into[code]]
        chosen = sources[0] if sources else max(left, key=lambda code: (out[code] - into[code], -left.index(code)))
        first.append(chosen)
        left.remove(chosen)
    return [*first, *last]


def _chained(codes: Sequence[str], forward: Mapping[str, Sequence[str]], edges: Edges) -> list[str]:
    """A topological order in which the largest flow of each unit process tends to run into the next row."""
    waiting = {code: sum(code in forward[start] for start in codes) for code in codes}
    ready = [code for code in codes if not waiting[code]]
    ordered: list[str] = []
    while ready:
        before = ordered[-1] if ordered else None
        fed = [code for code in ready if before is not None and code in forward[before]]
        chosen = max(fed, key=lambda code: edges[before or ""][code]) if fed else ready[0]
        ready.remove(chosen)
        ordered.append(chosen)
        for end in forward[chosen]:
            waiting[end] -= 1
            if not waiting[end]:
                ready.append(end)
    return ordered
