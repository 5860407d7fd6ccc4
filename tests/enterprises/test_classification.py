"""Codes of GB/T 4754-2017."""

from __future__ import annotations

import pytest

from cpaudit.enterprises.classification import read_code
from cpaudit.errors import InvalidInput


@pytest.mark.parametrize(
    ("written", "read"),
    [("26", "C26"), ("C26", "C26"), (" c2611 ", "C2611"), ("3011", "C3011"), ("0111", "A0111"), ("T97", "T97")],
)
def test_a_code_is_read_with_or_without_its_section(written: str, read: str) -> None:
    assert read_code(written) == read


@pytest.mark.parametrize("written", ["", "C", "2", "26111", "CC26", "２６", "A26", "00", "98", "C2x"])
def test_what_is_no_code_is_refused_at_its_path(written: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_code(written, "input", "gb4754")
    assert refused.value.path == ("input", "gb4754")
