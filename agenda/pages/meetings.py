"""Meetings: those past, today's and the next; and convening one (C20)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from sqlmodel import col, select
from starlette.datastructures import FormData
from starlette.requests import Request

from agencies.pages.agreements import warnings
from agenda import timetable
from agenda.forms.planning import ConveneForm
from agenda.models import Hearing, Meeting
from agenda.operations import listing
from agenda.pages.corrected import corrections
from marac import clock
from marac.cases.pages.notices import NoticeRow
from marac.clock import LONDON
from marac.policy import meetings as policy
from marac.proceedings import MeetingStatus
from marac.store.appointments import in_force
from marac.store.people import Appointment, Member
from marac.store.work import Work
from marac.vocabulary import FOR_THE_AGENCY, FOR_THE_MEETING, Hat, Role, Verdict
from marac.web.endpoint import Answer, redirect
from marac.web.forms import Invalid
from marac.web.page import Page, clock_time, url_maker

COLOURS = {
    MeetingStatus.PLANNED: "grey",
    MeetingStatus.PUBLISHED: "blue",
    MeetingStatus.OPEN: "green",
    MeetingStatus.CLOSED: "purple",
}
COUNTS_ALL = FOR_THE_MEETING | {Hat.AUDITOR}


@dataclass(frozen=True)
class Row:
    """One meeting, and what it holds for whoever looks: never how many cases there are in all, but for the hats."""

    meeting: Meeting
    chair: str
    part: str
    attends: bool
    observes: bool

    @property
    def begins(self) -> bool:
        return begins(self.meeting)

    @property
    def status(self) -> tuple[str, str]:
        words = {MeetingStatus.PUBLISHED: f"List published, version {self.meeting.list_version}"}
        return words.get(self.meeting.status, self.meeting.status.value.capitalize()), COLOURS[self.meeting.status]


@dataclass(frozen=True)
class MeetingsPage(Page):
    template: ClassVar[str] = "agenda/meetings.html"

    groups: list[tuple[str, list[Row], str]]
    part: str
    prepares: bool
    may_convene: Verdict
    warnings: list[str]
    corrected: tuple[NoticeRow, ...]


def show_meetings(request: Request, work: Work) -> Answer:
    work.require(policy.may_see_meetings(work.viewer))
    meetings = work.all(select(Meeting).order_by(col(Meeting.starts_at)))
    parts = _parts(work)
    chairs = names_of_members(work, meetings)
    attends, observes = work.viewer.hat in FOR_THE_AGENCY | FOR_THE_MEETING, work.viewer.hat is Hat.OBSERVER
    rows = [
        Row(
            meeting,
            chairs.get(meeting.chair_id, ""),
            part_for(work, parts.get(meeting.id, []), meeting),
            attends,
            observes,
        )
        for meeting in meetings
    ]
    prepares = work.viewer.hat in FOR_THE_MEETING
    part = "Cases" if work.viewer.hat in COUNTS_ALL else "For you"
    told = warnings(work) if prepares else []
    corrected = corrections(work, url_maker(request))
    return MeetingsPage(_grouped(rows), part, prepares, policy.may_convene(work.viewer), told, corrected)


def begins(meeting: Meeting) -> bool:
    """Whether there is a meeting to go to: it is open, or its list is published and it is today."""
    today = _group(meeting.starts_at) == "Today"
    return meeting.status is MeetingStatus.OPEN or (today and meeting.status is MeetingStatus.PUBLISHED)


def _parts(work: Work) -> dict[Any, list[Hearing]]:
    """Hearings that this viewer may see, by meeting, in order of time; of an agency, those published."""
    found: dict[Any, list[Hearing]] = {}
    for hearing in work.all(select(Hearing).where(col(Hearing.status).not_in(listing.GONE))):
        if hearing.listed_in or work.viewer.hat in FOR_THE_MEETING:
            found.setdefault(hearing.meeting_id, []).append(hearing)
    return found


def part_for(work: Work, hearings: Sequence[Hearing], meeting: Meeting) -> str:
    if work.viewer.hat in {Hat.OBSERVER, Hat.DATA_PROTECTION_OFFICER}:
        return ""
    cases = f"{len(hearings)} {'case' if len(hearings) == 1 else 'cases'}"
    if work.viewer.hat in COUNTS_ALL:
        return cases if hearings else "No case listed"
    if not meeting.list_version:
        return "List not published yet"
    if not hearings:
        return "Nothing for your agency"
    first = min((hearing.slot_at for hearing in hearings if hearing.slot_at), default=meeting.starts_at)
    return f"Your agency: {cases}, your first case about {clock_time(first)}"


def _grouped(rows: Sequence[Row]) -> list[tuple[str, list[Row], str]]:
    """(heading, rows, what to say when there are none); the past latest first."""
    groups: dict[str, list[Row]] = {"Today": [], "Coming": [], "Past": []}
    for row in rows:
        groups[_group(row.meeting.starts_at)].append(row)
    groups["Past"].reverse()
    empty = {"Today": "No meeting today.", "Coming": "No meeting is planned.", "Past": "No meeting has been held yet."}
    return [(name, found, empty[name]) for name, found in groups.items()]


def _group(starts_at: datetime) -> str:
    on = starts_at.astimezone(LONDON).date()
    return "Today" if on == clock.today() else "Coming" if on > clock.today() else "Past"


def names_of_members(work: Work, meetings: Sequence[Meeting]) -> dict[Any, str]:
    """Who chairs each meeting, by the member's id."""
    ids = [meeting.chair_id for meeting in meetings if meeting.chair_id]
    return {member.id: member.name for member in work.all(select(Member).where(col(Member.id).in_(ids)))}


