"""Where those who may meet what stands beside the seats of a case: emergencies, observers, transfers, holds."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from agenda.models import Attendance
from marac.cases.models import EmergencyOpening, Hold
from marac.proceedings import MeetingStatus, Presence
from marac.vocabulary import Role, SeatKind, Side
from tests.proof import audience_beside as beside
from tests.proof.addresses import of_case
from tests.proof.asking import Address
from tests.proof.audience import Judge
from tests.proof.people import Eyes


def code_home(judge: Judge, eyes: Eyes, case: Any) -> Address | None:
    """Of those who know of a case without a seat on it. None: it stands among others, or on no page now."""
    if beside.moved(judge, eyes, case.id):
        return of_case("case", case)
    if beside.observes(judge, eyes, case.id):
        return _observed(judge, eyes)
    if beside.told(judge, eyes, case.id):
        return Address("work")
    if eyes.hat is Role.CALDICOTT_GUARDIAN:
        return Address("guarded")
    if eyes.hat is Role.DATA_PROTECTION_OFFICER:
        return _officers(judge, eyes, case)
    return None


def _observed(judge: Judge, eyes: Eyes) -> Address | None:
    came = (row for row in judge.world.of[Attendance] if row.member_id == eyes.member_id)
    signed = any(row.presence is Presence.OBSERVER and row.statement_at for row in came)
    opened = judge.world.meeting.status is MeetingStatus.OPEN
    return Address("observe", (("meeting_id", judge.world.meeting.id),)) if signed and opened else None


def _officers(judge: Judge, eyes: Eyes, case: Any) -> Address | None:
    of_case = [one for one in judge.world.of[EmergencyOpening] if one.case_id == case.id]
    if any(beside.concerned(judge, eyes, one) for one in of_case):
        return Address("emergencies")
    held = any(one.case_id == case.id and one.lifted_at is None for one in judge.world.of[Hold])
    return Address("holds") if held else None


def _emergency(judge: Judge, eyes: Eyes, row: Any, field: str) -> Address | None:
    """Among the people of a whole file; on the first page of a seat to act, if that is all they have."""
    if judge.whole(eyes, row.case_id):
        return of_case("case.people", row)
    apart = any(seat.side is Side.PERPETRATOR for seat in judge.held(eyes, row.case_id))
    acts = judge.kinds(eyes, row.case_id, victims=True) == {SeatKind.ACTION}
    return of_case("case", row) if acts and not apart else None


def _transfer(judge: Judge, eyes: Eyes, row: Any, field: str) -> Address | None:
    return of_case("case.transfer", row)


def _kept(judge: Judge, eyes: Eyes, row: Any, field: str) -> Address | None:
    return None if getattr(row, "ended_at", None) else of_case("case.keeping", row)


BESIDE: Mapping[str, Callable[[Judge, Eyes, Any, str], Address | None]] = MappingProxyType(
    {"emergency_opening": _emergency, "transfer": _transfer, "hold": _kept, "erasure": _kept}
)
