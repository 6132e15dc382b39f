"""Who reads a line or a note, as chair and coordinator may know it: their own hat confers no seat (S9, S15)."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlmodel import col, select

from agencies.models import Line
from agencies.operations.audience import audience_rows
from agenda.models import Note, NoteAudience
from marac.store.people import Agency
from marac.store.seats import FULL, Seat, in_force
from marac.store.work import Work
from marac.vocabulary import Sharing, Side


def seated_on(work: Work, case_id: UUID) -> dict[UUID, bool]:
    """Agencies with a case or hearing seat, and whether only their workers on the perpetrator's side have it."""
    held = select(Seat).where(Seat.case_id == case_id, col(Seat.kind).in_(FULL), in_force())
    sides: dict[UUID, set[Side]] = {}
    for seat in work.all(held):
        sides.setdefault(seat.agency_id, set()).add(seat.side)
    return {agency_id: found == {Side.PERPETRATOR} for agency_id, found in sides.items()}


def readers_of_line(work: Work, line: Line, seated: Mapping[UUID, bool]) -> list[UUID]:
    """The agencies that can read a line now, its owner among them; `seated` as seated_on gives it."""
    if line.sharing is Sharing.NAMED:
        return list(dict.fromkeys([line.agency_id, *named_for(work, line)]))
    if line.sharing is not Sharing.SEATED:
        return [line.agency_id]
    return everyone(seated, line.for_perpetrators_side)


def readers_of_note(work: Work, note: Note, seated: Mapping[UUID, bool]) -> list[UUID]:
    """The agencies that can read a note now."""
    if note.sharing is Sharing.NAMED:
        return work.all(select(NoteAudience.agency_id).where(NoteAudience.note_id == note.id))
    return everyone(seated, note.for_perpetrators_side)


def everyone(seated: Mapping[UUID, bool], for_perpetrators_side: bool = False) -> list[UUID]:
    """The agencies that "everyone seated" means at this moment (S2)."""
    return [agency for agency, perpetrators in seated.items() if for_perpetrators_side or not perpetrators]


def named_for(work: Work, line: Line) -> list[UUID]:
    """The agencies that a line names."""
    return [row.agency_id for row in audience_rows(work, line.id)]


def short_names(work: Work, agency_ids: Iterable[UUID]) -> list[str]:
    """In alphabetical order."""
    return work.all(
        select(Agency.short_name).where(col(Agency.id).in_(list(agency_ids))).order_by(col(Agency.short_name))
    )
