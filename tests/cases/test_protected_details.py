"""Who may open a protected detail once the referral was sent: by name at any time, and for an hour in an emergency."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from marac import clock
from marac.cases.models import Case, EmergencyOpening, ProtectedDetail
from marac.cases.operations.people.audiences import break_glass, name_agencies
from marac.cases.operations.seats import give_seat
from marac.cases.operations.triage import accept
from marac.proceedings import LifeThreat
from marac.store.audit import AuditEvent
from marac.store.scope import look_as
from marac.verbs import Operation, Verb, operation_of
from marac.vocabulary import DetailKind, PartyRole, Refused, SeatKind, Side
from tests.cases.filing import code_of, referred, working
from tests.cases.refer_visit import words
from tests.cases.test_inbox_page import Desk
from tests.cast import Cast
from tests.conftest import ClientOf

SECRET = "99 Hidden Close"
KILLING = {
    "danger": "killing-feared",
    "reason": "Heard from his brother.",
    "party": "victim",
    "kind": "current-address",
}


def a_case(cast: Cast) -> UUID:
    """The council's referral; a case seat for the police, an action for the landlord, a programme on the other side."""
    case_id = referred(cast, "council_rep")
    with working(cast, "coordinator") as work:
        case = work.find(Case, case_id)
        accept(work, case)
        give_seat(work, case, cast.agencies["police"], SeatKind.CASE, "knows them")
        give_seat(work, case, cast.agencies["landlord"], SeatKind.ACTION, "locks")
        give_seat(work, case, cast.agencies["health"], SeatKind.CHECK, "asked")
        give_seat(work, case, cast.agencies["programme"], SeatKind.CASE, "programme", side=Side.PERPETRATOR)
    return case_id


def address_of(cast: Cast, case_id: UUID) -> UUID:
    with working(cast, "council_rep") as work:
        rows = work.all(select(ProtectedDetail).where(ProtectedDetail.case_id == case_id))
        return next(row.id for row in rows if row.kind is DetailKind.CURRENT_ADDRESS)


def events(cast: Cast, who: str, verb: Verb) -> list[AuditEvent]:
    with working(cast, who) as work:
        return work.all(select(AuditEvent).where(AuditEvent.verb == verb))


def test_the_giver_names_an_agency_and_takes_it_off_again(client_of: ClientOf, cast: Cast) -> None:
    case_id = a_case(cast)
    detail, police = address_of(cast, case_id), str(cast.agencies["police"])
    giver, other = Desk(client_of, cast, "council_rep"), Desk(client_of, cast, "police_rep")
    path = f"/cases/{case_id}/details/{detail}"
    assert other.post(path).status_code == 404
    assert "Who may open it" in words(giver.get(f"/cases/{case_id}/people"))
    shown = giver.get(f"{path}/audience")
    assert SECRET not in shown.text and "Testshire programme" not in shown.text and "Testshire police" in shown.text
    assert giver.post(f"{path}/audience", agencies=[police]).status_code == 303
    assert SECRET in other.post(path).text
    assert other.get(f"{path}/audience").status_code == 403, "who was named names nobody"
    assert giver.post(f"{path}/audience").status_code == 303
    assert other.post(path).status_code == 404, "from the next request on"
    (named,), (taken,) = (
        events(cast, "council_rep", Verb.DETAIL_NAMED),
        events(cast, "council_rep", Verb.DETAIL_UNNAMED),
    )
    assert named.recipients == taken.recipients == [{"agency": police}]
    assert named.operation is Operation.DISCLOSURE


def test_the_victims_advocate_names_too_and_the_perpetrators_side_is_never_named(
    client_of: ClientOf, cast: Cast
) -> None:
    case_id = a_case(cast)
    path = f"/cases/{case_id}/details/{address_of(cast, case_id)}"
    desk = Desk(client_of, cast, "idva")
    assert desk.post(f"{path}/audience", agencies=[str(cast.agencies["landlord"])]).status_code == 303
    assert SECRET in Desk(client_of, cast, "landlord_rep").post(path).text, "a seat to act is enough where it is named"
    assert desk.post(f"{path}/audience", agencies=[str(cast.agencies["programme"])]).status_code == 403
    with working(cast, "council_rep") as work:
        name_agencies(work, work.find(ProtectedDetail, address_of(cast, case_id)), [])
    assert Desk(client_of, cast, "landlord_rep").post(path).status_code == 404, "the giver takes off whom it named"


