"""Restricted cases: open to people named one by one, and to chair and coordinator outside their walls (S17)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select

from marac import clock
from marac.cases.models import Case
from marac.cases.operations.kept_out import is_walled, walls_on
from marac.cases.operations.leading import may_lead
from marac.cases.operations.seats import end_seat, give_seat, look_again, observers_of
from marac.policy import cases as case_policy
from marac.policy import walls as policy
from marac.proceedings import OpenedAgain
from marac.store.appointments import in_force
from marac.store.people import Agency, Appointment, Member
from marac.store.seats import Seat
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import FOR_THE_AGENCY, Hat, NotFound, SeatKind, Verdict

# Of several places of one agency, what a newly named person gets is the fullest.
_FULLEST = (SeatKind.CASE, SeatKind.HEARING, SeatKind.CHECK, SeatKind.ACTION)


@dataclass(frozen=True, slots=True)
class Readers:
    """One agency seated on a case: those of its people who are named there, and whether anybody can read it."""

    agency: Agency
    named: tuple[Member, ...]
    anybody: bool


def may_restrict(work: Work, case: Case) -> Verdict:
    return case_policy.may_restrict(work.viewer, case) and may_lead(work, case)


def restrict(work: Work, case: Case, restricted: bool, why: OpenedAgain | None = None) -> None:
    """Close the case to all who are not named on it, or open it again, and why, to every agency seated.

    Rooms above use agencies.operations.restricting, which also records the lines that it opens.
    """
    work.require(may_restrict(work, case), case)
    if restricted:
        look_again(work, case, {seat.agency_id for seat in standing_seats(work, case.id)}, observers_of(work, case))
    case.restricted = restricted
    case.version += 1
    code = "restricted" if restricted else why.value if why else "lifted"
    work.log(Verb.CASE_RESTRICTED, case, fields=["restricted"], reason=code)
    work.announce(case.id)


def name_people(work: Work, case: Case, agency_id: UUID, chosen: Iterable[UUID]) -> list[Seat]:
    """Exactly these of an agency that is seated; each gets the agency's own kind of place. The new ones.

    Raises NotFound for somebody of another agency.
    """
    wanted, seats = set(chosen), [seat for seat in standing_seats(work, case.id) if seat.agency_id == agency_id]
    work.require(policy.may_name(work.viewer, case, bool(seats)) and may_lead(work, case))
    if wanted - {member.id for member in speakers(work, agency_id)}:
        raise NotFound("Member")
    held = [seat for seat in seats if seat.member_id and seat.kind is not SeatKind.ACTION]
    for seat in held:
        if seat.member_id and seat.member_id not in wanted:
            end_seat(work, seat, "no longer named")
            work.announce_member(seat.member_id)
    like = min(seats, key=lambda seat: (seat.member_id is not None, _FULLEST.index(seat.kind)))
    given = []
    for member_id in sorted(wanted - {seat.member_id for seat in held}):
        made = give_seat(
            work,
            case,
            agency_id,
            like.kind,
            "Named on a restricted case",
            member_id=member_id,
            side=like.side,
            quiet=like.quiet,
            advocate=like.advocate,
        )
        made.from_at = max(made.from_at, like.from_at)  # a check waits for its list to be published
        given.append(made)
    work.announce(case.id, to=[agency_id])
    return given


def standing_seats(work: Work, case_id: UUID) -> list[Seat]:
    """In force, or waiting for a list to be published; not those for one person alone."""
    open_still = col(Seat.until_at).is_(None) | (col(Seat.until_at) > clock.now())
    order = (col(Seat.from_at), col(Seat.id))
    return work.all(
        select(Seat).where(Seat.case_id == case_id, open_still, col(Seat.person_id).is_(None)).order_by(*order)
    )


def speakers(work: Work, *agencies: UUID) -> list[Member]:
    """Those who speak for these agencies in this MARAC today, by name."""
    query = (
        select(Member)
        .join(Appointment, col(Appointment.member_id) == col(Member.id))
        .where(
            Appointment.marac_id == work.viewer.marac_id,
            col(Appointment.role).in_(FOR_THE_AGENCY),
            col(Member.agency_id).in_(agencies),
            col(Member.retired_at).is_(None),
            in_force(),
        )
    )
    return work.all(query.distinct().order_by(Member.name))


def readers(work: Work, case: Case) -> list[Readers]:
    """Every agency seated on a case, by name, with who is named there and whether a wall leaves it anybody (S18)."""
    seats = standing_seats(work, case.id)
    agencies = work.by_id(Agency, {seat.agency_id for seat in seats})
    whole = {seat.agency_id for seat in seats if seat.member_id is None and not case.restricted}
    named = {seat.member_id for seat in seats if seat.member_id}
    people, walls, general = speakers(work, *agencies), walls_on(work, case.id), whole_readers(work)
    found = []
    for agency in sorted(agencies.values(), key=lambda one: one.name):
        own = [member for member in people if member.agency_id == agency.id]
        able = [member for member in own if member.id in named or (agency.id in whole and member.id in general)]
        free = any(not is_walled(member, agency, walls) for member in able)
        found.append(Readers(agency, tuple(member for member in own if member.id in named), free))
    return found


def whole_readers(work: Work) -> set[UUID]:
    """Who looks from the place of a whole agency: its representatives and advocates."""
    reads = col(Appointment.role).in_((Hat.REPRESENTATIVE, Hat.ADVOCATE))
    here = Appointment.marac_id == work.viewer.marac_id
    return set(work.all(select(Appointment.member_id).where(here, reads, in_force())))
