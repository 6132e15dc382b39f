"""What an opening shows while it lasts: lines as they were shared, notes of the meeting, common referral topics."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlmodel import col, select
from starlette.requests import Request

from agencies.models import Line, LineAudience
from agenda.models import Note
from marac.cases.models import Case
from marac.cases.pages.reading import TopicRead, read_topics
from marac.oversight.models import Opening
from marac.oversight.pages.openings import GROUNDS, own_opening
from marac.store.people import Agency
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import NotFound, Sharing
from marac.web.endpoint import Answer
from marac.web.page import Page


@dataclass(frozen=True)
class LineRead:
    """One line as its agency shared it. `named`: with agencies by name, `to`, of whom none may be left; else with
    everyone seated."""

    item_id: UUID
    code: str
    agency: str
    text: str
    kind: str
    source: str
    source_date: str
    corrected: bool
    named: bool
    to: tuple[str, ...]
    about: str = ""


@dataclass(frozen=True)
class NoteRead:
    kind: str
    text: str
    source: str
    written_at: datetime
    source_date: str = ""
    about: str = ""


@dataclass(frozen=True)
class OpenedPage(Page):
    template: ClassVar[str] = "oversight/opening_read.html"

    opening_id: UUID
    code: str
    ground: str
    reason: str
    until_at: datetime
    lines: tuple[LineRead, ...]
    whole_case: bool
    notes: tuple[NoteRead, ...]
    topics: tuple[TopicRead, ...]


@dataclass(frozen=True)
class OverPage(Page):
    """To whoever opened it, once it is over: that it is, and where it is asked for again."""

    template: ClassVar[str] = "oversight/opening_over.html"

    opening_id: UUID
    case_id: UUID
    code: str
    line: str
    ground: str
    ended_at: datetime


def show_opened(request: Request, work: Work) -> Answer:
    opening = own_opening(work, request.path_params["opening_id"])
    case = work.find(Case, opening.case_id)
    if opening.over:
        return _over(opening, case)
    page = OpenedPage(
        opening.id,
        case.code,
        GROUNDS[opening.ground],
        opening.reason,
        opening.until_at,
        tuple(_lines(work, case, opening.line_id)),
        opening.line_id is None,
        tuple(_notes(work, case)) if opening.line_id is None else (),
        tuple(read_topics(work, case.id)) if opening.line_id is None else (),
    )
    work.log_openings(Verb.CONTENT_READ)
    return page


def _over(opening: Opening, case: Case) -> OverPage:
    """Raises NotFound where the case is restricted by now: it is not there to be opened again."""
    if case.restricted:
        raise NotFound("opening")
    code = "-".join(part for part in (case.code, opening.line_label) if part)
    ended_at = min(opening.until_at, opening.ended_at or opening.until_at)
    return OverPage(opening.id, case.id, code, opening.line_label, opening.ground.value, ended_at)


def _lines(work: Work, case: Case, line_id: UUID | None) -> list[LineRead]:
    asked = select(Line).where(Line.case_id == case.id, *((Line.id == line_id,) if line_id else ()))
    lines = work.all(asked.order_by(col(Line.recorded_at), col(Line.id)))
    named = work.all(select(LineAudience).where(LineAudience.case_id == case.id, col(LineAudience.ended_at).is_(None)))
    agencies = work.by_id(Agency, [*(line.agency_id for line in lines), *(one.agency_id for one in named)])
    return [
        LineRead(
            line.id,
            f"{case.code}-{line.label}",
            agencies[line.agency_id].name,
            line.text,
            line.kind.value.capitalize(),
            line.source,
            line.source_date,
            line.corrects_id is not None,
            line.sharing is Sharing.NAMED,
            tuple(sorted(agencies[one.agency_id].short_name for one in named if one.line_id == line.id)),
        )
        for line in lines
    ]


def _notes(work: Work, case: Case) -> list[NoteRead]:
    notes = work.all(select(Note).where(Note.case_id == case.id).order_by(col(Note.written_at), col(Note.id)))
    agencies = work.by_id(Agency, [note.agency_id for note in notes])
    return [
        NoteRead(
            note.kind.value.capitalize(),
            note.text,
            agencies[note.agency_id].short_name if note.agency_id else "",
            note.written_at,
        )
        for note in notes
    ]
