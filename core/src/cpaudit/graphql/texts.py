"""Texts in several languages as inputs."""

from __future__ import annotations

import strawberry

from cpaudit.errors import InvalidInput, PathPart
from cpaudit.text import LocalizedText


@strawberry.input(description="One text in one language.")
class TranslationInput:
    lang: str = strawberry.field(description="Language tag, as `zh-CN` or `en`.")
    text: str


@strawberry.input(description="A text in one or more languages.")
class LocalizedTextInput:
    translations: list[TranslationInput]

    def read(self, *path: PathPart) -> LocalizedText:
        """The text.

        Raises:
            InvalidInput: no language, an empty text, or a language twice.
        """
        texts = {each.lang: each.text for each in self.translations}
        if len(texts) != len(self.translations):
            raise InvalidInput("a language stands here twice", path=path)
        try:
            return LocalizedText(texts)
        except ValueError as error:
            raise InvalidInput(str(error), path=path) from error


def read_text(given: LocalizedTextInput | None, *path: PathPart) -> LocalizedText | None:
    """The text of an optional input."""
    return None if given is None else given.read(*path)
