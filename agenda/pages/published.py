"""The published list, as whoever looks may see it; and publishing it (C22, S2 to S4, S24)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlmodel import col, select
from starlette.datastructures import FormData
from starlette.requests import Request

from agencies.models import Research
from agencies.operations.identifiers import Identifiers, identifiers_of
from agencies.operations.research import answers_to
from agencies.operations.standing import Standing as Seating
from agencies.operations.standing import standings
from agencies.operations.statement import DUTY, ground, statement
from agencies.operations.worklist import shrunk
from agenda.forms.planning import PublishForm
from agenda.models import Hearing, ListVersion, Meeting
from agenda.operations import listing, publishing
from agenda.operations.apart import within
from agenda.operations.readiness import standing_of
from agenda.pages.paths import meeting_in
from agenda.pages.prepare import TAGS, case_tags
from marac.cases.models import Case
from marac.policy import meetings as policy
from marac.proceedings import HearingStatus
from marac.store.people import Agency, Member
from marac.store.work import Work
from marac.vocabulary import FOR_THE_AGENCY, FOR_THE_MEETING, Hat, SeatKind, Verdict
from marac.web.endpoint import Answer, redirect
from marac.web.page import Page, day

# What an agency's seat lets it do, the fullest first.
PARTS = (
    (SeatKind.CASE, "Case"),
    (SeatKind.HEARING, "Hearing"),
    (SeatKind.ACTION, "Action"),
    (SeatKind.CHECK, "Check"),
)


@dataclass(frozen=True)
class Row:
    """One case of the list. No number of its place: the cases between are nobody's business (S4)."""

    case: Case
    at: datetime | None
    part: str
    tags: list[tuple[str, str]]
    people: list[Identifiers]
    research: tuple[str, str] | None
    asked: bool


@dataclass(frozen=True)
class ListPage(Page):
    template: ClassVar[str] = "agenda/meeting.html"

    meeting: Meeting
    chair: str
    published_at: datetime | None
    first: datetime | None
    rows: list[Row]
    nils: list[tuple[str, str]]
    for_agency: bool
    for_meeting: bool
    codes_only: bool
    statement: str
    ground: str
    duty: str


def show_list(request: Request, work: Work) -> Answer:
    work.require(policy.may_see_meetings(work.viewer))
    meeting = meeting_in(request, work)
    latest = work.first(
        select(ListVersion).where(ListVersion.meeting_id == meeting.id).order_by(col(ListVersion.number).desc())
    )
    hat = work.viewer.hat
    for_agency = hat in FOR_THE_AGENCY
    rows = _rows(work, meeting)
    open_still = {row.case.code for row in rows}
    nils = [
        (one.code, day(one.at))
        for one in shrunk(work, [])
        if one.meeting_id == meeting.id and one.code not in open_still
    ]
    return ListPage(
        meeting,
        work.find(Member, meeting.chair_id).name if meeting.chair_id else "",
        latest.published_at if latest else None,
        next((row.at for row in rows if row.at), None),
        rows,
        nils if for_agency else [],
        for_agency,
        hat in FOR_THE_MEETING,
        hat is Hat.AUDITOR,
        statement(listing.here(work)),
        ground(work.find(Agency, work.viewer.agency_id)) if for_agency else "",
        DUTY,
    )


def _rows(work: Work, meeting: Meeting) -> list[Row]:
    """Cases on the list as published, by time."""
    hearings = work.all(select(Hearing).where(Hearing.meeting_id == meeting.id, col(Hearing.listed_in) > 0))
    hearings.sort(key=lambda hearing: (hearing.slot_at or meeting.starts_at, str(hearing.id)))
    ids = [hearing.case_id for hearing in hearings]
    cases = publishing.cases_by_id(work, hearings)
    people = identifiers_of(work, ids) if work.viewer.hat is not Hat.AUDITOR else {}
    seats, research = standings(work, ids), _research(work, meeting, ids)
    return [
        _row(work, meeting, hearing, cases[hearing.case_id], seats.get(hearing.case_id, Seating()), research, people)
        for hearing in hearings
        if hearing.case_id in cases
    ]


def _row(
    work: Work,
    meeting: Meeting,
    hearing: Hearing,
    case: Case,
    seat: Seating,
    research: dict[UUID, tuple[str, str]],
    people: dict[UUID, list[Identifiers]],
) -> Row:
    gone = hearing.status in listing.GONE
    tags = [("Taken off the list", "red")] if gone else []
    if hearing.listed_in > 1 and not gone:
        tags.append((f"Added in version {hearing.listed_in}", "yellow"))
    if hearing.status in (HearingStatus.CALLED, HearingStatus.HEARD):
        tags.append((hearing.status.value.capitalize(), "green"))
    if seat.knows_others or work.viewer.hat in FOR_THE_MEETING:
        tags += case_tags(case)
    return Row(
        case,
        None if gone else hearing.slot_at,
        next((words for kind, words in PARTS if kind in seat.kinds), ""),
        tags,
        [] if gone else people.get(case.id, []),
        research.get(case.id),
        case.id in research,
    )


def _research(work: Work, meeting: Meeting, case_ids: Sequence[UUID]) -> dict[UUID, tuple[str, str]]:
    """How the viewer's own agency stands to each case that it was asked about."""
    if work.viewer.hat not in FOR_THE_AGENCY:
        return {}
    asked = work.all(
        select(Research).where(
            Research.meeting_id == meeting.id,
            Research.agency_id == work.viewer.agency_id,
            col(Research.case_id).in_(case_ids),
        )
    )
    answers = answers_to(work, asked)
    return {one.case_id: TAGS[standing_of(one, set(answers.get(one.id, {}).values()))] for one in asked}


# Publishing -------------------------------------------------------------


@dataclass(frozen=True)
class PublishPage(Page):
    template: ClassVar[str] = "agenda/meeting_publish.html"

    meeting: Meeting
    cases: int
    to_ask: list[tuple[str, int]]
    due_at: datetime
    statement: str
    within: list[tuple[str, tuple[str, ...]]]
    may_publish: Verdict
    refused: str = ""


def show_publish(request: Request, work: Work) -> Answer:
    work.require(policy.may_prepare(work.viewer))
    return _publish_page(work, meeting_in(request, work))


def _publish_page(work: Work, meeting: Meeting, refused: str = "") -> PublishPage:
    hearings = listing.places(work, meeting)
    unconfirmed = sum(hearing.seats_confirmed_at is None for hearing in hearings)
    cases, apart = publishing.cases_by_id(work, hearings), within(work, meeting, hearings)
    may = policy.may_publish(work.viewer, meeting, len(hearings), unconfirmed)
    return PublishPage(
        meeting,
        len(hearings),
        publishing.to_ask(work, meeting, hearings),
        publishing.due_at(meeting),
        statement(listing.here(work)),
        sorted((cases[case_id].code, names) for case_id, names in apart.items()),
        may and publishing.may_stand(work, meeting, hearings, True),
        refused,
    )


def publish(request: Request, work: Work, form: FormData) -> Answer:
    meeting = meeting_in(request, work, lock=True)
    work.require(policy.may_prepare(work.viewer))
    asked = PublishForm.read(form)
    if not (may := publishing.may_stand(work, meeting, listing.places(work, meeting), asked.times_known)):
        return _publish_page(work, meeting, may.reason).whole(422)
    work.same_version(meeting, asked.version)
    publishing.publish(work, meeting, asked.times_known)
    return redirect(request, "meeting", meeting_id=meeting.id)
