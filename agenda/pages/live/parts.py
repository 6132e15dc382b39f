"""What each agency brought to a case and what was noted beside it, as this viewer may see it (S8, S15)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select

from agencies.models import Line, Said
from agencies.operations.lines import lines_on
from agenda.models import Hearing, Note
from agenda.operations.notes import notes_of
from agenda.operations.readers import readers_of_line, readers_of_note
from marac.cases.operations.leading import may_lead
from marac.clock import LONDON
from marac.policy import lines as policy
from marac.policy import notes as notes_policy
from marac.proceedings import NoteKind, RiskTo
from marac.store.people import Agency
from marac.store.seats import Seat, in_force
from marac.store.work import Work
from marac.vocabulary import FOR_THE_MEETING, LineKind, Sharing, Verdict
from marac.web.page import day

SHARED = {Sharing.SEATED, Sharing.NAMED}
DECIDED = {
    Sharing.PRIVATE: ("Private", "grey"),
    Sharing.SEATED: ("Shared with everyone seated", "green"),
    Sharing.NAMED: ("Shared with named agencies", "green"),
    Sharing.SAY_ONLY: ("To be said only", "orange"),
    Sharing.WITHHELD: ("Not shared", "grey"),
}


@dataclass(frozen=True)
class LineShown:
    """One line; `audience` is empty for those who may not know who else reads it."""

    id: UUID
    code: str
    text: str
    kind: LineKind
    source: str
    sharing: Sharing
    audience: str
    said_at: str
    may_say: Verdict
    may_note: Verdict
    mine: bool

    @property
    def shared(self) -> bool:
        return self.sharing in SHARED

    @property
    def decided(self) -> tuple[str, str]:
        return DECIDED[self.sharing]


@dataclass(frozen=True)
class NoteShown:
    id: UUID
    text: str
    kind: NoteKind
    risk_to: RiskTo | None
    agency_id: UUID | None
    answers: str
    audience: str
    saved: str


@dataclass(frozen=True)
class AgencyPart:
    """`standing`: who is here for it, or how it sent its apologies; for chair and coordinator only, as is `quiet`.

    `own`: the viewer's agency, whose lines stand in a place of their own.
    """

    id: UUID
    name: str
    standing: str
    here: bool
    spoken: bool
    lines: Sequence[LineShown]
    notes: Sequence[NoteShown]
    quiet: bool = False
    own: bool = False


@dataclass(frozen=True)
class Heard:
    """All lines and notes of one hearing that this viewer may see."""

    lines: Sequence[tuple[Line, LineShown]]
    notes: Sequence[NoteShown]
    spoken: frozenset[UUID]

    def of(self, agency_id: UUID) -> tuple[list[LineShown], list[NoteShown]]:
        """An agency's lines, and the plain notes beside them."""
        lines = [shown for line, shown in self.lines if line.agency_id == agency_id]
        notes = [n for n in self.notes if n.agency_id == agency_id and n.kind is NoteKind.NOTE]
        return lines, notes

    def kinds(self, kind: NoteKind) -> list[NoteShown]:
        return [note for note in self.notes if note.kind is kind]


def heard(work: Work, hearing: Hearing, code: str, seated: Mapping[UUID, bool]) -> Heard:
    """`seated` as seated_on gives it: for chair and coordinator, who are told of every line who reads it."""
    lines = lines_on(work, hearing.case_id)
    said = {row.line_id: row for row in work.all(select(Said).where(Said.hearing_id == hearing.id))}
    notes = notes_of(work, hearing)
    names = _readers(work, seated, lines, notes) if work.viewer.hat in FOR_THE_MEETING else {}
    labels = {line.id: line.label for line in lines}
    spoken = {row.agency_id for row in said.values()} | {note.agency_id for note in notes if note.agency_id}
    return Heard(
        [(line, _line(work, line, code, said.get(line.id), names.get(line.id, ""))) for line in lines],
        [_note(note, code, labels, names.get(note.id, "")) for note in notes],
        frozenset(spoken),
    )


def seconds(at: datetime) -> str:
    """09:41:07, London time."""
    return f"{at.astimezone(LONDON):%H:%M:%S}"


def agency_names(work: Work, ids: Iterable[UUID]) -> dict[UUID, str]:
    return {row.id: row.short_name for row in work.by_id(Agency, ids).values()}


def quiet_on(work: Work, case_id: UUID) -> set[UUID]:
    """Agencies with a quiet seat on this case, of which this viewer may know (S5)."""
    quiet = select(Seat.agency_id).where(Seat.case_id == case_id, col(Seat.quiet).is_(True), in_force())
    return set(work.all(quiet))


def _line(work: Work, line: Line, code: str, said: Said | None, audience: str) -> LineShown:
    return LineShown(
        id=line.id,
        code=f"{code}-{line.label}",
        text=line.text,
        kind=line.kind,
        source=", ".join(part for part in (line.source, day(line.source_date)) if part),
        sharing=line.sharing,
        audience=audience,
        said_at=seconds(said.said_at) if said else "",
        may_say=policy.may_mark_said(work.viewer, line) and may_lead(work, line.case_id),
        may_note=notes_policy.may_answer_line(work.viewer, line),
        mine=policy.is_own(work.viewer, line),
    )


def _note(note: Note, code: str, labels: Mapping[UUID, str], audience: str) -> NoteShown:
    return NoteShown(
        id=note.id,
        text=note.text,
        kind=note.kind,
        risk_to=note.risk_to,
        agency_id=note.agency_id,
        answers=f"{code}-{labels[note.line_id]}" if note.line_id and note.line_id in labels else "",
        audience=audience,
        saved=seconds(note.changed_at or note.written_at),
    )


def _readers(work: Work, seated: Mapping[UUID, bool], lines: Sequence[Line], notes: Sequence[Note]) -> dict[UUID, str]:
    """By line or note, its readers in words, for chair and coordinator."""
    readers = {line.id: readers_of_line(work, line, seated) for line in lines}
    readers |= {note.id: readers_of_note(work, note, seated) for note in notes}
    names = agency_names(work, (agency for each in readers.values() for agency in each))
    return {row: in_words(names, each, seated) for row, each in readers.items()}


def in_words(
    names: Mapping[UUID, str], readers: Sequence[UUID], seated: Mapping[UUID, bool], *, by_name: bool = False
) -> str:
    """ "Everyone seated", where it is so, with their names if wished; else the names alone."""
    said = ", ".join(sorted(names[agency] for agency in readers if agency in names))
    victims = {agency for agency, perpetrators in seated.items() if not perpetrators}
    if not victims <= set(readers):
        return f"Only {said}" if said else "No agency"
    both = " and the perpetrator's side" if set(readers) - victims else ""
    return f"Everyone seated{both}: {said}" if by_name else f"Everyone seated{both}"
