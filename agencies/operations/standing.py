"""How the viewer's own agency is seated on a case, and which other agencies it may know of there."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select

from marac.cases.operations.places import own_seats
from marac.proceedings import WITHIN_THE_AGENCY
from marac.store.guarded import guards
from marac.store.people import Agency
from marac.store.seats import FULL, Seat, in_force
from marac.store.work import Work
from marac.vocabulary import AgencyKind, SeatKind, Side


@dataclass(frozen=True, slots=True)
class Standing:
    """The seats under which the viewer looks at one case.

    `persons`: those for whom alone they are seated, where no seat is for the whole case (S7).
    `knows_others`: may know who else is seated; a seat to check, to act, for one person, or for the
    perpetrator's side does not (S2, S6, S7).
    """

    kinds: frozenset[SeatKind] = frozenset()
    quiet: bool = False
    knows_others: bool = False
    persons: frozenset[UUID] = frozenset()

    @property
    def only_checks(self) -> bool:
        return self.kinds == {SeatKind.CHECK}


@dataclass(frozen=True, slots=True)
class SeatedAgency:
    """Another agency with a case or hearing seat. `perpetrators`: only its workers on that side have it."""

    id: UUID
    name: str
    kind: AgencyKind
    perpetrators: bool


def standings(work: Work, case_ids: Iterable[UUID]) -> dict[UUID, Standing]:
    """By case; a case without a seat of the viewer's is left out. A guardian stands where their whole agency does."""
    seats = _agencys_seats if guards(work.viewer) else own_seats
    return {case_id: _standing(work, held) for case_id, held in seats(work, case_ids).items()}


def _agencys_seats(work: Work, case_ids: Iterable[UUID]) -> dict[UUID, list[Seat]]:
    whole = (Seat.agency_id == work.viewer.agency_id, col(Seat.member_id).is_(None), in_force())
    held: dict[UUID, list[Seat]] = {}
    for seat in work.all(select(Seat).where(col(Seat.case_id).in_(set(case_ids)), *whole)):
        held.setdefault(seat.case_id, []).append(seat)
    return held


def standing(work: Work, case_id: UUID) -> Standing:
    return standings(work, [case_id]).get(case_id, Standing())


def _standing(work: Work, seats: list[Seat]) -> Standing:
    whole = [seat for seat in seats if seat.person_id is None]
    full = [seat for seat in whole if seat.kind in FULL]
    victims = work.viewer.side is not Side.PERPETRATOR and any(seat.side is not Side.PERPETRATOR for seat in full)
    persons = frozenset(seat.person_id for seat in seats if seat.person_id and not whole)
    return Standing(frozenset(seat.kind for seat in seats), any(seat.quiet for seat in seats), victims, persons)


def seated_agencies(work: Work, case_id: UUID) -> list[SeatedAgency]:
    """The other agencies with a case or hearing seat that this viewer may know of, by name.

    Under a hat for the meeting there is no agency of one's own (S9).
    """
    query = (
        select(Agency, Seat)
        .join(Seat, col(Seat.agency_id) == col(Agency.id))
        .where(Seat.case_id == case_id, col(Seat.kind).in_(FULL), in_force())
        .order_by(Agency.name, col(Agency.id))
    )
    if work.viewer.hat in WITHIN_THE_AGENCY:
        query = query.where(Agency.id != work.viewer.agency_id)
    sides: dict[UUID, set[Side]] = {}
    agencies: dict[UUID, Agency] = {}
    for agency, seat in work.rows(query):
        agencies[agency.id] = agency
        sides.setdefault(agency.id, set()).add(seat.side)
    return [
        SeatedAgency(agency.id, agency.name, agency.kind, sides[agency.id] == {Side.PERPETRATOR})
        for agency in agencies.values()
    ]
