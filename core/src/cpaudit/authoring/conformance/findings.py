"""What the conformance kit found: checks, each passed, failed or left out, with findings that name file and line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from cpaudit.authoring.conformance.coverage import Coverage
from cpaudit.contributions import ContentProblem


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    """The plugin must not be published like this."""
    WARNING = "warning"
    """Somebody should look at it."""


class CheckStatus(StrEnum):
    """What became of a check."""

    PASSED = "passed"
    FAILED = "failed"
    LEFT_OUT = "left_out"
    """It could not be made, or there is nothing to check; the first finding says why."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found.

    Attributes:
        file: within the project or the pack, with forward slashes; empty where no file is meant.
        line: from 1; 0 where the file as a whole is meant.
    """

    severity: Severity
    message: str
    file: str = ""
    line: int = 0
    remedy: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: " if self.line else f"{self.file}: " if self.file else ""
        return f"{where}{self.message}" + (f" ({self.remedy})" if self.remedy else "")


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check found.

    Attributes:
        key: its stable name.
        title: what it is about, for readers.
    """

    key: str
    title: str
    status: CheckStatus
    findings: Sequence[Finding] = ()

    @classmethod
    def of(cls, key: str, title: str, findings: Iterable[Finding]) -> CheckResult:
        """Passed, unless a finding is an error."""
        found = tuple(findings)
        failed = any(each.severity is Severity.ERROR for each in found)
        return cls(key, title, CheckStatus.FAILED if failed else CheckStatus.PASSED, found)

    @classmethod
    def left_out(cls, key: str, title: str, why: str) -> CheckResult:
        """A check that was not made."""
        return cls(key, title, CheckStatus.LEFT_OUT, (Finding(Severity.WARNING, why),))


@dataclass(frozen=True, slots=True)
class ConformanceReport:
    """What the whole kit found.

    Attributes:
        subject: name of the plugin or pack.
        coverage: None where the pack could not be read.
    """

    subject: str
    checks: Sequence[CheckResult]
    coverage: Coverage | None = field(default=None)

    @property
    def passed(self) -> bool:
        """Whether no check failed."""
        return all(check.status is not CheckStatus.FAILED for check in self.checks)

    @property
    def warnings(self) -> int:
        """How many findings are warnings, those of checks that were left out not counted."""
        made = (check for check in self.checks if check.status is not CheckStatus.LEFT_OUT)
        return sum(each.severity is Severity.WARNING for check in made for each in check.findings)


def of_problem(problem: ContentProblem, severity: Severity = Severity.ERROR) -> Finding:
    """A problem of a content pack as a finding."""
    path = ".".join(str(part) for part in problem.path)
    message = f"{path}: {problem.message}" if path else problem.message
    return Finding(severity, message, problem.file, problem.line, problem.remedy)
