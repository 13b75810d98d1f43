"""Figures of time expressions: found, and with exactly the right days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from karamap.errors import InputError
from karamap.evaluation.rows import check_span, read_objects
from karamap.model import DateMention

__all__ = ["DateScores", "GoldDate", "read_dates", "score_dates"]


@dataclass(frozen=True, slots=True)
class GoldDate:
    """A time expression and the days it means; both None where nothing says."""

    start: int
    end: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class DateScores:
    """Counts over all documents."""

    gold: int
    found: int  # of gold, touched by a mention
    right: int  # of gold, touched by one with the same first and last day
    extra: int  # mentions that touch no gold


def _day(value: object, where: tuple[str | Path, int]) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError as error:
        raise InputError(f"{value!r} is no day; write it as 2020-11-09", *where) from error


def read_dates(path: str | Path) -> dict[str, list[GoldDate]]:
    """Return gold time expressions by document, of jsonl rows with a ``document`` each.

    Raises
    ------
    InputError
        At the first line without a document, a range of characters or readable days.
    """
    dates: dict[str, list[GoldDate]] = {}
    for line, row in read_objects(path):
        where = (path, line)
        span = check_span(row, where)
        if not row.get("document"):
            raise InputError('needs "document", the file name or id of its text', *where)
        first, last = (_day(row.get(key), where) for key in ("date_start", "date_end"))
        dates.setdefault(str(row["document"]), []).append(
            GoldDate(span.start, span.end, first, last)
        )
    return dates


def _touch(gold: GoldDate, mention: DateMention) -> bool:
    return gold.start < mention.end and mention.start < gold.end


def _means(mention: DateMention) -> tuple[date | None, date | None]:
    return (mention.span.start, mention.span.end) if mention.span else (None, None)


def score_dates(
    gold: Mapping[str, Sequence[GoldDate]], found: Mapping[str, Sequence[DateMention]]
) -> DateScores:
    """Return the figures of `find_dates` against gold, both by document.

    Gold without days is right when the mention was left open. Leave mentions in boilerplate out
    of `found` where gold has none of them.
    """
    total = hit = right = extra = 0
    for document in sorted({*gold, *found}):
        expected, mentions = gold.get(document, ()), found.get(document, ())
        total += len(expected)
        extra += sum(not any(_touch(g, m) for g in expected) for m in mentions)
        for g in expected:
            touching = [m for m in mentions if _touch(g, m)]
            hit += bool(touching)
            right += (g.first, g.last) in map(_means, touching)
    return DateScores(total, hit, right, extra)
