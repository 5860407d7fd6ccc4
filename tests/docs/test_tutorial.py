"""The tutorial works: a program does what the page says, and its files are files of the repository."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from support.wheels import Wheels

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "docs" / "examples" / "tutorial"
PAGE = (ROOT / "docs" / "tutorial.md").read_text("utf-8")

_FILE = re.compile(r"^\*\*`([^`]+)`\*\*\n\n```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_files_of_the_page_are_those_of_the_repository() -> None:
    files = {Path(name).name: text for name, text in _FILE.findall(PAGE)}

    assert files == {file.name: file.read_text("utf-8") for file in TUTORIAL.iterdir() if file.name in files}
    assert len(files) == 3


def test_who_follows_the_page_finds_the_question_in_the_api(wheels: Wheels, tmp_path: Path) -> None:
    """With cpaudit from its wheel: the commands up to the running server; the last answer has the question's code."""
    command = [sys.executable, str(TUTORIAL / "follow.py"), "--put-on-path", str(tmp_path)]
    done = subprocess.run(  # noqa: S603
        command, env=wheels.environment, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
    steps = [json.loads(line)["step"] for line in done.stdout.splitlines()]
    assert steps[0] == "cpaudit plugin new glass"
    assert steps.count("cpaudit plugin check") == steps.count("python -m pytest") == 1
    assert steps[-3:] == ["cpaudit serve", "mutation EnableGlass", "query Questions"]
