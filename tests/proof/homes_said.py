"""Where those who may meet what agencies bring, what is said in a hearing, and what is agreed."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from agenda.models import Attendance, Hearing
from marac.proceedings import HearingStatus, MeetingStatus, Presence
from marac.vocabulary import Role
from tests.proof.addresses import of_case
from tests.proof.asking import Address
from tests.proof.audience import Judge
from tests.proof.people import Eyes


def _line(judge: Judge, eyes: Eyes, row: Any, field: str) -> Address | None:
    """Its owner's, with why it is for some alone or for nobody; and what was shared."""
    if eyes.hat is Role.CALDICOTT_GUARDIAN:
        return of_case("guarded.case", row)
    return of_case("research", row)


def _note(judge: Judge, eyes: Eyes, row: Any, field: str) -> Address | None:
    """Under a hat for the meeting on the case's own screen, whenever; else while it is heard, once they have come."""
    hearing = next(one for one in judge.world.of[Hearing] if one.id == row.hearing_id)
    if judge.over(eyes):
        return _looked_at(hearing)
    return _live(judge, eyes, hearing)


def _looked_at(hearing: Hearing) -> Address:
    return Address("live.look", (("meeting_id", hearing.meeting_id), ("hearing_id", hearing.id)))


def _live(judge: Judge, eyes: Eyes, hearing: Hearing) -> Address | None:
    opened = judge.world.meeting.status is MeetingStatus.OPEN and hearing.status is HearingStatus.CALLED
    mine = (row for row in judge.world.of[Attendance] if row.member_id == eyes.member_id)
    came = any(row.statement_at and row.presence is not Presence.LEFT for row in mine)
    return Address("live", (("meeting_id", hearing.meeting_id),)) if opened and came else None


def _hearing(judge: Judge, eyes: Eyes, row: Any, field: str) -> Address | None:
    """In the draft of the minutes, where they are said of this hearing."""
    closed = judge.world.meeting.status is MeetingStatus.CLOSED
    deferred = row.status is HearingStatus.DEFERRED
    stands = field == "not_told_reason" or (deferred and field in {"reason", "interim"})
    if judge.over(eyes) and closed and stands:
        return Address("minutes.draft", (("meeting_id", row.meeting_id),))
    return None


def _action(judge: Judge, eyes: Eyes, row: Any, field: str) -> Address | None:
    return Address("action", (("action_id", getattr(row, "action_id", row.id)),))


def _link(judge: Judge, eyes: Eyes, row: Any, field: str) -> Address | None:
    return of_case("matches", row)


SAID: Mapping[str, Callable[[Judge, Eyes, Any, str], Address | None]] = MappingProxyType(
    {
        "line": _line,
        "note": _note,
        "hearing": _hearing,
        "action": _action,
        "action_update": _action,
        "person_link": _link,
    }
)
