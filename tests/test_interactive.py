"""The interactive map's file: what it holds, what it may run, and that text stays text."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from interactive_spec import CAPITAL, DISTRICT, TEXT, TOWN, crowded_spec, make_events, make_spec
from shapely.geometry import LineString, Point, Polygon, box, shape

import karamap
from karamap.errors import InputError
from karamap.layers import load_basemap
from karamap.model import DateSpan, Document, EventType, Stance
from karamap.render.basemaps import world_basemap
from karamap.render.interactive import assets, render_interactive
from karamap.render.interactive.assets import hash_for_csp, load_assets
from karamap.render.interactive.escape import escape_html, escape_json, replace_controls, safe_url
from karamap.render.interactive.fallback import MOST_ROWS, write_fallback
from karamap.render.interactive.features import (
    MAX_VERTICES,
    basemap_collections,
    country_labels,
    layer_collection,
    route_slots,
)
from karamap.render.interactive.payload import build_payload, initial_bounds, split_evidence
from karamap.render.interactive.tiles import find_tiles

if TYPE_CHECKING:
    from karamap.render.spec import MapSpec

HOSTILE = (
    "</script><script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    "${window.pwned=1}`${window.pwned=1}`",
    "C:\\2019\\u003cscript\\",
    "\"';window.pwned=1;//",
    "line\u2028separators\u2029here",
    "<!--<script>",
    "\u202eright to left\u202c",
    "$title $csp ${data} $$",
    "&lt;b&gt; &amp;lt;",
    "W" * 10_000,
)


class Page(HTMLParser):
    """Collects what a browser would run, load and read."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.metas: dict[str, str] = {}
        self.title = ""
        self._open = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the element."""
        found = dict(attrs)
        self._open = tag
        self.attributes += [(tag, key, value) for key, value in attrs]
        if tag == "script":
            self.scripts.append((found, ""))
        if tag == "meta":
            name = found.get("name") or found.get("http-equiv") or "charset"
            self.metas[name] = found.get("content") or ""

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002  named by the base
        """Forget the element."""
        self._open = ""

    def handle_data(self, data: str) -> None:
        """Keep the text of scripts and of the title."""
        if self._open == "script":
            kept, text = self.scripts[-1]
            self.scripts[-1] = kept, text + data
        if self._open == "title":
            self.title += data

    @property
    def data(self) -> Any:  # noqa: ANN401  it is JSON
        """What the page's scripts read."""
        return json.loads(next(text for kept, text in self.scripts if kept.get("id") == "k-data"))

    @property
    def code(self) -> list[str]:
        """The inline scripts that run."""
        return [t for kept, t in self.scripts if "type" not in kept and "src" not in kept]


@pytest.fixture(autouse=True)
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Serve the page's files from a copy with a stand-in for the vendored library."""
    copy = tmp_path / "web"
    shutil.copytree(assets.WEB, copy, ignore=shutil.ignore_patterns("vendor"))
    vendor = copy / "vendor"
    vendor.mkdir()
    (vendor / "leaflet.js").write_text("window.L={};//</script>\n", encoding="utf-8")
    (vendor / "leaflet.css").write_text("a{background:url(images/x.png)}", encoding="utf-8")
    (vendor / "leaflet.LICENSE.txt").write_text("the licence <of> it", encoding="utf-8")
    monkeypatch.setattr(assets, "WEB", copy)
    return copy


def policy_of(page: Page) -> dict[str, list[str]]:
    parts = [part.split() for part in page.metas["Content-Security-Policy"].split(";")]
    return {part[0]: part[1:] for part in parts}


def test_same_spec_gives_same_bytes() -> None:
    """Two renderings of one spec are the same text: no clock, no random id."""
    assert render_interactive(make_spec()) == render_interactive(make_spec())


def test_head_names_the_page_and_allows_zoom() -> None:
    """Language, title and description are there, and nothing forbids zooming."""
    text = render_interactive(make_spec(title="Norabad & <around>"))
    page = Page(text)
    assert text.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert page.title == "Norabad & <around>"
    assert "5 reports of 4 events in 1 document" in page.metas["description"]
    assert page.metas["viewport"] == "width=device-width, initial-scale=1"


