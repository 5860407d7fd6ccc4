"""Docstrings as Markdown."""

from __future__ import annotations

import inspect
import re

ROLE = re.compile(r":\w+:`~?(?:[\w.]+\.)?(\w+)`")
"""A reference of a docstring, ``:class:`~cpaudit.Quantity```; its group is the last name."""

_LITERAL_BLOCK = re.compile(r"::\n\n((?:    .*\n|\n)+)")


def as_markdown(text: str) -> str:
    """A docstring's paragraphs as Markdown: its literal blocks fenced."""
    fenced = _LITERAL_BLOCK.sub(lambda block: f":\n\n```python\n{inspect.cleandoc(block[1])}\n```\n", f"{text}\n")
    pieces = fenced.split("```")
    pieces[::2] = [ROLE.sub(r"`\1`", piece).replace("``", "`") for piece in pieces[::2]]
    return "```".join(pieces).strip()
