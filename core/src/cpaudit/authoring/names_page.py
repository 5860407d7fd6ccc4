"""The reference of what a plugin may import, in Markdown: signatures and docstrings of ``cpaudit`` and its testing."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from enum import Enum
from types import ModuleType

import cpaudit
from cpaudit import testing
from cpaudit.authoring.docstrings import plain
from cpaudit.authoring.markdown import as_markdown

_INTRODUCTION = """Everything that `from cpaudit import …` gives, from the docstrings; nothing else of it is
promised to a plugin. `python -m pydoc cpaudit.AuditView` shows the same where cpaudit is installed."""
_TESTING = "What `from cpaudit.testing import …` gives: the types of the fixtures."
_SECTION = re.compile(r"^(Args|Attributes|Returns|Raises):\n", re.MULTILINE)
_ENTRY = re.compile(r"^    (\w+):[ \n]", re.MULTILINE)
_TITLES = {"Args": "Arguments", "Attributes": "Attributes", "Returns": "Returns", "Raises": "Raises"}


def names_page() -> str:
    """The page: one section a name, in the order of the alphabet."""
    lines = ["# What a plugin may import", "", _INTRODUCTION, ""]
    lines += ["## `cpaudit` { #cpaudit }", *_names(cpaudit)]
    lines += ["", "## `cpaudit.testing` { #testing }", "", _TESTING, *_names(testing)]
    return "\n".join(lines) + "\n"


def _names(module: ModuleType) -> Iterator[str]:
    for name in sorted(module.__all__, key=str.casefold):
        yield from _described(name, getattr(module, name), 3)
        if inspect.isclass(getattr(module, name)):
            for method, function in vars(getattr(module, name)).items():
                plain_function = function.__func__ if isinstance(function, classmethod) else function
                if _is_told(method, plain_function):
                    yield from _described(f"{name}.{method}", plain_function, 4)


def _is_told(method: str, function: object) -> bool:
    """Whether a method is meant for authors: it has a docstring of its own, and no name that Python calls by itself."""
    named = method == "__call__" or not method.startswith("_")
    return named and inspect.isfunction(function) and bool(function.__doc__)


def _described(name: str, value: object, level: int) -> Iterator[str]:
    yield from ("", f"{'#' * level} `{name}`")
    signature = _signature(name, value)
    if signature:
        yield from ("", "```python", signature, "```")
    if inspect.isclass(value) and issubclass(value, Enum):
        yield from ("", _summary(value), "", ", ".join(f"`{member.name}`" for member in value) + ".")
    elif inspect.isclass(value) or inspect.isroutine(value):
        yield from _text(inspect.getdoc(value) or "")


def _summary(value: object) -> str:
    return plain((inspect.getdoc(value) or "").partition("\n\n")[0])


def _signature(name: str, value: object) -> str:
    if not callable(value) or (inspect.isclass(value) and issubclass(value, Enum)):
        return ""
    try:
        signature = inspect.signature(value)
    except (TypeError, ValueError):
        return ""
    shown = [
        # Defaults of enumerations and dataclasses would be printed as objects.
        each.replace(default=inspect.Parameter.empty, annotation=f"{_annotation(each)} = …")
        if each.default is not inspect.Parameter.empty
        and not isinstance(each.default, str | int | float | tuple | None)
        else each.replace(annotation=_annotation(each))
        for each in signature.parameters.values()
        if each.name not in ("self", "cls")
    ]
    lines = "".join(f"\n    {each}," for each in _parameters(shown))
    kind = "class " if inspect.isclass(value) else "def "
    returns = signature.return_annotation
    arrow = "" if inspect.isclass(value) or returns is inspect.Signature.empty else f" -> {_named(returns)}"
    return f"{kind}{name.rpartition('.')[2]}({lines}{chr(10) if lines else ''}){arrow}"


def _annotation(parameter: inspect.Parameter) -> str:
    return "object" if parameter.annotation is inspect.Parameter.empty else _named(parameter.annotation)


def _named(annotation: object) -> str:
    return annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)


def _parameters(shown: list[inspect.Parameter]) -> Iterator[str]:
    """Each parameter as it is written, with the marks of those that are given by position or by name alone."""
    by_name = False
    for index, each in enumerate(shown):
        if each.kind is each.KEYWORD_ONLY and not by_name:
            by_name = True
            yield "*"
        stars = {"VAR_POSITIONAL": "*", "VAR_KEYWORD": "**"}.get(each.kind.name, "")
        default = "" if each.default is each.empty else f" = {each.default!r}"
        yield f"{stars}{each.name}: {each.annotation}{default}"
        if each.kind is each.POSITIONAL_ONLY and all(later.kind is not each.kind for later in shown[index + 1 :]):
            yield "/"


def _text(doc: str) -> Iterator[str]:
    """A docstring: its prose, and its sections as lists."""
    pieces = _SECTION.split(doc)
    if pieces[0].strip():
        yield from ("", as_markdown(pieces[0].strip()))
    for title, body in zip(pieces[1::2], pieces[2::2], strict=True):
        yield from ("", f"**{_TITLES[title]}**", "")
        found = list(_ENTRY.finditer(body))
        if not found:
            yield plain(body)
        for match, end in zip(found, [*[each.start() for each in found[1:]], len(body)], strict=True):
            yield f"- `{match[1]}`: {plain(body[match.end() : end])}"
