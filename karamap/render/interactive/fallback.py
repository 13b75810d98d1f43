"""The events as a plain table for readers whose browser runs no script in the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from karamap.render.interactive.escape import escape_html
from karamap.render.marking import told_places
from karamap.render.wording import UNTOLD_DAYS, plural

if TYPE_CHECKING:
    from karamap.model import DateSpan, Document, Event
    from karamap.render.spec import MapSpec

__all__ = ["write_fallback"]

MOST_ROWS = 1000  # some 0.4 MB; of a larger set the table tells that it goes on
_HEADINGS = ("Date", "Type", "Place", "What the text says", "Stance", "Who says", "Source")


def write_fallback(spec: MapSpec) -> str:
    """Return the events in order of time as an HTML table with a line about how many it has."""
    documents = {d.id: d for d in spec.documents}
    labels = {p.place.id: p.label for p in spec.places}
    events = sorted(spec.events, key=_order)
    rows = "\n".join(_row(e, documents, labels) for e in events[:MOST_ROWS])
    left = len(events) - MOST_ROWS
    more = f" {plural(left, 'later report')} not shown." if left > 0 else ""
    head = "".join(f'<th scope="col">{h}</th>' for h in _HEADINGS)
    return (
        "<p>The map is drawn by scripts inside this file; allow them to see it. "
        f"The reports as a table:{more}</p>\n"
        f'<table class="k-plain"><thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody></table>'
    )


def _order(event: Event) -> tuple[bool, str, str]:
    """Dated ones first, by day; where only that of the saying is told, by it."""
    day = (event.when.start or event.when.end) if event.when else None
    return day is None, day.isoformat() if day else "", event.id


def _row(event: Event, documents: dict[str, Document], labels: dict[str, str]) -> str:
    document = documents.get(event.document)
    places = [t for t in told_places(event) if t.place]
    where = ", ".join(labels.get(t.place.id, t.place.name) for t in places if t.place)
    said = [f"according to {event.claimed_by}"] if event.claimed_by else []
    said += [f"denied by {event.denied_by}"] if event.denied_by else []
    cells = (
        event.type.value.replace("_", " "),
        where or ", ".join(t.mention.text for t in event.places) or "–",
        event.evidence,
        event.stance.value.replace("_", " "),
        "; ".join(said) or "–",
        (document.publisher or document.title or document.id) if document else "–",
    )
    told = "".join(f"<td><bdi>{escape_html(c)}</bdi></td>" for c in cells)
    return f'<tr><th scope="row">{_when(event)}</th>{told}</tr>'


def _when(event: Event) -> str:
    days = _span(event.when)
    if event.date_of != "statement":
        return days
    return f"said on {days}; {UNTOLD_DAYS[event.stance]}"


def _span(when: DateSpan | None) -> str:
    """Return the days in ISO 8601, an open end as dots."""
    if when is None:
        return "–"
    start, end = (d.isoformat() if d else "…" for d in (when.start, when.end))
    return start if start == end else f"{start} – {end}"