@pytest.mark.parametrize("who", ["chair", "coordinator", "police_rep", "programme_worker", "health_rep", "outsider"])
def test_nobody_else_names_anybody(client_of: ClientOf, cast: Cast, who: str) -> None:
    case_id = a_case(cast)
    desk = Desk(client_of, cast, who)
    path = f"/cases/{case_id}/details/{address_of(cast, case_id)}/audience"
    assert desk.get(path).status_code == 404
    assert desk.post(path, agencies=[str(cast.agencies["police"])]).status_code == 404


@pytest.mark.parametrize("who", ["chair", "coordinator", "police_rep", "landlord_rep"])
def test_the_database_alone_lets_nobody_widen_it(cast: Cast, engine: Engine, who: str) -> None:
    case_id = a_case(cast)
    detail, viewer = address_of(cast, case_id), cast[who]
    with pytest.raises(DBAPIError, match="row-level security"), engine.begin() as connection:
        look_as(connection, viewer)
        added = (
            "INSERT INTO protected_audience (id, marac_id, case_id, detail_id, agency_id, named_by, named_by_agency_id)"
            " VALUES (:id, :marac, :case, :detail, :agency, :member, :agency)"
        )
        given = {"id": uuid4(), "marac": cast.marac, "case": case_id, "detail": detail}
        connection.execute(text(added), {**given, "agency": viewer.agency_id, "member": viewer.member_id})


def test_in_an_emergency_one_kind_opens_for_an_hour_and_is_told_at_once(client_of: ClientOf, cast: Cast) -> None:
    case_id = a_case(cast)
    detail, desk = address_of(cast, case_id), Desk(client_of, cast, "police_rep")
    people, path = f"/cases/{case_id}/people", f"/cases/{case_id}/details/{detail}"
    assert str(detail) not in desk.get(people).text
    assert desk.post(f"/cases/{case_id}/emergency", **{**KILLING, "reason": " "}).status_code == 422
    assert desk.post(path).status_code == 404
    assert desk.post(f"/cases/{case_id}/emergency", **KILLING).status_code == 303
    shown = desk.get(people)
    assert str(detail) in shown.text and SECRET not in shown.text
    answer = desk.post(path)
    assert SECRET in answer.text and answer.headers["cache-control"] == "no-store"
    assert desk.get(path).status_code in (404, 405)
    assert "07700 900123" not in shown.text
    later = clock.now() + timedelta(minutes=61)
    with clock.at(later), working(cast, "police_rep") as work:
        assert work.first(select(ProtectedDetail).where(ProtectedDetail.id == detail)) is None
    code = code_of(cast, case_id)
    for told in ("council_rep", "idva"):
        told_at = Desk(client_of, cast, told)
        assert "opened in an emergency" in words(told_at.get("/work"))
        assert "Police Rep, Testshire police" in words(told_at.get(people))
        assert "Heard from his brother." in words(told_at.get(people))
    officer = Desk(client_of, cast, "officer")
    seen = words(officer.get("/emergencies"))
    assert code in seen and "Police Rep" in seen and "brother" not in seen and SECRET not in seen
    (event,) = events(cast, "police_rep", Verb.DETAIL_IN_EMERGENCY)
    assert event.operation is Operation.CONSULTATION and event.reason == "killing-feared"
    assert {one["agency"] for one in event.recipients} == {str(cast.agencies[a]) for a in ("council", "new_era")}


def test_a_notice_stands_until_it_is_said_to_be_read(client_of: ClientOf, cast: Cast) -> None:
    case_id = a_case(cast)
    opening = emergency(cast, "police_rep", case_id)
    desk = Desk(client_of, cast, "council_rep")
    notice = told(cast, "council_rep", opening)
    assert Desk(client_of, cast, "police_rep").post(f"/notices/{notice}/read").status_code == 404
    assert desk.post(f"/notices/{notice}/read", at="case").headers["location"].endswith(f"/cases/{case_id}")
    assert "opened in an emergency" not in words(desk.get("/work"))
    assert desk.post(f"/notices/{notice}/read").status_code == 303, "a second time changes nothing"
    assert len(events(cast, "council_rep", Verb.NOTICE_READ)) == 1


