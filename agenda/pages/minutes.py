"""Minutes on screen and paper: list, draft, my agency's copy."""

from dataclasses import dataclass
from typing import ClassVar

from sqlmodel import col, select
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from agenda.minutes.assembling import Copy, assemble
from agenda.minutes.corrections import corrected_since
from agenda.minutes.issuing import draft, hearings_of, issue
from agenda.minutes.parts import MARKING, CasePart, FrontSheet
from agenda.models import Meeting, Minutes, MinutesIssue
from agenda.operations import minutes as operations
from marac.cases.models import Case
from marac.clock import LONDON
from marac.policy import minutes as policy
from marac.proceedings import MeetingStatus
from marac.store.people import Agency
from marac.store.work import Work
from marac.vocabulary import FOR_THE_MEETING, NotFound, Verdict
from marac.web.endpoint import Answer, redirect
from marac.web.page import Page, url_maker
from marac.web.page import day as in_full
from marac.web.pdf import paper
from marac.web.rates import DOWNLOADS, count
from marac.web.reasons import ask_reason, reason_given


@dataclass(frozen=True)
class MinutesListPage(Page):
    template: ClassVar[str] = "agenda/minutes_list.html"

    drafts: list[tuple[Meeting, Minutes, int]]
    copies: list[tuple[MinutesIssue, Meeting]]
    for_the_meeting: bool


@dataclass(frozen=True)
class DraftPage(Page):
    template: ClassVar[str] = "agenda/minutes_draft.html"

    meeting: Meeting
    minutes: Minutes
    front: FrontSheet
    cases: list[CasePart]
    missing: list[tuple[str, str]]
    issued: list[tuple[MinutesIssue, str]]
    may_approve: Verdict
    may_issue: Verdict
    may_take_back: Verdict


@dataclass(frozen=True)
class CopyPage(Page):
    template: ClassVar[str] = "agenda/minutes_copy.html"

    issue: MinutesIssue
    meeting: Meeting
    copy: Copy
    corrected: list[str]


@dataclass(frozen=True)
class PaperPage(Page):
    template: ClassVar[str] = "agenda/minutes_paper.html"

    front: FrontSheet
    cases: list[CasePart]
    number: int
    copy_number: str
    whole_hash: str
    author: str
    marking: str
    recipient: str
    copy_text: str
    watermark: str


def show_minutes(request: Request, work: Work) -> Answer:
    work.require(policy.may_list_minutes(work.viewer))
    meetings = {m.id: m for m in work.all(select(Meeting).order_by(col(Meeting.starts_at).desc()))}
    issues = operations.issues_of(work, *meetings)
    presiding = work.viewer.hat in FOR_THE_MEETING
    closed = [meeting for meeting in meetings.values() if meeting.status is MeetingStatus.CLOSED]
    drafts = [
        (meeting, operations.minutes_of(work, meeting), sum(i.meeting_id == meeting.id for i in issues))
        for meeting in closed
    ]
    copies = [(issue, meetings[issue.meeting_id]) for issue in issues]
    return MinutesListPage(drafts if presiding else [], [] if presiding else copies, presiding)


def show_draft(request: Request, work: Work) -> Answer:
    meeting = work.find(Meeting, request.path_params["meeting_id"])
    work.require(policy.may_draft(work.viewer, meeting))
    work.meeting_id = meeting.id
    minutes = operations.minutes_of(work, meeting)
    front, cases = draft(work, meeting)
    agencies = {agency.id: agency.name for agency in work.all(select(Agency))}
    issues = operations.issues_of(work, meeting.id)
    return DraftPage(
        meeting=meeting,
        minutes=minutes,
        front=front,
        cases=cases,
        missing=_missing(cases) + _left_out(work, meeting, issues),
        issued=[(i, agencies[i.agency_id]) for i in issues],
        may_approve=operations.may_approve(work, meeting, minutes),
        may_issue=operations.may_issue(work, meeting, minutes),
        may_take_back=policy.may_take_back(work.viewer, minutes),
    )


