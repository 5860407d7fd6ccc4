"""A ratio within one run, and the limit that it has to keep."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar.

    Attributes:
        text: what is compared.
        limit: the ratio's limit, at most or at least as ``at_most`` says.
        ratio: as measured; None where a contender could not be installed.
    """

    text: str
    limit: float
    at_most: bool
    ratio: float | None

    @property
    def met(self) -> bool | None:
        """Whether the bar is cleared; None where it was not measured."""
        if self.ratio is None:
            return None
        return self.ratio <= self.limit if self.at_most else self.ratio >= self.limit
