"""Lifting a wall, and opening a restricted case again: first who will see it and why, then on the record (S17)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from marac import clock
from marac.cases.models import Case
from marac.cases.operations.seats import raise_wall
from marac.store.audit import AuditEvent
from marac.verbs import Verb
from tests.cases.own import sees
from tests.cases.refer_visit import words
from tests.cases.referring import working
from tests.cast import Cast, open_case
from tests.conftest import ClientOf

Raise = Callable[..., str]


@pytest.fixture
def case_id(cast: Cast) -> UUID:
    return open_case(cast)


@pytest.fixture
def walled(cast: Cast, case_id: UUID) -> Raise:
    def walled(**against: Any) -> str:
        with working(cast, "coordinator") as work:
            wall = raise_wall(work, work.find(Case, case_id), "serves there", **against)
            return f"/m/{cast.slug}/coordinator/cases/{case_id}/walls/{wall.id}/lift"

    return walled


def reasons(cast: Cast, verb: Verb) -> list[str]:
    with working(cast, "auditor") as work:
        return work.all(select(AuditEvent.reason).where(AuditEvent.verb == verb).order_by(col(AuditEvent.at)))


def test_it_says_who_sees_the_case_again_asks_why_and_records_that(
    cast: Cast, client_of: ClientOf, case_id: UUID, walled: Raise
) -> None:
    desk, path = client_of("coordinator"), walled(member_id=cast.members["council_rep"])
    shown = words(desk.get(path))
    said = "Council Rep of Testshire council will see this case again, with everything shared with them."
    assert said in shown and "Lift this wall" in shown
    for form in ({}, {"because": "I feel like it"}):
        answer = desk.post(path, data=form)
        assert answer.status_code == 422 and said in words(answer)
        assert 'id="because-error"' in answer.text and "Choose why this wall is lifted" in words(answer)
    assert not sees(cast, "council_rep", case_id)
    assert desk.post(path, data={"because": "by-mistake"}).status_code == 303
    assert sees(cast, "council_rep", case_id) and reasons(cast, Verb.WALL_LIFTED) == ["by-mistake"]
    assert (desk.get(path).status_code, desk.post(path, data={"because": "by-mistake"}).status_code) == (404, 404)


def test_it_says_who_will_still_not_see_it_and_why(cast: Cast, client_of: ClientOf, walled: Raise) -> None:
    desk, whole = client_of("coordinator"), walled(agency_id=cast.agencies["health"])
    walled(member_id=cast.members["health_rep"])
    shown = words(desk.get(whole))
    assert "Health Rep of Testshire health still does not see this case: another wall stands" in shown
    assert "Health Rep of Testshire health will see" not in shown
    assert "Observer of Testshire health has no place on this case" in shown
    assert "Auditor of Testshire health will see this case again, as auditor" in shown
    shown = words(desk.get(walled(member_id=cast.members["chair"])))
    assert "Chair of Testshire police will see this case again, as chair" in shown


def test_one_that_raised_itself_falls_by_a_decision_alone(cast: Cast, client_of: ClientOf, walled: Raise) -> None:
    tomorrow = clock.now() + timedelta(days=1)
    desk, path = client_of("coordinator"), walled(member_id=cast.members["council_rep"], decide_by=tomorrow)
    assert desk.get(path).headers["location"].endswith("/decide")
    answer = desk.post(path, data={"because": "by-mistake"})
    assert answer.status_code == 403 and "Decide about it" in words(answer)


def test_a_restricted_case_is_opened_again_for_a_reason_once_it_was_shown_to_whom(
    cast: Cast, client_of: ClientOf, case_id: UUID
) -> None:
    desk, path = client_of("coordinator"), f"/m/{cast.slug}/coordinator/cases/{case_id}/restriction"
    assert desk.get(path).headers["location"].endswith("/walls")
    assert desk.post(path, data={"restricted": "yes"}).status_code == 303 and not sees(cast, "council_rep", case_id)
    shown = words(desk.get(path))
    assert "Council Rep of Testshire council will see this case again, with everything shared with them." in shown
    assert "Walled Rep of Testshire police still does not see this case" in shown
    answer = desk.post(path, data={"restricted": "no"})
    assert answer.status_code == 422 and "Choose why this case is opened again" in words(answer)
    assert desk.post(path, data={}).status_code == 422 and not sees(cast, "council_rep", case_id)
    assert desk.post(path, data={"because": "court-order-changed"}).status_code == 303
    assert sees(cast, "council_rep", case_id)
    assert reasons(cast, Verb.CASE_RESTRICTED) == ["restricted", "court-order-changed"]


def test_nobody_else_is_shown_what_a_wall_keeps_from_whom(
    cast: Cast, client_of: ClientOf, case_id: UUID, walled: Raise
) -> None:
    path = walled(member_id=cast.members["council_rep"])
    for page in (path, f"/m/{cast.slug}/coordinator/cases/{case_id}/restriction"):
        for name in ("council_rep", "police_rep", "auditor", "outsider"):
            answer = client_of(name).get(page.replace("/coordinator/", f"/{cast[name].hat}/"))
            behind = 404 if name in ("council_rep", "outsider") else 403
            assert answer.status_code == behind and "Council Rep of" not in answer.text, name
