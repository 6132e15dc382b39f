"""Members are admitted, kept up to date and retired, on the real database."""

import json
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from agencies.operations import admission, appointing, register
from agencies.operations.admission import Particulars
from agencies.operations.register import State
from marac import clock
from marac.store.audit import AuditEvent
from marac.store.people import Account, Agency, Appointment, Marac, Member, Partner
from marac.store.work import open_work
from marac.verbs import Verb
from marac.vocabulary import AgencyKind, Conflict, NotFound, Refused
from marac.web.viewer import who
from tests.cast import Cast, sign_in
from tests.conftest import Database
from tests.database import plain

NADIA = Particulars("Nadia Quill", "Detective sergeant", "nadia.quill@police.example")


def admitted(cast: Cast, by: str = "administrator", agency: str = "police", who: Particulars = NADIA) -> UUID:
    with open_work(cast.store, cast[by]) as work:
        return admission.admit(work, work.find(Agency, cast.agencies[agency]), who).id


@pytest.mark.parametrize("by", ["administrator", "coordinator", "police_administrator"])
def test_a_member_is_admitted_with_the_account_that_a_sign_in_will_bind(cast: Cast, owner: Engine, by: str) -> None:
    member_id = admitted(cast, by)
    with Session(owner) as session:
        account = session.exec(select(Account).where(Account.member_id == member_id)).one()
        assert (account.email, account.subject, account.invited_by) == (NADIA.email, "", cast.members[by])
    with open_work(cast.store, cast["auditor"]) as work:
        event = next(one for one in work.all(select(AuditEvent)) if one.verb is Verb.MEMBER_ADMITTED)
    assert {item["t"] for item in event.items} == {"member", "account"}
    assert NADIA.name not in str(event.model_dump()) and NADIA.email not in str(event.model_dump())


@pytest.mark.parametrize("by", ["police_rep", "chair", "auditor", "signatory", "officer"])
def test_nobody_else_admits_anybody(cast: Cast, by: str) -> None:
    with pytest.raises(Refused):
        admitted(cast, by)


def test_an_agencys_administrator_admits_for_no_other_agency(cast: Cast) -> None:
    with pytest.raises(Refused):
        admitted(cast, "police_administrator", "council")
    with open_work(cast.store, cast["police_administrator"]) as work, pytest.raises(NotFound):
        register.partner(work, cast.agencies["council"])


def test_one_address_is_one_members(cast: Cast) -> None:
    admitted(cast)
    with pytest.raises(Conflict):
        admitted(cast, "coordinator")


def test_addresses_are_those_that_sign_in_knows(cast: Cast) -> None:
    member_id = admitted(cast)
    known = register.addresses(cast.store, cast.agencies["police"], NADIA.email)
    assert (known.domains, known.taken_by) == (frozenset({"police.example"}), member_id)


def test_whoever_is_retired_is_nobody_at_once_and_gives_the_address_back(cast: Cast, owner: Engine) -> None:
    token = sign_in(owner, cast, "walled_rep")
    assert who(cast.store.engine, token) is not None
    with open_work(cast.store, cast["police_administrator"]) as work:
        admission.retire(work, work.find(Member, cast.members["walled_rep"]))
    assert who(cast.store.engine, token) is None
    with Session(owner) as session:
        account = session.exec(select(Account).where(Account.member_id == cast.members["walled_rep"])).one()
        assert (account.email.partition("@")[2], account.subject) == ("retired.invalid", "")
        held = session.exec(select(Appointment).where(Appointment.member_id == cast.members["walled_rep"])).one()
        assert register.state_of(held) is State.ENDED
    address = "walled.rep@police.example"
    assert admitted(cast, who=Particulars("Walled Rep", "Sergeant", address)) != cast.members["walled_rep"]


def test_an_agencys_administrator_retires_its_chair_whose_role_shuts_with_them(cast: Cast, owner: Engine) -> None:
    token = sign_in(owner, cast, "chair")
    with open_work(cast.store, cast["police_administrator"]) as work:
        admission.retire(work, work.find(Member, cast.members["chair"]))
    assert who(cast.store.engine, token) is None


