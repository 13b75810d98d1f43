"""A comparison in words: tables of counts, and the first of what was found, missed and extra."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from karamap.comparison.matching import Comparison, Pair
from karamap.comparison.reasons import Unmatched
from karamap.comparison.tables import Counts, count_by, share
from karamap.comparison.things import Thing

__all__ = ["comparison_report", "comparison_summary"]

_HEAD = (
    "",
    "theirs",
    "found",
    "sharply",
    "missed",
    "outside",
    "recall",
    "ours",
    "extra",
    "outside",
)
_WIDE = 10


def comparison_summary(comparison: Comparison) -> dict[str, Any]:
    """Return the counts in all, by family and by year, as plain data."""
    return {
        "all": _plain(count_by(comparison)["all"]),
        "by_family": {k: _plain(c) for k, c in count_by(comparison, "family").items()},
        "by_year": {k: _plain(c) for k, c in count_by(comparison, "year").items()},
        "left_out": dict(zip(("ours", "theirs"), comparison.left_out, strict=True)),
    }


def _plain(counts: Counts) -> dict[str, int]:
    return {
        "theirs": counts.theirs,
        "found": counts.found,
        "found_sharply": counts.sharp,
        "missed": counts.missed,
        "missed_outside": counts.missed_outside,
        "ours": counts.ours,
        "extra": counts.extra,
        "extra_outside": counts.extra_outside,
    }


def comparison_report(comparison: Comparison, *, show: int = 10) -> str:
    """Return the tables and the first `show` of what was found, missed and extra, each with why.

    *Sharply* counts what was found within a week and 60 km; *outside* what lies beyond the other
    set's days or kinds; *recall* is found of found and missed.
    """
    lines = [_row(_HEAD)]
    lines.append(_counts("all", count_by(comparison)["all"]))
    for key in ("family", "year"):
        lines += ["", *(_counts(name, c) for name, c in count_by(comparison, key).items())]
    if any(comparison.left_out):
        ours, theirs = comparison.left_out
        lines += ["", f"denied, demanded or planned, not compared: ours {ours}, theirs {theirs}"]
    inside = [u for u in comparison.missed if not u.outside]
    more = [u for u in comparison.extra if not u.outside]
    lines += _section("found", [_pair(p) for p in comparison.found], show)
    lines += _section("missed", [_unmatched(u) for u in inside], show)
    lines += _section("extra", [_unmatched(u) for u in more], show)
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[object]) -> str:
    first, *rest = cells
    return (f"{first!s:<12}" + "".join(f"{cell!s:>{_WIDE}}" for cell in rest)).rstrip()


def _counts(name: str, c: Counts) -> str:
    recall = share(c.found, c.found + c.missed)
    theirs = (c.theirs, c.found, c.sharp, c.missed, c.missed_outside, recall)
    return _row((name, *theirs, c.ours, c.extra, c.extra_outside))


def _section(name: str, rows: Sequence[str], show: int) -> Iterable[str]:
    if not rows or not show:
        return []
    more = f"  … {len(rows) - show:,} more" if len(rows) > show else None
    return ["", f"{name}:", *(f"  {r}" for r in rows[:show]), *([more] if more else [])]


def _pair(pair: Pair) -> str:
    return (
        f"{_thing(pair.ours)}  =  {_thing(pair.theirs)}  "
        f"({pair.distance_km:.0f} of {pair.allowed_km:.0f} km, days apart: {pair.days_apart}, "
        f"fit {pair.fit:.2f})"
    )


def _unmatched(row: Unmatched) -> str:
    return f"{_thing(row.thing)}: {row.reason}"


def _thing(thing: Thing) -> str:
    kinds = "/".join(sorted(thing.types))
    when = f"{thing.first or 'no day'}"
    if thing.last and thing.last != thing.first:
        when += f"…{thing.last}"
    where = thing.spots[0].name if thing.spots else "no place"
    return f"{thing.id} {kinds} {when} {where}"
