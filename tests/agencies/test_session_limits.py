"""How long a session lasts: by the MARACs to which somebody is appointed, the least of them."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from marac import clock
from marac.store.people import Appointment, Marac, SignIn
from marac.vocabulary import Role
from tests.agencies.front_door import Browser, FrontDoor


def another_marac(door: FrontDoor, name: str, **limits: int) -> None:
    """A second one, to which somebody of the cast is appointed too."""
    with Session(door.owner) as session:
        made = Marac(name="Elsewhere", slug="elsewhere", **limits)
        held = Appointment(member_id=door.cast.members[name], marac_id=made.id, role=Role.OBSERVER)
        session.add_all([made, held])
        session.commit()


def hours(door: FrontDoor) -> float:
    (session,) = door.sessions("chair")
    return round((session.expires_at - session.started_at).total_seconds() / 3600, 2)


def used_ago(door: FrontDoor, browser: Browser, minutes: int) -> bool:
    """Whether a session that was used so long ago still holds."""
    (session,) = door.sessions("chair")
    door.change(SignIn, session.id, last_seen_at=clock.now() - timedelta(minutes=minutes))
    return browser.client.get(f"{door.home('chair')}welcome").status_code == 200


def test_a_marac_says_how_many_hours(door: FrontDoor, browser: Browser) -> None:
    door.change(Marac, door.cast.marac, session_hours=5)
    browser.sign_in("chair")
    assert hours(door) == 5


def test_the_least_of_ones_maracs_counts_at_sign_in(door: FrontDoor, browser: Browser) -> None:
    another_marac(door, "chair", session_hours=3)
    browser.sign_in("chair")
    assert hours(door) == 3


@pytest.mark.parametrize(
    "over",
    [
        {"until_on": clock.today() - timedelta(days=1)},
        {"from_on": clock.today() + timedelta(days=1)},
        {"ended_at": clock.now() - timedelta(days=1)},
        {"confirmed_at": None},
    ],
    ids=["run out", "not begun", "ended", "not confirmed"],
)
def test_an_appointment_out_of_force_limits_nothing(door: FrontDoor, browser: Browser, over: dict[str, object]) -> None:
    another_marac(door, "chair", session_hours=3, idle_minutes=5)
    with Session(door.owner) as session:
        held = session.exec(select(Appointment).where(Appointment.role == Role.OBSERVER)).all()
        mine = next(one for one in held if one.member_id == door.cast.members["chair"])
    door.change(Appointment, mine.id, **over)
    browser.sign_in("chair")
    assert hours(door) == 8
    assert used_ago(door, browser, 20)


def test_fewer_hours_bind_those_who_are_signed_in_too(door: FrontDoor, browser: Browser) -> None:
    browser.sign_in("chair")
    (session,) = door.sessions("chair")
    door.change(SignIn, session.id, started_at=clock.now() - timedelta(hours=2))
    assert used_ago(door, browser, 0)
    door.change(Marac, door.cast.marac, session_hours=1)
    assert not used_ago(door, browser, 0)


@pytest.mark.parametrize(("minutes", "holds"), [(29, True), (31, False)])
def test_half_an_hour_unused_ends_it(door: FrontDoor, browser: Browser, minutes: int, holds: bool) -> None:
    browser.sign_in("chair")
    assert used_ago(door, browser, minutes) is holds


def test_the_least_of_ones_maracs_counts_unused(door: FrontDoor, browser: Browser) -> None:
    another_marac(door, "chair", idle_minutes=10)
    browser.sign_in("chair")
    assert used_ago(door, browser, 9)
    assert not used_ago(door, browser, 11)


def test_what_a_screen_fetches_by_itself_is_no_use_of_the_session(door: FrontDoor, browser: Browser) -> None:
    browser.sign_in("chair")
    (session,) = door.sessions("chair")
    seen = clock.now() - timedelta(minutes=10)
    door.change(SignIn, session.id, last_seen_at=seen)
    path = f"{door.home('chair')}welcome"
    assert browser.client.get(path, headers={"x-unattended": "yes"}).status_code == 200
    assert door.sessions("chair")[0].last_seen_at == seen
    assert browser.client.get(path).status_code == 200
    assert door.sessions("chair")[0].last_seen_at > seen
