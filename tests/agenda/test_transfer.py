"""A case that goes to another MARAC: what its old seats keep, what they read, and what they never learn."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from actions.catalogue import OTHER
from actions.models import Action
from actions.operations import agree
from agencies.models import Line
from agencies.operations.lines import decide, record_line
from agencies.operations.restricting import name_people, restrict
from agencies.operations.seating import seat_agency
from agenda.operations.proposals import NOT_YET
from agenda.operations.transferring import transfer
from marac import clock
from marac.cases.models import Case, Transfer
from marac.policy.transfers import may_transfer
from marac.proceedings import RiskTo
from marac.store.audit import AuditEvent
from marac.store.seats import Seat, in_force
from marac.store.work import Work, open_work
from marac.verbs import Operation, Verb
from marac.vocabulary import ALLOWED, CaseStatus, Refused, SeatKind, Sharing
from tests.cases.refer_visit import words
from tests.cases.test_inbox_page import Desk
from tests.cast import Cast, open_case
from tests.conftest import ClientOf

WHERE = "Elsewhereshire MARAC"


def working(cast: Cast, name: str) -> Any:
    return open_work(cast.store, cast[name])


def moved(cast: Cast) -> UUID:
    """HERON, with lines of two agencies, one shared; the landlord and the programme have an action to do."""
    case_id = open_case(cast)
    for name, sharing in (("police_rep", Sharing.SEATED), ("council_rep", Sharing.PRIVATE)):
        with working(cast, name) as work:
            decide(work, record_line(work, work.find(Case, case_id), f"{name} words"), sharing)
    with working(cast, "coordinator") as work:
        for agency in ("landlord", "programme"):
            due = clock.today() + timedelta(days=3)
            given: dict[str, Any] = {
                "catalogue_code": OTHER,
                "wording": f"Do it, {agency}",
                "due_on": due,
            }
            agree(work, work.find(Case, case_id), agency_id=cast.agencies[agency], risk_to=RiskTo.VICTIM, **given)
    with working(cast, "coordinator") as work:
        transfer(work, work.find(Case, case_id), WHERE, "He found her street.")
    return case_id


def lines(work: Work, case_id: UUID) -> list[str]:
    return [line.text for line in work.all(select(Line).where(Line.case_id == case_id))]


def test_old_seats_keep_their_own_words_and_read_that_it_moved_never_where(client_of: ClientOf, cast: Cast) -> None:
    case_id = moved(cast)
    for name in ("police_rep", "council_rep", "idva"):
        desk = Desk(client_of, cast, name)
        shown = words(desk.get(f"/cases/{case_id}"))
        assert "This case moved out of area." in shown and "OKAFOR" not in shown, name
        own = words(desk.get(f"/cases/{case_id}/research"))
        assert (f"{name} words" in own) is (name != "idva"), name
        assert not [text for text in ("police_rep words", "council_rep words") if text in own and name not in text]
        for path in ("", "/people", "/referral", "/seats", "/research", "/transfer", "/opened"):
            assert WHERE not in desk.get(f"/cases/{case_id}{path}").text
        assert desk.get(f"/cases/{case_id}/people").status_code == 403
        assert "moved" in words(desk.get("/cases")).lower() and WHERE not in desk.get("/cases").text
    with working(cast, "police_rep") as work, pytest.raises(Refused):
        record_line(work, work.find(Case, case_id), "more")


def test_who_still_has_something_to_do_keeps_the_seat_for_it(client_of: ClientOf, cast: Cast) -> None:
    case_id = moved(cast)
    with working(cast, "landlord_rep") as work:
        (action,) = work.all(select(Action).where(Action.case_id == case_id))
        assert action.wording == "Do it, landlord" and not lines(work, case_id)
    assert words(Desk(client_of, cast, "landlord_rep").get(f"/actions/{action.id}"))


def test_a_seat_that_was_to_begin_later_does_not_stand_in_for_the_one_that_ends(cast: Cast) -> None:
    case_id, council = open_case(cast), cast.agencies["council"]
    with working(cast, "coordinator") as work:
        due: dict[str, Any] = {"catalogue_code": OTHER, "due_on": clock.today(), "risk_to": RiskTo.VICTIM}
        agree(work, work.find(Case, case_id), agency_id=council, wording="Change the locks", **due)
        waits = seat_agency(work, work.find(Case, case_id), council, SeatKind.ACTION, "later")
        waits.from_at = NOT_YET
    with working(cast, "coordinator") as work:
        transfer(work, work.find(Case, case_id), WHERE, "He found her street.")
    with working(cast, "council_rep") as work:
        assert [row.wording for row in work.all(select(Action))] == ["Change the locks"]


def test_the_perpetrators_side_never_learns_that_anybody_moved(client_of: ClientOf, cast: Cast) -> None:
    case_id = moved(cast)
    desk = Desk(client_of, cast, "programme_worker")
    with working(cast, "programme_worker") as work:
        assert work.find(Case, case_id).status is CaseStatus.CLOSED
        assert [row.wording for row in work.all(select(Action))] == ["Do it, programme"]
    for path in ("/cases", f"/cases/{case_id}", f"/cases/{case_id}/actions", "/work", "/actions"):
        shown = desk.get(path).text.lower()
        assert "moved" not in shown and "another marac" not in shown and "out of area" not in shown, path


def test_who_was_to_be_asked_and_never_was_is_not_told_that_there_was_a_case(client_of: ClientOf, cast: Cast) -> None:
    case_id = open_case(cast)
    with working(cast, "coordinator") as work:
        seat = work.first(select(Seat).where(Seat.agency_id == cast.agencies["health"]))
        assert seat is not None
        work.require(ALLOWED, seat)
        seat.from_at = NOT_YET
        work.log(Verb.SEAT_CHANGED, seat)
    with working(cast, "coordinator") as work:
        transfer(work, work.find(Case, case_id), WHERE, "He found her street.")
    desk = Desk(client_of, cast, "health_rep")
    assert desk.get(f"/cases/{case_id}").status_code == 404 and "HERON" not in desk.get("/cases").text


def test_of_a_restricted_case_those_named_keep_what_they_had_to_do_and_nobody_else_gets_it(cast: Cast) -> None:
    case_id, council = open_case(cast), cast.agencies["council"]
    with working(cast, "coordinator") as work:
        case = work.find(Case, case_id)
        restrict(work, case, True)
        name_people(work, case, council, [cast.members["council_rep"]])
        due: dict[str, Any] = {"catalogue_code": OTHER, "due_on": clock.today(), "risk_to": RiskTo.VICTIM}
        agree(work, case, agency_id=council, wording="Change the locks", **due)
    with working(cast, "coordinator") as work:
        transfer(work, work.find(Case, case_id), WHERE, "He found her street.")
    with working(cast, "council_rep") as work:
        assert [row.wording for row in work.all(select(Action))] == ["Change the locks"]
        seats = work.all(select(Seat).where(Seat.case_id == case_id, in_force()))
        assert {(seat.kind, seat.member_id) for seat in seats} == {(SeatKind.ACTION, cast.members["council_rep"])}


@pytest.mark.parametrize("who", ["health_rep", "outsider", "walled_rep", "contributor", "observer", "officer"])
def test_those_who_never_sat_there_or_stand_behind_a_wall_find_nothing(
    client_of: ClientOf, cast: Cast, who: str
) -> None:
    case_id = moved(cast)
    if who != "health_rep":
        assert Desk(client_of, cast, who).get(f"/cases/{case_id}").status_code == 404
    with working(cast, who) as work:
        assert not work.all(select(Transfer)) and not lines(work, case_id)


def test_chair_and_coordinator_read_where_it_went_and_the_ledger_names_no_receiver(
    client_of: ClientOf, cast: Cast
) -> None:
    case_id = moved(cast)
    for name in ("chair", "coordinator"):
        assert WHERE in words(Desk(client_of, cast, name).get(f"/cases/{case_id}/transfer"))
    with working(cast, "auditor") as work:
        (event,) = work.all(select(AuditEvent).where(AuditEvent.verb == Verb.CASE_TRANSFERRED))
    assert event.operation is Operation.DISCLOSURE and event.recipients == []
    assert WHERE not in str(event.items) + event.reason


def test_the_page_asks_where_and_why_and_only_the_coordinator_moves_it(client_of: ClientOf, cast: Cast) -> None:
    case_id = open_case(cast)
    path = f"/cases/{case_id}/transfer"
    desk = Desk(client_of, cast, "coordinator")
    assert desk.post(path, destination=" ").status_code == 422
    for who, status in (("chair", 403), ("police_rep", 403), ("idva", 403), ("outsider", 404), ("auditor", 403)):
        assert Desk(client_of, cast, who).post(path, destination=WHERE, reason="x").status_code == status, who
    assert desk.post(path, destination=WHERE, reason="Moved for safety.").status_code == 303
    assert desk.post(path, destination=WHERE, reason="again").status_code == 403, "posted twice, it moved once"


@pytest.mark.parametrize(
    ("status", "may"),
    [
        (CaseStatus.ACCEPTED, True),
        (CaseStatus.HEARD, True),
        (CaseStatus.REFERRED, True),
        (CaseStatus.LISTED, False),
        (CaseStatus.CLOSED, False),
        (CaseStatus.DRAFT, False),
    ],
)
def test_a_listed_case_comes_off_its_list_first(cast: Cast, status: CaseStatus, may: bool) -> None:
    case = Case(marac_id=cast.marac, code="X", status=status, author_id=cast.marac, agency_id=cast.marac)
    verdict = may_transfer(cast["coordinator"], case)
    assert bool(verdict) is may
    assert may or verdict.reason.endswith(".")


def test_where_it_went_is_sealed(cast: Cast, owner: Engine) -> None:
    moved(cast)
    with working(cast, "coordinator") as work:
        (row,) = work.all(select(Transfer))
        assert WHERE.encode() not in row.destination_sealed
