"""Research: agencies are asked, answer person by person, return, and what each answer does to their seat."""

import pytest
from sqlmodel import select

from agencies.models import Line, Research, ResearchPerson
from agencies.operations.lines import decide, lines_on, record_line
from agencies.operations.research import (
    answer,
    people_of,
    reopen,
    request_research,
    return_nils,
    return_research,
    withdraw_return,
)
from agencies.operations.worklist import asked, shrunk
from marac import clock
from marac.cases.models import Case, Referral
from marac.cases.operations.seats import end_seat, give_seat
from marac.store.seats import Seat, in_force
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import CaseStatus, NotFound, Refused, ResearchAnswer, SeatKind, Sharing
from tests.agencies.scene import ask, events, heron, line, meeting, research_of, set_status, working
from tests.cast import Cast, open_case

NIL, KNOWN = ResearchAnswer.NOT_KNOWN, ResearchAnswer.KNOWN


def answer_all(work: Work, research: Research, said: ResearchAnswer) -> None:
    for person in people_of(work, research.case_id):
        answer(work, research, person.id, said, "SystmOne, J Bird")


def test_asking_again_keeps_the_one_request(cast: Cast) -> None:
    case_id = open_case(cast)
    when = meeting(cast)
    first = ask(cast, case_id, when, "health", days=2)["health"]
    assert ask(cast, case_id, when, "health", days=1)["health"] == first
    with working(cast, "health_rep") as work:
        assert (research_of(work, first).due_at - clock.now()).days < 1
    assert len(events(cast, Verb.RESEARCH_REQUESTED)) == 2
    assert events(cast, Verb.RESEARCH_REQUESTED)[0].recipients == [{"agency": str(cast.agencies["health"])}]


def test_only_coordinator_and_chair_ask(cast: Cast) -> None:
    case_id, _ = heron(cast)
    with pytest.raises(Refused, match="coordinator"), working(cast, "police_rep") as work:
        seat = work.all(select(Seat).where(Seat.case_id == case_id))[0]
        request_research(work, case_id, seat.agency_id, meeting(cast), seat, clock.now())


def test_knowing_somebody_turns_the_check_into_a_case_seat_at_once(cast: Cast) -> None:
    case_id, ids = heron(cast)
    line_id = line(cast, "police_rep", case_id, "He was arrested in May")
    with working(cast, "police_rep") as work:
        decide(work, work.find(Line, line_id), Sharing.SEATED)
    with working(cast, "health_rep") as work:
        assert work.first(select(Referral)) is None
        research = research_of(work, ids["health"])
        answer(work, research, cast.people["HERON.victim"], KNOWN)
    with working(cast, "health_rep") as work:
        assert work.first(select(Referral)) is not None
        seat = work.all(select(Seat).where(Seat.agency_id == cast.agencies["health"]))[0]
        assert seat.kind is SeatKind.CASE
    opened = events(cast, Verb.LINE_OPENED_TO_SEAT, case_id)[-1]
    assert [named["id"] for named in opened.items if named["t"] == "line"] == [str(line_id)]
    assert opened.recipients == [{"agency": str(cast.agencies["health"])}]


@pytest.mark.parametrize("said", [ResearchAnswer.COULD_NOT_SEARCH, NIL])
def test_other_answers_leave_the_seat_a_check(cast: Cast, said: ResearchAnswer) -> None:
    _, ids = heron(cast)
    with working(cast, "health_rep") as work:
        answer(work, research_of(work, ids["health"]), cast.people["HERON.victim"], said)
    with working(cast, "health_rep") as work:
        seats = work.all(select(Seat).where(Seat.agency_id == cast.agencies["health"]))
        assert [seat.kind for seat in seats] == [SeatKind.CHECK]


def test_a_nil_for_everybody_ends_the_check_and_leaves_a_code_and_a_date(cast: Cast) -> None:
    case_id, ids = heron(cast)
    with working(cast, "health_rep") as work:
        return_nils(work, [research_of(work, ids["health"])], "SystmOne, J Bird")
    with working(cast, "health_rep") as work:
        assert work.first(select(Case)) is None
        assert asked(work) == []
        [left] = shrunk(work, [])
        assert left.code == "HERON"
    with working(cast, "coordinator") as work:
        research = research_of(work, ids["health"])
        assert research.returned_at is not None
        assert research.searched_by == "SystmOne, J Bird"
        answers = work.all(select(ResearchPerson).where(ResearchPerson.research_id == research.id))
        assert {row.answer for row in answers} == {NIL}
        assert len(answers) == 3
        held = select(Seat).where(Seat.case_id == case_id, Seat.agency_id == cast.agencies["health"], in_force())
        assert work.first(held) is None


def test_a_nil_from_a_case_seat_keeps_the_seat(cast: Cast) -> None:
    _, ids = heron(cast)
    with working(cast, "council_rep") as work:
        return_nils(work, [research_of(work, ids["council"])], "housing system, A Field")
    with working(cast, "council_rep") as work:
        assert [row.returned for row in asked(work)] == [True]


def test_no_nil_in_bulk_where_lines_were_recorded(cast: Cast) -> None:
    case_id, ids = heron(cast)
    line(cast, "council_rep", case_id, "Tenant since 2019")
    with pytest.raises(Refused, match="recorded lines"), working(cast, "council_rep") as work:
        return_nils(work, [research_of(work, ids["council"])], "housing system, A Field")


def test_a_return_needs_every_person_answered(cast: Cast) -> None:
    _, ids = heron(cast)
    with pytest.raises(Refused, match="no answer"), working(cast, "council_rep") as work:
        research = research_of(work, ids["council"])
        answer(work, research, cast.people["HERON.victim"], KNOWN)
        return_research(work, research)


