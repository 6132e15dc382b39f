"""Meetings and their lists, on the real database."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import col, select

from agencies.models import Research
from agencies.operations.research import check_seat, return_nils
from agenda import timetable
from agenda.models import Hearing, ListVersion, Meeting
from agenda.operations import listing
from agenda.operations.proposals import add_seat
from agenda.operations.publishing import publish, to_ask
from marac import clock
from marac.cases.models import Case
from marac.cases.operations.seats import raise_wall
from marac.proceedings import HearingStatus, MeetingStatus
from marac.store.audit import AuditEvent
from marac.store.people import Agency
from marac.store.seats import Seat
from marac.store.work import open_work
from marac.verbs import Verb
from marac.vocabulary import ALLOWED, CaseStatus, Refused, SeatKind
from tests.agenda.planning import a_meeting, a_published_list, confirmed, listed, published
from tests.cast import Cast, open_case


def order(cast: Cast, meeting: UUID) -> list[str]:
    with open_work(cast.store, cast["coordinator"]) as work:
        hearings = listing.places(work, work.find(Meeting, meeting))
        return [work.find(Case, hearing.case_id).code for hearing in hearings]


def test_research_is_due_at_noon_one_working_day_before() -> None:
    monday = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    assert timetable.research_due(monday, 1, monday - timedelta(days=9)) == datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert timetable.research_due(monday, 0, monday - timedelta(days=9)) == datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert timetable.research_due(monday, 1, monday - timedelta(hours=1)) == monday


def test_noon_is_noon_in_london_in_summer_too() -> None:
    tuesday = datetime(2026, 7, 14, 8, 30, tzinfo=UTC)
    assert timetable.research_due(tuesday, 1, tuesday - timedelta(days=9)) == datetime(2026, 7, 13, 11, tzinfo=UTC)


def test_children_come_first_and_pinned_cases_stay() -> None:
    cases = ["a", "B", "c", "D", "e"]
    ordered = timetable.children_first(cases, str.isupper, lambda case: case == "a")
    assert ordered == ["a", "B", "D", "c", "e"]


def test_a_meeting_is_convened_with_its_research_date(cast: Cast) -> None:
    starts_at = datetime.combine(clock.today() + timedelta(days=20), timetable.RESEARCH_HOUR, UTC)
    meeting = a_meeting(cast, starts_at)
    with open_work(cast.store, cast["police_rep"]) as work:
        kept = work.find(Meeting, meeting)
        assert kept.status is MeetingStatus.PLANNED
        assert kept.research_due_at == timetable.research_due(starts_at, 1, clock.now())


@pytest.mark.parametrize("name", ["police_rep", "idva", "auditor", "administrator", "contributor"])
def test_others_convene_nothing(cast: Cast, name: str) -> None:
    with pytest.raises(Refused, match="coordinator"), open_work(cast.store, cast[name]) as work:
        listing.convene(work, clock.now() + timedelta(days=3), "Anywhere")


def test_a_referral_is_accepted_by_being_listed_and_comes_last(cast: Cast) -> None:
    meeting = a_meeting(cast)
    open_case(cast, "HERON", CaseStatus.REFERRED)
    listed(cast, meeting, "HERON", "ALDER")
    assert order(cast, meeting) == ["HERON", "ALDER"]
    with open_work(cast.store, cast["coordinator"]) as work:
        assert work.find(Case, cast.cases["HERON"]).status is CaseStatus.LISTED


def test_a_case_stands_on_one_list_only(cast: Cast) -> None:
    meeting, other = a_meeting(cast), a_meeting(cast)
    listed(cast, meeting, "HERON")
    with pytest.raises(Refused, match="on a list already"):
        listed(cast, other, "HERON")


def test_cases_move_up_and_down_past_those_that_are_pinned(cast: Cast) -> None:
    meeting = a_meeting(cast)
    hearings = listed(cast, meeting, "HERON", "ALDER", "TEAL")
    with open_work(cast.store, cast["coordinator"]) as work:
        listing.plan(work, work.find(Hearing, hearings["ALDER"]), 12, pinned=True)
    with open_work(cast.store, cast["chair"]) as work:
        listing.move(work, work.find(Hearing, hearings["TEAL"]), up=True)
    assert order(cast, meeting) == ["TEAL", "ALDER", "HERON"]
    with open_work(cast.store, cast["chair"]) as work:
        listing.move(work, work.find(Hearing, hearings["TEAL"]), up=True)
    assert order(cast, meeting) == ["TEAL", "ALDER", "HERON"]


def test_no_event_of_a_move_speaks_of_two_cases(cast: Cast) -> None:
    meeting = a_meeting(cast)
    hearings = listed(cast, meeting, "HERON", "ALDER")
    with open_work(cast.store, cast["coordinator"]) as work:
        listing.move(work, work.find(Hearing, hearings["ALDER"]), up=True)
    for event in events(cast, Verb.CASE_MOVED):
        assert sum(item["t"] == "hearing" for item in event.items) <= 1


def test_a_suggested_order_puts_children_first(cast: Cast) -> None:
    meeting = a_meeting(cast)
    listed(cast, meeting, "HERON", "ALDER", "TEAL")
    with open_work(cast.store, cast["coordinator"]) as work:
        case = work.find(Case, cast.cases["TEAL"])
        work.require(ALLOWED, case)
        case.children = 2
        work.log(Verb.REFERRAL_CHANGED, case)
        listing.suggest_order(work, work.find(Meeting, meeting))
    assert order(cast, meeting) == ["TEAL", "HERON", "ALDER"]


def test_a_list_waits_for_every_case_to_have_its_seats(cast: Cast) -> None:
    meeting = a_meeting(cast)
    hearings = listed(cast, meeting, "HERON", "ALDER")
    confirmed(cast, hearings["HERON"])
    with pytest.raises(Refused, match="1 case has no seats confirmed"):
        published(cast, meeting)


def test_the_chair_does_not_publish(cast: Cast) -> None:
    meeting = a_meeting(cast)
    with pytest.raises(Refused, match="coordinator"), open_work(cast.store, cast["chair"]) as work:
        publish(work, work.find(Meeting, meeting))


def test_publishing_stands_the_times_and_asks_each_agency_once(cast: Cast) -> None:
    meeting, hearings = a_published_list(cast, "HERON", "ALDER")
    with open_work(cast.store, cast["coordinator"]) as work:
        kept = work.find(Meeting, meeting)
        assert (kept.status, kept.list_version) == (MeetingStatus.PUBLISHED, 1)
        second = work.find(Hearing, hearings["ALDER"])
        assert second.slot_at == kept.starts_at + timedelta(minutes=12)
        assert second.listed_in == 1
        asked = work.all(select(Research).where(Research.meeting_id == meeting))
        pairs = {(one.case_id, one.agency_id) for one in asked}
        assert len(asked) == len(pairs)
        seated = work.all(select(Seat).where(col(Seat.until_at).is_(None)))
        assert {(seat.case_id, seat.agency_id) for seat in seated} == pairs
        assert all(one.due_at == kept.research_due_at for one in asked)


def test_a_second_version_asks_only_the_newly_seated_and_shows_what_came_later(cast: Cast) -> None:
    meeting, hearings = a_published_list(cast, "HERON")
    with open_work(cast.store, cast["coordinator"]) as work:
        before = {one.id for one in work.all(select(Research))}
    hearings |= listed(cast, meeting, "ALDER")
    confirmed(cast, hearings["ALDER"])
    with open_work(cast.store, cast["chair"]) as work:
        add_seat(work, work.find(Hearing, hearings["HERON"]), work.find(Agency, cast.agencies["fire"]),
                 SeatKind.CHECK, "Petrol was bought.")  # fmt: skip
    assert published(cast, meeting) == 2
    with open_work(cast.store, cast["coordinator"]) as work:
        new = [one for one in work.all(select(Research)) if one.id not in before]
        heron = [one.agency_id for one in new if one.case_id == cast.cases["HERON"]]
        assert heron == [cast.agencies["fire"]]
        assert work.find(Hearing, hearings["HERON"]).listed_in == 1
        assert work.find(Hearing, hearings["ALDER"]).listed_in == 2
        numbers = work.all(select(ListVersion.number).where(ListVersion.meeting_id == meeting))
        assert sorted(numbers) == [1, 2]


def test_a_check_seat_opens_with_the_publication_and_not_before(cast: Cast) -> None:
    meeting = a_meeting(cast)
    hearings = listed(cast, meeting, "HERON")
    with open_work(cast.store, cast["chair"]) as work:
        add_seat(work, work.find(Hearing, hearings["HERON"]), work.find(Agency, cast.agencies["fire"]),
                 SeatKind.CHECK, "Petrol was bought.")  # fmt: skip
    with open_work(cast.store, cast["outsider"]) as work:
        assert not work.all(select(Case))
        assert not work.all(select(Hearing))
    confirmed(cast, hearings["HERON"])
    published(cast, meeting)
    with open_work(cast.store, cast["outsider"]) as work:
        assert [case.code for case in work.all(select(Case))] == ["HERON"]
        assert len(work.all(select(Research))) == 1


def test_each_disclosure_of_a_list_names_one_agency(cast: Cast) -> None:
    a_published_list(cast, "HERON", "ALDER")
    told = [event for event in events(cast, Verb.LIST_PUBLISHED) if event.recipients]
    assert all(len(event.recipients) == 1 and event.case_id for event in told)
    seated = {"police", "council", "health", "new_era", "programme", "landlord"}
    heron = {UUID(event.recipients[0]["agency"]) for event in told if event.case_id == cast.cases["HERON"]}
    assert heron == {cast.agencies[name] for name in seated}


def test_an_agency_walled_as_a_whole_is_neither_told_nor_asked(cast: Cast) -> None:
    meeting = a_meeting(cast)
    hearings = listed(cast, meeting, "HERON")
    confirmed(cast, *hearings.values())
    with open_work(cast.store, cast["coordinator"]) as work:
        raise_wall(work, work.find(Case, cast.cases["HERON"]), "works there", agency_id=cast.agencies["health"])
    published(cast, meeting)
    told = [event.recipients[0]["agency"] for event in events(cast, Verb.LIST_PUBLISHED) if event.recipients]
    assert str(cast.agencies["health"]) not in told
    with open_work(cast.store, cast["coordinator"]) as work:
        assert cast.agencies["health"] not in {one.agency_id for one in work.all(select(Research))}


def test_who_has_answered_is_neither_proposed_nor_asked_again(cast: Cast) -> None:
    meeting, hearings = a_published_list(cast, "HERON")
    with open_work(cast.store, cast["health_rep"]) as work:
        return_nils(work, work.all(select(Research)), "A person")
    confirmed(cast, hearings["HERON"])
    with open_work(cast.store, cast["coordinator"]) as work:
        asked = to_ask(work, work.find(Meeting, meeting), [work.find(Hearing, hearings["HERON"])])
        assert not asked


def test_a_case_listed_again_is_asked_about_again(cast: Cast) -> None:
    meeting, hearings = a_published_list(cast, "HERON")
    with open_work(cast.store, cast["chair"]) as work:
        listing.remove(work, work.find(Hearing, hearings["HERON"]), "Wrong day.", "Police watch the house.")
    listed(cast, meeting, "HERON")
    confirmed(cast, hearings["HERON"])
    published(cast, meeting)
    with open_work(cast.store, cast["health_rep"]) as work:
        research = work.all(select(Research))[0]
        assert check_seat(work, research) is not None


def test_the_walled_learn_nothing_of_a_published_case(cast: Cast) -> None:
    a_published_list(cast, "HERON")
    with open_work(cast.store, cast["walled_rep"]) as work:
        assert not work.all(select(Hearing))
        assert not work.all(select(Research))


def test_a_case_taken_off_waits_for_another_list_and_its_checks_end(cast: Cast) -> None:
    meeting = a_meeting(cast)
    hearings = listed(cast, meeting, "HERON")
    with open_work(cast.store, cast["coordinator"]) as work:
        listing.remove(work, work.find(Hearing, hearings["HERON"]), "The referrer cannot come.")
    with open_work(cast.store, cast["coordinator"]) as work:
        assert work.find(Hearing, hearings["HERON"]).status is HearingStatus.REMOVED
        assert work.find(Case, cast.cases["HERON"]).status is CaseStatus.ACCEPTED
        kinds = {seat.kind for seat in listing.open_seats(work, cast.cases["HERON"])}
        assert SeatKind.CHECK not in kinds
    again = listed(cast, meeting, "HERON")
    assert again == hearings
    with open_work(cast.store, cast["coordinator"]) as work:
        hearing = work.find(Hearing, again["HERON"])
        assert (hearing.status, hearing.seats_confirmed_at) == (HearingStatus.LISTED, None)


def test_once_published_only_the_chair_takes_a_case_off(cast: Cast) -> None:
    _, hearings = a_published_list(cast, "HERON")
    with pytest.raises(Refused, match="only the chair"), open_work(cast.store, cast["coordinator"]) as work:
        listing.remove(work, work.find(Hearing, hearings["HERON"]), "Moved away.")
    with open_work(cast.store, cast["chair"]) as work:
        listing.remove(work, work.find(Hearing, hearings["HERON"]), "Moved away.", "Police watch the house.")


def events(cast: Cast, verb: Verb) -> list[AuditEvent]:
    with open_work(cast.store, cast["auditor"]) as work:
        return work.all(select(AuditEvent).where(AuditEvent.verb == verb))
