"""What the benchmark installs for itself, with the ordinary package clients, into one cache directory."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from cpaudit.errors import CpauditError


class NotInstallableError(CpauditError):
    """A package client is missing or failed; the message says which and why."""

    code = "NOT_INSTALLABLE"


@dataclass(frozen=True, slots=True)
class Wrk:
    """The load generator, with what its process needs to find its libraries."""

    program: Path
    version: str
    environment: dict[str, str]


def cache_directory() -> Path:
    """Where installed things stay between runs."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    directory = base / "cpaudit-benchmarks"
    directory.mkdir(parents=True, exist_ok=True)
    return directory


def node_version() -> str:
    """The version of Node."""
    return _run("node", "--version").removeprefix("v").strip()


def install_npm_package(package: str, cache: Path) -> tuple[Path, str]:
    """Install a package with npm unless it is there; gives its directory and the version.

    Raises:
        NotInstallableError: npm or Node is missing, or npm failed.
    """
    name = package.partition("@")[0]
    directory = cache / package
    manifest = directory / "node_modules" / name / "package.json"
    if not manifest.exists():
        directory.mkdir(parents=True, exist_ok=True)
        (directory / "package.json").write_text('{"private": true}\n')
        _run("npm", "install", "--no-audit", "--no-fund", "--prefix", str(directory), package)
    return directory, str(json.loads(manifest.read_text())["version"])


def install_python_packages(directory: Path, *packages: str) -> tuple[Path, str]:
    """Install packages into an environment of their own; gives its Python and the versions.

    Raises:
        NotInstallableError: the client failed.
    """
    python = directory / "bin" / "python"
    uv = (sys.executable, "-m", "uv")
    if not python.exists():
        _run(*uv, "venv", "--quiet", "--python", sys.executable, str(directory))
    _run(*uv, "pip", "install", "--quiet", "--python", str(python), *packages)
    show = "import importlib.metadata as m, sys; print(', '.join(f'{p} {m.version(p)}' for p in sys.argv[1:]))"
    return python, _run(str(python), "-c", show, *packages).strip()


def install_wrk(cache: Path) -> Wrk:
    """wrk from the system, or unpacked from Debian's packages without touching the system.

    Raises:
        NotInstallableError: it is not here, and this system has no apt, or apt failed.
    """
    found = shutil.which("wrk")
    if found:
        return _wrk(Path(found), {})
    root = cache / "wrk"
    program = root / "usr" / "bin" / "wrk"
    if not program.exists():
        packages = root / "packages"
        packages.mkdir(parents=True, exist_ok=True)
        _run("apt-get", "download", "wrk", "libluajit-5.1-2", directory=packages)
        for package in packages.glob("*.deb"):
            _run("dpkg", "-x", str(package), str(root))
    libraries = {str(library.parent) for library in root.rglob("libluajit-5.1.so*")}
    return _wrk(program, {"LD_LIBRARY_PATH": ":".join(sorted(libraries))})


def _wrk(program: Path, environment: dict[str, str]) -> Wrk:
    # wrk tells its version together with its usage, and with the exit code of wrong usage.
    told = subprocess.run(
        [program, "-v"], env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    words = (told.stdout + told.stderr).split()
    if words[:1] != ["wrk"]:
        raise NotInstallableError(f"wrk does not run: {told.stderr.strip()}")
    return Wrk(program, f"wrk {words[1]}", environment)


def _run(*command: str, directory: Path | None = None) -> str:
    try:
        done = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=True)
    except FileNotFoundError as error:
        raise NotInstallableError(f"{command[0]} is not installed") from error
    except subprocess.CalledProcessError as error:
        raise NotInstallableError(f"{command[0]} failed: {(error.stderr or error.stdout).strip()[-500:]}") from error
    return done.stdout