def _left_out(work: Work, meeting: Meeting, issues: list[MinutesIssue]) -> list[tuple[str, str]]:
    """Cases of an acting coordinator that the copies issued by the usual one do not hold (S18)."""
    cases = operations.left_out(work, issues, hearings_of(work, meeting))
    codes = sorted(case.code for case in work.by_id(Case, cases).values())
    return [(code, "not in the copies that were issued: take them back, approve and issue again") for code in codes]


def _missing(cases: list[CasePart]) -> list[tuple[str, str]]:
    """What a chair would ask for before approving, by case."""
    found = []
    for part in cases:
        if part.deferred:
            continue
        for lacking, said in (
            (not part.risks, "no risk is recorded"),
            (not part.actions, "no action is recorded"),
            (not part.voice and not part.no_voice, "the victim's voice is missing, and the reason too"),
            (not part.telling, "nobody is named to tell the victim, and no reason is given"),
        ):
            if lacking:
                found.append((part.code, said))
    return found


def approve(request: Request, work: Work, form: FormData) -> Answer:
    meeting = work.find(Meeting, request.path_params["meeting_id"], lock=True)
    operations.approve(work, meeting)
    return redirect(request, "minutes.draft", meeting_id=meeting.id)


def take_back(request: Request, work: Work, form: FormData) -> Answer:
    meeting = work.find(Meeting, request.path_params["meeting_id"], lock=True)
    operations.take_back(work, meeting)
    return redirect(request, "minutes.draft", meeting_id=meeting.id)


def issue_minutes(request: Request, work: Work, form: FormData) -> Answer:
    meeting = work.find(Meeting, request.path_params["meeting_id"], lock=True)
    work.require(operations.may_issue(work, meeting, operations.minutes_of(work, meeting)))
    issue(work, meeting)
    return redirect(request, "minutes.draft", meeting_id=meeting.id)


def _copy(request: Request, work: Work) -> MinutesIssue:
    """Not found where nothing in it is for this member: that there is a copy would tell them of a case (S17)."""
    found = work.find(MinutesIssue, request.path_params["issue_id"])
    work.require(policy.may_open_copy(work.viewer, found))
    if found not in operations.issues_of(work, found.meeting_id):
        raise NotFound("MinutesIssue")
    return found


def show_copy(request: Request, work: Work) -> Answer:
    found = _copy(request, work)
    work.meeting_id = found.meeting_id
    copy = assemble(work, found)
    return CopyPage(found, work.find(Meeting, found.meeting_id), copy, corrected_since(work, found, copy.cases))


def show_pdf(request: Request, work: Work) -> Answer:
    """The paper itself, once a reason is given: recorded as a disclosure before a byte of it is sent."""
    found = _copy(request, work)
    meeting = work.find(Meeting, found.meeting_id)
    reason = reason_given(request)
    if reason is None:
        back = url_maker(request)("minutes.copy", issue_id=found.id)
        return ask_reason(request, f"Your agency's copy of the minutes of {in_full(meeting.starts_at)}, as a PDF", back)
    count(request, DOWNLOADS, str(work.viewer.member_id))
    copy = assemble(work, found)
    agency = work.find(Agency, found.agency_id)
    operations.record_download(work, found, copy.parts, reason)
    made = paper(
        PaperPage(
            front=copy.front,
            cases=copy.cases,
            number=found.number,
            copy_number=found.copy_number,
            whole_hash=copy.whole_hash,
            author=f"MARAC {copy.front.marac}",
            marking=MARKING,
            recipient=f"For {agency.name} only",
            copy_text=f"Issue {found.number}, copy {found.copy_number}, {copy.front.marac}, {copy.front.day}",
            watermark=f"{agency.short_name} · copy {found.copy_number}",
        )
    )
    day = meeting.starts_at.astimezone(LONDON).date()
    name = f"marac-minutes-{day.isoformat()}-issue-{found.number}-copy-{found.copy_number}.pdf"
    return Response(made, media_type="application/pdf", headers={"content-disposition": f'inline; filename="{name}"'})
