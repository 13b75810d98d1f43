"""A composed page as bytes: PNG for the screen and the newspaper, SVG and PDF to scale and edit."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib.style

from karamap.errors import InputError, OutputError
from karamap.render.static.furniture import subtitle_of
from karamap.render.static.page import PAGE_SIZES, compose_page
from karamap.render.static.series import compose_series
from karamap.render.static.typeset import make_drawable, use_family

if TYPE_CHECKING:
    from karamap.render.spec import MapSpec
    from karamap.render.static.sheet import Sheet

__all__ = ["FORMATS", "draw_series", "draw_static", "print_settings", "render_static"]

FORMATS = ("png", "svg", "pdf")
DPI = 300
RELIEF_DPI = 110  # of the one picture in a vector file: it has no finer detail
_RC: dict[str, Any] = {  # on top of matplotlib's defaults: a user's own settings don't reach a map
    "svg.hashsalt": "karamap",
    "svg.fonttype": "path",  # letters look the same where the typeface is not installed
    "pdf.fonttype": 42,
    "path.simplify": False,
    "text.hinting": "no_hinting",
    "axes.unicode_minus": True,
    "text.usetex": False,
    "text.parse_math": False,
}


@contextmanager
def print_settings(spec: MapSpec) -> Iterator[None]:
    """Set up matplotlib and the typeface for a page, whatever the caller has set.

    Raises
    ------
    InputError
        If the style's typeface is not installed.
    """
    with matplotlib.style.context(["default", _RC]), use_family(spec.style.type.family):
        yield


def draw_static(
    spec: MapSpec, formats: Iterable[str] = FORMATS, *, size: str = "a4", dpi: int = DPI
) -> dict[str, bytes]:
    """Return one page that shows `spec`, as the bytes of a file in each of `formats`.

    Parameters
    ----------
    spec
        What to show.
    formats
        Any of ``png``, ``svg``, ``pdf``.
    size
        Page: ``a4`` (landscape), ``16x9`` or ``square``.
    dpi
        Resolution of a PNG.

    Raises
    ------
    InputError
        If `size` is not one of these, or the style's typeface is not installed.
    """
    _check_size(size)
    with print_settings(spec):
        return _save(compose_page(spec, size=size).sheet, spec, formats, dpi)


def draw_series(
    spec: MapSpec, formats: Iterable[str] = FORMATS, *, size: str = "a4", dpi: int = DPI
) -> dict[str, bytes]:
    """Return one page of small maps, a period each; parameters as for `draw_static`.

    Raises
    ------
    InputError
        As `draw_static`, and if no event of `spec` has a date.
    """
    _check_size(size)
    with print_settings(spec):
        return _save(compose_series(spec, size=size).sheet, spec, formats, dpi)


def render_static(spec: MapSpec, path: Path, *, size: str = "a4", dpi: int = DPI) -> None:
    """Draw `spec` on one page and write it; its suffix, .png, .svg or .pdf, says the format.

    Raises
    ------
    InputError
        As `draw_static`, and if the suffix is none of these.
    OutputError
        If the file cannot be written.
    """
    path = Path(path)
    kind = path.suffix.lower().removeprefix(".")
    if kind not in FORMATS:
        raise InputError("a static map is .png, .svg or .pdf: change the suffix", path)
    data = draw_static(spec, (kind,), size=size, dpi=dpi)[kind]
    try:
        path.write_bytes(data)
    except OSError as error:
        reason = error.strerror or "cannot be written"
        raise OutputError(f"{reason}: choose another folder with -o", path) from error


def _check_size(size: str) -> None:
    if size not in PAGE_SIZES:
        raise InputError(f"no page size {size!r}: use one of {', '.join(PAGE_SIZES)}")


def _save(sheet: Sheet, spec: MapSpec, formats: Iterable[str], dpi: int) -> dict[str, bytes]:
    """Return the page's bytes; the same for the same page, whatever was saved before."""
    saved = {}
    for kind in formats:
        stream = io.BytesIO()
        grain = dpi if kind == "png" else RELIEF_DPI
        sheet.figure.savefig(stream, format=kind, dpi=grain, metadata=_metadata(spec, kind))
        saved[kind] = stream.getvalue()
    return saved


def _metadata(spec: MapSpec, kind: str) -> dict[str, Any]:
    """Return title and as-of line for the file's head, and no clock or version."""
    title, about = make_drawable(spec.title), make_drawable(subtitle_of(spec))
    if kind == "png":
        return {"Title": title, "Description": about, "Software": None}
    if kind == "svg":
        return {"Title": title, "Description": about, "Date": None, "Creator": None}
    return {
        "Title": title,
        "Subject": about,
        "CreationDate": None,
        "Creator": None,
        "Producer": None,
    }
