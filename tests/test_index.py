"""The page that lists maps: which it finds, what it says of each, and that names stay text."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from karamap.cli import main
from karamap.errors import InputError
from karamap.pipeline.index_page import list_maps, render_index

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + (640).to_bytes(4, "big") + (480).to_bytes(4, "big")


def make_map(home: Path, title: str, **record: object) -> Path:
    """Write what of a build the page reads."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "karamap.html").write_text(f"<html><title>{title}</title>", encoding="utf-8")
    (home / "karamap.png").write_bytes(PNG)
    (home / "events.csv").write_bytes(b"x" * 1_500_000)
    (home / "provenance.json").write_text(json.dumps(record), encoding="utf-8")
    return home


def test_maps_are_listed_with_counts_pictures_and_files(tmp_path: Path) -> None:
    """The folder's own map comes first, each with its inputs, its picture and its files' sizes."""
    counts = {"events": 9, "incidents": 7, "documents": 2}
    inputs = [{"publisher": "The Daily"}, {"publisher": "The Daily"}, {"title": "A letter"}]
    make_map(tmp_path / "war", "The <b>war</b>", counts=counts, inputs=inputs)
    make_map(tmp_path, "All &amp; everything")
    page = render_index(tmp_path)
    assert re.findall("<h2[^>]*>(.*)</h2>", page) == [
        "All &amp; everything",
        "The &lt;b&gt;war&lt;/b&gt;",
    ]
    assert "9 reports of 7 events in 2 texts (The Daily, A letter)" in page
    assert '<img src="war/karamap.png" width="640" height="480"' in page
    assert '<a href="war/events.csv">events.csv</a> <small>events, all columns, with' in page
    assert "1.5 MB" in page
    assert page == render_index(tmp_path)
    assert "<script" not in page


def test_odd_files_do_no_harm(tmp_path: Path) -> None:
    """A broken record, a picture that is none and hostile file names leave a page all the same."""
    home = make_map(tmp_path / "a", "Map")
    (home / "provenance.json").write_text("{", encoding="utf-8")
    (home / "karamap.png").write_bytes(b"no picture")
    (home / "x\" onload='alert(1)' <b>.txt").write_text("", encoding="utf-8")
    page = render_index(tmp_path)
    assert "<img" not in page
    assert "<b>" not in page
    assert 'href="a/x%22%20onload%3D%27alert%281%29%27%20%3Cb%3E.txt"' in page


def test_folder_without_maps_is_told(tmp_path: Path) -> None:
    """Where no build has been, the error names the folder and the remedy."""
    with pytest.raises(InputError, match=r"holds no karamap\.html.*run karamap build"):
        list_maps(tmp_path)


def test_command_writes_the_page(tmp_path: Path) -> None:
    """`karamap index FOLDER` writes index.html there, under the title asked for."""
    make_map(tmp_path, "Map")
    done = CliRunner().invoke(main, ["index", str(tmp_path), "--title", "Two & more"])
    assert done.exit_code == 0, done.output
    assert "<h1>Two &amp; more</h1>" in (tmp_path / "index.html").read_text(encoding="utf-8")
    assert CliRunner().invoke(main, ["index", str(tmp_path / "none")]).exit_code == 2
