"""A member whose own name or home is a party's is walled off at once, and nobody but who decides learns of it (S18)."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from agencies.operations.appointing import Wanted, appoint
from marac import clock
from marac.cases.models import Case, PersonName
from marac.cases.operations import people, refer
from marac.cases.operations.seats import give_seat, raise_wall
from marac.cases.operations.triage import triage
from marac.proceedings import Triage, WallCause
from marac.store.audit import AuditEvent
from marac.store.own import MemberHome, PartyMark
from marac.store.people import Member
from marac.vocabulary import Criterion, DetailKind, PartyRole, Role, SeatKind, Side, Unscoped
from marac.web.nudges import Nudge
from tests.cases.filing import SAM, code_of, referred, seated
from tests.cases.own import HEALTH, give_home, sees, walls
from tests.cases.refer_visit import Visit, words
from tests.cases.referring import working
from tests.cast import Cast
from tests.conftest import ClientOf, Database
from tests.database import plain


def test_a_party_of_a_members_name_walls_them_off_before_they_can_look(cast: Cast) -> None:
    for perpetrator in (HEALTH, ("Health", "Rep", ""), ("REP", "Health Jo", "")):
        case_id = seated(cast, referred(cast, perpetrator=perpetrator))
        assert walls(cast, case_id) == [(cast.members["health_rep"], WallCause.OWN_NAME, True)], perpetrator
        assert not sees(cast, "health_rep", case_id)
        assert sees(cast, "police_rep", case_id) and sees(cast, "idva", case_id)


def test_a_protected_name_is_compared_too(cast: Cast) -> None:
    with working(cast, "police_rep") as work:
        case = refer.start_referral(work)
        person = people.add_person(work, case, PartyRole.VICTIM)
        people.name_person(work, person, "Rep", "Council", searchable=False)
        refer.set_criteria(work, case, [Criterion.VISIBLE_HIGH_RISK])
        refer.submit(work, case)
    assert walls(cast, case.id) == [(cast.members["council_rep"], WallCause.OWN_NAME, True)]


@pytest.mark.parametrize("address_first", [True, False])
def test_an_address_given_before_or_after_walls_them_off(cast: Cast, client_of: ClientOf, address_first: bool) -> None:
    health = client_of("health_rep")
    case_id = None if address_first else seated(cast, referred(cast))
    answer = give_home(health, "99 hidden close", "zz99zz")  # protected in the referral
    assert answer.status_code == 303
    case_id = case_id or seated(cast, referred(cast))
    assert walls(cast, case_id) == [(cast.members["health_rep"], WallCause.OWN_ADDRESS, True)]
    assert not sees(cast, "health_rep", case_id)
    assert "99 hidden close" in health.get("/account").text


def test_guessing_addresses_tells_nothing_and_is_slow(cast: Cast, client_of: ClientOf) -> None:
    case_id = seated(cast, referred(cast))
    guessing, honest = client_of("health_rep"), client_of("council_rep")
    hit, miss = (give_home(client, line, "ZZ9 9ZZ") for client, line in ((guessing, "99 X"), (honest, "98 X")))
    assert (hit.status_code, hit.headers, hit.text) == (miss.status_code, miss.headers, miss.text)
    shown = [re.sub(r"9[89] X|Health|health|Council|council", "", words(c.get("/account"))) for c in (guessing, honest)]
    assert len({len(text) for text in shown}) == 1
    again = give_home(honest, "99 X", "ZZ9 9ZZ")
    assert again.status_code == 422 and "30 days" in words(again)
    assert honest.post("/account/home").status_code == 303  # taking it off is free, and opens nothing
    assert give_home(honest, "99 X", "ZZ9 9ZZ").status_code == 422
    assert sees(cast, "council_rep", case_id) and not sees(cast, "health_rep", case_id)
    with clock.at(clock.now() + timedelta(days=31)), working(cast, "auditor") as work:
        given = work.all(select(AuditEvent.reason).where(AuditEvent.verb == "home.given"))
    assert len(given) == 2


def test_half_an_address_is_not_kept(client_of: ClientOf) -> None:
    client = client_of("health_rep")
    for line, postcode, said in (("", "QX6 1ZZ", "first line"), ("9 Lane", "", "postcode"), ("9 Lane", "QX6", "full")):
        answer = give_home(client, line, postcode)
        assert answer.status_code == 422 and said in words(answer) and (line or postcode) in answer.text


def test_the_receipt_of_a_referral_hints_at_nothing(cast: Cast, client_of: ClientOf) -> None:
    receipts = []
    for surname in ("Rep", "Okafor"):
        visit = Visit.of(client_of("police_rep"), cast).start()
        visit.add("victim", surname=surname, forenames="Health", searchable="yes")
        visit.post("topics/criteria", criteria="potential-escalation")
        answer = visit.send()
        assert answer.status_code == 200
        receipts.append(re.sub(r"[A-Z0-9]{4}-[A-Z0-9]{4}|[A-Z]{4,}[0-9]*|[0-9]", "", words(answer)))
    assert receipts[0] == receipts[1]
    assert "wall" not in receipts[0].lower()


def test_the_senders_agency_does_not_find_the_wall_in_its_record(cast: Cast) -> None:
    case_id = referred(cast, perpetrator=HEALTH)
    with working(cast, "police_rep") as work:
        verbs = {str(verb) for verb in work.all(select(AuditEvent.verb).where(AuditEvent.case_id == case_id))}
    assert "referral.submitted" in verbs and "wall.raised" not in verbs
    with working(cast, "auditor") as work:
        found = work.all(select(AuditEvent).where(AuditEvent.case_id == case_id, AuditEvent.verb == "wall.raised"))
    assert [(event.hat, event.member_id, event.agency_id, event.reason) for event in found] == [
        ("system: walls", None, None, "own-name")
    ]


def test_the_referrer_who_is_a_party_gets_the_receipt_and_is_outside(cast: Cast, client_of: ClientOf) -> None:
    visit = Visit.of(client_of("police_rep"), cast).start()
    visit.add("victim", surname="Rep", forenames="Police", searchable="yes")
    visit.post("topics/criteria", criteria="potential-escalation")
    answer = visit.send()
    assert answer.status_code == 200 and "eference" in words(answer)
    case_id = UUID(visit.case.rpartition("/")[2])
    assert not sees(cast, "police_rep", case_id) and sees(cast, "idva", case_id)
    assert visit.client.get(visit.case).status_code == 404
    assert visit.client.post(f"{visit.case}/submit", data={"version": "1"}).status_code == 404


def test_a_name_given_later_is_compared_at_once(cast: Cast) -> None:
    case_id = referred(cast)
    with working(cast, "coordinator") as work:
        triage(work, work.find(Case, case_id), Triage.MORE_INFORMATION, "Who else lives there?")
    with working(cast, "police_rep") as work:
        child = people.add_person(work, work.find(Case, case_id), PartyRole.CHILD)
        name = people.name_person(work, child, "Rep", "Council")
    assert [member for member, _, _ in walls(cast, case_id)] == [cast.members["council_rep"]]
    with working(cast, "police_rep") as work:
        case = work.find(Case, case_id)
        people.change_name(work, work.find(PersonName, name.id), "Rep", "Landlord", name.kind, True)
        people.add_detail(
            work,
            child,
            DetailKind.HOME_ADDRESS,
            "1 X",
            "ZZ1 1ZZ",
            known_to_perpetrator=None,
            refuge=None,
            confirmed=False,
        )
        refer.submit(work, case)
    assert {member for member, _, _ in walls(cast, case_id)} == {
        cast.members["council_rep"],
        cast.members["landlord_rep"],
    }


def test_a_name_taken_out_of_a_draft_walls_nobody_off(cast: Cast) -> None:
    with working(cast, "police_rep") as work:
        case = refer.start_referral(work)
        victim = people.add_person(work, case, PartyRole.VICTIM)
        wrong = people.name_person(work, victim, "Rep", "Council")
        people.name_person(work, victim, *SAM[:2])
        people.remove_row(work, wrong)
        refer.set_criteria(work, case, [Criterion.VISIBLE_HIGH_RISK])
        refer.submit(work, case)
    assert walls(cast, case.id) == []


def test_whoever_joins_or_is_called_otherwise_later_is_compared_too(cast: Cast, owner: Engine) -> None:
    with Session(owner, expire_on_commit=False) as session:
        new = Member(agency_id=cast.agencies["council"], name="Lee Vance")
        session.add(new)
        session.commit()
    case_id = referred(cast)
    assert walls(cast, case_id) == []  # they come to no meeting here yet
    with working(cast, "administrator") as work:
        wanted = Wanted(Role.REPRESENTATIVE, Side.NEITHER, clock.today())
        appoint(work, work.find(Member, new.id), wanted)
    assert walls(cast, case_id) == [(new.id, WallCause.OWN_NAME, True)]


def test_counts_titles_and_lists_show_no_gap(cast: Cast, client_of: ClientOf) -> None:
    """One who has a check seat on both cases sees exactly what they would if the other were not there."""
    plain = seated(cast, referred(cast))
    before = words(client_of("health_rep").get(f"/m/{cast.slug}/representative/cases"))
    hidden = seated(cast, referred(cast, perpetrator=HEALTH))
    after = words(client_of("health_rep").get(f"/m/{cast.slug}/representative/cases"))
    assert before == after and code_of(cast, plain) in after and code_of(cast, hidden) not in after


def test_no_role_of_the_application_reads_what_is_compared(cast: Cast) -> None:
    for kind in (PartyMark, MemberHome):
        with pytest.raises(Unscoped, match="does not say who may see"), working(cast, "coordinator") as work:
            work.all(select(kind.id))


def test_open_screens_of_everybody_behind_a_new_wall_look_again_at_once(cast: Cast, database: Database) -> None:
    """Who saw it, of those walled; chair and coordinator learn that there is a wall. Other screens stay as they are."""
    with psycopg.connect(plain(database.superuser_url), autocommit=True) as listener:
        listener.execute("LISTEN marac")
        case_id = seated(cast, referred(cast, perpetrator=HEALTH))
        told = [Nudge.read(sent.payload) for sent in listener.notifies(timeout=1)]
        assert [nudge.member for nudge in told if nudge and nudge.member] == [cast.members["walled_rep"]]
        assert Nudge(cast.marac, case_id, to=frozenset(), at=0) in [
            replace(nudge, at=0) for nudge in told if nudge and nudge.case == case_id
        ]
        with working(cast, "chair") as work:
            case = work.find(Case, case_id)
            give_seat(work, case, cast.agencies["council"], SeatKind.CASE, "houses them")
            raise_wall(work, case, "serves there", agency_id=cast.agencies["council"])
        again = [Nudge.read(sent.payload) for sent in listener.notifies(timeout=1)]
    saw = {cast.members[name] for name in ("council_rep", "coordinator")}
    assert {nudge.member for nudge in again if nudge and nudge.member} == saw, "nobody who never saw the case"


def test_one_who_saw_the_case_until_they_said_where_they_live_looks_again(
    cast: Cast, database: Database, client_of: ClientOf
) -> None:
    seated(cast, referred(cast))
    with psycopg.connect(plain(database.superuser_url), autocommit=True) as listener:
        listener.execute("LISTEN marac")
        give_home(client_of("health_rep"), "99 hidden close", "zz99zz")
        told = [Nudge.read(sent.payload) for sent in listener.notifies(timeout=1)]
    assert cast.members["health_rep"] in {nudge.member for nudge in told if nudge}


def test_with_the_cases_key_its_marks_are_gone(cast: Cast, database: Database) -> None:
    case_id = referred(cast)
    with psycopg.connect(plain(database.superuser_url), autocommit=True) as connection:
        asked = "SELECT count(*) > 0 FROM party_mark WHERE case_id = %s"
        assert connection.execute(asked, [case_id]).fetchone() == (True,)
        connection.execute("UPDATE case_key SET destroyed_at = now() WHERE case_id = %s", [case_id])
        assert connection.execute(asked, [case_id]).fetchone() == (False,)
