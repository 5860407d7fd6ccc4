"""The Jinja that templates are written in: fields, lists, conditions, and no more than that.

Three walls stand in a row: a template that uses anything else is refused when it is uploaded; whatever it says, it
reaches no attribute of a Python object; and it is given up when it takes too long or writes too much.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, cast

from jinja2 import ChainableUndefined, Template, nodes
from jinja2.runtime import LoopContext, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from cpaudit.reporting.formatting import UNKNOWN
from cpaudit.reporting.labels import Label
from cpaudit.reporting.word_templates.problems import TemplateRefused, problem

MOST_SECONDS = 10.0
"""For the texts of one document."""
MOST_CHARACTERS = 20_000_000
"""Of one part, with its markup."""

LOOP_FIELDS = ("index", "index0", "first", "last", "length")
FILTERS = ("count", "default", "first", "join", "last", "length", "lower", "trim", "upper")

ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.And,
    nodes.Compare,
    nodes.CondExpr,
    nodes.Const,
    nodes.Filter,
    nodes.For,
    nodes.Getattr,
    nodes.If,
    nodes.Name,
    nodes.Not,
    nodes.Operand,
    nodes.Or,
    nodes.Output,
    nodes.Template,
    nodes.TemplateData,
)
"""What a template may consist of: no call, no import, no assignment, no arithmetic, no index."""


class BoundedTemplate(Template):
    """A template that stops when it takes too long or writes too much."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        """The text.

        Raises:
            TemplateRefused: it was given up.
        """
        pieces: list[str] = []
        length = 0
        deadline = cast("TemplateEnvironment", self.environment).deadline
        for piece in self.generate(*args, **kwargs):
            length += len(piece)
            if length > MOST_CHARACTERS or time.monotonic() > deadline:
                raise TemplateRefused([_given_up()])
            pieces.append(piece)
        return "".join(pieces)


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Jinja for one rendering of one document in one language; its time runs from when it is made."""

    template_class = BoundedTemplate

    def __init__(self, language: str) -> None:
        super().__init__(autoescape=True, undefined=ChainableUndefined, finalize=self._finalized)
        self.deadline = time.monotonic() + MOST_SECONDS
        self._words = {True: Label.YES.text(language), False: Label.NO.text(language)}
        self.globals.clear()
        self.tests = {}
        self.filters = {name: self.filters[name] for name in FILTERS}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of a record, or where a loop stands; nothing else has any."""
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """The same: an index is none of a template's means."""
        if isinstance(obj, Mapping) and argument in obj:
            return obj[argument]
        if isinstance(obj, LoopContext) and argument in LOOP_FIELDS:
            return getattr(obj, argument)
        return self.undefined(obj=obj, name=str(argument))

    def is_safe_callable(self, obj: Any) -> bool:
        """Nothing is called."""
        return False

    def _finalized(self, value: Any) -> Any:
        if value is None or isinstance(value, Undefined):
            return UNKNOWN
        return self._words[value] if isinstance(value, bool) else value


def _given_up() -> Any:
    return problem(
        "TOO_LONG",
        ("模板生成的内容过多或耗时过长", "减少嵌套的循环。"),
        ("the template writes too much or takes too long", "nest fewer loops"),
    )
