"""The printed page looked at as a reader does: overlaps, legend, letters, hostile text, bytes."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import os
import pickle
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_rgba
from test_static import KARABAKH, make_spec

from karamap.errors import InputError
from karamap.gazetteer import Gazetteer
from karamap.layers import all_layers, load_basemap
from karamap.model import EventType
from karamap.pipeline import analyse
from karamap.pipeline.building import make_spec as spec_of
from karamap.render.static import PAGE_SIZES, draw_static, render_static
from karamap.render.static.legend import legend_entries, set_legend
from karamap.render.static.output import print_settings
from karamap.render.static.overlays import hatch_shapes, overlays_in
from karamap.render.static.page import Page, compose_page
from karamap.render.static.projection import Bounds, fit_frame
from karamap.render.static.sheet import Rect
from karamap.render.static.typeset import (
    ASCENT,
    get_font,
    make_drawable,
    measure_text,
    use_family,
    wrap_text,
)
from karamap.themes import load_style

if TYPE_CHECKING:
    from matplotlib.text import Text

    from karamap.render.spec import MapSpec

ROOT = Path(__file__).resolve().parents[1]
DNIESTER = ROOT / "docs" / "examples" / "dniester"
X_HEIGHT = 0.72  # of the size: how far capitals reach; accents may touch the line above


@pytest.fixture(scope="module")
def seeds(gazetteer: Gazetteer) -> MapSpec:
    """Return the spec of the packaged seeds, as ``karamap build`` has it."""
    analysis = analyse(gazetteer=gazetteer)
    day = analysis.median_day() or date(2020, 10, 1)
    layers, ground = all_layers(), load_basemap()
    return spec_of(analysis, on=day, names="as-written", layers=layers, basemap=ground)


@pytest.fixture(scope="module")
def dniester() -> MapSpec:
    """Return the spec of the worked example of another conflict."""
    analysis = analyse([DNIESTER / "report.txt"], gazetteer=Gazetteer.open(DNIESTER))
    day = analysis.median_day() or date(2006, 3, 14)
    layers, ground = all_layers(DNIESTER), load_basemap()
    return spec_of(analysis, on=day, names="as-written", layers=layers, basemap=ground)


PAGES: dict[tuple[str, date, str], Page] = {}


def compose(spec: MapSpec, size: str = "a4") -> Page:
    with print_settings(spec):
        return compose_page(spec, size=size)


def compose_once(spec: MapSpec, size: str = "a4") -> Page:
    """Return the page of one of the two stories; nobody draws on it."""
    key = (spec.title, spec.as_of, size)
    if key not in PAGES:
        PAGES[key] = compose(spec, size)
    return PAGES[key]


def letters(text: Text) -> shapely.Polygon:
    """Return the box that a line of letters fills on the page, turned as it is."""
    font = text.get_fontproperties()
    size = float(font.get_size_in_points())
    style = {"bold": font.get_weight() == "bold", "italic": font.get_style() == "italic"}
    width = measure_text(text.get_text(), size, **style)
    left = -width * {"left": 0.0, "center": 0.5, "right": 1.0}[text.get_horizontalalignment()]
    box = shapely.box(left, 0, left + width, X_HEIGHT * size)
    turn = float(text.get_rotation())
    x, y = text.get_position()
    return shapely.affinity.translate(shapely.affinity.rotate(box, turn, origin=(0, 0)), x, y)


def overlapping(page: Page) -> list[tuple[str, str]]:
    """Return the pairs of lines of text on a page that touch, whatever they are."""
    texts = [t for t in page.sheet.axes.texts if t.get_text().strip()]
    boxes = [letters(t) for t in texts]
    tree = shapely.STRtree(boxes)
    pairs = []
    for i, j in np.transpose(tree.query(boxes, predicate="intersects")):
        if i < j and boxes[i].intersection(boxes[j]).area > 0.05:
            pairs.append((texts[i].get_text(), texts[j].get_text()))
    return pairs


@pytest.mark.parametrize("name", ["seeds", "dniester"])
@pytest.mark.parametrize("size", PAGE_SIZES)
def test_no_label_overlaps_another(name: str, size: str, request: pytest.FixtureRequest) -> None:
    """On the seeds' map and the example's no two lines of text touch, on any page size."""
    page = compose_once(request.getfixturevalue(name), size)
    assert len(page.sheet.axes.texts) > 40
    assert overlapping(page) == []


def test_the_overlap_count_sees_an_overlap() -> None:
    """Two labels on one spot are counted, on their sides as well; on two spots they are not."""
    page = compose(make_spec(KARABAKH[:1], ground=False))
    before = len(overlapping(page))
    for turn in (0.0, 90.0):
        page.sheet.text(-500, -500, "one word", 9, z=1, rotation=turn)
        page.sheet.text(-499, -499, "another", 9, z=1, rotation=turn)
    assert len(overlapping(page)) - before >= 2


def test_labels_lie_on_the_page(seeds: MapSpec) -> None:
    """No line of text leaves the page, whatever its size."""
    for size in PAGE_SIZES:
        page = compose_once(seeds, size)
        paper = page.sheet.rect.polygon()
        assert all(paper.covers(letters(t)) for t in page.sheet.axes.texts if t.get_text().strip())


def test_every_event_place_is_on_the_page(seeds: MapSpec) -> None:
    """Each place with an event is on a map or in the list of others, on each page size."""
    for size in PAGE_SIZES:
        page = compose_once(seeds, size)
        shown = page.main.shown | (page.overview.shown if page.overview else set())
        told = {t.get_text() for t in page.sheet.axes.texts}
        marked = {t.place.id for e in seeds.events for t in e.places if t.place}
        left = [m.label for m in seeds.places if m.place.id in marked - shown]
        from karamap.render.marking import events_by_place  # noqa: PLC0415  told where used

        named = {m.label for m in seeds.places if m.place.id in events_by_place(seeds.events)}
        assert [n for n in left if n in named and n not in told] == []


def test_close_up_and_overview_follow_the_story(seeds: MapSpec) -> None:
    """The seeds' story reaches Ceyhan and Italy: the overview shows both, the close-up neither."""
    page = compose_once(seeds)
    assert page.overview is not None
    near, far = page.main.shown, page.overview.shown
    assert {"ceyhan", "iso:IT"} <= far
    assert not {"ceyhan", "iso:IT"} & near
    assert "shusha" in near


