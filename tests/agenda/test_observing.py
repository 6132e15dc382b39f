"""Observers: compared with the list, let in case by case; and what the chair alone is told of those in the room."""

from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from agenda.models import Attendance, Hearing, Meeting, Observation
from agenda.operations.attendance import accept_statement
from agenda.operations.hearings import close_hearing
from agenda.operations.observing import admit_observer, send_observer_out
from marac.cases.matching import fingerprints
from marac.cases.models import BlindIndex, Case, PersonName, ProtectedDetail
from marac.cases.operations.own import mark_address, mark_name
from marac.cases.operations.seats import lift_wall, raise_wall
from marac.policy import observing as policy
from marac.proceedings import HearingStatus
from marac.store.audit import AuditEvent
from marac.store.people import Member
from marac.store.walls import Wall
from marac.store.work import open_work
from marac.verbs import Verb
from marac.vocabulary import ALLOWED, DetailKind, Refused, Sharing
from tests.agenda.screens import Table, shared, text_of
from tests.agenda.sitting import call_case, finish, hearing_of, sit
from tests.cast import Cast
from tests.conftest import ClientOf


@pytest.fixture
def table(client_of: ClientOf, cast: Cast) -> Table:
    return sitting(client_of, cast)


def sitting(client_of: ClientOf, cast: Cast, *here: str) -> Table:
    """HERON is being heard, with no wall on it, and the observer has come."""
    made = Table(cast, client_of, sit(cast, *(here or ("police_rep", "council_rep", "idva", "observer"))))
    with open_work(cast.store, cast["coordinator"]) as work:
        case = work.find(Case, cast.cases["HERON"])
        for wall in work.all(select(Wall).where(Wall.case_id == case.id)):
            lift_wall(work, case, wall)
    call_case(cast, "HERON")
    return made


def let_in(cast: Cast, by: str = "chair") -> None:
    with open_work(cast.store, cast[by]) as work:
        admit_observer(work, work.find(Hearing, hearing_of(cast, "HERON")), cast.members["observer"])


def seen(table: Table) -> str:
    return text_of(table.get("observer", "MEETING/observe"))


def test_an_observer_reads_one_code_while_that_case_is_heard(table: Table) -> None:
    cast = table.cast
    before = seen(table)
    assert "Please wait outside." in before and "HERON" not in before
    let_in(cast)
    inside = seen(table)
    assert "HERON is being heard" in inside
    assert not [word for word in ("OKAFOR", "ALDER", "VANCE", "Never write") if word in inside]
    finish(cast, "HERON")
    with open_work(cast.store, cast["chair"]) as work:
        close_hearing(work, work.find(Hearing, hearing_of(cast, "HERON")))
    after = seen(table)
    assert "Please wait outside." in after and "HERON" not in after
    call_case(cast, "ALDER")
    assert seen(table) == after, "a case that is not theirs changes nothing"


def test_no_other_page_opens_to_an_observer_who_was_let_in(table: Table) -> None:
    cast = table.cast
    let_in(cast)
    case = cast.cases["HERON"]
    for rest in (f"cases/{case}", f"cases/{case}/people", f"cases/{case}/research", f"cases/{case}/seats", "cases"):
        assert table.get("observer", rest).status_code in (403, 404), rest
    for rest in ("MEETING/live", f"MEETING/live/{hearing_of(cast, 'HERON')}", "MEETING"):
        answer = table.get("observer", rest)
        assert answer.status_code == 403 or "OKAFOR" not in answer.text, rest


def test_the_chair_lets_in_and_sends_out_and_it_is_on_the_record(table: Table) -> None:
    cast, path = table.cast, f"{table.hearing()}/observers"
    member = {"member_id": str(cast.members["observer"])}
    assert "Observer" in text_of(table.get("chair")) and "Only you see this" in text_of(table.get("chair"))
    assert "Only you see this" not in text_of(table.get("coordinator"))
    assert table.post("chair", path, member).status_code == 303
    assert "HERON" in seen(table)
    assert table.post("chair", path, {**member, "deed": "out"}).status_code == 303
    assert "HERON" not in seen(table)
    with open_work(cast.store, cast["auditor"]) as work:
        verbs = [Verb.OBSERVER_ADMITTED, Verb.OBSERVER_SENT_OUT]
        told = [work.all(select(AuditEvent).where(AuditEvent.verb == verb)) for verb in verbs]
    assert [len(each) for each in told] == [1, 1]
    assert {"member": str(cast.members["observer"])} in told[0][0].recipients


