"""A plain page that lists the maps of a folder: what each is, its picture and its files.

It holds no script and loads nothing but the pictures beside it.
"""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

from karamap.errors import InputError
from karamap.pipeline.exporting import about_files
from karamap.render.interactive.escape import escape_html

__all__ = ["list_maps", "render_index"]

PAGE = "karamap.html"
PICTURE = "karamap.png"
# what lies beside a build's files here, and what others are by their endings
EXTRAS = {
    "lines_by_date.png": "the line of contact and control on several dates",
    "README.txt": "what each file and column is",
}
ENDINGS = {".csv": "table", ".geojson": "GeoJSON", ".png": "picture", ".json": "JSON"}
STYLE = """
:root { color-scheme: light dark; --ink: #1b2126; --soft: #515b64; --line: #d5dadd; --link: #0b4f9e; --paper: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebed; --soft: #a9b3bb; --line: #3a4248; --link: #7cc4ff; --paper: #15191c; } }
body { margin: 0 auto; padding: 16px; max-width: 1080px; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, "Noto Sans", sans-serif; overflow-wrap: break-word; }
h1 { font-size: 24px; } h2 { font-size: 19px; margin: 0 0 4px; }
p { max-width: 70ch; } a { color: var(--link); } a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
section { border-top: 1px solid var(--line); padding: 20px 0; display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 8px 28px; }
section > h2, section > p { grid-column: 1 / -1; margin: 0; }
img { width: 100%; height: auto; border: 1px solid var(--line); background: #fff; }
ul { list-style: none; margin: 0; padding: 0; font-size: 15px; } li { padding: 4px 0; }
small { color: var(--soft); font-size: 13px; }
.open { font-size: 17px; font-weight: 600; }
@media (max-width: 700px) { section { grid-template-columns: minmax(0, 1fr); } li { padding: 9px 0; } }
""".strip()  # noqa: E501  one rule a line reads best
POLICY = "default-src 'none'; img-src 'self' file: data:; style-src 'unsafe-inline'"
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"


def list_maps(folder: Path) -> list[Path]:
    """Return the folders under `folder` that hold an interactive map: itself first, then by name.

    Raises
    ------
    InputError
        If there is none.
    """
    found = [folder] if (folder / PAGE).is_file() else []
    found += sorted(p.parent for p in folder.glob(f"*/{PAGE}"))
    if not found:
        raise InputError(f"holds no {PAGE}, nor do its folders; run karamap build -o first", folder)
    return found


def render_index(folder: Path, *, title: str = "Maps made with karamap") -> str:
    """Return the HTML of the page that lists the maps in `folder`, to stand there as index.html.

    The same files give the same bytes. Titles come from the maps, counts from ``provenance.json``.

    Raises
    ------
    InputError
        If there is no map.
    """
    parts = "\n".join(_section(folder, home, i) for i, home in enumerate(list_maps(folder)))
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape_html(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{escape_html(title)}</title>
<link rel="icon" href="data:,">
<style>
{STYLE}
</style>
</head>
<body>
<main>
<h1>{escape_html(title)}</h1>
<p>Each map shows what some texts tell, where and when, with who says so. Names and lines on these
maps are recorded uses, not endorsements. Nothing here needs the network, unless a map says so of
itself.</p>
{parts}
</main>
</body>
</html>
"""


def _section(folder: Path, home: Path, number: int) -> str:
    """Return one map's part of the page."""
    name = escape_html(_title(home))
    prefix = "" if home == folder else f"{home.name}/"
    record = _read_record(home)
    summary = f"<p>{escape_html(_summarise(record))}</p>" if record else ""
    items = "\n".join(_item(prefix, path) for path in _files(home))
    return f"""<section aria-labelledby="map-{number}">
<h2 id="map-{number}">{name}</h2>
{summary}
<div>{_picture(home, prefix, name)}
<p class="open"><a href="{_address(prefix + PAGE)}">Open the interactive map: {name}</a></p></div>
<ul>
{items}
</ul>
</section>"""


def _title(home: Path) -> str:
    """Return the title that the folder's interactive map bears, or the folder's name."""
    with (home / PAGE).open(encoding="utf-8", errors="replace") as stream:
        found = _TITLE.search(stream.read(20_000))
    return html.unescape(found[1]) if found else home.resolve().name


def _read_record(home: Path) -> dict[str, Any]:
    """Return what the build recorded of itself; empty where that cannot be read."""
    try:
        record = json.loads((home / "provenance.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _summarise(record: dict[str, Any]) -> str:
    """Return inputs and counts in a sentence."""
    counts, options = record.get("counts") or {}, record.get("options") or {}
    inputs = [i for i in record.get("inputs") or [] if isinstance(i, dict)]
    texts = [str(i.get("publisher") or i.get("title") or i.get("id")) for i in inputs]
    shown = ", ".join(dict.fromkeys(texts[:12])) + (" and more" if len(texts) > 12 else "")
    return (
        f"{counts.get('events', 0)} reports of {counts.get('incidents', 0)} events in "
        f"{counts.get('documents', 0)} texts ({shown}). Lines and areas of the static map as of "
        f"{options.get('as_of', 'the date it tells')}."
    )


def _files(home: Path) -> list[Path]:
    """Return the folder's files, those that a build writes first, in the order of use."""
    order = [*about_files(), *EXTRAS]
    names = {p.name: p for p in home.iterdir() if p.is_file() and not p.name.startswith(".")}
    names.pop("index.html", None)
    known = [names.pop(n) for n in order if n in names]
    return known + [names[n] for n in sorted(names)]


def _item(prefix: str, path: Path) -> str:
    what = (about_files() | EXTRAS).get(path.name) or ENDINGS.get(path.suffix, "file")
    size = path.stat().st_size
    told = f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"
    link = f'<a href="{_address(prefix + path.name)}">{escape_html(path.name)}</a>'
    return f"<li>{link} <small>{escape_html(what)}, {told}</small></li>"


def _picture(home: Path, prefix: str, name: str) -> str:
    """Return the static map as a picture, its size told so that the page does not jump."""
    path = home / PICTURE
    if not path.is_file():
        return ""
    with path.open("rb") as stream:
        head = stream.read(24)
    if not head.startswith(_PNG_HEAD):
        return ""
    width, height = (int.from_bytes(head[i : i + 4], "big") for i in (16, 20))
    return (
        f'<img src="{_address(prefix + PICTURE)}" width="{width}" height="{height}" '
        f'loading="lazy" alt="Static map: {name}">'
    )


def _address(path: str) -> str:
    """Return a relative address for an attribute."""
    return escape_html(quote(path))
