"""What a Caldicott guardian may meet: their own agency's lines, where it has a place as a whole (S21)."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from agencies.models import Line
from marac.cases.models import Erasure
from marac.vocabulary import Role, Side
from tests.proof.people import Eyes

if TYPE_CHECKING:
    from tests.proof.audience import Judge


def guards(judge: "Judge", eyes: Eyes, row: Any) -> bool:
    """One line: of their agency and their side, if they have one; and of the person whom its place is for (S6, S7)."""
    if eyes.hat is not Role.CALDICOTT_GUARDIAN or (row.agency_id, row.marac_id) != (eyes.agency_id, eyes.marac_id):
        return False
    if eyes.side is not Side.NEITHER and (eyes.side is Side.PERPETRATOR) is not (row.side is Side.PERPETRATOR):
        return False
    gone = any(one.case_id == row.case_id and one.confirmed_at for one in judge.world.of[Erasure])
    places = [seat for seat in judge.seats_on(row.case_id) if seat.agency_id == eyes.agency_id and not seat.member_id]
    return not gone and any(seat.person_id in (None, row.person_id) for seat in places)


def knows(judge: "Judge", eyes: Eyes, case_id: UUID) -> bool:
    """That a case is, by its code: while there is a line for them."""
    return any(guards(judge, eyes, line) for line in judge.world.of[Line] if line.case_id == case_id)
