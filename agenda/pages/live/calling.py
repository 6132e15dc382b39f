"""What the chair does with a case: calls, closes, defers it, keeps somebody out of it or lets them in (C40, C44)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request

from actions.catalogue import OTHER
from agenda.forms.live import CallForm, DeferForm, MemberForm
from agenda.models import Hearing, Meeting
from agenda.operations import hearings
from agenda.operations.acting import may_lead
from agenda.operations.attendance import called
from agenda.operations.conflicts import admit, declare_conflict, lift_conflict, send_out
from agenda.operations.hearings import Interim
from agenda.pages.live import panels
from agenda.pages.live.parts import seconds
from agenda.pages.live.showing import CASE, WRITE, meeting_of, screen
from marac.cases.operations.taking_part import member_here
from marac.policy import hearings as policy
from marac.proceedings import HearingStatus
from marac.store.work import Work
from marac.vocabulary import FOR_THE_MEETING, Conflict, NotFound, Refused
from marac.web.endpoint import Answer, go_to, is_htmx, redirect
from marac.web.forms import Invalid
from marac.web.page import url_maker


def do_open(request: Request, work: Work, form: FormData) -> Answer:
    meeting = meeting_of(request, work)
    hearings.open_meeting(work, meeting)
    return redirect(request, "live", meeting_id=meeting.id)


def do_close_meeting(request: Request, work: Work, form: FormData) -> Answer:
    meeting = meeting_of(request, work)
    hearings.close_meeting(work, meeting)
    return redirect(request, "live", meeting_id=meeting.id)


def do_call(request: Request, work: Work, form: FormData) -> Answer:
    """A second click on the same button finds the case called already, and goes there."""
    meeting = meeting_of(request, work)
    hearing = hearing_of(request, work)
    try:
        posted = CallForm.read(form)
        hearings.call(work, hearing, posted.after, posted.conflicted)
    except Invalid:
        raise Conflict("Hearing") from None
    except Conflict:
        now = called(work, meeting)
        if now is None or now.id != hearing.id:
            raise
    return go_to(request, url_maker(request)("live", meeting_id=meeting.id) + "#case-heading")


def do_close(request: Request, work: Work, form: FormData) -> Answer:
    """Closed from two windows, it is closed once."""
    hearing = hearing_of(request, work)
    if hearing.status is not HearingStatus.HEARD:
        hearings.close_hearing(work, hearing)
    return redirect(request, "live", meeting_id=hearing.meeting_id)


def do_defer(request: Request, work: Work, form: FormData) -> Answer:
    hearing = hearing_of(request, work)
    try:
        posted = DeferForm.read(form)
        interim = Interim(OTHER, posted.wording, posted.agency_id, posted.due_on)
        _defer(work, hearing, posted, interim)
    except Invalid as wrong:
        return panel_again(request, work, hearing, panels.DEFER, typed=wrong.typed, errors=wrong.errors)
    return redirect(request, "live", meeting_id=hearing.meeting_id)


def _defer(work: Work, hearing: Hearing, posted: DeferForm, interim: Interim) -> None:
    """Raises Invalid where the interim action cannot be agreed as it stands."""
    work.require(policy.may_defer(work.viewer, hearing) and may_lead(work, hearing))
    try:
        hearings.defer(work, hearing, posted.deferral, posted.reason, interim)
    except NotFound:
        raise Invalid({"agency_id": "Choose who does it."}, posted.model_dump(mode="json")) from None
    except Refused as why:
        field = "due_on" if "date" in str(why) else "agency_id"
        raise Invalid({field: str(why)}, posted.model_dump(mode="json")) from None


def do_conflict(request: Request, work: Work, form: FormData) -> Answer:
    """Declared for oneself, or recorded by chair or coordinator; `deed=lift` undoes it."""
    hearing = hearing_of(request, work)
    member = member_of(work, form)
    if form.get("deed") == "lift":
        lift_conflict(work, hearing, member)
    else:
        declare_conflict(work, hearing, member)
    return case_again(request, work, hearing)


def do_admit(request: Request, work: Work, form: FormData) -> Answer:
    """Let somebody into the room for this case; `deed=out` sends them out again."""
    hearing = hearing_of(request, work)
    member = member_of(work, form)
    if form.get("deed") == "out":
        send_out(work, hearing, member)
    else:
        admit(work, hearing, member)
    return case_again(request, work, hearing)


def member_of(work: Work, form: FormData) -> UUID:
    """Whom a button is about. Raises NotFound for a button that was tampered with."""
    try:
        return member_here(work, MemberForm.read(form).member_id).id
    except Invalid:
        raise NotFound("Member") from None


def hearing_of(request: Request, work: Work) -> Hearing:
    hearing = work.find(Hearing, request.path_params["hearing_id"])
    work.meeting_id = hearing.meeting_id
    if request.path_params.get("meeting_id", hearing.meeting_id) != hearing.meeting_id:
        raise NotFound("Hearing")
    return hearing


def case_again(request: Request, work: Work, hearing: Hearing) -> Answer:
    """The case as it now stands: the block for htmx, else its page."""
    if not is_htmx(request) or work.viewer.hat not in FOR_THE_MEETING:
        return to_case(request, hearing)
    work.session.flush()
    return screen(work, work.find(Meeting, hearing.meeting_id), hearing, part=CASE).fragment(CASE)


def to_case(request: Request, hearing: Hearing) -> Answer:
    return go_to(request, _path(request, hearing))


def _path(request: Request, hearing: Hearing, query: Mapping[str, str] | None = None) -> str:
    url = url_maker(request)
    if hearing.status is HearingStatus.CALLED:
        return url("live", query, meeting_id=hearing.meeting_id)
    return url("live.look", query, meeting_id=hearing.meeting_id, hearing_id=hearing.id)


def to_panel(request: Request, hearing: Hearing, name: str, saved: datetime) -> Answer:
    """Back to the panel, which says when it was saved: for browsers without scripts."""
    query = {"panel": name, "saved": seconds(saved).replace(":", "-")}
    return go_to(request, _path(request, hearing, query) + "#write")


def panel_again(request: Request, work: Work, hearing: Hearing, name: str, status: int = 422, **form: Any) -> Answer:
    """The panel with what was typed and what is wrong with it; nothing typed is lost."""
    work.require(policy.may_write(work.viewer))
    part = WRITE if is_htmx(request) else ""
    page = screen(work, work.find(Meeting, hearing.meeting_id), hearing, {"panel": name}, part, **form)
    return page.fragment(part, status) if part else page.whole(status)
