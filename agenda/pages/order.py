"""Ordering a list: up, down, suggested; how long a case may take and whether it is pinned; taking one off."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from starlette.datastructures import FormData
from starlette.requests import Request

from agenda.forms.planning import OrderForm, PlanForm, RemoveForm
from agenda.models import Hearing, Meeting
from agenda.operations import listing
from agenda.operations.acting import Choice, choices, may_lead, may_name
from agenda.operations.apart import within
from agenda.pages.paths import hearing_in, meeting_in
from agenda.pages.prepare import prepare_page
from marac.cases.models import Case
from marac.cases.operations.naming import CaseNames, names_of
from marac.policy import meetings as policy
from marac.store.people import Marac
from marac.store.work import Work
from marac.vocabulary import Conflict, Verdict
from marac.web.endpoint import Answer, is_htmx, redirect
from marac.web.forms import Invalid
from marac.web.page import Drawn, Page

CHANGED = "Somebody changed this list while you looked at it. Here it is as it stands now; nothing of yours was done."


def move(request: Request, work: Work, form: FormData) -> Answer:
    meeting, hearing = hearing_in(request, work, lock=True)
    asked = OrderForm.read(form)
    up = asked.direction != "down"
    work.require(listing.may_move(work, meeting, hearing), meeting)
    try:
        work.same_version(meeting, asked.version)
    except Conflict:
        return _changed(request, work, meeting)
    listing.move(work, hearing, up)
    if is_htmx(request):
        return prepare_page(request, work, meeting, hearing.id, up).fragment("order")
    query = {"moved": str(hearing.id), "up": "yes" if up else "no"}
    return redirect(request, "meeting.prepare", meeting_id=meeting.id, query=query)


def suggest_order(request: Request, work: Work, form: FormData) -> Answer:
    meeting = meeting_in(request, work, lock=True)
    asked = OrderForm.read(form)
    work.require(policy.may_order(work.viewer, meeting), meeting)
    try:
        work.same_version(meeting, asked.version)
    except Conflict:
        return _changed(request, work, meeting)
    listing.suggest_order(work, meeting, within(work, meeting, listing.places(work, meeting)))
    return redirect(request, "meeting.prepare", meeting_id=meeting.id)


def _changed(request: Request, work: Work, meeting: Meeting) -> Drawn:
    """The list as it stands, and that nothing was done to it."""
    page = prepare_page(request, work, meeting, conflict=CHANGED)
    return page.fragment("order", 409) if is_htmx(request) else page.whole(409)


@dataclass(frozen=True)
class PlacePage(Page):
    template: ClassVar[str] = "agenda/hearing_plan.html"

    meeting: Meeting
    hearing: Hearing
    case: Case
    names: CaseNames
    marac: Marac
    may_order: Verdict
    may_remove: Verdict
    acting: list[Choice]
    may_name: Verdict
    typed: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def show_plan(request: Request, work: Work) -> Answer:
    meeting, hearing = hearing_in(request, work)
    work.require(policy.may_prepare(work.viewer))
    return place_page(work, meeting, hearing)


def plan(request: Request, work: Work, form: FormData) -> Answer:
    meeting, hearing = hearing_in(request, work, lock=True)
    work.require(listing.may_plan(work, meeting, hearing), meeting)
    try:
        asked = PlanForm.read(form)
        work.same_version(meeting, asked.version)
    except Invalid as wrong:
        return place_page(work, meeting, hearing, wrong).whole(422)
    except Conflict:
        return _changed(request, work, meeting)
    listing.plan(work, hearing, asked.minutes, asked.pinned)
    return redirect(request, "meeting.prepare", meeting_id=meeting.id)


def remove(request: Request, work: Work, form: FormData) -> Answer:
    meeting, hearing = hearing_in(request, work, lock=True)
    work.require(policy.may_remove(work.viewer, meeting, hearing) and may_lead(work, hearing))
    try:
        asked = RemoveForm.read(form)
        _must_be_safe(hearing, asked)
    except Invalid as wrong:
        return place_page(work, meeting, hearing, wrong).whole(422)
    listing.remove(work, hearing, asked.reason, asked.interim)
    return redirect(request, "meeting.prepare", meeting_id=meeting.id)


def _must_be_safe(hearing: Hearing, asked: RemoveForm) -> None:
    """Off a published list only with what keeps the victim safe meanwhile (S23). Raises Invalid."""
    if hearing.listed_in and not asked.interim:
        raise Invalid({"interim": "Say what keeps the victim safe meanwhile."}, asked.model_dump())


def place_page(work: Work, meeting: Meeting, hearing: Hearing, wrong: Invalid | None = None) -> PlacePage:
    case = work.find(Case, hearing.case_id)
    return PlacePage(
        meeting,
        hearing,
        case,
        names_of(work, [hearing.case_id])[hearing.case_id],
        listing.here(work),
        listing.may_plan(work, meeting, hearing),
        policy.may_remove(work.viewer, meeting, hearing) and may_lead(work, hearing),
        choices(work, case, meeting),
        may_name(work, case),
        wrong.typed if wrong else _named(hearing),
        wrong.errors if wrong else {},
    )


def _named(hearing: Hearing) -> dict[str, Any]:
    return {"acting_chair": str(hearing.acting_chair_id), "acting_coordinator": str(hearing.acting_coordinator_id)}
