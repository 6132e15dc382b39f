"""Who sees a case again once one of its walls is lifted, or it is restricted no more (S17)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select

from marac.cases.models import Case
from marac.cases.operations.kept_out import is_walled, walls_on
from marac.cases.operations.restriction import speakers, standing_seats, whole_readers
from marac.cases.operations.seats import behind
from marac.store.appointments import in_force
from marac.store.people import Agency, Appointment, Member
from marac.store.seats import Seat
from marac.store.walls import Wall
from marac.store.work import Work
from marac.vocabulary import FOR_THE_MEETING, Role

_OVERSEES = FOR_THE_MEETING | {Role.AUDITOR}


@dataclass(frozen=True, slots=True)
class Again:
    """`held`: something else still stands before them; `hats`: what they see it under without a place on it."""

    name: str
    agency: str
    held: bool = False
    placed: bool = False
    hats: tuple[Role, ...] = ()

    @property
    def sees(self) -> bool:
        return not self.held and (self.placed or bool(self.hats))


def behind_wall(work: Work, case: Case, wall: Wall) -> list[Again]:
    """Everybody whom this wall keeps out and who has a part in this MARAC today, by name."""
    others = [one for one in walls_on(work, case.id) if one.id != wall.id]
    roles = _roles(work, wall)
    members = work.by_id(Member, roles).values()
    agencies = work.by_id(Agency, (member.agency_id for member in members))
    seats, whole = standing_seats(work, case.id), whole_readers(work)
    return [
        Again(
            member.name,
            agencies[member.agency_id].name,
            is_walled(member, agencies[member.agency_id], others),
            _placed(member, case, seats, whole),
            tuple(sorted(roles[member.id] & _OVERSEES)),
        )
        for member in sorted(members, key=lambda one: (one.name, one.id))
    ]


def _roles(work: Work, wall: Wall) -> dict[UUID, set[Role]]:
    held = select(Member.id, col(Appointment.role)).join(Appointment, col(Appointment.member_id) == col(Member.id))
    held = held.join(Agency, col(Agency.id) == col(Member.agency_id))
    here = (Appointment.marac_id == work.viewer.marac_id, in_force(), col(Member.retired_at).is_(None))
    found: dict[UUID, set[Role]] = {}
    for member_id, role in work.rows(held.where(behind(wall), *here)):
        found.setdefault(member_id, set()).add(role)
    return found


def _placed(member: Member, case: Case, seats: Iterable[Seat], whole: set[UUID]) -> bool:
    """By name; or as one who looks from the place of their whole agency, where the case is open to it."""
    own = [seat for seat in seats if seat.agency_id == member.agency_id]
    for_all = not case.restricted and member.id in whole and any(seat.member_id is None for seat in own)
    return for_all or any(seat.member_id == member.id for seat in own)


def shut_out(work: Work, case: Case) -> list[Again]:
    """Everybody whom the restriction alone keeps out: they look from the place of their whole agency."""
    seats, walls, whole = standing_seats(work, case.id), walls_on(work, case.id), whole_readers(work)
    named = {seat.member_id for seat in seats if seat.member_id}
    agencies = work.by_id(Agency, (seat.agency_id for seat in seats if seat.member_id is None))
    return [
        Again(member.name, agencies[member.agency_id].name, is_walled(member, agencies[member.agency_id], walls), True)
        for member in speakers(work, *agencies)
        if member.id in whole and member.id not in named
    ]
