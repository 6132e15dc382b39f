"""The live screens of chair and minute taker, and the stream that says when to look again (C40)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlmodel import col, select
from starlette.requests import Request

from agenda.models import Hearing, Meeting
from agenda.operations.acting import may_lead
from agenda.operations.attendance import attendance_of, attendances, called
from agenda.operations.listing import slots_of
from agenda.pages.live.agency import STATES, agency_screen
from agenda.pages.live.case import CaseShown, case_shown
from agenda.pages.live.filling import panel
from agenda.pages.live.panels import Panel
from marac import clock
from marac.cases.models import Case
from marac.policy import hearings as policy
from marac.proceedings import HearingStatus, Presence
from marac.store.work import Work
from marac.vocabulary import FOR_THE_MEETING, Hat, NotFound, Verdict
from marac.web.endpoint import Answer, is_htmx, redirect
from marac.web.live import follow
from marac.web.page import Page

CASE, WRITE = "current_case", "write"


@dataclass(frozen=True)
class PlaceShown:
    """One case's place on the list, as chair and minute taker see it."""

    hearing_id: UUID
    code: str
    at: datetime | None
    status: HearingStatus
    shown: bool

    @property
    def state(self) -> tuple[str, str]:
        return STATES[self.status]


@dataclass(frozen=True)
class LivePage(Page):
    """`case`: the one being heard, or, looking `ahead`, another. `since`: seconds, for the stream to start from.

    `next`: the first case on the list still to be heard. `closing`: sent with the case alone, for the panel, which is
    not sent with it.
    """

    template: ClassVar[str] = "agenda/live.html"

    meeting: Meeting
    since: float
    places: Sequence[PlaceShown]
    case: CaseShown | None
    ahead: bool
    now_code: str
    next: PlaceShown | None
    closing: Verdict | None
    panel: Panel | None
    takes_minutes: bool
    present: int
    may_open: Verdict
    may_close: Verdict
    accepted: bool


def show_live(request: Request, work: Work) -> Answer:
    """The case being heard, as this viewer may see it."""
    meeting = meeting_of(request, work)
    if work.viewer.hat not in FOR_THE_MEETING:
        page = agency_screen(work, meeting)
        return page.fragment(CASE) if is_htmx(request) else page
    return _answer(request, work, meeting, called(work, meeting))


def show_look(request: Request, work: Work) -> Answer:
    """Another case than the one being heard; nobody else's screen moves."""
    meeting = meeting_of(request, work)
    hearing = work.find(Hearing, request.path_params["hearing_id"])
    if hearing.meeting_id != meeting.id:
        raise NotFound("Hearing")
    if work.viewer.hat not in FOR_THE_MEETING:
        return redirect(request, "live", meeting_id=meeting.id)
    return _answer(request, work, meeting, hearing)


def show_stream(request: Request, work: Work) -> Answer:
    """Nudges for whoever may follow this meeting; what moved they learn from their own screen."""
    meeting_of(request, work)
    return follow(request, work.viewer)


def meeting_of(request: Request, work: Work) -> Meeting:
    """The meeting that the path names, for those who have a part in it: a case on its list, or a place at the table."""
    meeting = work.find(Meeting, request.path_params["meeting_id"])
    work.require(policy.may_follow(work.viewer))
    work.meeting_id = meeting.id
    if work.viewer.hat not in FOR_THE_MEETING:
        mine = select(Hearing.id).where(Hearing.meeting_id == meeting.id)
        if work.first(mine) is None and attendance_of(work, meeting, work.viewer.member_id) is None:
            raise NotFound("Meeting")
    return meeting


def screen(
    work: Work,
    meeting: Meeting,
    hearing: Hearing | None,
    asked: dict[str, str] | None = None,
    part: str = "",
    **form: Any,
) -> LivePage:
    """The screen with one case on it, or what one `part` of it needs; `asked` and `form` as `panel` takes them."""
    work.meeting_id = meeting.id
    asked = asked or {}
    order = _order(work, meeting)
    current = called(work, meeting)
    codes = {case.id: case.code for case in work.by_id(Case, (h.case_id for h in order)).values()}
    waiting = [codes[h.case_id] for h in order if h.status in {HearingStatus.LISTED, HearingStatus.CALLED}]
    rows = attendances(work, meeting)
    mine = next((row for row in rows if row.member_id == work.viewer.member_id), None)
    places = _places(meeting, order, codes, hearing)
    case = case_shown(work, hearing) if hearing and part != WRITE else None
    return LivePage(
        meeting=meeting,
        since=clock.now().timestamp(),
        places=places,
        case=case,
        ahead=hearing is not None and hearing.status is HearingStatus.LISTED,
        now_code=codes.get(current.case_id, "") if current and current is not hearing else "",
        next=next((place for place in places if place.status is HearingStatus.LISTED), None),
        closing=_closing(work, hearing, case) if part == CASE else None,
        panel=panel(work, hearing, asked.get("panel", ""), asked, **form) if hearing and part != CASE else None,
        takes_minutes=work.viewer.hat is Hat.COORDINATOR,
        present=sum(row.presence is Presence.PRESENT for row in rows),
        may_open=policy.may_open(work.viewer, meeting),
        may_close=policy.may_close(work.viewer, meeting, waiting),
        accepted=mine is not None and mine.statement_at is not None,
    )


def _closing(work: Work, hearing: Hearing | None, case: CaseShown | None) -> Verdict | None:
    if hearing is None or case is None or case.ending is None or case.status is not HearingStatus.CALLED:
        return None
    closes = policy.may_close_hearing(work.viewer, hearing, list(case.ending.missing.values()))
    return closes and may_lead(work, hearing)


def _order(work: Work, meeting: Meeting) -> list[Hearing]:
    """The list with what was deferred on it, without what was taken off."""
    on_list = select(Hearing).where(Hearing.meeting_id == meeting.id, col(Hearing.status).in_(list(STATES)))
    return work.all(on_list.order_by(col(Hearing.position), col(Hearing.id)))


def _places(
    meeting: Meeting, order: Sequence[Hearing], codes: dict[UUID, str], shown: Hearing | None
) -> list[PlaceShown]:
    slots = slots_of(meeting, order)
    return [
        PlaceShown(
            h.id, codes[h.case_id], h.slot_at or slots.get(h.id), h.status, shown is not None and h.id == shown.id
        )
        for h in order
        if h.case_id in codes
    ]


def _answer(request: Request, work: Work, meeting: Meeting, hearing: Hearing | None) -> Answer:
    """For htmx the part asked for, else the page."""
    asked = dict(request.query_params)
    if not is_htmx(request):
        return screen(work, meeting, hearing, asked)
    part = WRITE if asked.get("part") == WRITE else CASE
    return screen(work, meeting, hearing, asked, part).fragment(part)
