"""Lines once recorded: corrected, said, opened to a later seat; and who may not touch them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from agencies.models import Line, Said
from agencies.operations.lines import (
    correct_line,
    decide,
    line_history,
    lines_on,
    mark_said,
    record_line,
    shared_lines_on,
)
from agencies.operations.seating import seat_agency
from marac.cases.models import Case
from marac.store.people import Agency
from marac.verbs import Verb
from marac.vocabulary import (
    CaseStatus,
    NotFound,
    Refused,
    SeatKind,
    Sharing,
    WithholdingReason,
)
from tests.agencies.scene import events, hearing, line, meeting, readers, set_status, working
from tests.cast import Cast, open_case

CHAIRS = {"chair", "police_rep as chair"}
COORDINATORS = {"coordinator", "police_rep as coordinator"}
POLICE = {"police_rep", "police_rep as representative", "police_rep as advocate"}  # the same member, also hat by hat
COUNCIL = {"council_rep", "guardian"}


def shared(cast: Cast, name: str, line_id: UUID, sharing: Sharing, **how: Any) -> None:
    with working(cast, name) as work:
        decide(work, work.find(Line, line_id), sharing, **how)


def test_seating_an_agency_later_records_the_lines_it_opens(cast: Cast) -> None:
    case_id = open_case(cast)
    open_line = line(cast, "council_rep", case_id, "Rent arrears")
    shared(cast, "council_rep", open_line, Sharing.SEATED)
    line(cast, "council_rep", case_id, "Private still")
    with working(cast, "coordinator") as work:
        seat_agency(work, work.find(Case, case_id), cast.agencies["fire"], SeatKind.CASE, "fire risk")
    [event] = events(cast, Verb.LINE_OPENED_TO_SEAT, case_id)
    assert [named["id"] for named in event.items if named["t"] == "line"] == [str(open_line)]
    assert event.recipients == [{"agency": str(cast.agencies["fire"])}]


def test_who_gets_no_case_data_gets_no_seat(cast: Cast, owner: Any) -> None:
    from sqlmodel import Session

    case_id = open_case(cast)
    with Session(owner) as session:
        agency = session.get_one(Agency, cast.agencies["fire"])
        agency.gets_case_data = False
        session.add(agency)
        session.commit()
    with pytest.raises(Refused, match="no case data"), working(cast, "coordinator") as work:
        seat_agency(work, work.find(Case, case_id), cast.agencies["fire"], SeatKind.CHECK, "asked")
    with pytest.raises(NotFound), working(cast, "coordinator") as work:
        seat_agency(work, work.find(Case, case_id), uuid4(), SeatKind.CHECK, "asked")


def test_a_correction_goes_to_whoever_had_the_line_and_hides_the_old_words(cast: Cast) -> None:
    case_id = open_case(cast)
    old = line(cast, "council_rep", case_id, "Rent arrears of 3,000")
    shared(cast, "council_rep", old, Sharing.NAMED, named=[cast.agencies["police"]], to_chair=False)
    with working(cast, "council_rep") as work:
        new = correct_line(work, work.find(Line, old), "Rent arrears of 300").id
    assert readers(cast, old) == COUNCIL
    assert readers(cast, new) == COUNCIL | POLICE | COORDINATORS
    with working(cast, "council_rep") as work:
        [kept] = lines_on(work, case_id)
        assert (kept.text, kept.corrects_id) == ("Rent arrears of 300", old)
        assert [was.text for was in line_history(work, kept)] == ["Rent arrears of 3,000"]
        with pytest.raises(Refused, match="corrected"):
            decide(work, work.find(Line, old), Sharing.SEATED)
    [event] = events(cast, Verb.LINE_CORRECTED, case_id)
    assert {"agency": str(cast.agencies["police"])} in event.recipients


def test_codes_of_lines_are_never_the_same(cast: Cast) -> None:
    case_id = open_case(cast)
    for number in range(12):
        line(cast, ("council_rep", "police_rep")[number % 2], case_id, f"Line {number}")
    with working(cast, "council_rep") as council, working(cast, "police_rep") as police:
        labels = [row.label for work in (council, police) for row in lines_on(work, case_id)]
    assert len(set(labels)) == 12


def test_lines_of_an_agency_that_only_checks_wait_for_its_answer(cast: Cast) -> None:
    case_id = open_case(cast)
    with pytest.raises(Refused, match="Answer first"):
        line(cast, "health_rep", case_id, "Seen in March")


@pytest.mark.parametrize("name", ["chair", "coordinator", "auditor"])
def test_no_hat_records_or_decides_for_an_agency(cast: Cast, name: str) -> None:
    case_id = open_case(cast)
    with pytest.raises(Refused), working(cast, name) as work:
        record_line(work, work.find(Case, case_id), "Something")
    line_id = line(cast, "council_rep", case_id, "Rent arrears")
    shared(cast, "council_rep", line_id, Sharing.SEATED)
    with pytest.raises((Refused, NotFound)):
        shared(cast, name, line_id, Sharing.PRIVATE)


def test_another_agency_decides_nothing_about_a_line_it_reads(cast: Cast) -> None:
    case_id = open_case(cast)
    line_id = line(cast, "council_rep", case_id, "Rent arrears")
    shared(cast, "council_rep", line_id, Sharing.SEATED)
    steps: list[Callable[[Any, Line], Any]] = [
        lambda work, row: decide(work, row, Sharing.PRIVATE),
        lambda work, row: correct_line(work, row, "Nothing"),
        lambda work, row: mark_said(work, row, uuid4()),
    ]
    for step in steps:
        with pytest.raises(Refused), working(cast, "police_rep") as work:
            step(work, work.find(Line, line_id))


def test_a_closed_case_takes_no_lines(cast: Cast) -> None:
    case_id = open_case(cast)
    line_id = line(cast, "council_rep", case_id, "Rent arrears")
    set_status(cast, case_id, CaseStatus.CLOSED)
    with pytest.raises(Refused, match="closed"):
        line(cast, "council_rep", case_id, "More")
    with pytest.raises(Refused, match="closed"):
        shared(cast, "council_rep", line_id, Sharing.SEATED)


def test_a_line_is_said_once_by_its_owner_or_the_minute_taker(cast: Cast) -> None:
    case_id = open_case(cast)
    place = hearing(cast, case_id, meeting(cast))
    own = line(cast, "council_rep", case_id, "Rent arrears")
    with working(cast, "council_rep") as work:
        row = work.find(Line, own)
        assert mark_said(work, row, place).id == mark_said(work, row, place).id
    with pytest.raises(NotFound), working(cast, "coordinator") as work:
        mark_said(work, work.find(Line, own), place)
    shared(cast, "council_rep", own, Sharing.SEATED)
    with working(cast, "coordinator") as work:
        mark_said(work, work.find(Line, own), place)
        assert len(work.all(select(Said))) == 1
    assert len(events(cast, Verb.LINE_SAID, case_id)) == 1


def test_only_what_was_shared_in_writing_may_stand_on_paper(cast: Cast) -> None:
    case_id = open_case(cast)
    ids = {sharing: line(cast, "council_rep", case_id, sharing.value) for sharing in Sharing}
    shared(cast, "council_rep", ids[Sharing.SEATED], Sharing.SEATED)
    shared(cast, "council_rep", ids[Sharing.NAMED], Sharing.NAMED, named=[cast.agencies["police"]])
    shared(cast, "council_rep", ids[Sharing.SAY_ONLY], Sharing.SAY_ONLY, bears_on="victim")
    shared(cast, "council_rep", ids[Sharing.WITHHELD], Sharing.WITHHELD, withholding=WithholdingReason.THIRD_PARTY)
    with working(cast, "council_rep") as work:
        assert {row.text for row in shared_lines_on(work, case_id)} == {"seated", "named"}
        assert len(lines_on(work, case_id)) == 5


def test_a_person_of_another_case_is_not_found(cast: Cast) -> None:
    case_id = open_case(cast)
    open_case(cast, "ALDER")
    with pytest.raises(NotFound), working(cast, "council_rep") as work:
        record_line(work, work.find(Case, case_id), "Text", person_id=cast.people["ALDER.victim"])
