"""When: the time expressions of a text, each with the days it means and the reason.

Absolute dates in the usual orders, and what news reporting says instead of them ("late Wednesday",
"two days earlier", "the end of September"), resolved against the publication date and the running
context of the text. Where neither says, the span is None and the reason tells why: no guess.
"""

from __future__ import annotations

from itertools import chain

from karamap.dates.absolute import find_calendar
from karamap.dates.anchored import find_anchored
from karamap.dates.combine import (
    choose_longest,
    drop_apposed,
    join_ranges,
    settle_slashes,
    share_years,
)
from karamap.dates.context import Layout, read_layout
from karamap.dates.expressions import Expression
from karamap.dates.intervals import make_span
from karamap.dates.portions import find_portions
from karamap.dates.relative import find_relative
from karamap.dates.resolving import resolve_expression
from karamap.dates.revising import revise
from karamap.dates.running import Answer, Running
from karamap.dates.seasons import find_long
from karamap.dates.years import find_years
from karamap.model import DateMention, Document

__all__ = ["find_dates"]


def find_dates(document: Document) -> list[DateMention]:
    """Return the time expressions of `document`, in order and without overlaps.

    Parameters
    ----------
    document
        Its `published` anchors "Wednesday", "last month" and dates without a year; without it
        those stay unresolved unless the text itself gives the year.

    Returns
    -------
    list of DateMention
        Also the vague ones ("recent months"), with ``span=None``. Dates in boilerplate are listed
        but move nothing else.
    """
    layout = read_layout(document.text)
    expressions = settle_slashes(_find_expressions(layout), document.published)
    answers = _resolve_all(expressions, layout, document)
    answers = revise(expressions, answers, layout, published=document.published)
    return [
        DateMention(
            expression.start,
            expression.end,
            document.text[expression.start : expression.end],
            make_span(answer.interval, answer.precision) if answer.interval else None,
            answer.reason,
        )
        for expression, answer in zip(expressions, answers, strict=True)
    ]


def _find_expressions(layout: Layout) -> list[Expression]:
    shadow = layout.shadow
    finders = (
        find_calendar, find_long, find_portions, find_relative, find_anchored, find_years,
    )  # fmt: skip
    found = chain.from_iterable(find(shadow) for find in finders)
    chosen = drop_apposed(choose_longest(found, len(shadow)), shadow)
    return share_years(join_ranges(chosen, shadow), shadow)


def _resolve_all(expressions: list[Expression], layout: Layout, document: Document) -> list[Answer]:
    """Resolve in reading order, each in the context that those before it left."""
    running = Running(layout, document.published)
    answers = []
    for expression in expressions:
        answer = resolve_expression(expression, running)
        if not document.is_boilerplate(expression.start, expression.end):
            running.note(expression, answer)
        answers.append(answer)
    return answers
