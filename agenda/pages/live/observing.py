"""The observer's own screen: the code of a case that they were let in to, while it is heard, and nothing else (S24)."""

from dataclasses import dataclass
from typing import ClassVar

from sqlmodel import select
from starlette.datastructures import FormData
from starlette.requests import Request

from agenda.models import Meeting, Observation
from agenda.operations.attendance import attendance_of
from agenda.operations.observing import admit_observer, send_observer_out
from agenda.pages.live.calling import case_again, hearing_of, member_of
from marac import clock
from marac.cases.models import Case
from marac.policy import observing as policy
from marac.proceedings import MeetingStatus, Presence
from marac.store.work import Work
from marac.web.endpoint import Answer, is_htmx
from marac.web.live import follow
from marac.web.page import Page


@dataclass(frozen=True)
class ObservePage(Page):
    template: ClassVar[str] = "agenda/observe.html"

    meeting: Meeting
    since: float
    opened: bool
    accepted: bool
    code: str


def show_observed(request: Request, work: Work) -> Answer:
    """The same words whether no case is heard or one that is not theirs."""
    meeting = _meeting(request, work)
    mine = attendance_of(work, meeting, work.viewer.member_id)
    accepted = mine is not None and mine.presence is Presence.OBSERVER and mine.statement_at is not None
    seen = work.first(select(Observation)) if accepted else None
    page = ObservePage(
        meeting=meeting,
        since=clock.now().timestamp(),
        opened=meeting.status is MeetingStatus.OPEN,
        accepted=accepted,
        code=work.find(Case, seen.case_id).code if seen else "",
    )
    return page.fragment("observed") if is_htmx(request) else page


def _meeting(request: Request, work: Work) -> Meeting:
    meeting = work.find(Meeting, request.path_params["meeting_id"])
    work.require(policy.may_observe(work.viewer))
    work.meeting_id = meeting.id
    return meeting


def show_stream(request: Request, work: Work) -> Answer:
    _meeting(request, work)
    return follow(request, work.viewer)


def do_admit(request: Request, work: Work, form: FormData) -> Answer:
    """Let an observer in for this case; `deed=out` sends them out again."""
    hearing = hearing_of(request, work)
    member_id = member_of(work, form)
    if form.get("deed") == "out":
        send_observer_out(work, hearing, member_id)
    else:
        admit_observer(work, hearing, member_id)
    return case_again(request, work, hearing)