@dataclass(frozen=True)
class ConvenePage(Page):
    template: ClassVar[str] = "agenda/meeting_convene.html"

    chairs: list[tuple[str, str]]
    may_convene: Verdict
    usual_due: str
    typed: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def show_convene(request: Request, work: Work) -> Answer:
    work.require(policy.may_convene(work.viewer))
    return _convene_page(work)


def convene(request: Request, work: Work, form: FormData) -> Answer:
    work.require(policy.may_convene(work.viewer))
    try:
        asked = ConveneForm.read(form)
    except Invalid as wrong:
        return _convene_page(work, wrong.typed, wrong.errors).whole(422)
    starts_at = timetable.moment(asked.held_on, asked.held_at)
    due = timetable.moment(asked.due_on, asked.due_at or timetable.RESEARCH_HOUR) if asked.due_on else None
    if errors := _impossible(work, asked, starts_at, due):
        return _convene_page(work, {name: form.get(name, "") for name in form} | _dates(asked), errors).whole(422)
    meeting = listing.convene(work, starts_at, asked.venue, due, asked.chair_id)
    return redirect(request, "meeting.prepare", meeting_id=meeting.id)


def _impossible(work: Work, asked: ConveneForm, starts_at: datetime, due: datetime | None) -> dict[str, str]:
    errors = {}
    if starts_at < clock.now():
        errors["held_on"] = "The meeting must be in the future."
    if due and due > starts_at:
        errors["due_on"] = "Research must be due before the meeting begins."
    if asked.chair_id and str(asked.chair_id) not in dict(_chairs(work)):
        errors["chair_id"] = "Choose the chair from the list."
    return errors


def _dates(asked: ConveneForm) -> dict[str, date | None]:
    return {"held_on": asked.held_on, "due_on": asked.due_on}


def _convene_page(work: Work, typed: dict[str, Any] | None = None, errors: dict[str, str] | None = None) -> ConvenePage:
    days = listing.here(work).research_due_days
    usual = "1 working day" if days == 1 else f"{days} working days"
    return ConvenePage(_chairs(work), policy.may_convene(work.viewer), usual, typed or {}, errors or {})


def _chairs(work: Work) -> list[tuple[str, str]]:
    """Members appointed as chair of this MARAC today."""
    rows = work.all(
        select(Member)
        .join(Appointment, col(Appointment.member_id) == col(Member.id))
        .where(
            Appointment.marac_id == work.viewer.marac_id,
            Appointment.role == Role.CHAIR,
            col(Member.retired_at).is_(None),
            in_force(),
        )
        .order_by(col(Member.name))
    )
    return [(str(member.id), member.name) for member in rows]
