"""Who is let in once their provider has vouched for them, and who is not; decided on the real database."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from agencies.signin.refusal import SignInRefused
from agencies.signin.session import let_in
from agencies.signin.tokens import Identity
from marac import clock
from marac.store.people import Account, Appointment, Member, Provider
from tests.agencies.front_door import FrontDoor
from tests.registered import email


def provider(door: FrontDoor, agency: str) -> Provider:
    with Session(door.owner) as session:
        return session.exec(select(Provider).where(Provider.agency_id == door.cast.agencies[agency])).one()


def vouched(name: str, subject: str = "s-1") -> Identity:
    return Identity("https://127.0.0.1:8443/demo-idp/any", subject, email(name), "aal2", ("otp",), None, "a token")


def enter(door: FrontDoor, identity: Identity, agency: str = "police") -> str:
    return let_in(door.cast.store, provider(door, agency).id, identity)


def test_a_known_address_is_bound_to_the_subject_that_first_brings_it(door: FrontDoor) -> None:
    enter(door, vouched("chair"))
    account = door.account("chair")
    assert (account.issuer, account.subject) == (provider(door, "police").issuer, "s-1")


def test_a_bound_subject_needs_no_known_address(door: FrontDoor) -> None:
    enter(door, vouched("chair"))
    enter(door, replace(vouched("chair"), email="married.name@police.example"))
    assert len(door.sessions("chair")) == 2


def test_addresses_are_compared_without_regard_to_capitals(door: FrontDoor) -> None:
    enter(door, replace(vouched("chair"), email="Chair@Police.Example"))
    assert len(door.sessions("chair")) == 1


def appointed(door: FrontDoor, **days: object) -> None:
    door.change(Appointment, door.cast["chair"].appointment_id, **days)


def moved(door: FrontDoor) -> None:
    enter(door, vouched("chair"))
    door.change(Member, door.cast.members["chair"], agency_id=door.cast.agencies["council"])


REFUSED: dict[str, tuple[Callable[[FrontDoor], object], Identity, str]] = {
    "nobody's address": (lambda door: None, replace(vouched("chair"), email="new@police.example"), "unknown-account"),
    "another agency's person": (lambda door: None, vouched("council_rep"), "unknown-account"),
    "a second subject with the address": (lambda door: enter(door, vouched("chair")), vouched("chair", "s-2"),
                                          "other-subject"),
    "who went to another agency": (moved, vouched("chair"), "unknown-account"),
    "who has retired": (lambda door: door.change(Member, door.cast.members["chair"], retired_at=clock.now()),
                        vouched("chair"), "retired"),
    "whose appointment is over": (lambda door: appointed(door, until_on=clock.today() - timedelta(days=1)),
                                  vouched("chair"), "no-appointment"),
    "whose appointment has not begun": (lambda door: appointed(door, from_on=clock.today() + timedelta(days=1)),
                                        vouched("chair"), "no-appointment"),
}  # fmt: skip


@pytest.mark.parametrize("before, identity, check", REFUSED.values(), ids=REFUSED)
def test_not_let_in_is(door: FrontDoor, before: Callable[[FrontDoor], object], identity: Identity, check: str) -> None:
    before(door)
    known, sessions = door.account("chair"), len(door.sessions("chair"))
    with pytest.raises(SignInRefused) as refusal:
        enter(door, identity)
    assert refusal.value.check == check
    assert door.account("chair").subject == known.subject
    assert len(door.sessions("chair")) == sessions


def test_the_last_day_of_an_appointment_counts(door: FrontDoor) -> None:
    appointed(door, until_on=clock.today())
    enter(door, vouched("chair"))
    assert len(door.sessions("chair")) == 1


def test_no_account_appears_by_itself(door: FrontDoor) -> None:
    with Session(door.owner) as session:
        before = len(session.exec(select(Account)).all())
        with pytest.raises(SignInRefused):
            enter(door, replace(vouched("chair"), email="new@police.example"))
        assert len(session.exec(select(Account)).all()) == before
