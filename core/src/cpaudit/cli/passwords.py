"""Where a command takes a password from: never from its arguments, which every process on the machine can see."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from cpaudit.errors import InvalidInput

PASSWORD_VARIABLE = "CPAUDIT_PASSWORD"  # noqa: S105 - a variable's name

PasswordStdinOption = Annotated[
    bool,
    typer.Option(
        "--password-stdin",
        help=f"Read the password from the first line of standard input. Otherwise {PASSWORD_VARIABLE} is used, "
        "or the terminal asks.",
    ),
]


def read_password(*, from_stdin: bool) -> str:
    """The new password: from standard input, the environment, or the terminal, in this order.

    Raises:
        InvalidInput: there is none, and no terminal to ask.
    """
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    password = os.environ.get(PASSWORD_VARIABLE)
    if password:
        return password
    if sys.stdin.isatty():
        answer: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        return answer
    raise InvalidInput(
        "a new account needs a password, and there is no terminal to ask for it",
        path=("password",),
        remedy=f"pipe it in with --password-stdin, or set {PASSWORD_VARIABLE}",
    )
