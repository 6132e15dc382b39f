"""What an agency does with its own lines while the case is heard, and the minute taker with others': said, shared."""

from starlette.datastructures import FormData
from starlette.requests import Request

from agencies.models import Line
from agencies.operations.lines import decide, mark_said
from agenda.models import Hearing, Meeting
from agenda.pages.live.agency import agency_screen
from agenda.pages.live.calling import case_again, hearing_of
from marac.proceedings import HearingStatus
from marac.store.work import Work
from marac.vocabulary import FOR_THE_MEETING, NotFound, Refused, Sharing
from marac.web.endpoint import Answer, is_htmx, redirect


def do_say(request: Request, work: Work, form: FormData) -> Answer:
    """Mark a line as said in this hearing (S15)."""
    hearing, line = _line(request, work)
    mark_said(work, line, hearing.id)
    return _again(request, work, hearing)


def do_share(request: Request, work: Work, form: FormData) -> Answer:
    """One tap: this line of ours is for everyone seated."""
    hearing, line = _line(request, work)
    decide(work, line, Sharing.SEATED)
    return _again(request, work, hearing)


def _line(request: Request, work: Work) -> tuple[Hearing, Line]:
    hearing = hearing_of(request, work)
    line = work.find(Line, request.path_params["line_id"])
    if line.case_id != hearing.case_id:
        raise NotFound("Line")
    if hearing.status is not HearingStatus.CALLED:
        raise Refused("This case is not being heard.")
    return hearing, line


def _again(request: Request, work: Work, hearing: Hearing) -> Answer:
    if work.viewer.hat in FOR_THE_MEETING:
        return case_again(request, work, hearing)
    if not is_htmx(request):
        return redirect(request, "live", meeting_id=hearing.meeting_id)
    work.session.flush()
    return agency_screen(work, work.find(Meeting, hearing.meeting_id)).fragment("current_case")
