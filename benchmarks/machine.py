"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

import psutil


def versions_of(*distributions: str) -> str:
    """Names and versions of installed distributions, for a reader."""
    return ", ".join(f"{each} {version(each)}" for each in distributions)


def machine(**versions: str) -> dict[str, str]:
    """Processor, memory, operating system and the versions that matter; no names, no paths."""
    return {
        "processor": _processor(),
        "processors": str(os.cpu_count()),
        "memory": f"{psutil.virtual_memory().total / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        **versions,
    }


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
