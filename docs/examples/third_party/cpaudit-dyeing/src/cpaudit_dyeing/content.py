"""The pack of the plugin."""

from cpaudit import ContentPack, hookimpl


@hookimpl
def cpaudit_content() -> ContentPack:
    """The pack in the directory ``pack`` beside this module."""
    return ContentPack.of_package("cpaudit_dyeing")
