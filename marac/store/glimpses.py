"""What is seen of a case without a seat on it: by an observer while it is heard, and after it moved away (S23, S24)."""

from uuid import UUID

from sqlalchemy import Uuid, column, exists, false, select, table, true
from sqlalchemy.sql import ColumnElement
from sqlalchemy.sql.elements import SQLCoreOperations as Column

from marac.store.walls import BY_INDEX
from marac.vocabulary import Hat, Viewer

# Past row-level security, of the viewer alone: an observer may read neither walls nor seats.
_OBSERVING = table("observing", *(column(name, Uuid) for name in ("id", "case_id", "hearing_id")), schema="scope")
_MOVED = table("moved", column("case_id", Uuid), schema="scope")


def observed(viewer: Viewer, **row: Column[UUID]) -> ColumnElement[bool]:
    """An observer was let in for this hearing, which goes on. `row`: one of id, case_id, hearing_id."""
    if viewer.hat is not Hat.OBSERVER:
        return false()
    held = select(true()).select_from(_OBSERVING).where(*(_OBSERVING.c[name] == value for name, value in row.items()))
    return exists(held.correlate_except(_OBSERVING).offset(BY_INDEX))


def moved_away(case_id: Column[UUID], viewer: Viewer) -> ColumnElement[bool]:
    """The viewer's agency sat at this case, off the perpetrator's side, when it went to another MARAC."""
    if viewer.hat not in {Hat.REPRESENTATIVE, Hat.ADVOCATE}:
        return false()
    moved = select(true()).select_from(_MOVED).where(_MOVED.c.case_id == case_id)
    return exists(moved.correlate_except(_MOVED).offset(BY_INDEX))
