"""One action on screen: for whom it is, what is read first, and what comes back when something is wrong."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import select

from marac import clock
from marac.store.audit import AuditEvent
from marac.store.work import open_work
from marac.verbs import Verb
from tests.actions.given import EVIDENCE, Screens, agreed, date_fields, first, text
from tests.cast import Cast


def test_an_action_shows_warnings_first_then_what_is_not_settled(screens: Screens, cast: Cast) -> None:
    screens.agree()
    shown = text(screens.get("council_rep", f"/actions/{first(cast).id}"))
    assert shown.index("Never write") < shown.index("Change the front door lock")
    assert "Does the victim have the right to live at the address?" in shown
    assert "Job sheet and invoice number" in shown
    assert "OKAFOR, Sam" in shown


@pytest.mark.parametrize("name", ["walled_rep", "outsider", "health_rep", "programme_worker", "contributor"])
def test_an_action_does_not_exist_for_those_it_is_not_for(screens: Screens, cast: Cast, name: str) -> None:
    one = agreed(cast)
    for answer in (
        screens.get(name, f"/actions/{one}"),
        screens.post(name, f"/actions/{one}/complete", {"version": 1, "evidence": "x"}),
        screens.get(name, f"/actions/{uuid4()}"),
    ):
        assert answer.status_code == 404


def test_a_quiet_action_does_not_exist_for_other_seats(screens: Screens, cast: Cast) -> None:
    one = agreed(cast, "landlord", catalogue_code="HO04", wording="Offer another home")
    for name in ("landlord_rep", "idva", "chair", "coordinator"):
        assert "Offer another home" in text(screens.get(name, f"/actions/{one}"))
    for name in ("police_rep", "council_rep", "programme_worker", "walled_rep"):
        assert screens.get(name, f"/actions/{one}").status_code == 404
    for name in ("police_rep", "council_rep"):
        shown = text(screens.get(name, f"/cases/{screens.case}/actions"))
        assert "Offer another home" not in shown
        assert "landlord" not in shown


def test_an_owner_who_only_acts_sees_its_action_and_nothing_else_of_the_case(screens: Screens, cast: Cast) -> None:
    agreed(cast)
    own = agreed(cast, "fire", catalogue_code="TH05", wording="Fit smoke alarms")
    shown = text(screens.get("outsider", f"/actions/{own}"))
    assert "Never write" in shown
    assert "Fit smoke alarms" in shown
    section = text(screens.get("outsider", f"/cases/{screens.case}/actions"))
    assert "Fit smoke alarms" in section
    assert "Change the front door lock" not in section
    assert screens.get("outsider", f"/cases/{screens.case}/actions/new").status_code == 403


def test_the_perpetrators_side_reads_its_action_without_the_victim(screens: Screens, cast: Cast) -> None:
    own = agreed(cast, "programme", catalogue_code="ID07", wording="Offer a place on the programme")
    agreed(cast)
    shown = text(screens.get("programme_worker", f"/actions/{own}"))
    assert "Offer a place on the programme" in shown
    assert "Do not contact the victim" in shown
    for hidden in ("OKAFOR", "LOWE", "Never write", "advocate consulted"):
        assert hidden not in shown
    assert "advocate consulted" in text(screens.get("coordinator", f"/actions/{own}"))
    section = text(screens.get("programme_worker", f"/cases/{screens.case}/actions"))
    assert "Change the front door lock" not in section


def test_reading_an_action_is_recorded(screens: Screens, cast: Cast) -> None:
    one = agreed(cast)
    screens.get("council_rep", f"/actions/{one}")
    with open_work(cast.store, cast["auditor"]) as work:
        read = work.first(select(AuditEvent).where(AuditEvent.verb == Verb.PAGE_READ))
        assert read is not None
        assert {"t": "action", "id": str(one)}.items() <= next(i for i in read.items if i["t"] == "action").items()


def test_the_owner_completes_it_with_evidence_and_the_warnings_read(screens: Screens, cast: Cast) -> None:
    one = agreed(cast)
    path = f"/actions/{one}/complete"
    unread = screens.post("council_rep", path, {"version": 1, "evidence": EVIDENCE, "outcome": "Two keys left"})
    assert unread.status_code == 422
    assert "Confirm that the safe-contact warnings were read" in text(unread)
    assert EVIDENCE in text(unread)
    assert "Two keys left" in text(unread)
    answer = screens.post("council_rep", path, {"version": 1, "evidence": EVIDENCE, "warnings_read": "yes"})
    assert answer.status_code == 303
    shown = text(screens.client_of("council_rep").get(answer.headers["location"]))
    assert "Recorded as completed" in shown
    assert EVIDENCE in shown


@pytest.mark.parametrize(
    ("path", "field", "message"),
    [
        ("complete", "evidence", "Say what shows that this was done"),
        ("not-possible", "changed", "Say which circumstances changed"),
        ("not-done", "why", "Say why this was not done"),
    ],
)
def test_each_outcome_asks_for_its_own_words(screens: Screens, cast: Cast, path: str, field: str, message: str) -> None:
    one = agreed(cast)
    for typed in ("", "   ", "x" * 10_000):
        answer = screens.post("council_rep", f"/actions/{one}/{path}", {"version": 1, field: typed})
        assert answer.status_code == 422
        assert (message if not typed.strip() else "4000 characters or fewer") in text(answer)
    assert first(cast).status == "open"


def test_not_possible_and_not_done_are_recorded_apart(screens: Screens, cast: Cast) -> None:
    one = agreed(cast)
    screens.post("council_rep", f"/actions/{one}/not-possible", {"version": 1, "changed": "The flat burnt down"})
    assert first(cast).status == "not-possible"
    assert "What changed" in text(screens.get("police_rep", f"/actions/{one}"))
    again = screens.post("council_rep", f"/actions/{one}/open", {"version": 2, "again": "It was another flat"})
    assert again.status_code == 403
    assert screens.post("chair", f"/actions/{one}/open", {"version": 2, "again": "Another flat"}).status_code == 303
    screens.post("council_rep", f"/actions/{one}/not-done", {"version": 3, "why": "Nobody was free"})
    assert first(cast).status == "not-done"


def test_another_agency_may_read_it_but_is_refused_with_the_reason(screens: Screens, cast: Cast) -> None:
    one = agreed(cast)
    shown = text(screens.get("police_rep", f"/actions/{one}"))
    assert "Only the agency that owns this action" in shown
    assert "Record as completed" not in shown
    answer = screens.post("police_rep", f"/actions/{one}/complete", {"version": 1, "evidence": "x"})
    assert answer.status_code == 403
    assert "Only the agency that owns this action" in text(answer)


def test_two_who_write_at_once_see_both_texts(screens: Screens, cast: Cast) -> None:
    one = agreed(cast)
    screens.post("coordinator", f"/actions/{one}/not-done", {"version": 1, "why": "Told at the meeting"})
    mine = {"version": 1, "evidence": EVIDENCE, "warnings_read": "yes"}
    answer = screens.post("council_rep", f"/actions/{one}/complete", mine)
    assert answer.status_code == 409
    shown = text(answer)
    assert "What you wrote" in shown
    assert EVIDENCE in shown
    assert "Told at the meeting" in shown
    assert first(cast).status == "not-done"


@pytest.mark.parametrize("version", ["", "abc", "-1", "99999999999"])
def test_a_form_without_a_version_changes_nothing(screens: Screens, cast: Cast, version: str) -> None:
    one = agreed(cast)
    answer = screens.post("council_rep", f"/actions/{one}/not-done", {"version": version, "why": "Kept words"})
    assert answer.status_code == 422
    assert "Kept words" in text(answer)
    assert first(cast).status == "open"


def test_an_open_condition_is_answered_by_the_owner(screens: Screens, cast: Cast) -> None:
    screens.agree()
    action = first(cast)
    form = {"version": 1, "code": "owners-permission", "answer": "yes"}
    assert screens.post("council_rep", f"/actions/{action.id}/answer", form).status_code == 303
    assert screens.post("council_rep", f"/actions/{action.id}/answer", form).status_code == 409
    assert screens.post("police_rep", f"/actions/{action.id}/answer", form).status_code == 403
    strange = {"version": 2, "code": "nonsense", "answer": "yes"}
    assert screens.post("council_rep", f"/actions/{action.id}/answer", strange).status_code == 404
    assert screens.post("council_rep", f"/actions/{action.id}/answer", strange | {"answer": "no!"}).status_code == 422


def test_it_is_handed_on_inside_the_agency_and_the_date_needs_a_reason(screens: Screens, cast: Cast) -> None:
    one = agreed(cast)
    later = clock.today() + timedelta(days=20)
    form = {"version": 1, "member_id": str(cast.members["council_rep"]), **date_fields(later)}
    answer = screens.post("council_rep", f"/actions/{one}/reassign", form)
    assert answer.status_code == 422
    assert "Say why the date changes" in text(answer)
    answer = screens.post("council_rep", f"/actions/{one}/reassign", form | {"reason": "The part is on order"})
    assert answer.status_code == 303
    shown = text(screens.get("council_rep", f"/actions/{one}"))
    assert "Given to Council Rep." in shown
    assert "The part is on order" in shown


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"member_id": "police_rep"}, "cannot work on this case"),
        ({"due": -1, "reason": "x"}, "today or later"),
        ({"due": 900, "reason": "x"}, "within a year"),
    ],
)
def test_what_cannot_be_handed_on_comes_back_with_the_reason(
    screens: Screens, cast: Cast, changes: dict[str, Any], message: str
) -> None:
    one = agreed(cast)
    who = cast.members.get(str(changes.get("member_id")), "")
    due = clock.today() + timedelta(days=changes.get("due", 3))
    form = {"version": 1, "member_id": str(who), "reason": changes.get("reason", ""), **date_fields(due)}
    answer = screens.post("council_rep", f"/actions/{one}/reassign", form)
    assert answer.status_code == 422
    assert message in text(answer)
    assert first(cast).member_id is None


def test_a_contributor_completes_what_names_them_and_hands_nothing_on(screens: Screens, cast: Cast) -> None:
    own = agreed(cast, catalogue_code="AL01", wording="Flag the file", member_id=cast.members["contributor"])
    other = agreed(cast)
    shown = text(screens.get("contributor", "/actions"))
    assert "Flag the file" in shown
    assert "Change the front door lock" not in shown
    assert screens.get("contributor", f"/actions/{other}").status_code == 404
    assert screens.post("contributor", f"/actions/{own}/reassign", {"version": 1}).status_code == 403
    done = screens.post("contributor", f"/actions/{own}/complete", {"version": 1, "evidence": EVIDENCE})
    assert done.status_code == 303