def test_the_coordinator_retires_a_representative_but_not_the_auditor(cast: Cast) -> None:
    with open_work(cast.store, cast["coordinator"]) as work:
        admission.retire(work, work.find(Member, cast.members["outsider"]))
    with open_work(cast.store, cast["coordinator"]) as work, pytest.raises(Refused, match="role in the MARAC itself"):
        admission.retire(work, work.find(Member, cast.members["auditor"]))


def test_open_screens_are_told_at_once(cast: Cast, database: Database) -> None:
    """A stream asks again who is looking when its member is named (tests/web/test_live.py)."""
    with psycopg.connect(plain(database.app_url), autocommit=True) as listening:
        listening.execute("LISTEN marac")
        with open_work(cast.store, cast["administrator"]) as work:
            admission.retire(work, work.find(Member, cast.members["outsider"]))
            appointing.end(work, work.find(Appointment, cast["walled_rep"].appointment_id))
            admission.record_training(work, work.find(Member, cast.members["police_rep"]), None)
        heard = {json.loads(told.payload).get("member") for told in listening.notifies(timeout=2, stop_after=3)}
    assert heard == {str(cast.members[name]) for name in ("outsider", "walled_rep", "police_rep")}


def test_training_lifts_its_bar_at_the_next_request(cast: Cast, owner: Engine) -> None:
    with Session(owner) as session:
        session.get_one(Marac, cast.marac).training_months = 24
        session.commit()
    token = sign_in(owner, cast, "police_rep")
    with open_work(cast.store, cast["police_administrator"]) as work:
        member = work.find(Member, cast.members["police_rep"])
        before = who(cast.store.engine, token)
        admission.record_training(work, member, clock.today())
    after = who(cast.store.engine, token)
    assert before and before.appointments[0]["barred"] == "training"
    assert after and after.appointments[0]["barred"] == ""


def test_a_change_of_name_and_address_keeps_what_the_sign_in_is_bound_to(cast: Cast, owner: Engine) -> None:
    with Session(owner) as session:
        account = session.exec(select(Account).where(Account.member_id == cast.members["police_rep"])).one()
        account.issuer, account.subject = "/demo-idp/x", "subject"
        session.commit()
    with open_work(cast.store, cast["administrator"]) as work:
        member = work.find(Member, cast.members["police_rep"])
        admission.change(work, member, Particulars("Pat Marsh", "Inspector", "pat.marsh@police.example"))
    with Session(owner) as session:
        account = session.exec(select(Account).where(Account.member_id == cast.members["police_rep"])).one()
        assert (account.email, account.subject) == ("pat.marsh@police.example", "subject")


@pytest.mark.parametrize("by", ["police_administrator", "coordinator", "administrator"])
def test_nobody_hands_the_chair_to_somebody_else_by_changing_an_address(cast: Cast, by: str) -> None:
    """The cast's chair never signed in: whoever has the address would be the chair."""
    with pytest.raises(Refused, match="role in the MARAC itself"), open_work(cast.store, cast[by]) as work:
        chair = work.find(Member, cast.members["chair"])
        admission.change(work, chair, Particulars(chair.name, "Inspector", "somebody.else@police.example"))
    with open_work(cast.store, cast[by]) as work:
        chair = work.find(Member, cast.members["chair"])
        admission.change(work, chair, Particulars("Ch Air", "Chief inspector", "chair@police.example"))


def test_members_of_another_maracs_agencies_are_not_there(cast: Cast, owner: Engine) -> None:
    with Session(owner) as session:
        elsewhere = Agency(name="Elsewhere housing", short_name="Elsewhere", kind=AgencyKind.SOCIAL_LANDLORD)
        there = Marac(name="Othershire", slug="othershire")
        session.add_all([elsewhere, there])
        session.flush()
        session.add(Partner(marac_id=there.id, agency_id=elsewhere.id))
        session.commit()
        agency_id = elsewhere.id
    with open_work(cast.store, cast["administrator"]) as work:
        assert agency_id not in [row.agency.id for row in register.standings(work)]
        with pytest.raises(NotFound):
            register.partner(work, agency_id)
        assert work.first(select(Agency).where(col(Agency.id) == agency_id)) is not None
