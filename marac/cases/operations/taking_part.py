"""Agencies and people of this MARAC, where a form names them: the register knows those of every other, too."""

from uuid import UUID

from sqlmodel import select

from marac.store.people import Agency, Appointment, Member, Partner
from marac.store.work import Work
from marac.vocabulary import NotFound


def agency_here(work: Work, agency_id: UUID) -> Agency:
    """Raises NotFound, also for an agency that takes part elsewhere alone."""
    part = select(Partner.id).where(Partner.marac_id == work.viewer.marac_id, Partner.agency_id == agency_id)
    if work.first(part) is None:
        raise NotFound("Agency")
    return work.find(Agency, agency_id)


def member_here(work: Work, member_id: UUID) -> Member:
    """Somebody who has, or had, a part in this MARAC. Raises NotFound."""
    held = select(Appointment.id).where(
        Appointment.marac_id == work.viewer.marac_id, Appointment.member_id == member_id
    )
    if work.first(held) is None:
        raise NotFound("Member")
    return work.find(Member, member_id)
