"""Accepting a referral to a meeting, or putting an accepted case on a list (C13, C20)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from sqlmodel import col, select
from starlette.datastructures import FormData
from starlette.requests import Request

from agenda.forms.planning import AcceptForm
from agenda.models import Meeting
from agenda.operations import listing
from agenda.operations.acting import Acting, Choice, choices, may_be_heard
from marac import clock
from marac.cases.models import Case
from marac.cases.operations import triage
from marac.cases.operations.leading import may_lead
from marac.cases.operations.naming import CaseNames, names_of
from marac.policy import meetings as policy
from marac.policy import triage as triage_policy
from marac.proceedings import MeetingStatus
from marac.store.people import Marac
from marac.store.work import Work
from marac.vocabulary import CaseStatus, Verdict
from marac.web.endpoint import Answer, redirect
from marac.web.forms import Invalid
from marac.web.page import Page, moment

LATER = "later"


@dataclass(frozen=True)
class AcceptPage(Page):
    template: ClassVar[str] = "agenda/accept.html"

    case: Case
    names: CaseNames
    marac: Marac
    options: list[tuple[str, str, str]]
    full: list[tuple[str, str]]
    chosen: str
    may_accept: Verdict
    acting: list[Choice]
    typed: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def show_accept(request: Request, work: Work) -> Answer:
    case = work.find(Case, request.path_params["case_id"])
    work.require(_may(work, case))
    return _page(request, work, case)


def accept(request: Request, work: Work, form: FormData) -> Answer:
    """Onto a list, and on to its seats; or accepted without one."""
    case = work.find(Case, request.path_params["case_id"], lock=True)
    work.require(_may(work, case))
    try:
        asked = AcceptForm.read(form)
        meeting = _chosen(work, asked)
    except Invalid as wrong:
        return _page(request, work, case, wrong).whole(422)
    if meeting is None:
        triage.accept(work, case)
        return redirect(request, "meetings")
    acting = Acting(asked.acting_chair, asked.acting_coordinator)
    if not (may := may_be_heard(work, case, meeting, acting)):
        return _page(request, work, case, Invalid({"acting": may.reason}, asked.model_dump(mode="json"))).whole(422)
    hearing = listing.list_case(work, case, meeting, asked.minutes, acting)
    return redirect(request, "hearing.seats", meeting_id=meeting.id, hearing_id=hearing.id)


def _may(work: Work, case: Case) -> Verdict:
    if case.status is CaseStatus.LISTED:
        return policy.ON_A_LIST
    return triage_policy.may_accept(work.viewer, case) and may_lead(work, case)


def _chosen(work: Work, asked: AcceptForm) -> Meeting | None:
    """The meeting, locked so that two who fill its last place meet; None for later. Raises Invalid, NotFound."""
    if asked.meeting == LATER:
        return None
    try:
        meeting_id = UUID(asked.meeting)
    except ValueError:
        raise Invalid({"meeting": "Choose a meeting."}, asked.model_dump()) from None
    return work.find(Meeting, meeting_id, lock=True)


def _page(request: Request, work: Work, case: Case, wrong: Invalid | None = None) -> AcceptPage:
    marac = listing.here(work)
    coming = _coming(work)
    options, full = _options(work, coming, marac, case)
    return AcceptPage(
        case,
        names_of(work, [case.id])[case.id],
        marac,
        options,
        full,
        request.query_params.get("meeting", ""),
        triage_policy.may_accept(work.viewer, case),
        _acting(work, case, coming),
        wrong.typed if wrong else {},
        wrong.errors if wrong else {},
    )


def _acting(work: Work, case: Case, coming: Sequence[Meeting]) -> list[Choice]:
    """For any of the meetings that might be chosen, each office once."""
    needed = {choice.office: choice for meeting in coming for choice in choices(work, case, meeting)}
    return list(needed.values())


def _coming(work: Work) -> list[Meeting]:
    return work.all(
        select(Meeting)
        .where(
            col(Meeting.status).in_([MeetingStatus.PLANNED, MeetingStatus.PUBLISHED]),
            Meeting.starts_at > clock.now(),
        )
        .order_by(col(Meeting.starts_at))
    )


def _options(
    work: Work, meetings: Sequence[Meeting], marac: Marac, case: Case
) -> tuple[list[tuple[str, str, str]], list[tuple[str, str]]]:
    """(id, when and where, how full) of those that can take it; (when, why not) of those that cannot."""
    options, full = [], []
    for meeting in meetings:
        said = f"{moment(meeting.starts_at)}, {meeting.venue}"
        listed = len(listing.places(work, meeting))
        if may := policy.may_take_another(work.viewer, meeting, listed, marac.cases_most):
            options.append((str(meeting.id), said, _how_full(meeting, listed, marac)))
        else:
            full.append((said, may.reason))
    if case.status is not CaseStatus.ACCEPTED:
        options.append((LATER, "Accept it now, list it later", "It stands under “Accepted, on no list” until then."))
    return options, full


def _how_full(meeting: Meeting, listed: int, marac: Marac) -> str:
    said = f"{listed} of {marac.cases_warn_at} cases."
    if listed >= marac.cases_warn_at:
        said = f"{listed} cases: more than {marac.cases_warn_at} make a long meeting, {marac.cases_most} is the most."
    if meeting.list_version:
        said += f" Its list is published: this case is added in version {meeting.list_version + 1}."
    return said
