"""Who of an agency may be given an action, and on whose side it then stands (S6, S17)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Uuid, literal
from sqlmodel import col, select

from actions.models import Action
from marac.cases.models import Case
from marac.cases.operations.seats import end_seat, give_seat
from marac.policy.actions import FOR_ONE_THING
from marac.store.appointments import in_force as appointed
from marac.store.people import Appointment, Marac, Member
from marac.store.seats import Seat, in_force
from marac.store.walls import outside_walls
from marac.store.work import Work
from marac.vocabulary import FOR_THE_AGENCY, Hat, SeatKind, Side, Viewer


@dataclass(frozen=True, slots=True)
class Worker:
    """A member of an agency, under one appointment in this MARAC."""

    member_id: UUID
    agency_id: UUID
    name: str
    hat: Hat
    side: Side

    def as_viewer(self, marac_id: UUID) -> Viewer:
        return Viewer(self.member_id, self.agency_id, marac_id, self.hat, self.side)


def workers_of(work: Work, agency_ids: Iterable[UUID]) -> list[Worker]:
    """Members who speak for these agencies in this MARAC today, by name; one row for each appointment."""
    rows = work.rows(
        select(Member, Appointment)
        .join(Appointment, col(Appointment.member_id) == col(Member.id))
        .where(
            col(Member.agency_id).in_(list(agency_ids)),
            col(Member.retired_at).is_(None),
            Appointment.marac_id == work.viewer.marac_id,
            col(Appointment.role).in_(FOR_THE_AGENCY),
            appointed(),
        )
        .order_by(col(Member.name), col(Member.id), col(Appointment.role))
    )
    return [Worker(m.id, m.agency_id, m.name, Hat(a.role), Side(a.side)) for m, a in rows]


def worker(work: Work, agency_id: UUID, member_id: UUID, side: Side) -> Worker | None:
    """This member of the agency, preferably under an appointment on this side; none for anybody else."""
    found = [w for w in workers_of(work, [agency_id]) if w.member_id == member_id]
    on_side = [w for w in found if (w.side is Side.PERPETRATOR) == (side is Side.PERPETRATOR)]
    return next(iter(on_side or found), None)


def sides_of(work: Work, agency_id: UUID) -> set[bool]:
    """Whether this agency's people work on the perpetrator's side: {True}, {False}, both, or nobody is here yet."""
    return {w.side is Side.PERPETRATOR for w in workers_of(work, [agency_id])}


def walled(work: Work, who: Worker, case_id: UUID) -> bool:
    """Whether a wall stands between this worker and the case, asked with their eyes."""
    here = work.viewer.marac_id
    with work.as_seen_by(who.as_viewer(here)) as seen:
        inside = select(Marac.id).where(Marac.id == here, outside_walls(literal(case_id, Uuid)))
        return seen.first(inside) is None


def needs_own_seat(who: Worker) -> bool:
    """An agency's seat is for its representatives and advocates; others are seated one by one."""
    return who.hat in FOR_ONE_THING


def seat_to_act(work: Work, case: Case, action: Action, member_id: UUID | None = None) -> Seat:
    """A seat for this action's owner, as quiet as the action and on its side (S2, S5, S6)."""
    return give_seat(
        work,
        case,
        action.agency_id,
        SeatKind.ACTION,
        f"owns action {case.code}-{action.label}",
        member_id=member_id,
        side=action.side,
        quiet=action.quiet,
    )


def seated(work: Work, who: Worker, case_id: UUID) -> bool:
    """Whether the case exists for this worker, asked with their eyes."""
    with work.as_seen_by(who.as_viewer(work.viewer.marac_id)) as seen:
        return seen.first(select(Case.id).where(Case.id == case_id)) is not None


def unseat(work: Work, case_id: UUID, member_id: UUID) -> None:
    """Somebody seated to act, whom no action of the case names any more, leaves it (S2)."""
    work.session.flush()
    if work.first(select(Action.id).where(Action.case_id == case_id, Action.member_id == member_id)) is None:
        own = (Seat.case_id == case_id, Seat.member_id == member_id, Seat.kind == SeatKind.ACTION, in_force())
        for seat in work.all(select(Seat).where(*own)):
            end_seat(work, seat, "handed on")