@pytest.mark.parametrize("who", ["coordinator", "police_rep", "observer", "outsider"])
def test_nobody_but_the_chair_lets_anybody_in(table: Table, who: str) -> None:
    member = {"member_id": str(table.cast.members["observer"])}
    assert table.post(who, f"{table.hearing()}/observers", member).status_code in (403, 404)
    assert "HERON" not in seen(table)


@pytest.mark.parametrize("kept", ["restricted", "walled"])
def test_a_case_restricted_or_walled_is_never_theirs(table: Table, owner: Engine, kept: str) -> None:
    """Neither to be let in to, nor to stay in when the mark or the wall comes after."""
    cast = table.cast
    let_in(cast)
    with open_work(cast.store, cast["chair"]) as work:
        case = work.find(Case, cast.cases["HERON"])
        if kept == "walled":
            raise_wall(work, case, "works with him", member_id=cast.members["outsider"])
        else:
            work.require(ALLOWED, case)
            case.restricted = True
            work.log(Verb.CASE_RESTRICTED, case)
    assert "HERON" not in seen(table)
    with open_work(cast.store, cast["chair"]) as work:
        send_observer_out(work, work.find(Hearing, hearing_of(cast, "HERON")), cast.members["observer"])
    with pytest.raises(Refused, match="never let in"):
        let_in(cast)


def test_a_name_on_the_list_keeps_an_observer_out_of_every_case_and_says_no_more(table: Table, owner: Engine) -> None:
    """In a case behind a wall against the chair too; surname and forename in either order."""
    cast = table.cast
    with Session(owner) as session:
        member = session.get_one(Member, cast.members["observer"])
        member.name = "Robin Ann Vance-Hill"
        session.commit()
    with open_work(cast.store, cast["coordinator"]) as work:
        work.require(ALLOWED)
        (text,) = fingerprints("Vance Hill", "Robin", "")
        case, person = cast.cases["ALDER"], cast.people["ALDER.perpetrator"]
        row = BlindIndex(
            marac_id=cast.marac,
            case_id=case,
            person_id=person,
            party="perpetrator",
            fingerprint=work.keyring.blind(text),
        )
        work.log(Verb.REFERRAL_CHANGED, work.keep(row))
    with open_work(cast.store, cast["coordinator"]) as work:
        raise_wall(work, work.find(Case, cast.cases["ALDER"]), "knows him", member_id=cast.members["chair"])
    with pytest.raises(Refused) as why:
        let_in(cast)
    assert str(why.value) == "This observer cannot be let in at this meeting."


@pytest.mark.parametrize("like", ["name", "home"])
def test_a_protected_name_or_home_keeps_them_out_too(
    table: Table, owner: Engine, client_of: ClientOf, like: str
) -> None:
    """As a wall before ALDER keeps a member out: HERON is not theirs either. The name, behind the chair's wall too."""
    cast = table.cast
    with Session(owner) as session:
        session.get_one(Member, cast.members["observer"]).name = "Robin Vance-Hill"
        session.commit()
    given = {"line": "12 Beacon Row", "postcode": "ZZ99 4BB"}
    assert client_of("observer").post("/account/home", data=given).status_code == 303
    let_in(cast)
    with open_work(cast.store, cast["chair"]) as work:
        send_observer_out(work, work.find(Hearing, hearing_of(cast, "HERON")), cast.members["observer"])
    with open_work(cast.store, cast["coordinator"]) as work:
        name = next(row for row in work.all(select(PersonName)) if row.case_id == cast.cases["ALDER"])
        row = ProtectedDetail(kind=DetailKind.HOME_ADDRESS, case_id=name.case_id, marac_id=cast.marac)
        if like == "home":
            mark_address(work, row, "Flat 12, Beacon Row", "ZZ99 4BB")
        else:
            mark_name(work, name, "Vance-Hill", "Robin")
            raise_wall(work, work.find(Case, name.case_id), "knows him", member_id=cast.members["chair"])
    with pytest.raises(Refused) as why:
        let_in(cast)
    assert str(why.value) == "This observer cannot be let in at this meeting."


