"""Reference pages in Markdown: the hooks from their docstrings, the content format from its models."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from cpaudit import hookspecs
from cpaudit.authoring.docstrings import field_meanings, hook_names, hook_reference, plain
from cpaudit.authoring.markdown import ROLE, as_markdown
from cpaudit.contributions import (
    Benchmark,
    Checklist,
    Consumption,
    Contribution,
    EmissionFactor,
    HeatingValue,
    IndicatorSystem,
    Manifest,
    OptionTemplate,
    ProcessTemplate,
    Substance,
)
from cpaudit.contributions.csv_columns import columns_of
from cpaudit.text import LocalizedText

FILES: tuple[tuple[str, str, type[BaseModel]], ...] = (
    ("pack.toml", "Read before anything of the plugin is imported.", Manifest),
    ("checklists/*.yaml", "One checklist a file.", Checklist),
    ("factors/*.csv", "One factor a row.", EmissionFactor),
    ("options/*.yaml", "A list under `options:`.", OptionTemplate),
    ("processes/*.yaml", "A list under `templates:`.", ProcessTemplate),
    ("indicators/*.yaml", "A list under `systems:`.", IndicatorSystem),
    (
        "substances/*.csv",
        "One word of the vocabulary a row, that the shared one lacks.",
        Substance,
    ),
    ("benchmarks/*.csv", "One published level a row; levels are never used as factors.", Benchmark),
    ("consumptions/*.csv", "One figure of specific use a row.", Consumption),
    ("heating_values/*.csv", "One fuel a row; its energy, or what it is in standard coal.", HeatingValue),
)
_CONTENT_INTRODUCTION = """Made from the models that read the files. A text is a map of languages with `zh-CN` and `en`.
A field without a default has to be given. `cpaudit plugin schema` gives the same for editors."""
_PLAIN_TYPES = {"str": "text", "int": "whole number", "float": "number", "Decimal": "decimal", "bool": "true or false"}
_SET_BY_THE_READER = {"pack", "checklist"}


def hooks_page(examples: dict[str, str]) -> str:
    """The reference of all hooks.

    Args:
        examples: name of a hook → Python that implements it.
    """
    lines = ["# Hooks", "", as_markdown(inspect.getdoc(hookspecs) or ""), "", "| hook | |", "| --- | --- |"]
    lines += [f"| [`{name}`](#{name}) | {_inline(hook_reference(name).summary)} |" for name in hook_names()]
    for name in hook_names():
        lines += _hook(name, examples[name])
    return "\n".join(lines) + "\n"


def content_page() -> str:
    """The reference of the files of a pack."""
    lines = [
        "# Content format",
        "",
        _CONTENT_INTRODUCTION,
    ]
    models: dict[type[BaseModel], None] = {}
    for file, what, model in FILES:
        lines += ["", f"## `{file}`", "", what]
        if file.endswith(".csv") and issubclass(model, Contribution):
            lines += ["", "Columns: " + ", ".join(f"`{column}`" for column in columns_of(model)) + "."]
        lines += _model(model)
        models |= dict.fromkeys(_parts(model))
    lines += ["", "## Parts"]
    for part in models:
        if part not in {model for _, _, model in FILES}:
            lines += ["", f"### {part.__name__}", *_model(part)]
    return "\n".join(lines) + "\n"


def _hook(name: str, example: str) -> Iterator[str]:
    told = hook_reference(name)
    yield from (
        "",
        f"## {name} {{ #{name} }}",
        "",
        "```python",
        f"def {told.signature}: ...",
        "```",
        "",
        as_markdown(told.text),
    )
    if told.parameters:
        yield from ("", "| argument | |", "| --- | --- |")
        for parameter, meaning in told.parameters.items():
            yield f"| `{parameter}` | {_inline(meaning)} |"
    yield from ("", f"**Returns**: {_inline(told.returns)}")
    yield from ("", f"**Several answers**: {as_markdown(told.several)}")
    yield from (
        "",
        f"Since version {told.since}." + (f" Deprecated since {told.deprecated}." if told.deprecated else ""),
    )
    yield from ("", "```python", example.rstrip(), "```")


def _model(model: type[BaseModel]) -> Iterator[str]:
    meanings = field_meanings(model)
    yield from (
        "",
        plain((model.__doc__ or "").partition("\n\n")[0]),
        "",
        "| field | type | default | |",
        "| --- | --- | --- | --- |",
    )
    for name, field in model.model_fields.items():
        if name not in _SET_BY_THE_READER:
            shown = field.alias or name
            yield f"| `{shown}` | {_type(field)} | {_default(field)} | {_cell(meanings.get(name, ''))} |"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "**required**"
    value = field.get_default(call_default_factory=True, validated_data={})
    if value is None or value == () or value == {}:
        return "none"
    return f"`{value.value if isinstance(value, Enum) else value}`"


def _type(field: FieldInfo) -> str:
    return _cell(_named(field.annotation))


def _named(annotation: Any) -> str:
    origin, parts = get_origin(annotation), [each for each in get_args(annotation) if each not in (NoneType, Ellipsis)]
    if origin is Annotated:
        return _named(parts[0])
    if origin in (Union, UnionType):
        return " or ".join(_named(each) for each in parts)
    if origin is tuple:
        return f"list of {_named(parts[0])}"
    if origin is not None:
        return f"map of {' to '.join(_named(each) for each in parts)}"
    if annotation is LocalizedText:
        return "text in languages"
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return ", ".join(f"`{each.value}`" for each in annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    name = str(annotation.__name__)
    return _PLAIN_TYPES.get(name, name)


def _parts(model: type[BaseModel]) -> list[type[BaseModel]]:
    """The models of a model's fields, below it, each once."""
    found: list[type[BaseModel]] = []
    waiting: list[Any] = [field.annotation for field in model.model_fields.values()]
    while waiting:
        each = waiting.pop(0)
        if isinstance(each, type) and issubclass(each, BaseModel):
            if each not in found:
                found.append(each)
                waiting += [field.annotation for field in each.model_fields.values()]
        else:
            waiting += get_args(each)
    return found


def _inline(text: str) -> str:
    return _cell(plain(ROLE.sub(r"`\1`", text)))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