def test_could_not_search_keeps_it_due(cast: Cast) -> None:
    _, ids = heron(cast)
    with pytest.raises(Refused, match="could not be searched"), working(cast, "council_rep") as work:
        research = research_of(work, ids["council"])
        answer_all(work, research, ResearchAnswer.COULD_NOT_SEARCH)
        return_research(work, research)


def test_a_return_needs_every_line_decided_or_private_on_purpose(cast: Cast) -> None:
    case_id, ids = heron(cast)
    line_id = line(cast, "council_rep", case_id, "Tenant since 2019")
    with working(cast, "council_rep") as work:
        answer_all(work, research_of(work, ids["council"]), KNOWN)
    with pytest.raises(Refused, match="undecided"), working(cast, "council_rep") as work:
        return_research(work, research_of(work, ids["council"]))
    with working(cast, "council_rep") as work:
        decide(work, work.find(Line, line_id), Sharing.PRIVATE)
        return_research(work, research_of(work, ids["council"]))
        assert research_of(work, ids["council"]).returned_at is not None


def test_a_return_is_withdrawn_until_the_case_is_heard(cast: Cast) -> None:
    case_id, ids = heron(cast)
    with working(cast, "council_rep") as work:
        return_nils(work, [research_of(work, ids["council"])], "housing system, A Field")
    with pytest.raises(Refused, match="Withdraw"), working(cast, "council_rep") as work:
        answer(work, research_of(work, ids["council"]), cast.people["HERON.victim"], KNOWN)
    with working(cast, "council_rep") as work:
        withdraw_return(work, research_of(work, ids["council"]))
        answer(work, research_of(work, ids["council"]), cast.people["HERON.victim"], KNOWN)
        return_research(work, research_of(work, ids["council"]))
    set_status(cast, case_id, CaseStatus.HEARD)
    with pytest.raises(Refused, match="heard"), working(cast, "council_rep") as work:
        withdraw_return(work, research_of(work, ids["council"]))


def test_late_knowledge_after_a_nil_goes_by_the_coordinator(cast: Cast) -> None:
    _, ids = heron(cast)
    with working(cast, "health_rep") as work:
        return_nils(work, [research_of(work, ids["health"])], "SystmOne, J Bird")
    with pytest.raises(NotFound), working(cast, "health_rep") as work:
        research_of(work, ids["health"])
    with working(cast, "coordinator") as work:
        reopen(work, research_of(work, ids["health"]))
    with working(cast, "health_rep") as work:
        answer(work, research_of(work, ids["health"]), cast.people["HERON.perpetrator"], KNOWN)
        assert [row.returned for row in asked(work)] == [False]
        assert shrunk(work, asked(work)) == []


def test_only_the_meeting_reopens(cast: Cast) -> None:
    _, ids = heron(cast)
    with pytest.raises(Refused, match="coordinator"), working(cast, "council_rep") as work:
        reopen(work, research_of(work, ids["council"]))


@pytest.mark.parametrize("stranger", ["outsider", "walled_rep", "auditor", "administrator", "council_rep", "officer"])
def test_nobody_finds_what_another_agency_was_asked(cast: Cast, stranger: str) -> None:
    _, ids = heron(cast, "health")
    with pytest.raises(NotFound), working(cast, stranger) as work:
        research_of(work, ids["health"])


def test_another_case_s_person_is_not_found(cast: Cast) -> None:
    _, ids = heron(cast)
    open_case(cast, "ALDER")
    with pytest.raises(NotFound), working(cast, "council_rep") as work:
        answer(work, research_of(work, ids["council"]), cast.people["ALDER.victim"], KNOWN)


def test_the_perpetrators_side_answers_for_the_perpetrator_alone(cast: Cast) -> None:
    _, ids = heron(cast, "programme")
    with working(cast, "programme_worker") as work:
        research = research_of(work, ids["programme"])
        assert [person.id for person in people_of(work, research.case_id)] == [cast.people["HERON.perpetrator"]]
        answer(work, research, cast.people["HERON.perpetrator"], KNOWN)
        return_research(work, research)
    with pytest.raises(NotFound), working(cast, "programme_worker") as work:
        withdraw_return(work, research_of(work, ids["programme"]))
        answer(work, research_of(work, ids["programme"]), cast.people["HERON.victim"], KNOWN)


def test_somebody_asked_about_one_child_answers_for_that_child_alone(cast: Cast) -> None:
    """S7: a seat for one person, held by one member."""
    case_id, child = open_case(cast), cast.people["HERON.child"]
    with working(cast, "coordinator") as work:
        case, council, member = work.find(Case, case_id), cast.agencies["council"], cast.members["contributor"]
        seat = give_seat(work, case, council, SeatKind.CHECK, "on roll?", member_id=member, person_id=child)
        end_seat(work, work.all(select(Seat).where(Seat.agency_id == council, Seat.id != seat.id, in_force()))[0])
        asked_id = request_research(work, case_id, council, meeting(cast), seat, clock.now()).id
    with working(cast, "contributor") as work:
        research = research_of(work, asked_id)
        assert [person.id for person in people_of(work, case_id)] == [child]
        answer(work, research, child, KNOWN, "Arbor")
        line = record_line(work, work.find(Case, case_id), "On roll; often late on Mondays")
        assert line.person_id == child
        decide(work, line, Sharing.SEATED)
        return_research(work, research)
    with working(cast, "council_rep") as work:
        assert work.first(select(Research)) is None
    with working(cast, "police_rep") as work:
        assert [row.text for row in lines_on(work, case_id)] == ["On roll; often late on Mondays"]
