"""Reading the TOML files that say how maps look: each key checked against the light theme's."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from karamap.errors import InputError

__all__ = ["merge_style", "read_style", "read_theme"]

_FOLDER = Path(__file__).resolve().parent
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
SHAPES = ("triangle", "square", "circle", "diamond", "pentagon")
HATCHES = ("", "/", "\\", "-", "|", "x", ".")
# what a layer's table may hold; the base theme leaves out what is at its default
_LAYER_KEYS = ("label", "stroke", "width", "dash", "fill", "fill_opacity", "hatch", "hatch_gap")
_MOST_POINTS = 100.0
_MOST_DASHES = 12
_LONGEST = 120

Table = dict[str, Any]


def _is_number(value: object, most: float) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= most


def _is_dash(value: object) -> bool:
    """Whether a value is a pattern of strokes and gaps, none of which takes no room at all."""
    return (
        isinstance(value, list)
        and len(value) % 2 == 0
        and len(value) <= _MOST_DASHES
        and all(_is_number(v, _MOST_POINTS) and v > 0 for v in value)
    )


# by the last part of a key: what it takes, in words, and how to see it
_SPECIAL: dict[str, tuple[str, Callable[[object], bool]]] = {
    "shape": (f"one of {', '.join(SHAPES)}", lambda v: v in SHAPES),
    "hatch": ('one of "/", "\\\\", "-", "|", "x", "." or ""', lambda v: v in HATCHES),
    "hatch_gap": ("2 to 100 points", lambda v: _is_number(v, _MOST_POINTS) and float(str(v)) >= 2),
    "fill_opacity": ("0 to 1", lambda v: _is_number(v, 1)),
    "relief_strength": ("0 to 1", lambda v: _is_number(v, 1)),
    "label": ("a short text", lambda v: isinstance(v, str) and 0 < len(v) <= _LONGEST),
    "family": ("a typeface's name", lambda v: isinstance(v, str) and 0 < len(v) <= _LONGEST),
}
_COLOURS = ('a colour as "#rrggbb"', lambda v: isinstance(v, str) and bool(_COLOUR.fullmatch(v)))
_DASHES = ("pairs of stroke and gap as [4, 2], or []", _is_dash)
_POINTS = ("0 to 100 points", lambda v: _is_number(v, _MOST_POINTS))
_TYPE_SIZES = ("3 to 100 points", lambda v: _is_number(v, _MOST_POINTS) and float(str(v)) >= 3)


def _rule_of(path: tuple[str, ...]) -> tuple[str, Callable[[object], bool]]:
    """Return what the key at `path` takes."""
    name = path[-1]
    if path[0] == "type" and name != "family":
        return _TYPE_SIZES
    if name in _SPECIAL:
        return _SPECIAL[name]
    if name.endswith("dash"):
        return _DASHES
    if name.endswith("width") or name == "size":
        return _POINTS
    return _COLOURS


@lru_cache(maxsize=4)
def _read_packaged(name: str) -> Table:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def read_theme(name: str, source: Path | None, themes: Collection[str]) -> Table:
    """Return a shipped theme's tables in full: what it says over what ``light.toml`` says.

    Raises
    ------
    InputError
        If `themes` has no `name`; `source` is the file that asked for it.
    """
    if name not in themes:
        raise InputError(f"no theme {name!r}: use one of {', '.join(themes)}", source)
    light = _read_packaged("light")
    if name == "light":
        return _copied(light)
    path = _FOLDER / f"{name}.toml"
    return merge_style(_copied(light), _read_packaged(name), path, path.read_text(encoding="utf-8"))


def _copied(tables: Mapping[str, Any]) -> Table:
    return {k: _copied(v) if isinstance(v, dict) else v for k, v in tables.items()}


def read_style(path: Path) -> tuple[str, Table]:
    """Return a style file's text and its tables, unchecked.

    Raises
    ------
    InputError
        If it cannot be read or is no TOML.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        why = re.sub(r" \(at .*\)$", "", str(error))
        line = int(found.group(1)) if found else None
        raise InputError(f"is no TOML ({why}): mend it", path, line) from error
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8"
        raise InputError(f"cannot be read ({why}): name a style file in TOML", path) from error