def test_policy_allows_exactly_the_inline_scripts() -> None:
    """Each script that runs has its hash in the policy, which allows no other and no request."""
    page = Page(render_interactive(make_spec()))
    policy = policy_of(page)
    assert policy["script-src"] == [hash_for_csp(code) for code in page.code]
    assert policy["default-src"] == policy["connect-src"] == ["'none'"]
    assert policy["img-src"] == ["data:"]
    assert not [key for _, key, _ in page.attributes if key.startswith("on")]


def test_vendored_page_links_nothing() -> None:
    """With the library packaged no element loads anything, styles included."""
    text = render_interactive(make_spec())
    loading = [v for _, key, v in Page(text).attributes if key in {"src", "href"} and v]
    assert [v for v in loading if not v.startswith(("#", "data:"))] == []
    assert "url(" not in text
    assert "jquery" not in text.lower()
    assert "the licence &lt;of&gt; it" in text


def test_without_vendor_the_page_links_and_warns(web: Path) -> None:
    """Without the build hook's files the same page links Leaflet by hash, and says so once."""
    packaged = Page(render_interactive(make_spec()))
    shutil.rmtree(web / "vendor")
    with pytest.warns(UserWarning, match="links it from a CDN") as caught:
        linked = Page(render_interactive(make_spec()))
    assert len(caught) == 1
    assert "\n" not in str(caught[0].message)
    sources = [kept for kept, _ in linked.scripts if "src" in kept]
    assert [kept["integrity"] for kept in sources] == [assets.LEAFLET_HASHES["leaflet.js"]]
    assert assets.CDN_HOST in policy_of(linked)["script-src"]
    assert policy_of(linked)["connect-src"] == ["'none'"]
    assert (linked.data, linked.code) == (packaged.data, packaged.code[1:])


def test_linked_hashes_are_those_of_the_package(tmp_path: Path) -> None:
    """The hashes in the code are those of the files that npm delivers."""
    vendor = Path(assets.__file__).parent / "web" / "vendor"
    if not vendor.is_dir():
        pytest.skip("built without vendor files")
    for name, expected in assets.LEAFLET_HASHES.items():
        copy = tmp_path / name
        shutil.copyfile(vendor / name, copy)
        assert f"'{expected}'" == hash_for_csp(copy.read_bytes().decode())


def hostile_spec(text: str) -> MapSpec:
    """Return the spec with `text` wherever a document or gazetteer can put some."""
    spec = make_spec()
    document = Document("d1", TEXT, title=text, publisher=text, url=f"https://x.org/{text}")
    first, *others = spec.events
    event = replace(
        first,
        evidence=text,
        trigger=text,
        claimed_by=text,
        denied_by=text,
        reason=text,
        actors=(text,),
        places=(replace(first.places[0], reason=text),),
    )
    town = replace(spec.places[0], label=text, written=(text,))
    return replace(
        spec,
        title=text,
        note=text,
        attribution=(text,),
        documents=(document,),
        events=(event, *others),
        places=(town, *spec.places[1:]),
        layers=spec.layers.assign(name=text, source=text, note=text),
        basemap={
            **spec.basemap,
            "countries": spec.basemap["countries"].assign(name=text),
        },
    )


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(text: str) -> None:
    """Markup, template literals and separators in any field change no element and no script."""
    harmless = Page(render_interactive(make_spec()))
    page = Page(render_interactive(hostile_spec(text)))
    assert len(page.scripts) == len(harmless.scripts)
    assert page.code[:-1] == harmless.code[:-1]
    assert [(t, k) for t, k, _ in page.attributes] == [(t, k) for t, k, _ in harmless.attributes]
    assert page.title == text
    assert page.data["documents"][0]["title"] == text
    assert "".join(piece for _, piece in page.data["events"][0]["evidence"]) == text


@given(st.text())
def test_json_in_a_script_comes_back(text: str) -> None:
    """Any text survives the trip through a script element, less what no page can hold."""
    written = escape_json({"key": [text, 1, None, True]})
    assert json.loads(written) == {"key": [replace_controls(text), 1, None, True]}
    assert not re.search("[<>&\u2028\u2029]", written)
    written.encode()


