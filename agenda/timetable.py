"""The order and the times of a list, worked out."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from marac.clock import LONDON

T = TypeVar("T")

RESEARCH_HOUR = time(12)
SATURDAY = 5


def moment(day: date, at: time) -> datetime:
    """A time of day in London, as a moment in UTC."""
    return datetime.combine(day, at, LONDON).astimezone(UTC)


def slots(starts_at: datetime, lengths: Sequence[int]) -> list[datetime]:
    """When each case begins, from the start of the meeting and the cases' lengths in minutes."""
    begun = [sum(lengths[:number]) for number in range(len(lengths))]
    return [starts_at + timedelta(minutes=minutes) for minutes in begun]


def research_due(starts_at: datetime, days: int, now: datetime) -> datetime:
    """Noon in London so many working days before the meeting; its start, where that has passed (domain.md 1.0).

    Weekends are left out; bank holidays are not known here, so the coordinator may set another time.
    """
    noon = moment(working_day_before(starts_at.astimezone(LONDON).date(), days), RESEARCH_HOUR)
    return noon if noon > now else starts_at


def working_day_before(day: date, days: int) -> date:
    """The day so many working days earlier, Monday to Friday."""
    while days > 0:
        day -= timedelta(days=1)
        days -= day.weekday() < SATURDAY
    return day


def children_first(
    cases: Sequence[T],
    has_children: Callable[[T], bool],
    pinned: Callable[[T], bool],
    last: Callable[[T], bool] = lambda _: False,
) -> list[T]:
    """Cases with children together first, so that child agencies may leave; pinned ones keep their place.

    `last`: when whom they are kept from has left (S19). Otherwise the order stays as it was (SafeLives' agenda,
    domain.md 1.6).
    """
    free = sorted((case for case in cases if not pinned(case)), key=lambda case: (last(case), not has_children(case)))
    rest = iter(free)
    return [case if pinned(case) else next(rest) for case in cases]
