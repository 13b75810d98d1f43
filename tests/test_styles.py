"""Styles as data: the shipped themes, a user's single keys, and what is wrong with a file."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from interactive_spec import make_spec

from karamap.errors import InputError
from karamap.render.interactive.payload import build_payload
from karamap.style import FAMILIES, LAYER_STYLES
from karamap.themes import THEMES, LayerStyle, Style, load_style, style_key

# Okabe and Ito, Color Universal Design (2008)
OKABE_ITO = {
    *("#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7"),
}


def write(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def colours(style: Style) -> list[str]:
    parts: list[Any] = [
        style.page,
        style.ground,
        *style.families,
        *style.layers.values(),
        style.other,
    ]
    told = [getattr(p, f.name) for p in parts for f in dataclasses.fields(p)]
    return [c for c in told if isinstance(c, str) and re.fullmatch("#[0-9a-fA-F]{6}", c)]


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_families_are_told_apart_without_colour(theme: str) -> None:
    """In every theme each family has a shape of its own, and so has no other."""
    shapes = [f.shape for f in load_style(theme).families]
    assert len(set(shapes)) == len(shapes) == 5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_events_have_okabe_and_itos_colours(theme: str) -> None:
    """The coloured themes mark events in colours that common colour vision tells apart."""
    found = {f.colour for f in load_style(theme).families}
    assert found <= OKABE_ITO
    assert len(found) == 5


def test_print_grey_has_no_colour() -> None:
    """Every colour of the theme for one ink is a grey."""
    for colour in colours(load_style("print-grey")):
        assert colour[1:3] == colour[3:5] == colour[5:7], colour


@pytest.mark.parametrize("theme", THEMES)
def test_areas_have_hatches_of_their_own(theme: str) -> None:
    """No two kinds of area that can lie on one another share a hatch; one is left without any."""
    style = load_style(theme)
    hatches = [s.hatch for k, s in style.layers.items() if k.endswith(("area", "unit", "change"))]
    assert len(set(hatches)) == len(hatches)
    assert "" not in hatches
    assert style.layers["district"].hatch == ""


@pytest.mark.parametrize("theme", THEMES)
def test_words_can_be_read(theme: str) -> None:
    """Letters have a contrast of 4.5 to 1 with what they stand on; rims of marks and rings 3."""
    style = load_style(theme)
    page, ground = style.page, style.ground
    for ink in (page.ink, page.muted, page.area_ink):
        assert contrast(ink, page.halo) >= 4.5
        assert contrast(ink, page.paper) >= 4.5
    assert contrast(ground.country_ink, ground.land) >= 4.5
    assert contrast(ground.water_ink, page.halo) >= 4.5
    for line in (page.rim, page.ring):
        assert contrast(line, ground.land) >= 3
    for family in style.families:
        assert max(contrast(family.colour, ground.land), contrast(page.rim, ground.land)) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_filled_and_open_marks_differ(theme: str) -> None:
    """A mark's fill differs from the inside of an open one by 2 to 1 at least, colour aside."""
    style = load_style(theme)
    for family in style.families:
        assert contrast(family.colour, style.page.panel) >= 2, family.key


def test_light_is_what_exports_read() -> None:
    """The constants that exports and renderers share are the light theme's."""
    style = load_style()
    assert style.families == FAMILIES
    assert style.layers == LAYER_STYLES
    assert load_style("light") == style


def test_single_keys_lie_over_a_theme(tmp_path: Path) -> None:
    """A file changes the keys it has and no other, on the theme it names or is given."""
    path = write(
        tmp_path, 'theme = "dark"\n[layers.contact_line]\nwidth = 3.5\n[type]\nlabel = 10\n'
    )
    style = load_style(file=path)
    dark = load_style("dark")
    assert style.theme == "dark"
    assert style.type.label == 10
    assert style.layers["contact_line"] == dataclasses.replace(
        dark.layers["contact_line"], width=3.5
    )
    assert style.page == dark.page
    assert load_style("print-grey", path).page == load_style("print-grey").page


