"""The package as others see it: its public names, what importing it costs, its version."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import karamap

ROOT = Path(__file__).resolve().parents[1]
HEAVY = ("folium", "matplotlib", "geopandas", "shapely", "trafilatura", "pandas", "numpy", "spacy")
HOMES = karamap._HOMES  # noqa: SLF001  the table under test


def test_all_is_sorted_and_complete() -> None:
    """``__all__`` is sorted, without twins, and names exactly what the table of homes holds."""
    assert sorted(set(karamap.__all__)) == karamap.__all__ == list(HOMES)
    assert set(dir(karamap)) == {*karamap.__all__, "__version__"}


def test_type_checkers_see_the_same_names() -> None:
    """The imports for type checkers fetch each public name from the home the table gives."""
    tree = ast.parse(Path(karamap.__file__).read_text(encoding="utf-8"))
    block = next(n for n in tree.body if isinstance(n, ast.If))
    seen = {
        alias.name: str(node.module).removeprefix("karamap.")
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert seen == HOMES


@pytest.mark.parametrize("name", sorted(HOMES))
def test_public_name_is_there(name: str) -> None:
    """Each public name can be fetched, is documented and is listed by its own module."""
    value = getattr(karamap, name)
    assert value.__doc__
    assert name in __import__(f"karamap.{HOMES[name]}", fromlist=["__all__"]).__all__


def test_unknown_name_is_an_attribute_error() -> None:
    """A name that the package lacks is an AttributeError that repeats it."""
    with pytest.raises(AttributeError, match="geocode_everything"):
        _ = karamap.geocode_everything


@pytest.mark.parametrize("module", ["karamap", "karamap.cli", "karamap.gazetteer"])
def test_import_loads_nothing_heavy(module: str) -> None:
    """Importing the package or its command line loads no drawing, GIS or HTML library."""
    code = f"import sys, {module}; print(*sorted(set({HEAVY!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_package_is_typed() -> None:
    """The marker that tells type checkers of our annotations ships with the package."""
    assert (Path(karamap.__file__).parent / "py.typed").is_file()


def test_version_is_the_project_files() -> None:
    """The package, ``pyproject.toml`` and the citation file give one version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert karamap.__version__ == project["version"]
    assert f"version: {karamap.__version__}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
