"""The command line: ``cpaudit …``."""

from cpaudit.cli.app import app, main

__all__ = ["app", "main"]
