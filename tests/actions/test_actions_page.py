"""Lists of actions: by date, by agency, of one case, and on paper."""

from datetime import timedelta

import pytest

from marac import clock
from tests.actions.given import Screens, agreed, first, text
from tests.cast import Cast


def test_my_agencys_actions_stand_late_first_with_code_and_name(screens: Screens, cast: Cast) -> None:
    agreed(cast, wording="Fit the second lock", due_on=clock.today() + timedelta(days=5))
    agreed(cast, wording="Fit the first lock", due_on=clock.today() + timedelta(days=1))
    agreed(cast, "police", wording="Visit the home", catalogue_code="PO08")
    shown = text(screens.get("council_rep", "/actions"))
    assert shown.index("Fit the first lock") < shown.index("Fit the second lock")
    assert "Visit the home" not in shown
    assert "OKAFOR, Sam" in shown
    assert f"HERON-{first(cast).label}" in shown


def test_the_late_are_counted_and_linked(screens: Screens, cast: Cast) -> None:
    agreed(cast, due_on=clock.today())
    with clock.at(clock.now() + timedelta(hours=25)):
        shown = text(screens.get("council_rep", "/actions?status=late"))
    assert "Change the front door lock" in shown
    assert 'href="/m/testshire/representative/actions?status=late"' in shown
    assert "Late" in shown


def test_the_chair_sees_all_by_agency_and_filters_by_address(screens: Screens, cast: Cast) -> None:
    agreed(cast)
    agreed(cast, "police", wording="Visit the home", catalogue_code="PO08")
    shown = text(screens.get("chair", "/actions"))
    assert "Testshire council" in shown
    assert shown.index("Change the front door lock") < shown.index("Visit the home")
    narrowed = text(screens.get("chair", f"/actions?agency={cast.agencies['police']}&case=heron-k4"))
    assert "Visit the home" in narrowed
    assert "Change the front door lock" not in narrowed
    assert "No action stands like this" in text(screens.get("chair", "/actions?case=WALTZ"))


@pytest.mark.parametrize("query", ["status=nonsense", "page=-3", "page=99999", "case=%27", "case=" + "x" * 2_000])
def test_a_strange_address_is_answered(screens: Screens, query: str) -> None:
    assert screens.get("council_rep", f"/actions?{query}").status_code == 200


def test_an_id_that_is_none_is_not_found(screens: Screens) -> None:
    assert screens.get("chair", "/actions?agency=%27").status_code == 404


@pytest.mark.parametrize("name", ["auditor", "observer"])
def test_other_hats_are_refused_with_a_reason(screens: Screens, name: str) -> None:
    answer = screens.get(name, "/actions")
    assert answer.status_code == 403
    assert "Actions are for the agencies of the case" in text(answer)


def test_paper_carries_codes_and_warnings_and_no_name(screens: Screens, cast: Cast) -> None:
    agreed(cast)
    shown = text(screens.get("council_rep", "/actions/print"))
    assert "HERON" in shown
    assert "Never write" in shown
    assert "Change the front door lock" in shown
    for name in ("OKAFOR", "Okafor", "VANCE", "LOWE"):
        assert name not in shown
    assert "There is nothing to print" in text(screens.get("walled_rep", "/actions/print"))


def test_long_lists_are_paged(screens: Screens, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actions.pages.listing.PAGE", 2)
    for number in range(3):
        agreed(cast, wording=f"Fit lock {number}", due_on=clock.today() + timedelta(days=number))
    shown = text(screens.get("council_rep", "/actions?page=2"))
    assert "Fit lock 2" in shown
    assert "Fit lock 1" not in shown
    assert "3 to 3 of 3" in shown


def test_the_section_stands_alone_for_htmx_and_in_its_frame_without(screens: Screens, cast: Cast) -> None:
    agreed(cast)
    path = f"/cases/{screens.case}/actions"
    part = screens.get("police_rep", path, **{"hx-request": "true"})
    assert part.text.strip().startswith('<section id="case-actions">')
    assert "Change the front door lock" in part.text
    whole = text(screens.get("police_rep", path))
    assert "Never write" in whole
    assert "Add an action" in text(screens.get("chair", path))
    assert screens.get("walled_rep", path).status_code == 404
    assert screens.get("auditor", path).status_code == 403
