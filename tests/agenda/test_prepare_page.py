"""Preparing a meeting in a browser without JavaScript."""

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx2 import Response
from sqlmodel import col, select

from agenda.models import Hearing, Meeting
from agenda.operations import listing
from agenda.operations.listing import open_seats
from marac.cases.models import Case
from marac.store.audit import AuditEvent
from marac.store.seats import Seat
from marac.store.work import open_work
from marac.verbs import Verb
from marac.vocabulary import CaseStatus
from tests.agenda.planning import a_meeting, a_published_list, confirmed, listed
from tests.agenda.test_proposals import say
from tests.cases.refer_visit import words
from tests.cast import Cast, open_case
from tests.conftest import ClientOf


def at(cast: Cast, hat: str, *rest: Any) -> str:
    return "/".join(["/m", cast.slug, hat, *map(str, rest)])


def prepare(cast: Cast, meeting: UUID, hat: str = "coordinator") -> str:
    return at(cast, hat, "meetings", meeting, "prepare")


def version(cast: Cast, meeting: UUID) -> int:
    with open_work(cast.store, cast["coordinator"]) as work:
        return work.find(Meeting, meeting).version


def codes(answer: Response) -> list[str]:
    return re.findall(r'<tr class="govuk-table__row" id="(\w+)"', answer.text)


def test_the_page_shows_cases_in_order_with_names_and_what_is_missing(client_of: ClientOf, cast: Cast) -> None:
    meeting = a_meeting(cast, chair="chair")
    listed(cast, meeting, "HERON", "ALDER")
    answer = client_of("coordinator").get(prepare(cast, meeting))
    said = words(answer)
    assert answer.status_code == 200
    assert codes(answer) == ["HERON", "ALDER"]
    assert "OKAFOR, Sam and VANCE, Sam" in said
    assert "2 cases with no seats confirmed" in said
    assert "2 of 20 cases. 0 h 24 min" in said
    assert "2 cases have no seats confirmed yet" in said


@pytest.mark.parametrize(
    ("name", "hat"),
    [("police_rep", "representative"), ("idva", "advocate"), ("auditor", "auditor"), ("contributor", "contributor")],
)
def test_others_are_refused_with_the_reason(client_of: ClientOf, cast: Cast, name: str, hat: str) -> None:
    meeting = a_meeting(cast)
    answer = client_of(name).get(prepare(cast, meeting, hat))
    assert answer.status_code == 403
    assert "Only the coordinator and the chair prepare a meeting." in words(answer)


def test_each_count_is_a_link_to_what_it_counts(client_of: ClientOf, cast: Cast) -> None:
    meeting = a_meeting(cast)
    hearings = listed(cast, meeting, "HERON", "ALDER")
    confirmed(cast, hearings["HERON"])
    client = client_of("chair")
    link = re.search(r'href="([^"]*show=unconfirmed)"', client.get(prepare(cast, meeting, "chair")).text)
    assert link
    assert codes(client.get(link[1])) == ["ALDER"]


def test_research_is_shown_as_a_grid(client_of: ClientOf, cast: Cast) -> None:
    meeting, _ = a_published_list(cast, "HERON")
    said = words(client_of("chair").get(prepare(cast, meeting, "chair")))
    assert "6 research returns awaited" in said
    assert "health 1 Asked" in said


def test_a_case_is_moved_and_said_to_be_and_keeps_the_focus(client_of: ClientOf, cast: Cast) -> None:
    meeting = a_meeting(cast)
    hearings = listed(cast, meeting, "HERON", "ALDER", "TEAL")
    client, move = client_of("coordinator"), at(cast, "coordinator", "meetings", meeting, "hearings")
    form = {"version": version(cast, meeting), "direction": "up"}
    answer = client.post(f"{move}/{hearings['TEAL']}/move", data=form)
    assert answer.status_code == 303
    shown = client.get(answer.headers["location"])
    assert codes(shown) == ["HERON", "TEAL", "ALDER"]
    assert "TEAL is now case 2 of 3, at" in words(shown)
    assert re.search(r'<button[^>]*id="up-TEAL"[^>]*autofocus', shown.text)


