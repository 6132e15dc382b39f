"""Preparing a meeting: what is not ready, the list in order, and who has returned what (screens.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlmodel import col, select
from starlette.requests import Request

from agenda.models import Hearing, Meeting
from agenda.operations import listing
from agenda.operations.apart import within
from agenda.operations.readiness import AWAITED, Place, Standing, agencies_by_id, places_of
from agenda.pages.corrected import corrections
from agenda.pages.gaps import FILTERS, SHOWS, Gap, gaps_of
from agenda.pages.meetings import begins
from agenda.pages.paths import meeting_in
from marac.cases.models import Case
from marac.cases.operations.naming import CaseNames, names_of
from marac.cases.pages.notices import NoticeRow
from marac.policy import meetings as policy
from marac.store.people import Agency, Marac, Member
from marac.store.work import Work
from marac.vocabulary import CaseStatus, Verdict
from marac.web.endpoint import Answer
from marac.web.page import Page, clock_time, url_maker

TAGS = {
    Standing.TO_ASK: ("To ask", "grey"),
    Standing.ASKED: ("Asked", "blue"),
    Standing.LATE: ("Late", "red"),
    Standing.NIL: ("Nil", "green"),
    Standing.KNOWN: ("Known", "purple"),
    Standing.POSSIBLE: ("Possible", "yellow"),
    Standing.NOT_SEARCHED: ("Not searched", "orange"),
}


def case_tags(case: Case) -> list[tuple[str, str]]:
    """What marks a case, for those who see its referral."""
    tags = [("Repeat", "orange") if case.repeat else ("New", "grey")]
    tags += [("Restricted", "red")] if case.restricted else []
    tags += [("Stalking", "purple")] if case.stalking else []
    if case.children:
        tags.append((f"{case.children} {'child' if case.children == 1 else 'children'}", "blue"))
    return tags


@dataclass(frozen=True)
class Row:
    """One case on the list, with what may be done about its place."""

    place: Place
    number: int
    referrer: str
    may_move: Verdict
    may_remove: Verdict
    first: bool
    last: bool
    within: tuple[str, ...]

    @property
    def tags(self) -> list[tuple[str, str]]:
        return case_tags(self.place.case) + ([("Walled", "red")] if self.place.walled else [])


@dataclass(frozen=True)
class PreparePage(Page):
    template: ClassVar[str] = "agenda/meeting_prepare.html"

    meeting: Meeting
    begins: bool
    marac: Marac
    chair: str
    rows: list[Row]
    total: int
    shown: str
    filters: dict[str, str]
    gaps: list[Gap]
    capacity: str
    codes: list[str]
    grid: list[tuple[Agency, list[tuple[str, str] | None], str]]
    waiting: list[tuple[Case, CaseNames]]
    taken_off: list[tuple[str, str]]
    moved: UUID | None
    up: bool
    said: str
    at_an_end: bool
    conflict: str
    corrected: tuple[NoticeRow, ...]
    may_order: Verdict
    may_publish: Verdict


def show_prepare(request: Request, work: Work) -> Answer:
    return prepare_page(request, work, meeting_in(request, work))


def prepare_page(
    request: Request, work: Work, meeting: Meeting, moved: UUID | None = None, up: bool = True, conflict: str = ""
) -> PreparePage:
    work.require(policy.may_prepare(work.viewer))
    places = places_of(work, meeting)
    shown = request.query_params.get("show", "")
    chosen = [place for place in places if shown not in SHOWS or SHOWS[shown](place)]
    agencies = agencies_by_id(work, {key for place in places for key in [place.case.agency_id, *place.standings]})
    unconfirmed = sum(SHOWS["unconfirmed"](place) for place in places)
    if moved is None:
        moved, up = _moved(request), request.query_params.get("up") != "no"
    rows = _rows(work, meeting, places, chosen, agencies)
    return PreparePage(
        meeting,
        begins(meeting),
        listing.here(work),
        _chair(work, meeting),
        rows,
        len(places),
        shown if shown in SHOWS else "",
        FILTERS,
        gaps_of(request, work, meeting, places),
        _capacity(places, listing.here(work)),
        [place.case.code for place in chosen],
        _grid(chosen, agencies),
        _waiting(work),
        _taken_off(work, meeting),
        moved,
        up,
        _said(places, moved),
        any(row.place.hearing.id == moved and (row.first if up else row.last) for row in rows),
        conflict,
        corrections(work, url_maker(request), {place.case.id for place in places}),
        policy.may_order(work.viewer, meeting),
        policy.may_publish(work.viewer, meeting, len(places), unconfirmed),
    )


def _moved(request: Request) -> UUID | None:
    """The case just moved, so that it can be announced and keep the focus."""
    try:
        return UUID(request.query_params.get("moved", ""))
    except ValueError:
        return None


def _chair(work: Work, meeting: Meeting) -> str:
    return work.find(Member, meeting.chair_id).name if meeting.chair_id else ""


def _rows(
    work: Work, meeting: Meeting, places: Sequence[Place], chosen: Sequence[Place], agencies: dict[UUID, Agency]
) -> list[Row]:
    free = [place for place in places if not place.hearing.pinned]
    apart = within(work, meeting, [place.hearing for place in places])
    return [
        Row(
            place,
            number,
            agencies[place.case.agency_id].short_name,
            listing.may_move(work, meeting, place.hearing),
            policy.may_remove(work.viewer, meeting, place.hearing),
            free[:1] == [place],
            free[-1:] == [place],
            apart.get(place.case.id, ()),
        )
        for number, place in enumerate(places, start=1)
        if place in chosen
    ]


def _capacity(places: Sequence[Place], marac: Marac) -> str:
    """How full the meeting is: a warning above one number, the chair's word above another (domain.md 1.0)."""
    said = f"{len(places)} of {marac.cases_most} cases"
    if len(places) > marac.cases_warn_at:
        said += f": more than {marac.cases_warn_at} make a long meeting"
    if not places:
        return said
    minutes = sum(place.hearing.minutes for place in places)
    ends = clock_time(listing.ends_at(places[-1].at, places[-1].hearing))
    return f"{said}. {minutes // 60} h {minutes % 60} min, until {ends}"