def test_a_kind_of_ones_own_gets_a_table(tmp_path: Path) -> None:
    """A new kind of layer takes what it lacks from the table of others and its name as label."""
    style = load_style(file=write(tmp_path, '[layers.trench_works]\nstroke = "#FF0000"\n'))
    expected = dataclasses.replace(style.other, label="Trench works", stroke="#FF0000")
    assert style.layers["trench_works"] == expected
    assert style.layer("unheard_of").label == "Unheard of"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[page]\npapper = "#000000"', "own.toml:2: .*'page.papper'.* did you mean page.paper"),
        ('[layers.contact_line]\n\nstrok="#000000"', "own.toml:3: .*layers.contact_line.stroke"),
        ("[grond]\nx = 1", "own.toml:1: .*'grond'.* did you mean ground"),
        ('[families.fightin]\ncolour = "#000000"', "own.toml:1: .*did you mean families.fighting"),
        ('[page]\nink = "red"', "own.toml:2: page.ink cannot be 'red': give a colour"),
        ("[type]\nlabel = 0", "own.toml:2: type.label cannot be 0: give 3 to 100 points"),
        ("[layers.corridor]\ndash = [4]", "own.toml:2: .*pairs of stroke and gap"),
        ("[layers.corridor]\nhatch_gap = 0", "own.toml:2: .*2 to 100 points"),
        ("[layers.corridor]\nfill_opacity = true", "own.toml:2: .*0 to 1"),
        ('[families.people]\nshape = "star"', "own.toml:2: .*triangle, square"),
        ('[families.people]\nshape = "circle"', "two families share a shape"),
        ('theme = "neon"', "own.toml: no theme 'neon': use one of light, dark, print-grey"),
        ("page = 4", r"own.toml: page is a table: write \[page\]"),
        ("[page\n", "own.toml:1: is no TOML"),
    ],
)
def test_a_fault_is_one_line_with_a_remedy(tmp_path: Path, text: str, told: str) -> None:
    """An unknown key or a value that its key cannot take names file, line and what to do."""
    with pytest.raises(InputError, match=told) as fault:
        load_style(file=write(tmp_path, text))
    assert "\n" not in str(fault.value)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """A missing file, a folder and one that is not UTF-8 are refused in one line."""
    (tmp_path / "latin.toml").write_bytes(b"# \xe9\n")
    for path in (tmp_path / "gone.toml", tmp_path, tmp_path / "latin.toml"):
        with pytest.raises(InputError, match="name a style file"):
            load_style(file=path)


@given(
    st.dictionaries(
        st.sampled_from(["page", "type", "layers", "families", "theme", "x", "marks"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=8),
            lambda inner: st.dictionaries(st.text(min_size=1, max_size=8), inner, max_size=3),
            max_leaves=6,
        ),
        max_size=4,
    )
)
def test_no_table_breaks_the_reader(table: dict[str, object]) -> None:
    """Whatever a file holds, it is a style or one clear line."""
    from karamap.themes.reading import merge_style, read_theme  # noqa: PLC0415  under test

    told = "own.toml: "
    try:
        merge_style(read_theme("light", None, THEMES), table, Path("own.toml"), "")
    except InputError as fault:
        told = str(fault)
    assert told.startswith("own.toml: ")
    assert "\n" not in told


def test_both_renderers_read_the_specs_style() -> None:
    """The page's families and layer styles are those of the spec, new kinds included."""
    look = load_style("dark")
    layers = {**look.layers, "trench": LayerStyle("Trench", "#123456", 2.0)}
    spec = dataclasses.replace(make_spec(), style=dataclasses.replace(look, layers=layers))
    data = build_payload(spec)
    assert [f["colour"] for f in data["families"]] == [f.colour for f in look.families]
    assert data["layerStyles"]["trench"]["stroke"] == "#123456"


def test_pipelines_are_styled_by_what_they_carry() -> None:
    """A pipeline's style is that of its product; other kinds have one style each."""
    assert style_key("pipeline", "gas") == "pipeline_gas"
    assert style_key("pipeline", "water") == "pipeline"
    assert style_key("contact_line", None) == style_key("contact_line", float("nan"))


def test_docs_have_every_key() -> None:
    """docs/styles.md tells each key that a style may have, and each theme."""
    text = (Path(__file__).parents[1] / "docs" / "styles.md").read_text(encoding="utf-8")
    style = load_style()
    for part in (style.page, style.type, style.marks, style.ground, style.other):
        for field in dataclasses.fields(part):
            assert f"`{field.name}`" in text, field.name
    for theme in THEMES:
        assert f"`{theme}`" in text