def test_what_was_said_was_heard_by_the_observer_too(table: Table) -> None:
    cast = table.cast
    line = shared(cast, "police_rep", "hearsay", Sharing.SEATED)
    let_in(cast)
    table.post("police_rep", f"{table.hearing()}/lines/{line.id}/said")
    finish(cast, "HERON")
    with open_work(cast.store, cast["chair"]) as work:
        close_hearing(work, work.find(Hearing, hearing_of(cast, "HERON")))
    with open_work(cast.store, cast["auditor"]) as work:
        heard = work.all(select(AuditEvent).where(AuditEvent.verb == Verb.LINE_HEARD, AuditEvent.reason == "said"))
    assert {"member": str(cast.members["observer"])} in heard[0].recipients


def test_before_a_word_is_said_the_chair_reads_for_whose_ears_it_is_not(client_of: ClientOf, cast: Cast) -> None:
    table = sitting(client_of, cast, "police_rep", "idva", "programme_worker", "observer")
    let_in(cast)
    asked = "Before anything is said that is not to be written down, ask to step out:"
    page = text_of(table.get("chair"))
    assert asked in page
    said = page.split(asked)[1].split("Observers at this meeting")[0]
    assert "Programme Worker (programme, perpetrator's side)" in said and "Observer (health, observer)" in said
    assert "Idva" not in said and "Police Rep" not in said
    for name in ("coordinator", "police_rep", "idva"):
        assert asked not in text_of(table.get(name)), name


def test_how_much_is_not_for_everybody_is_the_chairs_alone_to_know(client_of: ClientOf, cast: Cast) -> None:
    table = sitting(client_of, cast, "police_rep", "council_rep", "idva")
    assert "Not for everybody in the room" not in text_of(table.get("chair"))
    shared(cast, "police_rep", "for all", Sharing.SEATED)
    shared(cast, "police_rep", "for one", Sharing.NAMED, named=[cast.agencies["new_era"]])
    assert "Not for everybody in the room: 1 line." in text_of(table.get("chair"))
    for name in ("coordinator", "police_rep", "council_rep", "idva"):
        assert "Not for everybody" not in text_of(table.get(name))


def test_an_observer_recorded_as_gone_is_out_of_the_case_too(table: Table) -> None:
    cast = table.cast
    let_in(cast)
    with open_work(cast.store, cast["observer"]) as work:
        mine = work.all(select(Attendance).where(Attendance.member_id == cast.members["observer"]))[0]
    gone = {"member_id": str(mine.member_id), "presence": "left", "version": str(mine.version)}
    assert table.post("coordinator", "MEETING/attendance", gone).status_code == 303
    with open_work(cast.store, cast["observer"]) as work:
        assert not work.all(select(Observation))


@pytest.mark.parametrize("known", [True, False])
def test_the_rule_says_nothing_of_whom_they_resemble(known: bool) -> None:
    verdict: Any = policy.may_stay(known)
    assert bool(verdict) is not known
    assert "name" not in verdict.reason


def test_an_observers_own_rows_are_theirs_while_the_case_is_heard(cast: Cast, table: Table) -> None:
    let_in(cast)
    with open_work(cast.store, cast["observer"]) as work:
        assert len(work.all(select(Observation))) == 1
        hearing = work.all(select(Hearing))
        assert [row.status for row in hearing] == [HearingStatus.CALLED]
    with open_work(cast.store, cast.as_hat("observer", cast["police_rep"].hat)) as work:
        assert not work.all(select(Observation)), "no other hat of theirs sees it"


def test_who_has_not_accepted_the_statement_is_not_let_in(client_of: ClientOf, cast: Cast) -> None:
    table = sitting(client_of, cast, "police_rep")
    with pytest.raises(Refused, match="accepted"):
        let_in(cast)
    with open_work(cast.store, cast["observer"]) as work:
        accept_statement(work, work.find(Meeting, table.meeting))
    let_in(cast)
