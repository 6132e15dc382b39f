"""The only clock: the moment in UTC, the day in Europe/London."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_held: ContextVar[datetime | None] = ContextVar("held", default=None)


def now() -> datetime:
    """The moment, aware, in UTC."""
    return _held.get() or datetime.now(UTC)


def today() -> date:
    """The day on the calendar in London."""
    return now().astimezone(LONDON).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Hold the clock at an aware moment; for demonstration data and tests only.

    Raises ValueError when the moment has no time zone.
    """
    if moment.utcoffset() is None:
        raise ValueError("a moment needs a time zone")
    token = _held.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _held.reset(token)
