"""Meetings and the published list, as each may see them."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from agencies.models import Research
from agencies.operations.research import return_nils
from agenda.models import Hearing, Meeting
from agenda.operations import listing
from marac import clock
from marac.cases.models import Case
from marac.cases.operations.seats import end_seat
from marac.clock import LONDON
from marac.proceedings import MeetingStatus
from marac.store.work import open_work
from marac.verbs import Verb
from marac.vocabulary import ALLOWED
from tests.agenda.planning import a_meeting, a_published_list, confirmed, listed, published
from tests.agenda.sitting import sit
from tests.cases.refer_visit import words
from tests.cast import Cast
from tests.conftest import ClientOf


def at(cast: Cast, hat: str, *rest: Any) -> str:
    return "/".join(["/m", cast.slug, hat, "meetings", *map(str, rest)])


def a_morning() -> datetime:
    """Half past nine in London, ten days from now."""
    day = clock.today() + timedelta(days=10)
    return datetime(day.year, day.month, day.day, 9, 30, tzinfo=LONDON).astimezone(UTC)


def test_an_agency_reads_of_its_own_cases_and_first_time_only(client_of: ClientOf, cast: Cast) -> None:
    meeting, _ = a_published_list(cast, "HERON", "ALDER", starts_at=a_morning())
    with open_work(cast.store, cast["coordinator"]) as work:
        for seat in listing.open_seats(work, cast.cases["HERON"]):
            if seat.agency_id == cast.agencies["health"]:
                end_seat(work, seat)
    said = words(client_of("health_rep").get(at(cast, "representative")))
    assert "Your agency: 1 case, your first case about 09:42" in said
    listed_for = words(client_of("health_rep").get(at(cast, "representative", meeting)))
    assert "ALDER" in listed_for
    assert "HERON" not in listed_for
    assert "of 2" not in listed_for


def test_before_publication_an_agency_sees_no_case(client_of: ClientOf, cast: Cast) -> None:
    meeting = a_meeting(cast)
    listed(cast, meeting, "HERON")
    assert "List not published yet" in words(client_of("police_rep").get(at(cast, "representative")))
    said = words(client_of("police_rep").get(at(cast, "representative", meeting)))
    assert "The list is not published yet." in said
    assert "HERON" not in said


@pytest.mark.parametrize("name", ["outsider", "walled_rep"])
def test_an_agency_not_asked_reads_that_there_is_nothing_for_it(client_of: ClientOf, cast: Cast, name: str) -> None:
    meeting, _ = a_published_list(cast, "HERON")
    answer = client_of(name).get(at(cast, "representative", meeting))
    assert "Nothing for your agency in this list." in words(answer)
    assert "HERON" not in answer.text
    assert "Okafor" not in answer.text


def test_a_check_sees_whom_to_search_for_and_not_why(client_of: ClientOf, cast: Cast) -> None:
    meeting = a_meeting(cast)
    hearings = listed(cast, meeting, "HERON")
    with open_work(cast.store, cast["coordinator"]) as work:
        case = work.find(Case, cast.cases["HERON"])
        work.require(ALLOWED, case)
        case.stalking = case.repeat = True
        work.log(Verb.REFERRAL_CHANGED, case)
    confirmed(cast, *hearings.values())
    published(cast, meeting)
    checks = words(client_of("health_rep").get(at(cast, "representative", meeting)))
    assert "Victim: OKAFOR, Sam" in checks
    assert "Your part: check" in checks
    assert "Asked" in checks
    assert "Stalking" not in checks
    assert "Repeat" not in checks
    seated = words(client_of("council_rep").get(at(cast, "representative", meeting)))
    assert "Your part: case" in seated
    assert "Stalking" in seated


def test_the_perpetrators_side_sees_the_perpetrator_alone(client_of: ClientOf, cast: Cast) -> None:
    meeting, _ = a_published_list(cast, "HERON")
    answer = client_of("programme_worker").get(at(cast, "representative", meeting))
    assert "Perpetrator: VANCE, Sam" in words(answer)
    assert "OKAFOR" not in answer.text
    assert "LOWE" not in answer.text
    assert "New" not in re.findall(r"govuk-tag[^>]*>([^<]*)<", answer.text)


def test_a_list_has_no_numbers_that_betray_a_gap(client_of: ClientOf, cast: Cast) -> None:
    meeting, hearings = a_published_list(cast, "HERON", "ALDER", "TEAL", starts_at=a_morning())
    with open_work(cast.store, cast["coordinator"]) as work:
        places = {work.find(Hearing, key).position for key in hearings.values()}
    text = client_of("idva").get(at(cast, "advocate", meeting)).text
    table = re.sub(r"<[^>]+>", " ", text[text.index("<tbody") : text.index("</tbody")])
    assert places == {1, 2, 3}
    assert re.findall(r"\d+", re.sub(r"\d\d:\d\d", "", table)) == []


def test_a_nil_return_shrinks_to_a_code_and_a_date(client_of: ClientOf, cast: Cast) -> None:
    meeting, _ = a_published_list(cast, "HERON")
    with open_work(cast.store, cast["health_rep"]) as work:
        return_nils(work, work.all(select(Research)), "A person")
    answer = client_of("health_rep").get(at(cast, "representative", meeting))
    assert re.search(r"Returned nil by your agency Case Returned HERON \d+ \w+ \d{4}", words(answer))
    assert "OKAFOR" not in answer.text


def test_what_was_added_later_says_so(client_of: ClientOf, cast: Cast) -> None:
    meeting, hearings = a_published_list(cast, "HERON")
    hearings |= listed(cast, meeting, "ALDER")
    confirmed(cast, hearings["ALDER"])
    before = words(client_of("council_rep").get(at(cast, "representative", meeting)))
    assert "ALDER" not in before
    published(cast, meeting)
    said = words(client_of("council_rep").get(at(cast, "representative", meeting)))
    assert "Version 2" in said
    assert re.search(r"ALDER .{0,30}Added in version 2", said)
    assert not re.search(r"HERON .{0,30}Added", said)


def test_a_move_is_not_told_before_it_is_published(client_of: ClientOf, cast: Cast) -> None:
    meeting, hearings = a_published_list(cast, "HERON", "ALDER", starts_at=a_morning())
    with open_work(cast.store, cast["coordinator"]) as work:
        listing.move(work, work.find(Hearing, hearings["ALDER"]), up=True)
    assert "09:42 ALDER" in words(client_of("idva").get(at(cast, "advocate", meeting)))
    published(cast, meeting)
    assert "09:30 ALDER" in words(client_of("idva").get(at(cast, "advocate", meeting)))


def test_chair_and_coordinator_see_every_case_and_the_auditor_codes_alone(client_of: ClientOf, cast: Cast) -> None:
    meeting, _ = a_published_list(cast, "HERON", "ALDER")
    for name in ("chair", "coordinator"):
        said = words(client_of(name).get(at(cast, name, meeting)))
        assert said.count("OKAFOR, Sam") == 2
    answer = client_of("auditor").get(at(cast, "auditor", meeting))
    assert "HERON" in answer.text
    assert "OKAFOR" not in answer.text


def test_an_observer_sees_when_and_no_case(client_of: ClientOf, cast: Cast) -> None:
    meeting, _ = a_published_list(cast, "HERON")
    answer = client_of("observer").get(at(cast, "observer", meeting))
    assert answer.status_code == 200
    assert "HERON" not in answer.text
    assert "HERON" not in client_of("observer").get(at(cast, "observer")).text


def test_an_administrator_is_refused_with_the_reason(client_of: ClientOf, cast: Cast) -> None:
    answer = client_of("administrator").get(at(cast, "administrator"))
    assert answer.status_code == 403
    assert "Meetings are for those who come to them" in words(answer)


def test_a_meeting_that_is_none_is_not_found(client_of: ClientOf, cast: Cast) -> None:
    assert client_of("chair").get(at(cast, "chair", uuid4())).status_code == 404


def test_a_list_on_paper_carries_codes_without_names(client_of: ClientOf, cast: Cast) -> None:
    meeting, _ = a_published_list(cast, "HERON")
    text = client_of("council_rep").get(at(cast, "representative", meeting)).text
    named = text.index("OKAFOR")
    assert "govuk-!-display-none-print" in text[named - 200 : named]


def test_names_are_not_in_the_title(client_of: ClientOf, cast: Cast) -> None:
    meeting, _ = a_published_list(cast, "HERON")
    text = client_of("chair").get(at(cast, "chair", meeting)).text
    title = re.search(r"<title>(.*?)</title>", text)
    assert title
    assert "OKAFOR" not in title[1].upper()


# Convening --------------------------------------------------------------


def convene(cast: Cast, **changed: str) -> dict[str, str]:
    day = clock.today() + timedelta(days=30)
    form = {
        "held_on-day": str(day.day),
        "held_on-month": str(day.month),
        "held_on-year": str(day.year),
        "held_at": "9.30",
        "venue": "Council chamber",
        "chair_id": str(cast.members["chair"]),
    }
    return {**form, **changed}


def meetings(cast: Cast) -> list[Meeting]:
    with open_work(cast.store, cast["chair"]) as work:
        return work.all(select(Meeting))


def test_the_coordinator_convenes_a_meeting(client_of: ClientOf, cast: Cast) -> None:
    client = client_of("coordinator")
    assert "1 working day before, at 12:00" in words(client.get(at(cast, "coordinator", "new")))
    answer = client.post(at(cast, "coordinator", "new"), data=convene(cast))
    assert answer.status_code == 303
    made = meetings(cast)[0]
    assert f"{made.starts_at.astimezone(LONDON):%H:%M}" == "09:30"
    assert made.research_due_at is not None
    assert f"{made.research_due_at.astimezone(LONDON):%H:%M}" == "12:00"
    assert made.chair_id == cast.members["chair"]
    assert "Council chamber" in words(client.get(at(cast, "coordinator")))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"held_at": "25:00"}, "Enter a time such as 9:30"),
        ({"held_on-day": "31", "held_on-month": "2"}, "Enter the date of the meeting"),
        ({"held_on-year": "2020"}, "The meeting must be in the future."),
        ({"venue": ""}, "Enter where it is held"),
        ({"chair_id": str(UUID(int=5))}, "Choose the chair from the list."),
        ({"chair_id": "somebody"}, "Choose the chair from the list."),
        ({"due_on-day": "1", "due_on-month": "1", "due_on-year": "2099"}, "Research must be due before"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    client_of: ClientOf, cast: Cast, changed: dict[str, str], said: str
) -> None:
    answer = client_of("coordinator").post(at(cast, "coordinator", "new"), data=convene(cast, **changed))
    assert answer.status_code == 422
    assert words(answer).count(said) >= 2
    if "venue" not in changed:
        assert 'value="Council chamber"' in answer.text
    assert not meetings(cast)


def test_a_member_who_is_no_chair_cannot_be_named(client_of: ClientOf, cast: Cast) -> None:
    form = convene(cast, chair_id=str(cast.members["idva"]))
    assert client_of("coordinator").post(at(cast, "coordinator", "new"), data=form).status_code == 422


@pytest.mark.parametrize(("name", "hat"), [("police_rep", "representative"), ("auditor", "auditor")])
def test_others_convene_none(client_of: ClientOf, cast: Cast, name: str, hat: str) -> None:
    assert client_of(name).get(at(cast, hat, "new")).status_code == 403
    answer = client_of(name).post(at(cast, hat, "new"), data=convene(cast))
    assert answer.status_code == 403
    assert "Only the coordinator or the chair convenes a meeting." in words(answer)


def test_meetings_are_grouped_by_day(client_of: ClientOf, cast: Cast) -> None:
    with clock.at(clock.now() - timedelta(days=30)):
        a_meeting(cast, clock.now() + timedelta(days=1))
    a_meeting(cast)
    said = words(client_of("chair").get(at(cast, "chair")))
    assert "Today No meeting today." in said
    assert re.search(r"Coming .*Planned.* Past .*Planned", said)


def test_an_observer_is_led_to_the_statement_of_a_meeting_that_begins(client_of: ClientOf, cast: Cast) -> None:
    sit(cast)
    page = client_of("observer").get(at(cast, "observer")).text
    assert "Read and accept the confidentiality statement" in page
    assert "Go to the meeting" not in page
    assert "Read and accept" not in client_of("police_rep").get(at(cast, "representative")).text


def test_a_meeting_is_prepared_until_it_is_closed(client_of: ClientOf, cast: Cast) -> None:
    meeting_id = sit(cast)
    chair = client_of("chair")
    said = words(chair.get(at(cast, "chair")))
    assert "When Cases State" in said and "Prepare the meeting of" in said
    assert "Go to the meeting" in words(chair.get(at(cast, "chair", meeting_id, "prepare")))
    with open_work(cast.store, cast["chair"]) as work:
        meeting = work.find(Meeting, meeting_id)
        work.require(ALLOWED, meeting)
        meeting.status = MeetingStatus.CLOSED
        work.log(Verb.MEETING_CLOSED, meeting)
    assert "Prepare the meeting of" not in words(chair.get(at(cast, "chair")))
    assert "Go to the meeting" not in words(chair.get(at(cast, "chair", meeting_id, "prepare")))
    assert "When For you State" in words(client_of("police_rep").get(at(cast, "representative")))
