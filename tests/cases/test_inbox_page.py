"""The coordinator's screens: inbox, triage, possible matches; nobody else's."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from marac import clock
from marac.cases.matching import Candidate, Strength, Subject
from marac.cases.models import Case
from marac.cases.operations.seats import raise_wall
from marac.cases.operations.triage import mark_urgent
from marac.cases.pages.comparing import _near
from marac.vocabulary import PartyRole
from tests.cases.filing import LEE, SAM, SECRETS, code_of, person_of, referred, seated, working
from tests.cases.refer_visit import words
from tests.cast import PEOPLE, Cast
from tests.conftest import ClientOf

MARCH = datetime(2026, 3, 3, 12, tzinfo=UTC)


class Desk:
    """Somebody's browser, at the addresses of the coordinator's room."""

    def __init__(self, client_of: ClientOf, cast: Cast, who: str = "coordinator") -> None:
        self.client: TestClient = client_of(who)
        self.root = f"/m/{cast.slug}/{PEOPLE[who][1]}"

    def get(self, path: str) -> Response:
        answer: Response = self.client.get(self.root + path)
        return answer

    def post(self, path: str, **form: Any) -> Response:
        answer: Response = self.client.post(self.root + path, data=form)
        return answer


@pytest.fixture
def desk(client_of: ClientOf, cast: Cast) -> Desk:
    return Desk(client_of, cast)


def test_an_empty_inbox_says_so(desk: Desk) -> None:
    shown = words(desk.get("/inbox"))
    assert "No referral waits for a decision. New ones appear here as soon as they are sent." in shown


def test_the_inbox_shows_what_a_decision_needs_the_oldest_first(desk: Desk, cast: Cast) -> None:
    late = referred(cast, "council_rep", on=clock.now() - timedelta(hours=5))
    early = referred(cast, on=clock.now() - timedelta(days=3))
    shown = words(desk.get("/inbox"))
    assert shown.index(code_of(cast, early)) < shown.index(code_of(cast, late))
    for said in (
        "3 days",
        "5 hours",
        "Testshire police",
        "Visible high risk; Professional judgement",
        "15 yes of 24, 1 not known, 8 not asked",
        "3 to decide",
        "Referrer: cannot wait",
        "Stalking",
        "Children: 1",
        "Knows: yes Agrees: no",
    ):
        assert said in shown, said
    assert "OKAFOR" not in shown, "the list carries codes, not names"


def test_the_urgent_come_first(desk: Desk, cast: Cast) -> None:
    early, late = (referred(cast, on=clock.now() - timedelta(days=days)) for days in (3, 1))
    with working(cast, "coordinator") as work:
        mark_urgent(work, work.find(Case, late), "Release tomorrow.")
    shown = words(desk.get("/inbox"))
    assert shown.index(code_of(cast, late)) < shown.index(code_of(cast, early))


def test_the_filters_of_the_inbox_stand_in_its_address(desk: Desk, cast: Cast) -> None:
    police, council = referred(cast), referred(cast, "council_rep")
    shown = words(desk.get(f"/inbox?agency={cast.agencies['police']}"))
    assert code_of(cast, police) in shown and code_of(cast, council) not in shown
    assert "No referral here matches" in words(desk.get("/inbox?criterion=transfer-in"))
    assert "None." in words(desk.get("/inbox?status=returned"))
    assert code_of(cast, police) in words(desk.get("/inbox?status=nonsense&agency=nonsense&criterion=nonsense"))


@pytest.mark.parametrize("who", ["police_rep", "chair", "idva", "auditor", "administrator", "programme_worker"])
def test_others_are_refused_the_inbox_with_the_reason(client_of: ClientOf, cast: Cast, who: str) -> None:
    answer = Desk(client_of, cast, who).get("/inbox")
    assert answer.status_code == 403
    assert "Only the coordinator receives referrals." in words(answer)


@pytest.mark.parametrize("path", ["triage", "matches"])
def test_those_who_see_the_case_are_refused_and_the_others_find_nothing(
    client_of: ClientOf, cast: Cast, path: str
) -> None:
    case_id = seated(cast, referred(cast))
    for who, status in (("police_rep", 403), ("chair", 403), ("auditor", 403), ("outsider", 404), ("walled_rep", 404)):
        desk = Desk(client_of, cast, who)
        for answer in (desk.get(f"/referrals/{case_id}/{path}"), desk.post(f"/referrals/{case_id}/{path}")):
            assert answer.status_code == status, (who, answer.status_code)
            assert "neighbours" not in answer.text and "OKAFOR" not in answer.text


def test_triage_shows_the_whole_referral_with_safe_contact_first(desk: Desk, cast: Cast) -> None:
    answer = desk.get(f"/referrals/{referred(cast)}/triage")
    shown = words(answer)
    for said in (
        "Leave no voicemail",
        "OKAFOR, Sam",
        "3 February 1990",
        "Show former address (this is recorded)",
        "VANCE, Lee",
        "7 Nowhere Lane",
        "LOWE, Robin",
        "Getting worse.",
        "shouting heard by neighbours",
        "Priya Referrer",
        "Bail ends tomorrow.",
        "Level of fear",
        "Accept to a meeting",
        "Not a repeat: no earlier referral of the same pair is known",
    ):
        assert said in shown, said
    assert shown.index("Leave no voicemail") < shown.index("Getting worse.")
    assert "12 Invented Row" not in answer.text, "an address is opened singly"


def test_a_coordinator_learns_nothing_of_protected_details(desk: Desk, cast: Cast) -> None:
    case_id = referred(cast)
    for path in (f"/referrals/{case_id}/triage", f"/cases/{case_id}/people", f"/referrals/{case_id}/matches"):
        text = desk.get(path).text
        assert not [secret for secret in (*SECRETS, "Newname", "Show telephone", "Show new name") if secret in text]


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({}, "Choose what becomes of this referral."),
        ({"outcome": "accept-everything"}, "Choose what becomes of this referral."),
        ({"outcome": "more-information"}, "Say what is missing."),
        ({"outcome": "return", "signposting": "Kept words"}, "Give the reason why it is returned."),
        ({"outcome": "alert-only"}, "Give the reason for an alert only."),
    ],
)
def test_a_decision_without_its_reason_is_asked_for_it_and_nothing_typed_is_lost(
    desk: Desk, cast: Cast, form: dict[str, str], error: str
) -> None:
    case_id = referred(cast)
    answer = desk.post(f"/referrals/{case_id}/triage", version=version(cast, case_id), **form)
    assert answer.status_code == 422
    assert words(answer).count(error) == 2, "in the summary and at the field"
    assert form.get("signposting", "") in answer.text


def version(cast: Cast, case_id: UUID) -> int:
    with working(cast, "coordinator") as work:
        return work.find(Case, case_id).version


def test_a_referral_is_returned_with_signposting_and_the_way_to_contest(desk: Desk, cast: Cast) -> None:
    case_id = referred(cast)
    path = f"/referrals/{case_id}/triage"
    assert "The chair then decides" in words(desk.get(path))
    sent = {"outcome": "return", "why": "Not domestic.", "signposting": "The neighbour service."}
    assert desk.post(path, version=version(cast, case_id), **sent).status_code == 303
    shown = words(desk.get(path))
    assert "decided on" in shown and "Not domestic. Where to turn instead: The neighbour service." in shown
    assert "This referral was returned. Take it up again to decide anew." in shown
    assert code_of(cast, case_id) in words(desk.get("/inbox?status=returned"))
    assert desk.post(f"{path}/again").status_code == 422
    assert desk.post(f"{path}/again", reason="The chair decided.").status_code == 303
    assert code_of(cast, case_id) in words(desk.get("/inbox"))


def test_two_coordinators_do_not_overwrite_each_other(desk: Desk, cast: Cast) -> None:
    case_id = referred(cast)
    path, stale = f"/referrals/{case_id}/triage", version(cast, case_id)
    assert desk.post(path, version=stale, outcome="alert-only", alert_why="First.").status_code == 303
    answer = desk.post(path, version=stale, outcome="return", why="Second words.")
    assert answer.status_code == 409
    shown = words(answer)
    assert "It is now: alert only." in shown and "First." in shown
    assert "Second words." in answer.text or "nothing was changed" in shown


def test_urgent_needs_a_reason_and_can_be_taken_off(desk: Desk, cast: Cast) -> None:
    path = f"/referrals/{referred(cast)}/triage"
    assert desk.post(f"{path}/urgent", urgent="yes").status_code == 422
    assert desk.post(f"{path}/urgent", urgent="yes", urgent_why="Release tomorrow.").status_code == 303
    assert "Urgent: Release tomorrow." in words(desk.get(path))
    assert desk.post(f"{path}/urgent", urgent="no").status_code == 303
    assert "Release tomorrow." not in words(desk.get(path))


def pair(cast: Cast, case: UUID, other: UUID, party: PartyRole, decision: str) -> dict[str, str]:
    ids = {"person_id": person_of(cast, case, party), "other_id": person_of(cast, other, party)}
    return {"decision": decision, **{name: str(value) for name, value in ids.items()}}


def test_matches_stand_side_by_side_with_agreement_in_words(desk: Desk, cast: Cast) -> None:
    old = referred(cast, on=MARCH)
    new = referred(cast, "council_rep", victim=("Okafor", "Sam", "1990-03-02"))
    shown = words(desk.get(f"/referrals/{new}/matches"))
    assert "Likely : same surname and forenames; day and month of birth swapped" in shown
    for said in (
        code_of(cast, old),
        "Day and month swapped",
        "Agrees",
        "Strong",
        "Same person",
        "Not the same",
        "Unsure",
    ):
        assert said in shown, said


def test_a_name_that_agrees_with_another_name_is_not_said_to_differ() -> None:
    subject = Subject(uuid4(), uuid4(), PartyRole.VICTIM, (("Wisniakowska", "Katarzyna"),))
    found = Candidate(subject, Strength.LIKELY, "same surname and forenames")
    ours = {"Name": ["WISNAKOWSKA, Kasia"], "Other names": ["WISNIAKOWSKA, Katarzyna"]}
    theirs = {"Name": ["WIŚNIAKOWSKA, Katarzyna"], "Other names": []}
    assert _near("Name", ours, theirs, found) == "Same as another name"
    assert _near("Name", ours, theirs | {"Name": ["BARTOL, Ewa"]}, found) == "Differs"


def test_same_undo_same_works_the_repeat_out(desk: Desk, cast: Cast) -> None:
    old = referred(cast, on=clock.now() - timedelta(days=100))
    new = referred(cast, "council_rep")
    path = f"/referrals/{new}/matches"
    for party in (PartyRole.VICTIM, PartyRole.PERPETRATOR):
        answer = desk.post(path, **pair(cast, new, old, party, "same"))
        assert answer.status_code == 303 and answer.headers["location"].endswith("/matches?done=decided"), "to the top"
    shown = words(desk.client.get(answer.headers["location"]))
    assert "Decision recorded." in shown
    assert "Repeat: the same pair was referred on" in shown and "3 months before" in shown
    assert "Repeat" in words(desk.get("/inbox"))
    undo = [part.split('"')[0] for part in desk.get(path).text.split('action="') if "/undo" in part.split('"')[0]]
    assert desk.client.post(undo[0]).status_code == 303
    assert "Linked, new pair, so not a repeat" in words(desk.get(path))
    assert desk.client.post(undo[0]).status_code == 404, "what was undone is not undone twice"


def test_a_reversed_pair_is_said(desk: Desk, cast: Cast) -> None:
    old = referred(cast, on=MARCH)
    new = referred(cast, "council_rep", victim=LEE, perpetrator=SAM)
    shown, code = words(desk.get(f"/referrals/{new}/matches")), code_of(cast, old)
    assert f"Reversed pair: the victim here may be the perpetrator in {code}" in shown
    assert f"Victim here, perpetrator in {code}" in shown


def test_a_wall_of_a_linked_case_is_pointed_at(desk: Desk, cast: Cast) -> None:
    old, new = seated(cast, referred(cast, on=MARCH)), referred(cast, "council_rep")
    path = f"/referrals/{new}/matches"
    assert "has a wall or is restricted" not in words(desk.get(path))
    desk.post(path, **pair(cast, new, old, PartyRole.VICTIM, "same"))
    assert f"{code_of(cast, old)} has a wall or is restricted" in words(desk.get(path))


def test_a_case_behind_the_coordinators_wall_does_not_exist_here(desk: Desk, cast: Cast) -> None:
    old, new = referred(cast, on=MARCH), referred(cast, "council_rep")
    code = code_of(cast, old)
    with working(cast, "chair") as work:
        raise_wall(work, work.find(Case, old), "her brother", member_id=cast.members["coordinator"])
    for path in ("/inbox", f"/referrals/{new}/matches", f"/referrals/{new}/triage", "/cases"):
        answer = desk.get(path)
        assert answer.status_code == 200 and code not in answer.text
    assert desk.get(f"/referrals/{old}/triage").status_code == 404
    with working(cast, "chair") as work:
        ids = work.find(Case, old).id
    assert desk.post(f"/referrals/{ids}/matches").status_code == 404


def test_guessed_people_are_not_linked(desk: Desk, cast: Cast) -> None:
    old, new, unlike = (
        referred(cast, on=MARCH),
        referred(cast, "council_rep"),
        referred(cast, victim=("Marsh", "Jo", "1975-01-01"), perpetrator=("Marsh", "Kit", "")),
    )
    path = f"/referrals/{new}/matches"
    good = pair(cast, new, old, PartyRole.VICTIM, "same")
    for wrong in (
        {**good, "other_id": str(uuid4())},
        {**good, "other_id": "nonsense"},
        {**good, "decision": "maybe"},
        pair(cast, new, unlike, PartyRole.VICTIM, "same"),
        pair(cast, old, new, PartyRole.VICTIM, "same"),
        {},
    ):
        assert desk.post(path, **wrong).status_code == 404, wrong


def test_the_referrer_of_a_returned_referral_reads_why_and_how_to_contest_it(
    client_of: ClientOf, desk: Desk, cast: Cast
) -> None:
    case_id = referred(cast)
    decision = {"outcome": "return", "why": "Not domestic.", "version": version(cast, case_id)}
    assert desk.post(f"/referrals/{case_id}/triage", **decision).status_code == 303
    shown = words(Desk(client_of, cast, "police_rep").get("/refer"))
    assert "Not domestic." in shown and "If you do not agree, tell the coordinator why" in shown
