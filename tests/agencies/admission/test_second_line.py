"""What the rooms refuse, the database refuses too: row-level security, asked past every policy."""

from collections.abc import Callable

import pytest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import select

from marac.store.people import Account, Agency, Appointment, Marac, Member, Partner
from marac.store.scope import Record
from marac.store.work import Work, open_work
from marac.verbs import Verb
from marac.vocabulary import ALLOWED, AgencyKind, Role
from tests.cast import Cast

Attempt = Callable[[Work, Cast], Record]


def appoint(name: str, role: Role) -> Attempt:
    def attempt(work: Work, cast: Cast) -> Record:
        return work.keep(Appointment(member_id=cast.members[name], marac_id=cast.marac, role=role))

    return attempt


def admit(agency: str) -> Attempt:
    return lambda work, cast: work.keep(Member(agency_id=cast.agencies[agency], name="Forged"))


def add_agency(work: Work, cast: Cast) -> Record:
    return work.keep(Agency(name="Forged", short_name="Forged", kind=AgencyKind.OTHER))


def add_partner(work: Work, cast: Cast) -> Record:
    return work.keep(Partner(marac_id=cast.marac, agency_id=cast.agencies["fire"]))


def change_agency(work: Work, cast: Cast) -> Record:
    row = work.find(Agency, cast.agencies["police"])
    row.name = "Forged"
    return row


def change_marac(work: Work, cast: Cast) -> Record:
    row = work.find(Marac, cast.marac)
    row.session_hours = 12
    return row


def change_member(work: Work, cast: Cast) -> Record:
    row = work.find(Member, cast.members["council_rep"])
    row.trained_on = None
    row.name = "Forged"
    return row


def change_chair(work: Work, cast: Cast) -> Record:
    row = work.find(Appointment, cast["chair"].appointment_id)
    row.role = Role.REPRESENTATIVE
    return row


@pytest.mark.parametrize(
    ("name", "attempt"),
    [
        ("police_administrator", appoint("police_rep", Role.CHAIR)),
        ("police_administrator", appoint("police_administrator", Role.ADMINISTRATOR)),
        ("police_administrator", appoint("council_rep", Role.CONTRIBUTOR)),
        ("police_administrator", admit("council")),
        ("police_administrator", change_member),
        ("police_administrator", change_chair),
        ("police_administrator", change_agency),
        ("police_administrator", add_partner),
        ("coordinator", appoint("coordinator", Role.AUDITOR)),
        ("coordinator", appoint("police_rep", Role.CHAIR)),
        ("coordinator", add_agency),
        ("coordinator", change_marac),
        ("coordinator", change_chair),
        ("signatory", appoint("police_rep", Role.CONTRIBUTOR)),
        ("signatory", admit("council")),
        ("signatory", change_marac),
        ("police_rep", admit("police")),
        ("police_rep", appoint("police_rep", Role.CHAIR)),
        ("chair", change_member),
        ("auditor", change_marac),
        ("auditor", appoint("auditor", Role.ADMINISTRATOR)),
    ],
)
def test_the_database_refuses(cast: Cast, name: str, attempt: Attempt) -> None:
    with pytest.raises((DBAPIError, StaleDataError)), open_work(cast.store, cast[name]) as work:
        work.require(ALLOWED)
        row = attempt(work, cast)
        work.require(ALLOWED, row)
        work.log(Verb.MEMBER_CHANGED, row)


@pytest.mark.parametrize("name", ["police_rep", "chair", "auditor", "signatory", "officer", "observer"])
def test_nobody_else_reads_how_others_are_known(cast: Cast, name: str) -> None:
    with open_work(cast.store, cast[name]) as work:
        assert {row.member_id for row in work.all(select(Account))} <= {cast.members[name]}


def test_an_agencys_administrator_reads_its_own_accounts_alone(cast: Cast) -> None:
    with open_work(cast.store, cast["police_administrator"]) as work:
        found = {row.member_id for row in work.all(select(Account))}
        ours = {row.id for row in work.all(select(Member).where(Member.agency_id == cast.agencies["police"]))}
    assert found == ours
