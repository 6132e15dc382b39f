"""Conditions of access: how long a session, a training and a signed statement last in this MARAC."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from starlette.datastructures import FormData
from starlette.requests import Request

from agencies.forms.admission import LEAST_IDLE, MOST_HOURS, MOST_IDLE, ConditionsForm
from agencies.operations import conditions
from agencies.operations.conditions import Conditions
from marac.policy import admission as policy
from marac.store.people import Marac
from marac.store.work import Work
from marac.vocabulary import Verdict
from marac.web.endpoint import Answer, redirect
from marac.web.forms import Invalid
from marac.web.page import Page


@dataclass(frozen=True)
class ConditionsPage(Page):
    template: ClassVar[str] = "agencies/conditions.html"

    typed: Mapping[str, Any]
    may_set: Verdict
    idle: tuple[int, int] = (LEAST_IDLE, MOST_IDLE)
    most_hours: int = MOST_HOURS
    errors: dict[str, str] = field(default_factory=dict)
    message: str = ""


def show_conditions(request: Request, work: Work) -> Answer:
    may = policy.may_set_conditions(work.viewer)
    work.require(may)
    marac = work.find(Marac, work.viewer.marac_id)
    message = "Saved. They hold from everybody's next request on." if "saved" in request.query_params else ""
    return ConditionsPage(vars(conditions.conditions_of(marac)), may, message=message)


def set_conditions(request: Request, work: Work, form: FormData) -> Answer:
    may = policy.may_set_conditions(work.viewer)
    work.require(may)
    marac = work.find(Marac, work.viewer.marac_id, lock=True)
    try:
        asked = ConditionsForm.read(form)
    except Invalid as wrong:
        return ConditionsPage(wrong.typed, may, errors=wrong.errors).whole(422)
    conditions.set_conditions(work, marac, Conditions(**asked.model_dump()))
    return redirect(request, "conditions", query={"saved": "yes"})
