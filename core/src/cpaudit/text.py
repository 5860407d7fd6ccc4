"""Text in several languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

LANGUAGES = ("zh-CN", "en")
DEFAULT_LANGUAGE = "zh-CN"


class LocalizedText(Mapping[str, str]):
    """A frozen map from language tag to text, at least one language, none of them empty.

    Pydantic reads it from a mapping; ``text.in_language("en")`` falls back to the same primary
    language, then to ``zh-CN``, then to whatever is there.
    """

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, str]) -> None:
        if not texts:
            raise ValueError("a text needs at least one language")
        for language, text in texts.items():
            if not isinstance(text, str) or not text.strip():
                raise ValueError(f"the text for language {language!r} is empty")
        self._texts = dict(texts)

    def __getitem__(self, language: str) -> str:
        return self._texts[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __hash__(self) -> int:
        return hash(frozenset(self._texts.items()))

    def __repr__(self) -> str:
        return f"LocalizedText({self._texts!r})"

    def in_language(self, language: str) -> str:
        """The text for *language*, or the nearest there is."""
        return localized(self._texts, language)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            cls,
            core_schema.dict_schema(core_schema.str_schema(), core_schema.str_schema()),
            serialization=core_schema.plain_serializer_function_ser_schema(dict),
        )


def localized(texts: Mapping[str, str], language: str) -> str:
    """Pick the text for *language* from a non-empty mapping, or the nearest there is."""
    if language in texts:
        return texts[language]
    primary = language.split("-")[0].lower()
    for tag, text in texts.items():
        if tag.split("-")[0].lower() == primary:
            return text
    return texts.get(DEFAULT_LANGUAGE) or next(iter(texts.values()))