@given(st.text())
def test_escaped_html_holds_no_markup(text: str) -> None:
    """No character that opens an element, an entity or ends an attribute is left."""
    assert not re.search("[<>\"']", escape_html(text))
    assert not re.search("&(?!(amp|lt|gt|quot|#x27);)", escape_html(text))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        (" http://example.org ", "http://example.org"),
        ("javascript:alert(1)", None),
        ("JaVaScRiPt:alert(1)//http://x.org", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("//example.org/a", None),
        ("https://user:word@example.org/", None),
        ('https://example.org/"onclick="x', None),
        ("https://exa mple.org/", None),
        ("https://[bad", None),
        ("", None),
        (None, None),
    ],
)
def test_only_plain_web_addresses_become_links(url: str | None, expected: str | None) -> None:
    """An address is kept only if it is absolute, http(s) and free of odd characters."""
    assert safe_url(url) == expected


def test_evidence_is_split_at_names_and_trigger() -> None:
    """The pieces of a sentence join to the sentence, with place and trigger told apart."""
    pieces = split_evidence(make_events()[0])
    assert "".join(text for _, text in pieces) == make_events()[0].evidence
    assert [piece for piece in pieces if piece[0]] == [["trigger", "fired"], ["place", "Norabad"]]


def test_marks_tell_precision_and_stance() -> None:
    """A district comes with its ring, a denied or disputed event as an open mark."""
    data = build_payload(make_spec())
    events = {e["id"]: e for e in data["events"]}
    assert events["e3"]["at"][0][1:3] == [3, 20.0]
    assert events["e1"]["at"][0][1:3] == [1, 0.0]
    assert events["e1"]["open"]  # claimed, but denied by another report of the incident
    assert events["e4"]["open"]
    assert "open" not in events["e2"]
    assert "date" not in events["e5"]
    assert "at" not in events["e5"]
    assert events["e1"]["tolls"] == [["wounded", 3, 2, 5, None]]
    assert data["incidents"][0]["events"] == [0, 3]


def test_planned_events_are_open_marks() -> None:
    """What is only planned is drawn as an outline even if nobody disputes it."""
    planned = replace(make_events()[1], stance=Stance.PLANNED)
    assert build_payload(make_spec(events=(planned,)))["events"][0]["open"]


def test_start_view_is_where_things_happened() -> None:
    """The first view holds the towns of the fighting, and not the capital of the talks."""
    (south, west), (north, east) = initial_bounds(make_spec())
    assert south < DISTRICT.lat < TOWN.lat < north
    assert west < DISTRICT.lon < TOWN.lon < east
    assert not west < CAPITAL.lon < east


def test_start_view_without_ground_events_still_shows_something() -> None:
    """Talks alone are shown where they were; with no place at all the layers decide."""
    talks = tuple(e for e in make_events() if e.type is EventType.TALKS)
    spec = make_spec(events=talks, places=make_spec().places[1:2])
    (south, west), (north, east) = initial_bounds(spec)
    assert south < CAPITAL.lat < north
    assert west < CAPITAL.lon < east
    bare = make_spec(events=(), places=())
    assert initial_bounds(bare) == [[39.4, 45.0], [40.5, 48.0]]


def test_layers_keep_dates_accuracy_and_source() -> None:
    """Each line carries what a reader may ask of it; empty cells are left out."""
    found = layer_collection(make_spec().layers)["features"]
    first = found[0]["properties"]
    assert first["style"] == "contact_line"
    assert first["to"] == "2020-04-30"
    assert "from" not in first
    assert (first["accuracy"], first["source"]) == (2000.0, "own drawing")
    assert found[3]["properties"]["style"] == "pipeline_gas"
    assert len({f["id"] for f in found}) == len(found)


def test_basemap_is_rounded_and_generalised_to_fit() -> None:
    """Coordinates have three decimals, and a basemap of any detail stays within the page."""
    spec = make_spec()
    text = json.dumps(basemap_collections(spec.basemap, {}))
    assert "42.765]" in text
    assert not re.search(r"\.\d{4}", text)
    wild = [Point(46, 40).buffer(2, quad_segs=25_000)]
    frame = gpd.GeoDataFrame(geometry=wild, crs="EPSG:4326")
    land = basemap_collections({"countries": frame}, {})["countries"]["features"][0]
    assert 50 < len(land["geometry"]["coordinates"][0]) <= MAX_VERTICES


