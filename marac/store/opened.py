"""What an auditor has opened for review, until it ends (S21; docs/decisions/0016)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Uuid, and_, column, exists, false, or_, select, table, true
from sqlalchemy.sql import ColumnElement
from sqlalchemy.sql.elements import SQLCoreOperations as Column

from marac.store.walls import BY_INDEX
from marac.vocabulary import Hat, Viewer

# The viewer's own openings in force, past row-level security. Under every other hat it is not asked at all.
_OPENED = table(
    "opened",
    *(column(name, Uuid) for name in ("case_id", "line_id")),
    column("from_at", DateTime(timezone=True)),
    schema="scope",
)


def opened(
    case_id: Column[UUID], viewer: Viewer, since: Column[datetime] | None = None, line_id: Any = None
) -> ColumnElement[bool]:
    """The viewer opened this case, or this one line of it; `since`: what is later than the opening stays shut.

    Walls are asked beside it, as always.
    """
    if viewer.hat is not Hat.AUDITOR:
        return false()
    whole: ColumnElement[bool] = _OPENED.c.line_id.is_(None)
    conditions = [
        _OPENED.c.case_id == case_id,
        whole if line_id is None else or_(whole, _OPENED.c.line_id == line_id),
        true() if since is None else since <= _OPENED.c.from_at,
    ]
    asked = select(true()).select_from(_OPENED).where(and_(*conditions))
    return exists(asked.correlate_except(_OPENED).offset(BY_INDEX))
