"""Reversed pairs: each says the other is the abuser, so their advocates are kept apart (S20)."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import col, select

from marac import clock
from marac.cases.models import Case, Person, PersonLink
from marac.cases.operations.kept_out import walls_on
from marac.cases.operations.leading import may_lead
from marac.cases.operations.own import decide_by
from marac.cases.operations.restriction import speakers, standing_seats
from marac.cases.operations.seats import raise_wall
from marac.policy import walls as policy
from marac.proceedings import SamePerson, WallCause
from marac.store.appointments import in_force
from marac.store.people import Appointment, Member
from marac.store.walls import Wall
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import FOR_THE_MEETING, NotFound, PartyRole, Role

_CROSSED = {(PartyRole.VICTIM, PartyRole.PERPETRATOR), (PartyRole.PERPETRATOR, PartyRole.VICTIM)}
REASON = "Reversed pair: the other victim has the same service, or this one's."


def reversed_with(work: Work, case_id: UUID) -> list[UUID]:
    """Cases decided to be this one reversed: its victim is their perpetrator, its perpetrator their victim."""
    touching = or_(col(PersonLink.case_id) == case_id, col(PersonLink.other_case_id) == case_id)
    same = (PersonLink.decision == SamePerson.SAME, col(PersonLink.undone_at).is_(None))
    crossed: dict[UUID, set[tuple[PartyRole, PartyRole]]] = {}
    for made in work.all(select(PersonLink).where(touching, *same)):
        ours, theirs = work.find(Person, made.person_id), work.find(Person, made.other_person_id)
        if made.case_id != case_id:
            ours, theirs = theirs, ours
        crossed.setdefault(theirs.case_id, set()).add((ours.party, theirs.party))
    return sorted(other for other, parties in crossed.items() if parties >= _CROSSED)


def keep_apart(work: Work, case_id: UUID) -> None:
    """Wall each advocate service off from the other victim's case; one that has both, from the later referral.

    The coordinator then says who of it speaks there. The last deed of a work.
    """
    cases = [work.find(Case, one) for one in (case_id, *reversed_with(work, case_id))]
    for other in cases[1:]:
        first, later = sorted((cases[0], other), key=lambda one: (one.referred_at or one.started_at, one.id))
        ours, theirs = _services(work, first.id), _services(work, later.id)
        for case, services in ((first, theirs - ours), (later, ours)):
            _wall_off(work, case, services)


def _wall_off(work: Work, case: Case, services: Iterable[UUID]) -> None:
    standing = {wall.agency_id for wall in walls_on(work, case.id)}
    for agency_id in sorted(set(services) - standing):
        raise_wall(
            work,
            case,
            REASON,
            agency_id=agency_id,
            cleared=_presiding(work, agency_id),
            cause=WallCause.REVERSED_PAIR,
            decide_by=decide_by(clock.now()),
        )


def _services(work: Work, case_id: UUID) -> set[UUID]:
    return {seat.agency_id for seat in standing_seats(work, case_id) if seat.advocate}


def _presiding(work: Work, agency_id: UUID) -> list[UUID]:
    """Chair and coordinator are hats, not advocates: their employer's wall does not shut them out."""
    held = select(Appointment.member_id, col(Appointment.role)).join(Member, col(Member.id) == Appointment.member_id)
    here = (Member.agency_id == agency_id, Appointment.marac_id == work.viewer.marac_id, in_force())
    roles: dict[UUID, set[Role]] = {}
    for member_id, role in work.rows(held.where(*here)):
        roles.setdefault(member_id, set()).add(role)
    return sorted(one for one, own in roles.items() if own & FOR_THE_MEETING and Role.ADVOCATE not in own)


def clear_for(work: Work, wall: Wall, chosen: Iterable[UUID]) -> None:
    """These of the walled service speak for the victim here, and so may not see the other case.

    Raises NotFound for somebody of another agency.
    """
    work.require(policy.may_part_advocates(work.viewer) and may_lead(work, wall.case_id), wall)
    members = set(chosen)
    if wall.agency_id is None or members - {member.id for member in speakers(work, wall.agency_id)}:
        raise NotFound("Member")
    wall.cleared = sorted({*wall.cleared, *members})
    work.log(Verb.WALL_DECIDED, wall, fields=["cleared"])
    for other in reversed_with(work, wall.case_id):
        standing = {one.member_id for one in walls_on(work, other)}
        for member_id in sorted(members - standing):
            raise_wall(work, work.find(Case, other), REASON, member_id=member_id, cause=WallCause.REVERSED_PAIR)


def speak_for_both(work: Work, case_id: UUID, others: Iterable[UUID]) -> list[Member]:
    """Those who speak by name for this victim and for another of these cases, by name."""
    own = _advocates(work, case_id)
    both = {member for other in others for member in own & _advocates(work, other)}
    return sorted(work.by_id(Member, both).values(), key=lambda member: member.name)


def _advocates(work: Work, case_id: UUID) -> set[UUID]:
    """Named as advocate, or of an advocate service and the author of the referral."""
    seats = [seat for seat in standing_seats(work, case_id) if seat.advocate]
    case = work.find(Case, case_id)
    wrote = {case.author_id} if case.agency_id in {seat.agency_id for seat in seats} else set()
    return {seat.member_id for seat in seats if seat.member_id} | wrote
