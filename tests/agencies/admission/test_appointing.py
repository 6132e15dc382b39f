"""Roles granted by one person or two, deputised and ended, on the real database."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from agencies.operations import appointing, register
from agencies.operations.appointing import Wanted
from agencies.operations.register import State
from marac import clock
from marac.store.audit import AuditEvent
from marac.store.people import Appointment, Member
from marac.store.work import open_work
from marac.verbs import Verb
from marac.vocabulary import Refused, Role, Side
from marac.web.viewer import who
from tests.cast import Cast, sign_in


def appointed(cast: Cast, by: str, name: str, role: Role, side: Side = Side.NEITHER, days: int | None = None) -> UUID:
    until = None if days is None else clock.today() + timedelta(days=days)
    with open_work(cast.store, cast[by]) as work:
        wanted = Wanted(role, side, clock.today(), until)
        return appointing.appoint(work, work.find(Member, cast.members[name]), wanted).id


def roles(cast: Cast, token: str) -> set[str]:
    signed_in = who(cast.store.engine, token)
    return {one["role"] for one in signed_in.appointments} if signed_in else set()


def confirm(cast: Cast, by: str, row_id: UUID) -> None:
    with open_work(cast.store, cast[by]) as work:
        appointing.confirm(work, work.find(Appointment, row_id))


def verbs(cast: Cast) -> list[Verb]:
    with open_work(cast.store, cast["auditor"]) as work:
        return [event.verb for event in work.all(select(AuditEvent).order_by(AuditEvent.at))]  # type: ignore[arg-type]


@pytest.mark.parametrize("role", [Role.CHAIR, Role.AUDITOR])
@pytest.mark.parametrize("second", ["second_administrator", "signatory"])
def test_chair_and_auditor_are_in_force_once_a_second_person_confirms(
    cast: Cast, owner: Engine, role: Role, second: str
) -> None:
    token = sign_in(owner, cast, "council_rep")
    row = appointed(cast, "administrator", "council_rep", role)
    assert role.value not in roles(cast, token)
    confirm(cast, second, row)
    assert role.value in roles(cast, token)
    assert verbs(cast)[-2:] == [Verb.APPOINTMENT_PROPOSED, Verb.APPOINTMENT_CONFIRMED]


@pytest.mark.parametrize("by", ["administrator", "coordinator", "chair", "police_administrator", "auditor"])
def test_neither_the_proposer_nor_a_wrong_hat_confirms(cast: Cast, by: str) -> None:
    row = appointed(cast, "administrator", "council_rep", Role.CHAIR)
    with pytest.raises(Refused):
        confirm(cast, by, row)


def test_nobody_confirms_their_own_appointment(cast: Cast) -> None:
    row = appointed(cast, "administrator", "second_administrator", Role.AUDITOR)
    with pytest.raises(Refused, match="their own"):
        confirm(cast, "second_administrator", row)


def test_a_second_confirmation_is_refused(cast: Cast) -> None:
    row = appointed(cast, "administrator", "council_rep", Role.CHAIR)
    confirm(cast, "signatory", row)
    with pytest.raises(Refused, match="does not wait"):
        confirm(cast, "second_administrator", row)


def test_what_is_declined_never_comes_into_force(cast: Cast, owner: Engine) -> None:
    row = appointed(cast, "administrator", "council_rep", Role.CHAIR)
    with open_work(cast.store, cast["signatory"]) as work:
        appointing.decline(work, work.find(Appointment, row, lock=True))
        assert register.waiting(work) == []
    with pytest.raises(Refused):
        confirm(cast, "second_administrator", row)
    assert "chair" not in roles(cast, sign_in(owner, cast, "council_rep"))


def test_other_roles_are_in_force_at_once(cast: Cast, owner: Engine) -> None:
    token = sign_in(owner, cast, "council_rep")
    appointed(cast, "administrator", "council_rep", Role.COORDINATOR)
    assert "coordinator" in roles(cast, token)


def test_an_advocate_is_put_on_the_victims_side(cast: Cast) -> None:
    row = appointed(cast, "coordinator", "outsider", Role.ADVOCATE)
    with open_work(cast.store, cast["coordinator"]) as work:
        assert work.find(Appointment, row).side is Side.VICTIM


def test_the_same_role_twice_and_both_sides_are_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="already"):
        appointed(cast, "administrator", "police_rep", Role.REPRESENTATIVE)
    with pytest.raises(Refused, match="nobody works on both"):
        appointed(cast, "administrator", "idva", Role.REPRESENTATIVE, Side.PERPETRATOR)


def test_an_ended_role_is_gone_at_the_next_request(cast: Cast, owner: Engine) -> None:
    token = sign_in(owner, cast, "walled_rep")
    held = cast["walled_rep"].appointment_id
    with open_work(cast.store, cast["police_administrator"]) as work:
        appointing.end(work, work.find(Appointment, held, lock=True))
    assert roles(cast, token) == set()
    with open_work(cast.store, cast["administrator"]) as work, pytest.raises(Refused, match="has ended"):
        appointing.end(work, work.find(Appointment, held, lock=True))


def test_a_deputy_has_the_same_role_until_a_day_in_their_own_name(cast: Cast, owner: Engine) -> None:
    token = sign_in(owner, cast, "coordinator")
    with open_work(cast.store, cast["administrator"]) as work:
        held = work.find(Appointment, cast["council_rep"].appointment_id)
        deputy = work.find(Member, cast.members["coordinator"])
        last = clock.today() + timedelta(days=14)
        row = appointing.deputise(work, held, deputy, clock.today(), last)
        assert (row.for_member_id, row.until_on, row.role) == (cast.members["council_rep"], last, Role.REPRESENTATIVE)
    assert "representative" in roles(cast, token)
    with clock.at(clock.now() + timedelta(days=15)), open_work(cast.store, cast["administrator"]) as work:
        assert register.state_of(work.find(Appointment, row.id)) is State.LAPSED


def test_a_deputy_for_the_chair_waits_for_a_second_person_too(cast: Cast, owner: Engine) -> None:
    with open_work(cast.store, cast["administrator"]) as work:
        held = work.find(Appointment, cast["chair"].appointment_id)
        deputy = work.find(Member, cast.members["health_rep"])
        row = appointing.deputise(work, held, deputy, clock.today(), clock.today() + timedelta(days=1))
        assert register.state_of(row) is State.WAITING


def test_no_deputy_of_a_deputy_nor_of_another_agency(cast: Cast) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    with open_work(cast.store, cast["administrator"]) as work, pytest.raises(Refused, match="same agency"):
        held = work.find(Appointment, cast["police_rep"].appointment_id)
        appointing.deputise(work, held, work.find(Member, cast.members["outsider"]), clock.today(), tomorrow)
    with open_work(cast.store, cast["administrator"]) as work:
        held = work.find(Appointment, cast["council_rep"].appointment_id)
        row = appointing.deputise(work, held, work.find(Member, cast.members["coordinator"]), clock.today(), tomorrow)
    with open_work(cast.store, cast["second_administrator"]) as work, pytest.raises(Refused, match="nobody's deputy"):
        held = work.find(Appointment, row.id)
        appointing.deputise(work, held, work.find(Member, cast.members["officer"]), clock.today(), tomorrow)
