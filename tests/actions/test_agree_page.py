"""Agreeing an action on screen: the catalogue, the questions, and what cannot be taken."""

from uuid import uuid4

import pytest

from marac.store.people import Agency
from marac.vocabulary import ALLOWED, Verdict, refused
from tests.actions.given import Screens, text
from tests.cast import Cast


def test_the_catalogue_stands_by_group_then_the_form_with_the_usual_time(screens: Screens) -> None:
    path = f"/cases/{screens.case}/actions/new"
    shown = text(screens.get("chair", path))
    assert "Target hardening and sanctuary" in shown
    assert "Change or add door locks" in shown
    form = text(screens.get("chair", f"{path}?kind=TH02"))
    assert "24 to 72 hours" in form
    assert "Has the landlord or owner given permission?" in form
    assert "Was the advocate consulted" in text(screens.get("chair", f"{path}?kind=PO01"))
    assert screens.get("chair", f"{path}?kind=XX9").status_code == 404


@pytest.mark.parametrize(
    ("name", "status"),
    [("police_rep", 403), ("contributor", 404), ("auditor", 403), ("walled_rep", 404), ("outsider", 404)],
)
def test_only_the_meeting_agrees_actions(screens: Screens, cast: Cast, name: str, status: int) -> None:
    assert screens.get(name, f"/cases/{screens.case}/actions/new").status_code == status
    assert screens.agree(name).status_code == status
    assert screens.post(name, f"/cases/{screens.case}/actions/people", {"kind": "TH02"}).status_code == status


def test_an_action_is_agreed_with_every_answer_kept(screens: Screens, cast: Cast) -> None:
    answer = screens.agree()
    assert answer.status_code == 303
    shown = text(screens.client_of("coordinator").get(answer.headers["location"]))
    assert "The action is recorded" in shown
    assert "Has the landlord or owner given permission?" in shown
    assert "Not known" in shown


def test_no_condition_is_assumed(screens: Screens, cast: Cast) -> None:
    answer = screens.agree(**{"owners-permission": "", "victims-choice": "perhaps"})
    assert answer.status_code == 422
    assert text(answer).count("Answer yes, no or not known.") == 4
    assert "Change the front door lock" in text(answer)


def test_a_vague_wording_is_asked_about_once_and_then_taken(screens: Screens, cast: Cast) -> None:
    asked = screens.agree(wording="Monitor the front door")
    assert asked.status_code == 422
    assert "“Monitor” is not something that can be ticked off" in text(asked)
    changed = screens.agree(wording="Consider the front door", wording_asked="Monitor the front door")
    assert changed.status_code == 422
    meant = screens.agree(wording="Monitor the front door", wording_asked="Monitor the front door")
    assert meant.status_code == 303
    assert "Monitor the front door" in text(screens.client_of("coordinator").get(meant.headers["location"]))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"wording": ""}, "Say what will be done"),
        ({"wording": "fit " * 2_500}, "1000 characters or fewer"),
        ({"agency_id": ""}, "Choose the agency that will do it"),
        ({"agency_id": str(uuid4())}, "Choose the agency that will do it"),
        ({"agency_id": "nonsense"}, "Choose the agency that will do it"),
        ({"risk_to": "dragons"}, "Say whose risk this answers"),
        ({"due_on-year": "1999"}, "today or later"),
        ({"due_on-year": "9999"}, "within a year"),
        ({"due_on-day": "31", "due_on-month": "2"}, "Enter a real date"),
        ({"member_id": str(uuid4())}, "cannot work on this case"),
    ],
)
def test_what_cannot_be_taken_comes_back_with_everything_typed(
    screens: Screens, changes: dict[str, str], message: str
) -> None:
    answer = screens.agree(**{"risk": "He has a key", **changes})
    assert answer.status_code == 422
    assert message in text(answer)
    assert "He has a key" in text(answer)


def test_an_agency_given_no_case_information_is_not_offered_and_refused(
    screens: Screens, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    fire = str(cast.agencies["fire"])
    monkeypatch.setattr("marac.policy.actions.may_own", _no_fire)
    assert fire not in screens.get("chair", f"/cases/{screens.case}/actions/new?kind=TH05").text
    answer = screens.agree(agency_id=fire)
    assert answer.status_code == 422
    assert "is given no case information" in text(answer)


def test_the_people_of_the_agency_are_shown_without_script_and_with_it(screens: Screens, cast: Cast) -> None:
    form = {"kind": "ID07", "agency_id": str(cast.agencies["programme"]), "wording": "Half typed"}
    path = f"/cases/{screens.case}/actions/people"
    whole = text(screens.post("chair", path, form))
    assert "Programme Worker" in whole
    assert "Half typed" in whole
    assert "perpetrator's side" in whole
    part = screens.post("chair", path, form, **{"hx-request": "true"})
    assert part.text.strip().startswith('<div id="agree-people">')
    landlord = text(screens.post("chair", path, form | {"agency_id": str(cast.agencies["landlord"])}))
    assert "Its seat is quiet" in landlord
    fire = text(screens.post("chair", path, form | {"agency_id": str(cast.agencies["fire"])}))
    assert "no seat on the case" in fire


def _no_fire(agency: Agency, takes_part: bool) -> Verdict:
    return refused(f"{agency.name} is given no case information.") if agency.short_name == "fire" else ALLOWED