@pytest.mark.parametrize("room", [90.0, 200.0, 400.0])
@pytest.mark.parametrize("columns", [1, 2, 4])
def test_swatches_of_the_legend_do_not_touch(seeds: MapSpec, room: float, columns: int) -> None:
    """However little room there is, no swatch touches another or another's words."""
    page = compose_once(seeds)
    entries = legend_entries(
        page_sites(seeds), page.main.overlays, seeds.style,
        rings=1, boxes=1, nameless=1, dots=1, borders=True, units=True, bare=True,
    )  # fmt: skip
    rect = Rect(0, 0, 90.0 + 130.0 * columns, room)
    lines, size = set_legend(entries, rect, 8.0, columns=columns)
    swatches = [line.swatch for line in lines]
    assert len(lines) == len(entries) > 15
    for one, other in itertools.combinations(swatches, 2):
        assert not one.grow(0.4).overlaps(other)
    for line in lines:
        height = len(line.words) * size * 1.18
        words = Rect(line.swatch.x1 + 6, line.top - height, line.swatch.x1 + 60, line.top)
        others = [x for x in lines if x is not line]
        assert not any(words.grow(-0.2).overlaps(x.swatch) for x in others)


def page_sites(spec: MapSpec) -> list[Any]:
    from karamap.render.static.marks import sites_of  # noqa: PLC0415  told where used

    return sites_of(spec)


def test_hatches_fill_their_area_and_no_more() -> None:
    """Each hatch stays within its area and reaches all parts of it; none is none."""
    area = shapely.Point(50, 40).buffer(30).difference(shapely.box(45, 35, 55, 45))
    for hatch in ("/", "\\", "-", "|", "x", "."):
        found = hatch_shapes(area, hatch, 5.0)
        assert area.buffer(0.5).covers(found)
        assert found.buffer(5.0).intersection(area).area > 0.99 * area.area
    assert hatch_shapes(area, "", 5.0).is_empty
    assert hatch_shapes(shapely.Polygon(), "/", 5.0).is_empty


def test_overlapping_areas_have_unlike_hatches() -> None:
    """On the map of the war, what was held and what is claimed are hatched unlike each other."""
    spec = make_spec(KARABAKH)
    frame = fit_frame(Bounds(45.5, 38.8, 48, 40.8), Rect(0, 0, 500, 400))
    areas = [o for o in overlays_in(frame, spec.layers, spec.style) if o.is_area]
    for one, other in itertools.combinations(areas, 2):
        if one.key != other.key and one.shape.intersection(other.shape).area > 50:
            assert one.style.hatch != other.style.hatch, (one.key, other.key)


