"""Actions as the tests agree them, and their screens by who looks."""

from datetime import date, timedelta
from html import unescape
from typing import Any
from uuid import UUID

from httpx2 import Response
from sqlmodel import select

from actions.models import Action
from actions.operations import (
    actions_of,
    agree,
)
from marac import clock
from marac.cases.models import Case
from marac.proceedings import RiskTo
from marac.store.work import open_work
from tests.cast import Cast, open_case
from tests.conftest import ClientOf

EVIDENCE = "Job sheet 4411, 3 May"
HAT = {
    "police_rep": "representative",
    "council_rep": "representative",
    "health_rep": "representative",
    "landlord_rep": "representative",
    "programme_worker": "representative",
    "walled_rep": "representative",
    "outsider": "representative",
    "idva": "advocate",
    "contributor": "contributor",
    "chair": "chair",
    "coordinator": "coordinator",
    "auditor": "auditor",
    "observer": "observer",
}


class Screens:
    """Pages by who looks."""

    def __init__(self, cast: Cast, client_of: ClientOf) -> None:
        self.cast, self.client_of = cast, client_of
        self.case = open_case(cast)

    def path(self, name: str, path: str) -> str:
        return f"/m/{self.cast.slug}/{HAT[name]}{path}"

    def get(self, name: str, path: str, **headers: str) -> Response:
        return self.client_of(name).get(self.path(name, path), headers=headers)

    def post(self, name: str, path: str, data: dict[str, Any], **headers: str) -> Response:
        return self.client_of(name).post(self.path(name, path), data=data, headers=headers)

    def agree(self, name: str = "coordinator", **changes: Any) -> Response:
        due = clock.today() + timedelta(days=3)
        form = {
            "kind": "TH02",
            "wording": "Change the front door lock",
            "agency_id": str(self.cast.agencies["council"]),
            "risk_to": "victim",
            "due_on-day": str(due.day),
            "due_on-month": str(due.month),
            "due_on-year": str(due.year),
            "victims-choice": "yes",
            "perpetrator-lives-elsewhere": "yes",
            "right-to-occupy": "no",
            "owners-permission": "not-known",
            "not-a-refuge": "yes",
        }
        return self.post(name, f"/cases/{self.case}/actions/new", form | changes)


def agreed(cast: Cast, agency: str = "council", by: str = "coordinator", **changes: Any) -> UUID:
    given: dict[str, Any] = {
        "catalogue_code": "TH02",
        "wording": "Change the front door lock",
        "agency_id": cast.agencies[agency],
        "due_on": clock.today() + timedelta(days=3),
        "risk_to": RiskTo.VICTIM,
    }
    with open_work(cast.store, cast[by]) as work:
        return agree(work, work.find(Case, cast.cases["HERON"]), **{**given, **changes}).id


def seen(cast: Cast, name: str) -> list[UUID]:
    with open_work(cast.store, cast[name]) as work:
        return [action.id for action in actions_of(work, cast.cases["HERON"])]


def text(answer: Response) -> str:
    return " ".join(unescape(answer.text).split())


def first(cast: Cast) -> Action:
    with open_work(cast.store, cast["coordinator"]) as work:
        action = work.first(select(Action))
        assert action is not None
        return action


def date_fields(day: date) -> dict[str, str]:
    return {"due_on-day": str(day.day), "due_on-month": str(day.month), "due_on-year": str(day.year)}