def test_world_lies_under_the_wide_map_without_a_seam() -> None:
    """What the wide map covers is cut out of the world, but for a rim; no land is left bare."""
    wide, world = load_basemap(scale="wide"), world_basemap()
    found = basemap_collections(load_basemap(), wide, world)
    assert list(found)[:3] == ["world_countries", "world_borders", "wide_ocean"]
    under = shapely.union_all([shape(f["geometry"]) for f in found["world_countries"]["features"]])
    assert not under.intersects(box(9, 35, 59, 49))
    cover = under.union(box(8, 34, 60, 50))
    for lon in range(8, 60):
        for lat in (33.9, 34.1, 49.9, 50.1):
            assert cover.contains(Point(lon, lat)) or not on_land(world, lon, lat)


def on_land(world: dict[str, gpd.GeoDataFrame], lon: float, lat: float) -> bool:
    return bool(world["countries"].contains(Point(lon, lat)).any())


def test_labels_under_each_policy_are_on_the_page() -> None:
    """A place's name in another language is there for the switch, the map's own policy first."""
    data = build_payload(make_spec())
    assert data["namePolicies"][0] == ["as-written", "as the texts write them"]
    town = data["places"][0]
    assert town["label"] == "Norabad"
    assert (town["labels"]["ru"], town["labels"]["az"]) == ("Норабад", "Nörəbəd")
    assert "en" not in town["labels"]  # the same as the label
    data = build_payload(make_spec(names_policy="ru"))
    assert data["namePolicies"][0][0] == "ru"


def test_country_labels_are_largest_first_and_inside() -> None:
    """A country's name stands within it; nameless and empty ones are left out."""
    shapes = [Point(1, 1).buffer(1), Point(9, 9).buffer(3), Point(5, 5).buffer(1), Polygon()]
    frame = gpd.GeoDataFrame({"name": ["Small", "Large", None, "Gone"]}, geometry=shapes)
    labels = country_labels({"countries": frame})
    assert [told["label"] for told in labels] == ["Large", "Small"]
    spots = [Point(lon, lat) for lon, lat, _ in labels[0]["spots"]]
    assert 1 < len(spots) <= 12
    assert all(shapes[1].contains(spot) for spot in spots)
    room = [room for _, _, room in labels[0]["spots"]]
    assert room == sorted(room, reverse=True)
    assert room[0] == pytest.approx(3, abs=0.3)
    twice = country_labels({"countries": frame}, {"countries": frame.iloc[:1]})
    assert len(twice[1]["spots"]) == 2 * len(labels[1]["spots"])


def test_country_labels_follow_the_names_policy() -> None:
    """Each policy's name is there by ISO code; an unknown code keeps the base map's name."""
    frame = gpd.GeoDataFrame(
        {"name": ["Armenia", "Nowhere"], "iso_a3": ["ARM", "-99"]},
        geometry=[Point(0, 0).buffer(3), Point(9, 9).buffer(2)],
    )
    known, unknown = country_labels({"countries": frame}, policies=("en", "az", "hy", "both"))
    assert known["label"] == "Armenia"
    assert known["labels"] == {
        "az": "Ermənistan",
        "hy": "Հայաստան",
        "both": "Ermənistan / Hayastan",
    }
    assert unknown["labels"] == {}
    assert country_labels({"countries": frame}, policies=("ru",))[0]["label"] == "Армения"


def test_routes_in_one_trench_get_places_side_by_side() -> None:
    """Two routes that share most of their way lie apart on the map; one that crosses stays."""
    one = LineString([(44, 40), (48, 40)])
    beside, across = shapely.transform(one, lambda xy: xy + 0.005), LineString([(46, 39), (46, 41)])
    assert route_slots([one, across, beside]) == [-0.5, 0.0, 0.5]
    assert route_slots([]) == []


def test_page_has_its_table_without_scripts() -> None:
    """Every report is in the noscript part, hostile text escaped; of very many the first."""
    page = render_interactive(make_spec())
    plain = page.split("<noscript>")[1].split("</noscript>")[0]
    assert plain.count("<tr>") == 6
    assert "denied by the other side" in plain
    hostile = write_fallback(hostile_spec("</noscript><script>x()</script>"))
    assert "&lt;/noscript&gt;" in hostile
    assert "<script" not in hostile
    many = write_fallback(crowded_spec(MOST_ROWS + 2))
    assert many.count("<tr>") == MOST_ROWS + 1
    assert "2 later reports not shown" in many