SCRIPTS = {
    "Azerbaijani": "Ağdərə Xankəndi Şuşa Cəbrayıl Ğğ İıÖöÜüÇç",
    "Armenian": "Ստեփանակերտ Արցախ Քարվաճառ և",
    "Cyrillic": "Степанакерт Гюмри ё Ґ ї",
    "Georgian": "თბილისი სამცხე-ჯავახეთი",
    "Greek": "Αλεξανδρούπολη",
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_letters_of_the_region_are_drawn(script: str) -> None:
    """Letters of each script stand unchanged in a label, and the font draws each as itself."""
    text = SCRIPTS[script]
    assert make_drawable(text) == text
    # a character without a glyph would warn, and pytest makes an error of that
    for bold, italic in itertools.product((False, True), repeat=2):
        assert measure_text(text, 10, bold=bold, italic=italic) > 3 * len(text)


def test_persian_is_drawn_joined_or_romanised() -> None:
    """A Persian name is kept where matplotlib shapes text, else romanised; a slanted one too."""
    from matplotlib import ft2font  # noqa: PLC0415  what is asked of it

    drawn = make_drawable("اردبیل")
    assert drawn == "اردبیل" if hasattr(ft2font, "__libraqm_version__") else drawn.isascii()
    # a character without a glyph would warn, and pytest makes an error of that
    spec = make_spec((("اردبیل", 46.9, 39.9), *KARABAKH), ground=False)
    assert draw_static(spec, ("svg",))["svg"]
    assert measure_text(drawn, 9, italic=True) == measure_text(drawn, 9)


def test_scripts_that_the_font_lacks_are_romanised() -> None:
    """Letters without a glyph are told in Latin ones."""
    assert make_drawable("दिल्ली 北京").isascii()
    assert make_drawable("दिल्ली 北京").strip()


def test_a_typeface_of_ones_own(tmp_path: Path) -> None:
    """A style's typeface is used, borrows the letters it lacks, and must be installed."""
    style = load_style()
    spec = make_spec((("Ստեփանակերտ", 46.75, 39.82), *KARABAKH[:2]), ground=False)

    def in_face(name: str) -> MapSpec:
        own = dataclasses.replace(style, type=dataclasses.replace(style.type, family=name))
        return dataclasses.replace(spec, style=own)

    with use_family("DejaVu Serif"):
        assert get_font(9).get_family()[0] == "DejaVu Serif"
    with use_family("STIXGeneral"):
        assert make_drawable("Ստեփանակերտ") == "Ստեփանակերտ"
    assert draw_static(in_face("STIXGeneral"), ("pdf",))
    with pytest.raises(InputError, match="'No Such Face' is not installed"):
        render_static(in_face("No Such Face"), tmp_path / "b.pdf")


NASTY = st.one_of(
    st.text(max_size=40),
    st.text(
        st.sampled_from("$\\_^{}%#&~<>\"'|`\u202e\u200f\u2066\u0000\n\r\t\ud800א\u064bاঅ"),
        max_size=30,
    ),
    st.sampled_from(
        ["$x^2$", r"\frac{", "W" * 10_000, "$" * 9, "\u202e\u202d" * 50, "a\u0301" * 200]
    ),
)


@settings(max_examples=40)
@given(NASTY)
def test_any_text_can_be_set(text: str) -> None:
    """Whatever a text holds, it becomes one line without controls that can be measured."""
    line = make_drawable(text, limit=60)
    assert len(line) <= 60
    assert not any(
        ord(c) < 32 or 0x2028 <= ord(c) <= 0x202E or 0x2066 <= ord(c) <= 0x2069 for c in line
    )
    assert measure_text(line, 8) >= 0
    for piece in wrap_text(line, 80, 8):
        assert measure_text(piece, 8) <= 80


@settings(max_examples=3)
@given(st.lists(NASTY, min_size=4, max_size=4))
def test_any_text_can_be_drawn(texts: list[str]) -> None:
    """A page with any text as title, label, note and source is drawn, its marks still there."""
    title, label, note, source = texts
    spec = make_spec(((label, 46.9, 39.9), ("Gəncə", 46.36, 40.68)), title=title, ground=False)
    spec = dataclasses.replace(spec, note=note, attribution=(source,))
    page = compose(spec)
    assert {"p0", "p1"} <= page.main.shown | set(page.main.unlabelled)
    with print_settings(spec):
        page.sheet.figure.draw_without_rendering()


def test_markup_of_matplotlib_is_not_read() -> None:
    """A label with dollar signs is drawn letter by letter, as wide as it is measured."""
    text = r"$\alpha$ and $x_1^2$"
    page = compose(make_spec(((text, 46.9, 39.9),), ground=False))
    drawn = next(t for t in page.sheet.axes.texts if t.get_text() == text)
    extent, size = drawn.get_window_extent(), float(drawn.get_fontsize())
    points = 72 / page.sheet.figure.dpi
    assert extent.width * points == pytest.approx(measure_text(text, size, bold=True), rel=0.02)
    assert extent.height * points < 2.2 * ASCENT * size


def test_another_process_draws_the_same_bytes(tmp_path: Path) -> None:
    """A spec drawn in a process with other hashes, in another folder, gives the same bytes."""
    spec = make_spec(KARABAKH, ground=False)
    (tmp_path / "spec.pickle").write_bytes(pickle.dumps(spec))
    code = (
        "import hashlib, pathlib, pickle\n"
        "from karamap.render.static import draw_static\n"
        "spec = pickle.loads(pathlib.Path('spec.pickle').read_bytes())\n"
        "for kind, data in sorted(draw_static(spec, dpi=40).items()):\n"
        "    print(kind, hashlib.sha256(data).hexdigest())\n"
    )
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "11",
        "TZ": "Asia/Tokyo",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True, cwd=tmp_path, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    here = {k: hashlib.sha256(v).hexdigest() for k, v in draw_static(spec, dpi=40).items()}
    assert dict(line.split() for line in done.stdout.splitlines()) == here


def test_a_format_does_not_depend_on_those_before_it() -> None:
    """A PDF saved alone is the one that is saved after a PNG of the page, and holds no hour."""
    spec = make_spec(KARABAKH[:2], ground=False)
    together = draw_static(spec, ("png", "pdf"), dpi=40)
    assert draw_static(spec, ("pdf",))["pdf"] == together["pdf"]
    assert b"CreationDate" not in together["pdf"]
    assert b"ModDate" not in together["pdf"]


@pytest.mark.parametrize("theme", ["dark", "print-grey"])
def test_a_theme_changes_the_paper(theme: str, tmp_path: Path) -> None:
    """A page in a theme has that theme's paper, and in print-grey no pixel of colour."""
    from PIL import Image  # noqa: PLC0415  looked at here alone

    spec = dataclasses.replace(make_spec(KARABAKH), style=load_style(theme))
    render_static(spec, tmp_path / "map.png", dpi=50)
    with Image.open(tmp_path / "map.png") as image:
        pixels = np.asarray(image.convert("RGB")).astype(int)
    paper = spec.style.page.paper
    assert tuple(pixels[0, 0]) == tuple(int(paper[i : i + 2], 16) for i in (1, 3, 5))
    if theme == "print-grey":
        assert np.ptp(pixels, axis=2).max() <= 2


def test_a_crowd_of_places_keeps_its_marks() -> None:
    """Of places too close to name, each has the mark of what is told most there."""
    points = tuple((f"Close {i}", 46.5 + i % 7 * 0.02, 39.8 + i // 7 * 0.02) for i in range(49))
    spec = make_spec(points, ground=False)
    talks = [
        dataclasses.replace(e, id=f"{e.id}-talks-{i}", type=EventType.TALKS)
        for e in spec.events
        for i in range(2)
    ]
    page = compose(dataclasses.replace(spec, events=(*spec.events, *talks)))
    named = [t.get_text() for t in page.sheet.axes.texts if t.get_text().startswith("Close ")]
    assert page.main.nameless > 10
    assert page.main.nameless + len(named) == 49
    assert page.main.shown == {f"p{i}" for i in range(49)}
    assert "Without a name: what is told most there" in {
        t.get_text() for t in page.sheet.axes.texts
    }
    blue = to_rgba(spec.style.families[2].colour)
    marks = [p for p in page.sheet.axes.patches if p.get_zorder() == 4.31]
    assert len(marks) == page.main.nameless
    assert {p.get_facecolor() for p in marks} == {blue}


def test_a_vague_crowd_gets_no_pins() -> None:
    """What is told only around a crowded place is in the list, not a mark on its point."""
    points = tuple((f"Close {i}", 46.5 + i % 7 * 0.02, 39.8 + i // 7 * 0.02) for i in range(49))
    spec = make_spec(points, ground=False)
    vague = tuple(dataclasses.replace(e, where_precision=4, radius_km=3.0) for e in spec.events)
    page = compose(dataclasses.replace(spec, events=vague))
    told = {t.get_text() for t in page.sheet.axes.texts}
    assert page.main.nameless == 0
    assert page.main.unlabelled
    assert {f"Close {key[1:]}" for key in page.main.unlabelled} <= told
    assert overlapping(page) == []