def _grid(
    places: Sequence[Place], agencies: dict[UUID, Agency]
) -> list[tuple[Agency, list[tuple[str, str] | None], str]]:
    """A line an agency, a cell a case; and how many returns it owes."""
    asked = {key for place in places for key in place.standings}
    lines = []
    for agency in sorted((agencies[key] for key in asked), key=lambda agency: agency.short_name):
        standings = [place.standings.get(agency.id) for place in places]
        owed = sum(standing in AWAITED for standing in standings)
        cells = [TAGS[standing] if standing else None for standing in standings]
        lines.append((agency, cells, str(owed) if owed else ""))
    return lines


def _waiting(work: Work) -> list[tuple[Case, CaseNames]]:
    """Cases accepted that stand on no list."""
    cases = work.all(select(Case).where(Case.status == CaseStatus.ACCEPTED).order_by(col(Case.referred_at)))
    names = names_of(work, [case.id for case in cases])
    return [(case, names[case.id]) for case in cases]


def _taken_off(work: Work, meeting: Meeting) -> list[tuple[str, str]]:
    rows = work.rows(
        select(Hearing, Case)
        .join(Case, col(Case.id) == col(Hearing.case_id))
        .where(Hearing.meeting_id == meeting.id, col(Hearing.status).in_(listing.GONE))
        .order_by(col(Case.code))
    )
    return [(case.code, hearing.reason) for hearing, case in rows]


def _said(places: Sequence[Place], moved: UUID | None) -> str:
    for number, place in enumerate(places, start=1):
        if place.hearing.id == moved:
            return f"{place.case.code} is now case {number} of {len(places)}, at {clock_time(place.at)}."
    return ""
