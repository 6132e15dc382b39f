"""Ending a member's sessions, by those who admit them; what else of a session there is they do not see."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from marac import clock
from marac.store.work import Work


def end_sessions_of(work: Work, member_id: UUID, why: str) -> list[dict[str, Any]]:
    """End every session of a member whom the viewer may admit, and their streams; those that ended, for the record.

    The database lets an administrator, a coordinator or an agency's administrator end those of their agencies only.
    `why`: one word for the record, such as "retired".
    """
    ended = work.session.connection().execute(select(func.scope.end_sessions(member_id, clock.now(), why)))
    work.announce_member(member_id)
    return [{"t": "sign_in", "id": str(session)} for session in ended.scalars()]