def merge_style(base: Table, over: Mapping[str, Any], source: Path, text: str) -> Table:
    """Return `base` with the single keys of `over` laid over it.

    Raises
    ------
    InputError
        At the first key that there is not, or value that its key cannot take.
    """
    merged = _copied(base)
    for group, table in over.items():
        nested = group in {"families", "layers"}
        if group in merged and not isinstance(table, dict):
            raise InputError(f"{group} is a table: write [{group}]", source)
        if group not in merged:
            raise _unknown((group,), merged, source, text)
        for name, value in table.items():
            path = (group, name)
            if not nested:
                merged[group][name] = _checked(path, value, merged, source, text)
                continue
            if not isinstance(value, dict) or (group == "families" and name not in merged[group]):
                raise _unknown(path, merged, source, text)
            if name not in merged[group]:  # a kind of the user's own layers
                label = name.replace("_", " ").strip().capitalize() or name
                merged[group][name] = merged[group]["other"] | {"label": label}
            for key, inner in value.items():
                inner_path = (*path, key)
                merged[group][name][key] = _checked(inner_path, inner, merged, source, text)
    return merged


def _known(merged: Table) -> list[str]:
    """Return every key there is, with its tables' names and dots."""
    keys = ["theme"]
    for group, table in merged.items():
        for name, value in table.items():
            inner = _LAYER_KEYS if group == "layers" else value
            nested = isinstance(value, dict)
            keys += [f"{group}.{name}.{k}" for k in inner] if nested else [f"{group}.{name}"]
    return keys


def _checked(
    path: tuple[str, ...], value: object, merged: Table, source: Path, text: str
) -> object:
    """Return `value` if the key at `path` is known and can take it."""
    dotted = ".".join(path)
    if dotted not in _known(merged):
        raise _unknown(path, merged, source, text)
    words, fits = _rule_of(path)
    if not fits(value):
        shown = value if len(repr(value)) <= _LONGEST else "that"
        line = _line_of(path, text)
        raise InputError(f"{dotted} cannot be {shown!r}: give {words}", source, line)
    return value


def _unknown(path: tuple[str, ...], merged: Table, source: Path, text: str) -> InputError:
    """Return the error about a key that there is not, with the nearest one there is."""
    dotted, known = ".".join(path), _known(merged)
    cut = len(path)
    siblings = dict.fromkeys(".".join(k.split(".")[:cut]) for k in known)
    beside = [k for k in siblings if k.split(".")[:-1] == list(path[:-1])]
    near = get_close_matches(dotted, beside, 1, 0.3) or get_close_matches(dotted, known, 1, 0.0)
    tip = f"did you mean {near[0]}? " if near else ""
    shown = dotted if len(dotted) <= _LONGEST else dotted[:_LONGEST] + "…"
    message = f"there is no {shown!r} in a style: {tip}docs/styles.md has all keys"
    return InputError(message, source, _line_of(path, text))


def _line_of(path: tuple[str, ...], text: str) -> int | None:
    """Return the one-based line that sets the key at `path`, where it is plain to see."""
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.split("\n"), 1):
        head = re.match(r"\s*\[\s*([^\[\]]+?)\s*\]", line)
        if head:
            table = tuple(p.strip().strip("\"'") for p in head.group(1).split("."))
            if table[: len(path)] == path:
                return number
            continue
        left = line.partition("=")[0]
        if "=" in line and not left.lstrip().startswith("#"):
            key = tuple(p.strip().strip("\"'") for p in left.split("."))
            if (*table, *key) == path:
                return number
    return None
