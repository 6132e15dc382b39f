"""Whether a chair or coordinator does the deeds of one case, or somebody acts in their place (S18)."""

from uuid import UUID

from sqlalchemy import text
from sqlmodel import select

from marac.cases.models import Case
from marac.cases.operations.kept_out import employers_of, is_walled, walls_on, works_for_a_party
from marac.policy import walls as policy
from marac.store.appointments import in_force
from marac.store.people import Agency, Appointment, Member
from marac.store.work import Work
from marac.vocabulary import ALLOWED, FOR_THE_MEETING, Verdict

# Hearings belong to a room above. One that is over, and closed, still says who acts in the case.
_ACTING = """
    SELECT CASE :office WHEN 'chair' THEN acting_chair_id ELSE acting_coordinator_id END
    FROM hearing JOIN meeting ON meeting.id = hearing.meeting_id
    WHERE case_id = :case AND hearing.status NOT IN ('removed', 'deferred')
    ORDER BY starts_at DESC, hearing.id LIMIT 1
"""


def may_lead(work: Work, case: Case | UUID) -> Verdict:
    """Under a hat for the meeting, deeds about one case outside its hearing; other hats have rules of their own.

    Whoever is named to act in the viewer's office does them, and nobody else, while they hold it and may take the
    case; whoever is of a party's employer does none, even where nobody is named yet.
    """
    if work.viewer.hat not in FOR_THE_MEETING:
        return ALLOWED
    case_id = case if isinstance(case, UUID) else case.id
    acting = work.once((may_lead, case_id), lambda: _acting(work, case_id))
    who = named(work, acting) if acting and acting != work.viewer.member_id else ""
    return policy.may_preside(work.viewer, acting, who, works_for_a_party(work, case_id))


def named(work: Work, member_id: UUID) -> str:
    """Somebody by name and agency."""
    member = work.find(Member, member_id)
    return f"{member.name} of {work.find(Agency, member.agency_id).name}"


def _acting(work: Work, case_id: UUID) -> UUID | None:
    """Who acts in the viewer's office, unless that has ended, or a wall or their employer now keeps them out too."""
    asked = {"case": case_id, "office": work.viewer.hat.value}
    found = work.session.connection().execute(text(_ACTING), asked).scalar()
    if found is None:
        return None
    held = select(Appointment.id).where(
        Appointment.member_id == found,
        Appointment.marac_id == work.viewer.marac_id,
        Appointment.role == work.viewer.hat,
        in_force(),
    )
    member = work.by_id(Member, [found]).get(found)
    if member is None or member.retired_at is not None or work.first(held) is None:
        return None
    agency = work.find(Agency, member.agency_id)
    kept_out = {agency.id, agency.parent_id} & employers_of(work, case_id)
    return None if kept_out or is_walled(member, agency, walls_on(work, case_id)) else member.id
