"""Appointments: granted by one person or by two, deputised, and ended at once."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from agencies.operations.register import State, appointments_of, overlaps, partner, state_of
from marac import clock
from marac.cases.operations.own import wall_member
from marac.policy import admission as policy
from marac.store.people import Appointment, Member
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import Role, Side, Verdict, refused


@dataclass(frozen=True)
class Wanted:
    """A role, and from which day until which, both counted."""

    role: Role
    side: Side
    from_on: date
    until_on: date | None = None

    def taken_side(self) -> Side:
        """An advocate is on the victim's side."""
        return Side.VICTIM if self.role is Role.ADVOCATE and self.side is Side.NEITHER else self.side


def may_be_appointed(work: Work, member: Member, wanted: Wanted) -> Verdict:
    """Whether this viewer may grant it to them, beside what they hold already."""
    if member.retired_at is not None:
        return refused("They have left: nobody who is retired is appointed.")
    beside = [row for row in appointments_of(work, [member.id]) if overlaps(row, wanted.from_on, wanted.until_on)]
    sides = {row.side for row in beside} | {wanted.taken_side()}
    held = any(row.role is wanted.role for row in beside)
    both = {Side.VICTIM, Side.PERPETRATOR} <= sides
    return policy.may_appoint(work.viewer, member.agency_id, member.id, wanted.role, wanted.side, held, both)


def appoint(work: Work, member: Member, wanted: Wanted, for_member_id: UUID | None = None) -> Appointment:
    """In force from its day; a role that needs two people waits for the second."""
    work.require(may_be_appointed(work, member, wanted))
    waits = wanted.role in policy.NEEDS_TWO
    row = work.keep(
        Appointment(
            member_id=member.id,
            marac_id=work.viewer.marac_id,
            role=wanted.role,
            side=wanted.taken_side(),
            for_member_id=for_member_id,
            from_on=wanted.from_on,
            until_on=wanted.until_on,
            made_by=work.viewer.member_id,
            confirmed_at=None if waits else clock.now(),
        )
    )
    work.log(Verb.APPOINTMENT_PROPOSED if waits else Verb.APPOINTMENT_MADE, row)
    wall_member(work, member)
    return row


def deputise(work: Work, appointment: Appointment, deputy: Member, from_on: date, until_on: date) -> Appointment:
    """The same appointment for another member, who acts in their own name until a day."""
    holder = work.find(Member, appointment.member_id)
    work.require(may_deputise(work, appointment, holder, deputy))
    wanted = Wanted(appointment.role, Side(appointment.side), from_on, until_on)
    return appoint(work, deputy, wanted, for_member_id=holder.id)


def may_deputise(work: Work, appointment: Appointment, holder: Member, deputy: Member) -> Verdict:
    partner(work, deputy.agency_id)  # raises NotFound: the register knows people of other MARACs, too
    if state_of(appointment) not in {State.IN_FORCE, State.COMING} or appointment.for_member_id:
        return refused("Only an appointment in force that is nobody's deputy's has a deputy.")
    return policy.may_deputise(work.viewer, holder.agency_id, deputy.agency_id, appointment, deputy.id)


def may_confirm(work: Work, appointment: Appointment) -> Verdict:
    member = work.find(Member, appointment.member_id)
    waits = state_of(appointment) is State.WAITING and member.retired_at is None
    return policy.may_confirm(work.viewer, appointment, waits)


def confirm(work: Work, appointment: Appointment) -> None:
    """The second person's yes."""
    work.require(may_confirm(work, appointment), appointment)
    appointment.confirmed_at, appointment.confirmed_by = clock.now(), work.viewer.member_id
    work.log(Verb.APPOINTMENT_CONFIRMED, appointment)


def decline(work: Work, appointment: Appointment) -> None:
    """The second person's no; it is kept, ended, and was never in force."""
    work.require(may_confirm(work, appointment), appointment)
    appointment.ended_at = clock.now()
    work.log(Verb.APPOINTMENT_DECLINED, appointment)


def may_end(work: Work, appointment: Appointment, member: Member) -> Verdict:
    if state_of(appointment) in {State.ENDED, State.LAPSED}:
        return refused("It has ended.")
    return policy.may_end(work.viewer, member.agency_id, appointment)


def end(work: Work, appointment: Appointment) -> None:
    """At once: the next request under it is refused, and open streams close."""
    work.require(may_end(work, appointment, work.find(Member, appointment.member_id)), appointment)
    appointment.ended_at = clock.now()
    work.log(Verb.APPOINTMENT_ENDED, appointment)
    work.announce_member(appointment.member_id)
