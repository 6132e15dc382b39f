"""A restricted case is open to people named one by one, and to chair and coordinator outside its walls (S17)."""

from uuid import UUID

import pytest
from sqlmodel import col, select

from agencies.models import Line
from agencies.operations.decisions import decide
from agencies.operations.lines import record_line
from agencies.operations.restricting import name_people, restrict
from marac.cases.models import Case
from marac.cases.operations import refer
from marac.cases.operations.restriction import readers
from marac.cases.operations.seats import give_seat, raise_wall
from marac.store.audit import AuditEvent
from marac.store.seats import Seat
from marac.verbs import Verb
from marac.vocabulary import NotFound, Refused, SeatKind, Sharing
from tests.cases.filing import a_case
from tests.cases.referring import ready, working
from tests.cast import Cast

EVERYBODY = (
    "police_rep",
    "council_rep",
    "idva",
    "health_rep",
    "landlord_rep",
    "programme_worker",
    "chair",
    "coordinator",
)


def seers(cast: Cast, case_id: UUID, *names: str) -> set[str]:
    found = set()
    for name in names or (*EVERYBODY, "auditor", "observer", "officer"):
        with working(cast, name) as work:
            if work.first(select(Case.id).where(Case.id == case_id)) is not None:
                found.add(name)
    return found


def closed(cast: Cast) -> UUID:
    case_id = a_case(cast)
    with working(cast, "coordinator") as work:
        restrict(work, work.find(Case, case_id), True)
    return case_id


def name(cast: Cast, case_id: UUID, agency: str, *members: str) -> None:
    with working(cast, "coordinator") as work:
        name_people(work, work.find(Case, case_id), cast.agencies[agency], [cast.members[one] for one in members])


def test_only_those_named_and_the_hats_see_it_and_what_they_see_is_what_their_agency_saw(cast: Cast) -> None:
    case_id = closed(cast)
    assert seers(cast, case_id) == {"chair", "coordinator", "auditor"}
    for agency, member in (("council", "council_rep"), ("health", "health_rep"), ("new_era", "idva")):
        name(cast, case_id, agency, member)
    assert seers(cast, case_id) == {"chair", "coordinator", "auditor", "council_rep", "health_rep", "idva"}
    with working(cast, "coordinator") as work:
        kinds = {seat.agency_id: (seat.kind, seat.advocate) for seat in named_seats(cast, case_id)}
        assert kinds[cast.agencies["health"]] == (SeatKind.CHECK, False)
        assert kinds[cast.agencies["new_era"]] == (SeatKind.CASE, True)
        rows = {one.agency.short_name: one for one in readers(work, work.find(Case, case_id))}
    assert rows["council"].anybody and not rows["police"].anybody
    name(cast, case_id, "council")
    assert "council_rep" not in seers(cast, case_id)


def named_seats(cast: Cast, case_id: UUID) -> list[Seat]:
    with working(cast, "coordinator") as work:
        return work.all(select(Seat).where(Seat.case_id == case_id, col(Seat.member_id).is_not(None)))


def test_a_colleague_with_an_action_alone_gets_nothing_of_the_agencys_place(cast: Cast) -> None:
    case_id = closed(cast)
    with working(cast, "coordinator") as work:
        case = work.find(Case, case_id)
        give_seat(
            work, case, cast.agencies["council"], SeatKind.ACTION, "lock change", member_id=cast.members["council_rep"]
        )
    with working(cast, "council_rep") as work:
        assert work.first(select(Case.id).where(Case.id == case_id)) is not None
        assert [seat.kind for seat in work.all(select(Seat).where(Seat.case_id == case_id))] == [SeatKind.ACTION]
        assert not work.all(select(Line.id).where(Line.case_id == case_id))


def test_the_agencys_own_record_of_it_is_closed_too(cast: Cast) -> None:
    case_id = closed(cast)
    with working(cast, "police_rep") as work:
        assert not work.all(select(AuditEvent.id).where(AuditEvent.case_id == case_id))


def test_the_chair_sees_it_unless_walled(cast: Cast) -> None:
    case_id = closed(cast)
    with working(cast, "coordinator") as work:
        raise_wall(work, work.find(Case, case_id), "his sister", member_id=cast.members["chair"])
    assert "chair" not in seers(cast, case_id, "chair", "coordinator")


def test_lifted_it_is_open_to_the_agencies_again(cast: Cast) -> None:
    case_id = closed(cast)
    with working(cast, "chair") as work:
        restrict(work, work.find(Case, case_id), False)
    assert seers(cast, case_id) == {*EVERYBODY, "auditor"}


def test_nobody_else_names_and_nobody_of_another_agency_is_named(cast: Cast) -> None:
    case_id = closed(cast)
    with pytest.raises(NotFound):
        name(cast, case_id, "council", "police_rep")
    with pytest.raises(Refused, match="no seat"):
        name(cast, case_id, "fire", "outsider")
    with working(cast, "coordinator") as work:
        case = work.find(Case, case_id)
        restrict(work, case, False)
        with pytest.raises(Refused, match="not restricted"):
            name_people(work, case, cast.agencies["council"], [cast.members["council_rep"]])


def test_a_referrer_who_asks_for_it_is_the_first_who_is_named(cast: Cast) -> None:
    with working(cast, "police_rep") as work:
        case = refer.start_referral(work)
        ready(work, case)
        refer.save_section(work, case, "handling", {"restricted": "yes"})
        refer.submit(work, case)
    assert seers(cast, case.id) == {"police_rep", "chair", "coordinator", "auditor"}


def test_naming_somebody_records_the_lines_that_it_opens(cast: Cast) -> None:
    case_id = a_case(cast)
    with working(cast, "police_rep") as work:
        line = record_line(work, work.find(Case, case_id), "Seen near the school.")
        decide(work, line, Sharing.SEATED)
    with working(cast, "coordinator") as work:
        restrict(work, work.find(Case, case_id), True)
    name(cast, case_id, "council", "council_rep")
    with working(cast, "auditor") as work:
        opened = work.all(select(AuditEvent).where(AuditEvent.verb == Verb.LINE_OPENED_TO_SEAT))
    assert [one["id"] for event in opened[-1:] for one in event.items if one["t"] == "line"] == [str(line.id)]