@pytest.mark.parametrize(
    ("stance", "untold"),
    [
        (Stance.CLAIMED, "when it happened is not told"),
        (Stance.DENIED, "which day it is about is not told"),
        (Stance.PLANNED, "when it is to happen is not told"),
    ],
)
def test_a_day_of_saying_is_no_day_of_the_event(stance: Stance, untold: str) -> None:
    """Page and table have such an event on the day of its saying, and say what is not told."""
    day = DateSpan(date(2020, 10, 21), date(2020, 10, 21), 1)
    said = replace(make_events()[0], date=None, said_on=day, stance=stance)
    spec = make_spec(events=(said, make_events()[2]))
    payload = build_payload(spec)
    assert payload["events"][0]["date"] == ["2020-10-21", "2020-10-21", 1]
    assert [e.get("said", False) for e in payload["events"]] == [True, False]
    assert payload["untoldDays"][stance] == untold
    table = write_fallback(spec)
    assert f">said on 2020-10-21; {untold}</th>" in table
    assert table.index("2020-06-20") < table.index("2020-10-21")


def test_tiles_are_loaded_from_their_one_host_and_the_page_says_so() -> None:
    """On request the policy allows the service's hosts for images alone, and the foot warns."""
    tiles = find_tiles("OpenTopoMap")
    page = Page(render_interactive(make_spec(), tiles=tiles))
    hosts = [f"https://{s}.tile.opentopomap.org" for s in "abc"]
    assert policy_of(page)["img-src"] == ["data:", *hosts]
    assert policy_of(page)["connect-src"] == ["'none'"]
    assert "https://{s}.tile.opentopomap.org/{z}/{x}/{y}.png" in page.code[-1]
    text = render_interactive(make_spec(), tiles=tiles)
    assert "This page needs the network" in text
    assert "This page needs the network" not in render_interactive(make_spec())
    assert page.data["attribution"][-1].startswith("Background tiles: Map data: (C) OpenStreetMap")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("OpenTopoMop", "no tile service 'OpenTopoMop'.*OpenTopoMap"),
        ("", "no tile service"),
        ("MapBox", "wants an access key"),
        ("NASAGIBS.ModisTerraTrueColorCR", None),
    ],
)
def test_unusable_tile_services_are_refused(name: str, why: str | None) -> None:
    """An unknown service, one with a key and one whose address has gaps end with a remedy."""
    if why is None:
        assert "{time}" not in find_tiles(name).url
        return
    with pytest.raises(InputError, match=why):
        find_tiles(name)


def test_empty_spec_is_drawn() -> None:
    """No event, place, layer or basemap is no reason to fail."""
    empty = make_spec(events=(), incidents=(), places=(), layers=make_spec().layers[:0], basemap={})
    page = Page(render_interactive(empty))
    assert page.data["events"] == []
    assert page.data["bounds"][0][0] < page.data["bounds"][1][0]


def test_page_with_the_packaged_basemap_is_small() -> None:
    """The page stays below 1.3 MB before Leaflet's 0.15 MB, whatever the basemap's detail."""
    text = render_interactive(make_spec(basemap=load_basemap()))
    assert 100_000 < len(text.encode()) < 1_300_000


def test_assets_are_ours_when_vendor_is_missing(tmp_path: Path) -> None:
    """Own scripts and styles are inlined either way; only the library is linked."""
    copy = tmp_path / "bare"
    shutil.copytree(assets.WEB, copy, ignore=shutil.ignore_patterns("vendor"))
    bare, full = load_assets(copy), load_assets()
    assert bare.scripts == full.scripts[1:]
    assert bare.styles == full.styles[1:]
    assert bare.script is not None
    assert bare.script.url.endswith("/leaflet@1.9.4/dist/leaflet.js")
    assert full.script is None


def test_build_refuses_a_bad_tile_service_before_it_writes(tmp_path: Path) -> None:
    """A service that nobody knows ends the build before the folder is made."""
    with pytest.raises(InputError, match="no tile service"):
        karamap.build(output=tmp_path / "out", tiles="Nowhere.Tiles")
    assert not (tmp_path / "out").exists()
