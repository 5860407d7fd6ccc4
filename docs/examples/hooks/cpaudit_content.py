"""The pack in the directory ``pack`` beside this module; most plugins need no more."""

from cpaudit import ContentPack, hookimpl


@hookimpl
def cpaudit_content() -> ContentPack:
    """The pack beside this module."""
    return ContentPack.of_package(__name__)
