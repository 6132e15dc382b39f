"""What a Caldicott guardian sees: their own agency's lines, while it has a place in the case (S21; decision 0022)."""

from typing import Any
from uuid import UUID

from sqlalchemy import String, Uuid, and_, column, exists, false, or_, select, table, true
from sqlalchemy.sql import ColumnElement
from sqlalchemy.sql.elements import SQLCoreOperations as Column

from marac.store.walls import BY_INDEX
from marac.vocabulary import Hat, SeatKind, Side, Viewer

# The whole agency's places in cases where it holds lines, past row-level security; of the viewer alone.
_GUARDED = table(
    "guarded",
    *(column(name, Uuid) for name in ("id", "case_id", "person_id")),
    *(column(name, String) for name in ("kind", "side")),
    schema="scope",
)


def guards(viewer: Viewer) -> bool:
    return viewer.hat is Hat.CALDICOTT_GUARDIAN


def guarded(case_id: Column[UUID], viewer: Viewer) -> ColumnElement[bool]:
    """The viewer's agency has a place in the case, and lines that are theirs to decide on; walls are asked beside."""
    return _place(viewer, _GUARDED.c.case_id == case_id)


def guarded_seat(seat_id: Column[UUID], viewer: Viewer) -> ColumnElement[bool]:
    return _place(viewer, _GUARDED.c.id == seat_id)


def guarded_line(line: Any, viewer: Viewer) -> ColumnElement[bool]:
    """A line of their agency, of their side if they have one; of one person, where its place is for that one (S7)."""
    of_person = or_(_GUARDED.c.person_id.is_(None), _GUARDED.c.person_id == line.person_id)
    own = and_(line.agency_id == viewer.agency_id, line.marac_id == viewer.marac_id)
    return and_(own, _of_side(line.side, viewer), _place(viewer, _GUARDED.c.case_id == line.case_id, of_person))


def knows_seats(case_id: Column[UUID], viewer: Viewer) -> ColumnElement[bool]:
    """Who else is seated, since whoever decides has to know who would read it; but for the quiet (S2, S5, S6)."""
    if viewer.side is Side.PERPETRATOR:
        return false()
    full = _GUARDED.c.kind.in_((SeatKind.CASE, SeatKind.HEARING))
    whole = and_(full, _GUARDED.c.person_id.is_(None), _GUARDED.c.side != Side.PERPETRATOR)
    return _place(viewer, _GUARDED.c.case_id == case_id, whole)


def _of_side(side: Any, viewer: Viewer) -> ColumnElement[bool]:
    if viewer.side is Side.NEITHER:
        return true()
    perpetrators: ColumnElement[bool] = side == Side.PERPETRATOR
    return perpetrators if viewer.side is Side.PERPETRATOR else ~perpetrators


def _place(viewer: Viewer, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    if not guards(viewer):
        return false()
    held = select(true()).select_from(_GUARDED).where(*conditions)
    return exists(held.correlate_except(_GUARDED).offset(BY_INDEX))
