"""Dates as people write them: day, month, year."""

import re
from collections.abc import Sequence
from datetime import date

EARLIEST_YEAR = 1900
LATEST_YEAR = 2100

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

LIKE = "as day month year, like 21 11 2026"
PARTS = ("a day", "a month", "a year")


class BadDate(Exception):
    """Not a real date; the message finishes a sentence that begins with the question's label."""


def day_of(written: str | Sequence[str]) -> str:
    """YYYY-MM-DD from three parts or from one line such as "21 November 2026"; "" from nothing; raises BadDate."""
    parts = _parts(written) if isinstance(written, str) else tuple(written)
    if not any(parts):
        return ""
    missing = [what for what, part in zip(PARTS, parts, strict=True) if not part]
    if missing:
        raise BadDate(f"must include {' and '.join(missing)}")
    day, month, year = _number(parts[0]), _month(parts[1]), _number(parts[2])
    if len(parts[2]) != 4 or not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise BadDate(f"must have a year of 4 figures, from {EARLIEST_YEAR} to {LATEST_YEAR}")
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise BadDate("must be a real date") from None


def spoken_day(iso: str) -> str:
    """ "21 November 2026" from "2026-11-21"; raises ValueError when it is not a date."""
    day = date.fromisoformat(iso)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _parts(line: str) -> tuple[str, ...]:
    if not line:
        return ("", "", "")
    found = [part for part in re.split(r"[\s/.,-]+", line) if part]
    if len(found) != 3:
        raise BadDate(f"must be written {LIKE}")
    return tuple(reversed(found)) if len(found[0]) == 4 else tuple(found)


def _number(part: str) -> int:
    if not (part.isascii() and part.isdecimal() and len(part) <= 4):
        raise BadDate(f"must be written {LIKE}")
    return int(part)


def _month(part: str) -> int:
    for number, name in enumerate(MONTHS, start=1):
        if len(part) >= 3 and name.casefold().startswith(part.casefold()):
            return number
    return _number(part)
