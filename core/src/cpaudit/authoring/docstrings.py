"""What docstrings tell: of a hook, its parameters and answers; of a model, the meaning of each field."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import FunctionType

from pydantic import BaseModel

from cpaudit import hookspecs
from cpaudit.hookspecs import PROJECT

_FIELD = re.compile(r"^:(param (?P<name>\w+)|returns):", re.MULTILINE)
_VERSION = re.compile(r"^\.\. (versionadded|versionchanged|deprecated):: *(\S+)", re.MULTILINE)
_ATTRIBUTE = re.compile(r"^(\w+): ", re.MULTILINE)
_ANSWERS = "Several answers:"


@dataclass(frozen=True, slots=True)
class HookReference:
    """One hook as its docstring describes it.

    Attributes:
        signature: as Python prints it.
        declared: its parameters in their order.
        summary: the first sentence.
        text: the paragraphs before the parameters, the summary included.
        parameters: name → what it is.
        returns: what an implementation gives; empty where it is not told.
        several: what happens with the answers of several plugins; empty where it is not told.
        since: the version that has it first; empty where it is not told.
        deprecated: the version that deprecated it; empty for most.
    """

    name: str
    signature: str
    declared: Sequence[str]
    summary: str
    text: str
    parameters: Mapping[str, str]
    returns: str
    several: str
    since: str
    deprecated: str

    def missing(self) -> list[str]:
        """What the docstring has to tell and does not."""
        gaps = [f":param {name}:" for name in self.declared if not self.parameters.get(name)]
        gaps += [f":param {name}: names no parameter" for name in self.parameters if name not in self.declared]
        wanted = {
            "a summary": self.summary,
            ":returns:": self.returns,
            _ANSWERS: self.several,
            "versionadded": self.since,
        }
        return gaps + [what for what, told in wanted.items() if not told]


def hook_names() -> list[str]:
    """The names of all hooks, in the order in which they are specified."""
    return [name for name, value in vars(hookspecs).items() if name.startswith(f"{PROJECT}_") and callable(value)]


def hook_reference(name: str) -> HookReference:
    """What the docstring of a hook tells."""
    return read_reference(_function(name))


def read_reference(hook: FunctionType) -> HookReference:
    """What the docstring of a hook specification tells."""
    text = inspect.getdoc(hook) or ""
    versions = dict(_VERSION.findall(text))
    text = _VERSION.sub("", text)
    body, _, several = text.partition(_ANSWERS)
    first = _FIELD.search(body)
    intro = body[: first.start()] if first else body
    parameters: dict[str, str] = {}
    returns = ""
    for field, entry in _entries(_FIELD, body):
        told = inspect.cleandoc(entry).strip()
        if field["name"]:
            parameters[field["name"]] = told
        else:
            returns = told
    return HookReference(
        name=hook.__name__,
        signature=f"{hook.__name__}{inspect.signature(hook)}".replace("'", ""),
        declared=tuple(inspect.signature(hook).parameters),
        summary=" ".join(intro.strip().split("\n\n")[0].split()),
        text=intro.strip(),
        parameters=parameters,
        returns=returns,
        several=several.strip(),
        since=versions.get("versionadded", ""),
        deprecated=versions.get("deprecated", ""),
    )


def field_meanings(model: type[BaseModel]) -> dict[str, str]:
    """The meaning of each field of a model, as far as its docstring and those of its bases tell."""
    meanings: dict[str, str] = {}
    for cls in reversed(model.__mro__):
        if issubclass(cls, BaseModel) and cls is not BaseModel:
            _, _, section = inspect.cleandoc(cls.__doc__ or "").partition("Attributes:\n")
            for field, told in _entries(_ATTRIBUTE, inspect.cleandoc("\n" + section.split("\n\n")[0])):
                meanings[field[1]] = plain(told)
    return {name: told for name, told in meanings.items() if name in model.model_fields}


def plain(text: str) -> str:
    """A docstring's text in one line, its ``literals`` as Markdown writes them."""
    joined = " ".join(text.split())
    return re.sub(r":\w+:`~?\.?([^`]+)`", r"`\1`", joined).replace("``", "`")


def _entries(heading: re.Pattern[str], text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Each heading in a text with what stands between it and the next."""
    found = list(heading.finditer(text))
    ends = [each.start() for each in found[1:]] + [len(text)]
    for match, end in zip(found, ends, strict=False):
        yield match, text[match.end() : end]


def _function(name: str) -> FunctionType:
    hook: FunctionType = getattr(hookspecs, name)
    return hook
