"""Elements of Office Open XML that python-docx has no class for."""

from __future__ import annotations

from collections.abc import Mapping

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement


def element(tag: str, attributes: Mapping[str, str] | None = None) -> BaseOxmlElement:
    """An element such as ``w:shd`` with its attributes, both with their namespace prefix."""
    made: BaseOxmlElement = OxmlElement(tag)
    for name, value in (attributes or {}).items():
        made.set(qn(name), value)
    return made
