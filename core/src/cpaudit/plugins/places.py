"""Where in a plugin's own code something is; told from its package on, without the directories of the server."""

from __future__ import annotations

import inspect
import traceback
from pathlib import Path


def raised_at(error: BaseException, module: str | None) -> str:
    """The last place in a plugin's package through which an exception came.

    Args:
        module: dotted name of the plugin's module; None where it has none.

    Returns:
        ``cpaudit_glass/gate.py:12``; empty where the exception came through no file of the package.
    """
    if module is None:
        return ""
    frames = [(frame.filename, frame.lineno or 0) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError):
        frames.append((error.filename or "", error.lineno or 0))
    places = [_shown(file, module.partition(".")[0], line) for file, line in frames]
    return next((place for place in reversed(places) if place), "")


def defined_at(function: object) -> str:
    """Where a function of a plugin is defined; empty for what has no source in a package of its own."""
    plain = inspect.unwrap(function) if callable(function) else None
    code = getattr(plain, "__code__", None)
    if code is None:
        return ""
    return _shown(code.co_filename, str(getattr(plain, "__module__", "")).partition(".")[0], code.co_firstlineno)


def _shown(file: str, package: str, line: int) -> str:
    parts = Path(file).parts
    if package in parts:
        # The last one: the project's directory may be called like its package.
        start = len(parts) - 1 - parts[::-1].index(package)
        return f"{'/'.join(parts[start:])}:{line}"
    return f"{parts[-1]}:{line}" if parts and parts[-1] == f"{package}.py" else ""
