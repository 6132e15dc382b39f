"""Who may meet what stands beside the seats of a case: emergencies, observers, transfers, notices, holds, erasures.

From S12, S16, S21, S23, S24 and docs/decisions/0018 over the plain facts of a world: no SQL, no policy code.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from uuid import UUID

from agenda.models import Hearing, Observation
from marac.cases.models import EmergencyOpening, Erasure, Hold, Notice, ProtectedDetail
from marac.proceedings import HearingStatus
from marac.store.seats import Seat
from marac.store.walls import Wall
from marac.vocabulary import Role, SeatKind, Side
from tests.proof.people import Eyes

if TYPE_CHECKING:
    from tests.proof.audience import Judge

ANSWERS = {Role.REPRESENTATIVE, Role.ADVOCATE}
KNOWS = {SeatKind.CASE, SeatKind.HEARING, SeatKind.ACTION}


def broke_glass(judge: "Judge", eyes: Eyes, row: Any) -> bool:
    """For an hour that very member may open what is kept of this kind about this party, and nobody beside (S12)."""
    return eyes.hat in ANSWERS and any(
        (one.member_id, one.agency_id) == (eyes.member_id, eyes.agency_id) and _such(one, row) and judge.in_force(one)
        for one in judge.world.of[EmergencyOpening]
    )


def _such(one: Any, other: Any) -> bool:
    return (one.case_id, one.kind, one.party) == (other.case_id, other.kind, other.party)


def concerned(judge: "Judge", eyes: Eyes, row: Any) -> bool:
    """Their agency opened, or gave what could be opened."""
    gave = (one for one in judge.world.of[ProtectedDetail] if one.agency_id == eyes.agency_id)
    return row.agency_id == eyes.agency_id or any(_such(one, row) for one in gave)


def emergency(judge: "Judge", eyes: Eyes, row: Any, field: str) -> bool:
    """Its reason: whoever opened, gave or speaks for the victim; never chair, coordinator or an officer (S12, S21)."""
    if eyes.hat not in ANSWERS:
        return False
    seat = judge.kinds(eyes, row.case_id, victims=True) & KNOWS
    return bool(seat and concerned(judge, eyes, row)) or judge.advocates(eyes, row.case_id)


def observes(judge: "Judge", eyes: Eyes, case_id: UUID) -> bool:
    """Let in for this case, which is being heard; never to a restricted one, nor to one with any wall (S24)."""
    if eyes.hat is not Role.OBSERVER or judge.cases[case_id].restricted:
        return False
    if any(judge.in_force(wall) for wall in judge.world.of[Wall] if wall.case_id == case_id):
        return False
    called = {one.id for one in judge.world.of[Hearing] if one.status is HearingStatus.CALLED}
    let_in = (one for one in judge.world.of[Observation] if one.member_id == eyes.member_id and judge.in_force(one))
    return any(one.case_id == case_id and one.hearing_id in called for one in let_in)


def moved(judge: "Judge", eyes: Eyes, case_id: UUID) -> bool:
    """They sat at it for the whole case, off the perpetrator's side, when it went to another MARAC (S6, S23)."""
    if eyes.hat not in ANSWERS or eyes.side is Side.PERPETRATOR or eyes.marac_id != judge.cases[case_id].marac_id:
        return False
    return any(_sat(eyes, seat) for seat in judge.world.of[Seat] if seat.id in judge.world.closed.get(case_id, ()))


def _sat(eyes: Eyes, seat: Seat) -> bool:
    whole = seat.person_id is None and seat.side is not Side.PERPETRATOR
    return whole and seat.agency_id == eyes.agency_id and seat.member_id in (None, eyes.member_id)


def told(judge: "Judge", eyes: Eyes, case_id: UUID) -> bool:
    """By its code, in a notice that stands until it was read, whatever became of their seat (S16)."""
    return eyes.hat in ANSWERS and any(
        one.case_id == case_id
        and one.agency_id == eyes.agency_id
        and one.noted_at is None
        and (one.both_sides or eyes.side is not Side.PERPETRATOR)
        for one in judge.world.of[Notice]
    )


def officer(judge: "Judge", eyes: Eyes, case_id: UUID) -> bool:
    """An officer reads the code of a case in which an emergency concerned their agency, or on which it ever sat and
    that is kept or to be erased (S12, S21)."""
    if eyes.hat is not Role.DATA_PROTECTION_OFFICER:
        return False
    if any(concerned(judge, eyes, one) for one in judge.world.of[EmergencyOpening] if one.case_id == case_id):
        return True
    kept = any(one.case_id == case_id for one in (*judge.world.of[Hold], *judge.world.of[Erasure]))
    seats = (one for one in judge.world.of[Seat] if one.case_id == case_id and one.agency_id == eyes.agency_id)
    return kept and any(one.from_at <= judge.world.moment for one in seats)


def by_its_code(judge: "Judge", eyes: Eyes, case_id: UUID) -> bool:
    """Who knows of a case without a seat on it."""
    return any(rule(judge, eyes, case_id) for rule in (observes, moved, told, officer))


def _over(judge: "Judge", eyes: Eyes, row: Any, field: str) -> bool:
    """Where a case went and why; why it is to be erased."""
    return judge.over(eyes)


def hold(judge: "Judge", eyes: Eyes, row: Any, field: str) -> bool:
    """Chair and coordinator; an auditor what they wrote themselves, who otherwise read no content (S21)."""
    mine = eyes.member_id == (row.placed_by if field == "reason" else row.lifted_by)
    return judge.over(eyes) or (eyes.hat is Role.AUDITOR and mine)


RULES: Mapping[str, Callable[["Judge", Eyes, Any, str], bool]] = MappingProxyType(
    {"emergency_opening": emergency, "transfer": _over, "hold": hold, "erasure": _over}
)