def emergency(cast: Cast, who: str, case_id: UUID, kind: DetailKind = DetailKind.CURRENT_ADDRESS) -> UUID:
    with working(cast, who) as work:
        case = work.find(Case, case_id)
        return break_glass(work, case, PartyRole.VICTIM, kind, LifeThreat.MISSING, "Not seen since Friday.").id


def told(cast: Cast, who: str, opening: UUID) -> UUID:
    with working(cast, who) as work:
        found: Any = work.session.connection().execute(
            text("SELECT id FROM notice WHERE subject_id = :id"), {"id": opening}
        )
        return UUID(str(found.scalar_one()))


def test_before_it_is_on_the_record_nobody_learns_whether_there_is_one(client_of: ClientOf, cast: Cast) -> None:
    case_id = a_case(cast)
    desk = Desk(client_of, cast, "police_rep")
    form = words(desk.get(f"/cases/{case_id}/emergency"))
    assert all(kind in form for kind in ("School", "Telephone", "Routine"))
    emergency(cast, "police_rep", case_id, DetailKind.SCHOOL)
    assert "nothing of this kind is kept here" in words(desk.get(f"/cases/{case_id}/people"))


@pytest.mark.parametrize("who", ["chair", "coordinator", "health_rep", "programme_worker", "outsider", "contributor"])
def test_without_a_part_in_the_victims_case_no_glass_is_broken(client_of: ClientOf, cast: Cast, who: str) -> None:
    case_id = a_case(cast)
    desk = Desk(client_of, cast, who)
    assert desk.get(f"/cases/{case_id}/emergency").status_code in (403, 404)
    assert desk.post(f"/cases/{case_id}/emergency", **KILLING).status_code in (403, 404)
    with working(cast, "council_rep") as work:
        assert not work.all(select(EmergencyOpening))


def test_a_quiet_agency_that_opens_is_not_named_to_the_giver(client_of: ClientOf, cast: Cast) -> None:
    case_id = a_case(cast)
    with working(cast, "coordinator") as work:
        give_seat(work, work.find(Case, case_id), cast.agencies["fire"], SeatKind.CASE, "new flat", quiet=True)
    emergency(cast, "outsider", case_id)
    shown = words(Desk(client_of, cast, "council_rep").get(f"/cases/{case_id}/people"))
    assert "A worker of an agency not named here" in shown and "Testshire fire" not in shown
    assert "Testshire fire" in words(Desk(client_of, cast, "idva").get(f"/cases/{case_id}/people"))


@pytest.mark.parametrize(
    "wrong",
    [{"until": timedelta(hours=2)}, {"member": "council_rep"}, {"hat": "chair"}, {"hat": "programme_worker"}],
    ids=["longer than an hour", "for another", "by the chair", "for the perpetrator's side"],
)
def test_the_database_alone_breaks_no_glass_otherwise(cast: Cast, engine: Engine, wrong: dict[str, Any]) -> None:
    case_id = a_case(cast)
    viewer = cast[wrong.get("hat", "police_rep")]
    with clock.at(clock.now()), pytest.raises(DBAPIError, match="row-level security"), engine.begin() as connection:
        look_as(connection, viewer)
        added = (
            "INSERT INTO emergency_opening (id, marac_id, case_id, agency_id, member_id, label, party, kind, danger,"
            " reason_sealed, from_at, until_at) VALUES (:id, :marac, :case, :agency, :member, 'X', 'victim', 'phone',"
            " 'missing', '', :now, :until)"
        )
        row = {"id": uuid4(), "marac": cast.marac, "case": case_id, "agency": viewer.agency_id, "now": clock.now()}
        member = cast.members[wrong["member"]] if "member" in wrong else viewer.member_id
        until = clock.now() + wrong.get("until", timedelta(minutes=60))
        connection.execute(text(added), {**row, "member": member, "until": until})


def test_an_operation_asks_the_policy_again(cast: Cast) -> None:
    case_id = a_case(cast)
    with pytest.raises(Refused):
        emergency(cast, "health_rep", case_id)
    assert operation_of(Verb.DETAIL_IN_EMERGENCY) is Operation.CONSULTATION
