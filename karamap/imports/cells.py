"""Cells of other people's tables as plain values: empty becomes None, what is no such value raises.

A cell may come from JSON, from a CSV file (text) or from a GIS file (NumPy and pandas scalars).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any

__all__ = [
    "as_count",
    "as_day",
    "as_float",
    "as_int",
    "as_list",
    "as_text",
    "as_told",
    "told_cells",
]

_NOTHING = frozenset({"", "na", "n/a", "nan", "nat", "none", "null", "<na>"})
_DAY_FORMATS = ("%d %B %Y", "%d-%B-%Y", "%d/%m/%Y", "%d-%b-%Y", "%d %b %Y")


def as_text(cell: Any) -> str | None:  # noqa: ANN401  a cell may hold anything
    """Return the cell as text without outer blanks; None where it is empty or says so (NA)."""
    if cell is None:
        return None
    text = str(cell).strip()
    return None if text.lower() in _NOTHING else text


def as_told(cell: Any) -> str | None:  # noqa: ANN401
    """Return the cell's text letter for letter; None only where there is none."""
    return None if cell is None else str(cell)


def as_float(cell: Any, name: str) -> float | None:  # noqa: ANN401
    """Return the cell as a finite number; None where it is empty.

    Raises
    ------
    ValueError
        Where it is no number; names the column `name`.
    """
    text = as_text(cell)
    if text is None:
        return None
    try:
        number = float(text)
    except ValueError:
        raise ValueError(f"{name} {text!r} is no number") from None
    if not math.isfinite(number):
        raise ValueError(f"{name} {text!r} is no number")
    return number


def as_int(cell: Any, name: str) -> int | None:  # noqa: ANN401
    """Return the cell as a whole number (``3`` and ``3.0`` alike); None where it is empty.

    Raises
    ------
    ValueError
        Where it is no whole number; names the column `name`.
    """
    if type(cell) is int:
        return cell
    number = as_float(cell, name)
    if number is None:
        return None
    if number != int(number):
        raise ValueError(f"{name} {number!r} is no whole number")
    return int(number)


def as_count(cell: Any, name: str) -> int | None:  # noqa: ANN401
    """Return the cell as a number of people; None where it is empty.

    Raises
    ------
    ValueError
        Where it is no whole number from 0 up; names the column `name`.
    """
    number = as_int(cell, name)
    if number is not None and number < 0:
        raise ValueError(f"{name} {number} is below 0")
    return number


def as_day(cell: Any, name: str) -> date | None:  # noqa: ANN401
    """Return the cell as a day; a time of day behind it is dropped, None where it is empty.

    Understood are ISO days, ``17 October 2020`` and ``17/10/2020`` (day first).

    Raises
    ------
    ValueError
        Where it is none of these; names the column `name`.
    """
    if isinstance(cell, datetime):
        return None if cell != cell else cell.date()  # noqa: PLR0124  pandas' NaT is a datetime
    if isinstance(cell, date):
        return cell
    text = as_text(cell)
    if text is None:
        return None
    plain = text.split("T")[0].split(" 00:00")[0]
    with suppress(ValueError):  # nearly all there are, and twenty times faster
        return date.fromisoformat(plain)
    for form in _DAY_FORMATS:
        try:
            return datetime.strptime(plain, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    raise ValueError(f"{name} {text!r} is no day; write it as 2020-11-09")


def as_list(cell: Any) -> tuple[str, ...]:  # noqa: ANN401
    """Return the items of a list, or of text that joins them with ``;``."""
    if isinstance(cell, (list, tuple)):
        return tuple(str(item) for item in cell)
    text = as_text(cell)
    return tuple(filter(None, (part.strip() for part in text.split(";")))) if text else ()


def told_cells(row: Mapping[str, str], columns: Iterable[tuple[str, str]]) -> list[str]:
    """Return "name cell" for each (name, column) whose cell is not empty."""
    return [f"{name} {row[column]}" for name, column in columns if row[column]]