def test_with_htmx_the_list_alone_comes_back(client_of: ClientOf, cast: Cast) -> None:
    meeting = a_meeting(cast)
    hearings = listed(cast, meeting, "HERON", "ALDER")
    path = at(cast, "coordinator", "meetings", meeting, "hearings", hearings["HERON"], "move")
    form = {"version": version(cast, meeting), "direction": "down"}
    answer = client_of("coordinator").post(path, data=form, headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="order">')
    assert codes(answer) == ["ALDER", "HERON"]


def test_of_two_tabs_that_move_at_once_the_second_is_told(client_of: ClientOf, cast: Cast) -> None:
    meeting = a_meeting(cast)
    hearings = listed(cast, meeting, "HERON", "ALDER")
    client = client_of("coordinator")
    path = at(cast, "coordinator", "meetings", meeting, "hearings", hearings["ALDER"], "move")
    form = {"version": version(cast, meeting), "direction": "up"}
    assert client.post(path, data=form).status_code == 303
    answer = client.post(path, data=form | {"direction": "down"})
    assert answer.status_code == 409
    assert "Somebody changed this list while you looked at it." in words(answer)
    assert codes(answer) == ["ALDER", "HERON"]


@pytest.mark.parametrize("typed", ["", "-3", "abc", "９" * 30])
def test_a_version_that_is_none_conflicts(client_of: ClientOf, cast: Cast, typed: str) -> None:
    meeting = a_meeting(cast)
    hearings = listed(cast, meeting, "HERON")
    path = at(cast, "coordinator", "meetings", meeting, "hearings", hearings["HERON"], "move")
    assert client_of("coordinator").post(path, data={"version": typed}).status_code == 409


@pytest.mark.parametrize("rest", ["plan", "seats"])
def test_a_hearing_of_another_meeting_is_not_found(client_of: ClientOf, cast: Cast, rest: str) -> None:
    meeting, other = a_meeting(cast), a_meeting(cast)
    hearing = listed(cast, meeting, "HERON")["HERON"]
    client = client_of("coordinator")
    assert client.get(at(cast, "coordinator", "meetings", meeting, "hearings", hearing, rest)).status_code == 200
    assert client.get(at(cast, "coordinator", "meetings", other, "hearings", hearing, rest)).status_code == 404
    path = at(cast, "coordinator", "meetings", other, "hearings", hearing, "move")
    assert client.post(path, data={"version": 1}).status_code == 404


def test_length_pin_and_suggested_order(client_of: ClientOf, cast: Cast) -> None:
    meeting = a_meeting(cast)
    hearings = listed(cast, meeting, "HERON", "ALDER")
    client = client_of("coordinator")
    plan = at(cast, "coordinator", "meetings", meeting, "hearings", hearings["HERON"], "plan")
    answer = client.post(plan, data={"minutes": "0", "version": version(cast, meeting)})
    assert answer.status_code == 422
    assert "Enter a length from 3 to 90 minutes" in words(answer)
    form = {"minutes": "20", "pinned": "yes", "version": version(cast, meeting)}
    assert client.post(plan, data=form).status_code == 303
    said = words(client.get(prepare(cast, meeting)))
    assert "20 min" in said
    assert "Pinned" in said
    order = at(cast, "coordinator", "meetings", meeting, "order")
    assert client.post(order, data={"version": version(cast, meeting)}).status_code == 303


def test_a_case_is_taken_off_with_a_reason_and_by_the_chair_once_published(client_of: ClientOf, cast: Cast) -> None:
    meeting, hearings = a_published_list(cast, "HERON")
    rest = ("meetings", meeting, "hearings", hearings["HERON"], "remove")
    refused = client_of("coordinator").post(at(cast, "coordinator", *rest), data={"reason": "Moved away."})
    assert refused.status_code == 403
    assert "only the chair takes it off" in words(refused)
    chair = client_of("chair")
    answer = chair.post(at(cast, "chair", *rest), data={"reason": "Moved away."})
    assert answer.status_code == 422
    assert "Say what keeps the victim safe meanwhile." in words(answer)
    assert "Moved away." in answer.text
    form = {"reason": "Moved away.", "interim": "Police watch the house."}
    assert chair.post(at(cast, "chair", *rest), data=form).status_code == 303
    assert "Taken off this list Case Why HERON Moved away." in words(chair.get(prepare(cast, meeting, "chair")))


def test_a_reason_goes_into_no_event(cast: Cast, client_of: ClientOf) -> None:
    meeting = a_meeting(cast)
    hearing = listed(cast, meeting, "HERON")["HERON"]
    path = at(cast, "coordinator", "meetings", meeting, "hearings", hearing, "remove")
    client_of("coordinator").post(path, data={"reason": "zanzibar and nothing else"})
    with open_work(cast.store, cast["auditor"]) as work:
        events = work.all(select(AuditEvent).where(col(AuditEvent.case_id) == cast.cases["HERON"]))
        assert any(event.verb is Verb.CASE_REMOVED for event in events)
        assert not any("zanzibar" in f"{event.reason}{event.items}" for event in events)


# Seats ------------------------------------------------------------------


def seats(cast: Cast, meeting: UUID, hearing: UUID, hat: str = "coordinator", *rest: Any) -> str:
    return at(cast, hat, "meetings", meeting, "hearings", hearing, "seats", *rest)


def test_seats_are_proposed_with_reasons_and_confirmed(client_of: ClientOf, cast: Cast) -> None:
    meeting = a_meeting(cast)
    open_case(cast)
    say(cast, "HERON", {"grounds": {"history": "Petrol, twice."}, "handling": {"kept_from": "The neighbour."}})
    hearing = listed(cast, meeting, "HERON")["HERON"]
    client, path = client_of("coordinator"), seats(cast, meeting, hearing)
    shown = client.get(path)
    said = words(shown)
    assert "The referral speaks of fire." in said
    assert "The referrer says who must not see this case Warning: The neighbour." in said
    assert f'value="{cast.agencies["fire"]}" checked' in shown.text.replace("\n", " ")
    assert client.post(path, data={"agency": str(cast.agencies["fire"])}).status_code == 303
    assert "Seats confirmed by Coordinator" in words(client.get(path))
    with open_work(cast.store, cast["coordinator"]) as work:
        assert cast.agencies["fire"] in {seat.agency_id for seat in open_seats(work, cast.cases["HERON"])}


def test_what_the_referral_says_is_recorded_as_read(client_of: ClientOf, cast: Cast) -> None:
    meeting = a_meeting(cast)
    open_case(cast)
    say(cast, "HERON", {"grounds": {"history": "Petrol, twice."}})
    hearing = listed(cast, meeting, "HERON")["HERON"]
    client_of("coordinator").get(seats(cast, meeting, hearing))
    with open_work(cast.store, cast["auditor"]) as work:
        read = work.all(select(AuditEvent).where(AuditEvent.verb == Verb.PAGE_READ))
        assert any(item["t"] == "referral_section" for event in read for item in event.items)


def test_an_agency_that_was_not_proposed_cannot_be_slipped_in(client_of: ClientOf, cast: Cast) -> None:
    meeting = a_meeting(cast)
    hearing = listed(cast, meeting, "HERON")["HERON"]
    form = {"agency": [str(cast.agencies["fire"]), str(uuid4())]}
    assert client_of("coordinator").post(seats(cast, meeting, hearing), data=form).status_code == 303
    with open_work(cast.store, cast["coordinator"]) as work:
        assert cast.agencies["fire"] not in {seat.agency_id for seat in open_seats(work, cast.cases["HERON"])}


def test_the_chair_adds_and_removes_and_does_not_confirm(client_of: ClientOf, cast: Cast) -> None:
    meeting = a_meeting(cast)
    hearing = listed(cast, meeting, "HERON")["HERON"]
    chair = client_of("chair")
    assert chair.post(seats(cast, meeting, hearing, "chair"), data={}).status_code == 403
    new = seats(cast, meeting, hearing, "chair", "new")
    form = {"seat_agency": str(cast.agencies["fire"]), "kind": "case", "seat_reason": ""}
    answer = chair.post(new, data=form)
    assert answer.status_code == 422
    assert "Give the reason." in words(answer)
    assert chair.post(new, data=form | {"kind": "action", "seat_reason": "Petrol."}).status_code == 422
    assert chair.post(new, data=form | {"seat_reason": "Petrol was bought."}).status_code == 303
    with open_work(cast.store, cast["chair"]) as work:
        seat = work.all(select(Seat).where(Seat.agency_id == cast.agencies["fire"]))[0].id
    end = seats(cast, meeting, hearing, "chair", seat, "end")
    assert "Give the reason." in words(chair.post(end, data={"reason": ""}))
    assert client_of("coordinator").post(end.replace("/chair/", "/coordinator/"), data={}).status_code == 403
    assert chair.post(end, data={"reason": "Another house."}).status_code == 303


def test_a_seat_of_another_case_is_not_found(client_of: ClientOf, cast: Cast) -> None:
    meeting = a_meeting(cast)
    hearings = listed(cast, meeting, "HERON", "ALDER")
    with open_work(cast.store, cast["chair"]) as work:
        other = open_seats(work, cast.cases["ALDER"])[0].id
    path = seats(cast, meeting, hearings["HERON"], "chair", other, "end")
    assert client_of("chair").post(path, data={"reason": "Another."}).status_code == 404


@pytest.mark.parametrize("name", ["police_rep", "walled_rep", "outsider", "programme_worker"])
def test_seats_are_for_nobody_else(client_of: ClientOf, cast: Cast, name: str) -> None:
    meeting, hearings = a_published_list(cast, "HERON")
    answer = client_of(name).get(seats(cast, meeting, hearings["HERON"], "representative"))
    assert answer.status_code == (403 if name in ("police_rep", "programme_worker") else 404)


# Accepting --------------------------------------------------------------


def test_a_referral_is_accepted_to_a_meeting_and_goes_on_to_its_seats(client_of: ClientOf, cast: Cast) -> None:
    meeting = a_meeting(cast)
    case = open_case(cast, "HERON", CaseStatus.REFERRED)
    client, path = client_of("coordinator"), at(cast, "coordinator", "cases", case, "accept")
    assert "0 of 15 cases." in words(client.get(path))
    answer = client.post(path, data={"minutes": "15"})
    assert answer.status_code == 422
    assert "Choose a meeting." in words(answer)
    assert client.post(path, data={"meeting": "nonsense"}).status_code == 422
    assert client.post(path, data={"meeting": str(uuid4())}).status_code == 404
    answer = client.post(path, data={"meeting": str(meeting), "minutes": "15"})
    assert answer.headers["location"].endswith("/seats")
    again = client.get(path)
    assert again.status_code == 403
    assert "This case is on a list already." in words(again)


def test_it_may_be_accepted_now_and_listed_later(client_of: ClientOf, cast: Cast) -> None:
    meeting = a_meeting(cast)
    case = open_case(cast, "HERON", CaseStatus.REFERRED)
    client = client_of("coordinator")
    path = at(cast, "coordinator", "cases", case, "accept")
    assert client.post(path, data={"meeting": "later"}).status_code == 303
    with open_work(cast.store, cast["coordinator"]) as work:
        assert work.find(Case, case).status is CaseStatus.ACCEPTED
    said = words(client.get(prepare(cast, meeting)))
    assert "Accepted, on no list Case People HERON" in said


def test_a_full_list_is_for_the_chair_alone(client_of: ClientOf, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = a_meeting(cast)
    listed(cast, meeting, "ALDER", "TEAL")
    case = open_case(cast, "HERON")
    fill(monkeypatch, 2)
    said = words(client_of("coordinator").get(at(cast, "coordinator", "cases", case, "accept")))
    assert "This list holds 2 cases, and 2 is the most. Only the chair may list another." in said
    refused = client_of("coordinator").post(
        at(cast, "coordinator", "cases", case, "accept"), data={"meeting": str(meeting)}
    )
    assert refused.status_code == 403
    chair = at(cast, "chair", "cases", case, "accept")
    assert client_of("chair").post(chair, data={"meeting": str(meeting)}).status_code == 303


def fill(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """Let a list hold no more than so many cases."""
    real = listing.here

    def narrow(work: Any) -> Any:
        marac = real(work)
        return marac.model_copy(update={"cases_most": most, "cases_warn_at": most})

    monkeypatch.setattr(listing, "here", narrow)


@pytest.mark.parametrize(("name", "hat"), [("police_rep", "representative"), ("idva", "advocate")])
def test_nobody_else_accepts(client_of: ClientOf, cast: Cast, name: str, hat: str) -> None:
    a_meeting(cast)
    case = open_case(cast, "HERON", CaseStatus.REFERRED)
    answer = client_of(name).get(at(cast, hat, "cases", case, "accept"))
    assert answer.status_code == 403
    assert "Only the coordinator" in words(answer)


def test_a_stranger_finds_no_referral_to_accept(client_of: ClientOf, cast: Cast) -> None:
    case = open_case(cast, "HERON", CaseStatus.REFERRED)
    assert client_of("outsider").get(at(cast, "representative", "cases", case, "accept")).status_code == 404


# Publishing -------------------------------------------------------------


def test_publishing_says_who_will_be_asked_and_by_which_statement(client_of: ClientOf, cast: Cast) -> None:
    meeting = a_meeting(cast)
    hearings = listed(cast, meeting, "HERON")
    confirmed(cast, *hearings.values())
    client, path = client_of("coordinator"), at(cast, "coordinator", "meetings", meeting, "publish")
    said = words(client.get(path))
    assert "Testshire police 1" in said
    assert "for the public task of preventing and detecting crime" in said
    assert client.post(path, data={"version": version(cast, meeting) - 1}).status_code == 409
    answer = client.post(path, data={"version": version(cast, meeting)})
    assert answer.status_code == 303
    assert "Version 1 , published" in words(client.get(answer.headers["location"]))


def test_nothing_is_published_before_its_seats_are_confirmed(client_of: ClientOf, cast: Cast) -> None:
    meeting = a_meeting(cast)
    path = at(cast, "coordinator", "meetings", meeting, "publish")
    empty = client_of("coordinator").post(path, data={"version": version(cast, meeting)})
    assert "There is no case on this list yet." in words(empty)
    listed(cast, meeting, "HERON")
    answer = client_of("coordinator").post(path, data={"version": version(cast, meeting)})
    assert answer.status_code == 403
    assert "1 case has no seats confirmed yet." in words(answer)


def test_what_changed_since_is_counted(client_of: ClientOf, cast: Cast) -> None:
    meeting, _ = a_published_list(cast, "HERON")
    listed(cast, meeting, "ALDER")
    said = words(client_of("chair").get(prepare(cast, meeting, "chair")))
    assert "1 case changed since the list was published" in said
    with open_work(cast.store, cast["chair"]) as work:
        assert {hearing.listed_in for hearing in work.all(select(Hearing))} == {0, 1}
