"""What is wrong with a template, and where."""

from __future__ import annotations

from dataclasses import dataclass

from cpaudit.errors import CpauditError
from cpaudit.text import LocalizedText

MOST_PROBLEMS = 50
"""Problems that are told of one template."""


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """One thing that keeps a file from being a template.

    Attributes:
        part: which part of the document: ``body``, ``header``, ``footer``, ``footnotes``, ``properties``, or ``file``.
        near: the text around the place; empty where there is none.
        code: stable identifier of the kind of problem.
        field: the name that the template gives, where that is wrong; else empty.
    """

    part: str
    near: str
    code: str
    message: LocalizedText
    remedy: LocalizedText
    field: str = ""


class TemplateRefused(CpauditError):
    """A file is no template that a report can be written with."""

    code = "TEMPLATE_REFUSED"

    def __init__(self, problems: list[TemplateProblem]) -> None:
        first = problems[0]
        super().__init__(
            f"the template has {len(problems)} problems; the first: {first.message.in_language('en')}",
            path=("content", first.part),
            remedy=first.remedy.in_language("en"),
        )
        self.problems = tuple(problems[:MOST_PROBLEMS])


def problem(
    code: str, zh: tuple[str, str], en: tuple[str, str], *, part: str = "file", near: str = "", field: str = ""
) -> TemplateProblem:
    """A problem from what is wrong and what to do, in Chinese and in English."""
    message, remedy = (LocalizedText({"zh-CN": a, "en": b}) for a, b in zip(zh, en, strict=True))
    return TemplateProblem(part, near, code, message, remedy, field)
