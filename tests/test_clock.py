"""The clock: UTC inside, London outside, held only on purpose."""

from datetime import UTC, date, datetime

import pytest

from marac import clock


def test_the_moment_is_aware_and_in_utc() -> None:
    assert clock.now().tzinfo is UTC


@pytest.mark.parametrize(
    "moment, day",
    [
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), date(2026, 7, 2)),  # summer time: half past midnight
        (datetime(2026, 12, 1, 23, 30, tzinfo=UTC), date(2026, 12, 1)),
    ],
)
def test_the_day_is_londons(moment: datetime, day: date) -> None:
    with clock.at(moment):
        assert (clock.now(), clock.today()) == (moment, day)


def test_it_runs_on_when_let_go() -> None:
    with clock.at(datetime(2000, 1, 1, tzinfo=UTC)):
        pass
    assert clock.now().year > 2000


def test_it_is_never_held_at_a_moment_without_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"), clock.at(datetime(2000, 1, 1)):
        pass
