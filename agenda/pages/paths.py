"""What a path names: a meeting, and a hearing of that meeting."""

from starlette.requests import Request

from agenda.models import Hearing, Meeting
from marac.store.work import Work
from marac.vocabulary import NotFound


def meeting_in(request: Request, work: Work, *, lock: bool = False) -> Meeting:
    """Raises NotFound."""
    meeting = work.find(Meeting, request.path_params["meeting_id"], lock=lock)
    work.meeting_id = meeting.id
    return meeting


def hearing_in(request: Request, work: Work, *, lock: bool = False) -> tuple[Meeting, Hearing]:
    """Raises NotFound, also where the hearing is another meeting's."""
    meeting = meeting_in(request, work, lock=lock)
    hearing = work.find(Hearing, request.path_params["hearing_id"], lock=lock)
    if hearing.meeting_id != meeting.id:
        raise NotFound("Hearing")
    return meeting, hearing
