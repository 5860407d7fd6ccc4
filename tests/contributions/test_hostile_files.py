"""Files that no author means to write are refused with file and line, quickly, and without running anything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cpaudit.contributions import ContentError, ContentPack, ContentProblem
from cpaudit.contributions.documents import MAX_LINE_LENGTH
from cpaudit.contributions.problems import ProblemLog
from cpaudit.contributions.yaml_document import parse_yaml

Problems = Callable[[], tuple[ContentProblem, ...]]


@pytest.mark.parametrize("file", ["pack.toml", "options/furnace.yaml", "factors/furnace.csv"])
def test_a_byte_order_mark_is_no_harm(glass: Path, file: str) -> None:
    before = ContentPack.from_directory(glass, strict=True)
    (glass / file).write_bytes(b"\xef\xbb\xbf" + (glass / file).read_bytes())

    assert ContentPack.from_directory(glass, strict=True) == before


@pytest.mark.parametrize("file", ["options/furnace.yaml", "factors/furnace.csv"])
def test_windows_line_ends_are_no_harm(glass: Path, file: str) -> None:
    before = ContentPack.from_directory(glass, strict=True)
    (glass / file).write_bytes((glass / file).read_bytes().replace(b"\n", b"\r\n"))
    after = ContentPack.from_directory(glass, strict=True)

    assert [option.ref for option in after.options] == [option.ref for option in before.options]
    assert [factor.value for factor in after.factors] == [factor.value for factor in before.factors]


@pytest.mark.parametrize(
    ("file", "content", "line", "message"),
    [
        ("options/furnace.yaml", "options:\n  - {code: é}\n".encode("latin-1"), 2, "is not UTF-8 text"),
        ("factors/furnace.csv", "code\n瓶罐\n".encode("gbk"), 2, "is not UTF-8 text"),
        ("options/furnace.yaml", b"options:\n  - {code: A, code: B}\n", 2, "the key is given twice"),
        ("options/furnace.yaml", b"a: &a [1]\noptions: [*a]\n", 1, "aliases are not read"),
        ("options/furnace.yaml", b"options:\n  - !!python/object/apply:os.getcwd []\n", 2, "map of keys and values"),
        ("options/furnace.yaml", b"options:\n  - !secret x\n", 2, "the tag"),
        ("options/furnace.yaml", b"options: [\n", 2, "is not YAML"),
        ("options/furnace.yaml", b"options:\n\t- code: A\n", 2, "is not YAML"),
        ("options/furnace.yaml", b"options:\n  - code: \x07\n", 2, "is not YAML"),
        ("options/furnace.yaml", b"options: 1\n", 1, "holds a list under 'options'"),
        ("options/furnace.yaml", b"- 1\n", 1, "holds a list under 'options'"),
        ("options/furnace.yaml", b"options:\n- 1\n", 2, "a map of keys and values"),
        ("options/furnace.yaml", b"options:\n- {? [a]: 1}\n", 2, "a key is a plain text"),
        ("options/furnace.yaml", b"", 0, "is empty"),
        ("options/furnace.yaml", b"a: 1\n---\nb: 2\n", 2, "is not YAML"),
        ("options/furnace.yaml", b"options: []\n# " + b"x" * 10_000_000, 0, "more than"),
        ("options/furnace.yaml", b"options: []\n# " + b"x" * MAX_LINE_LENGTH, 2, "characters"),
        ("options/furnace.yaml", b"[" * 5_000, 1, "nesting depth"),
        ("factors/furnace.csv", b"code\n" + b"x" * 10_000_000 + b"\n", 2, "characters"),
        ("factors/furnace.csv", b"code\nA\0B\n", 2, "NUL"),
        ("factors/furnace.csv", b"", 1, "columns are missing"),
        ("checklists/furnace.yaml", b"[]\n", 1, "a checklist is a map"),
        ("checklists/furnace.yaml", b"code: A\nname: {zh-CN: a, en: b}\nitems: []\n", 3, "at least 1 item"),
        ("checklists/furnace.yaml", b"code: A\nname: {zh-CN: a, en: b}\nitems: 7\n", 3, "tuple"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    glass: Path, problems: Problems, file: str, content: bytes, line: int, message: str
) -> None:
    (glass / file).write_bytes(content)

    found = [problem for problem in problems() if problem.file == file and message in problem.message]

    assert [problem.line for problem in found] == [line], problems()


def test_an_unclosed_quotation_mark_does_not_swallow_the_rest_silently(glass: Path, problems: Problems) -> None:
    path = glass / "factors" / "furnace.csv"
    path.write_text(path.read_text("utf-8") + '"GLS-X,', "utf-8")

    assert any("is not CSV" in problem.message and problem.line == 6 for problem in problems())


def test_a_directory_without_a_manifest_is_no_pack(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"pack\.toml: is missing"):
        ContentPack.from_directory(tmp_path)


@settings(deadline=None, max_examples=60)
@given(text=st.text(alphabet="ab:-[]{}&*!#|>'\"%@`,? \n\t0.~", max_size=60))
def test_no_yaml_text_does_more_than_give_values_or_problems(text: str) -> None:
    log = ProblemLog()

    document = parse_yaml(text, "file.yaml", log)

    assert (document is None) == bool(log.problems)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(noise=st.binary(min_size=1, max_size=20), place=st.floats(0, 1))
def test_a_damaged_file_gives_a_pack_or_a_content_error(glass: Path, noise: bytes, place: float) -> None:
    path = glass / "factors" / "furnace.csv"
    whole = path.read_bytes()
    cut = int(place * len(whole))
    path.write_bytes(whole[:cut] + noise + whole[cut:])
    files = {"factors/furnace.csv"}
    try:
        ContentPack.from_directory(glass, strict=True)
    except ContentError as error:
        files = {problem.file for problem in error.problems}
    finally:
        path.write_bytes(whole)
    assert files == {"factors/furnace.csv"}
