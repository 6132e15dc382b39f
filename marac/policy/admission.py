"""Who is let in: agencies, members, appointments, and the second person whom some of them need (C06)."""

from typing import Protocol
from uuid import UUID

from marac.vocabulary import ALLOWED, FOR_THE_AGENCY, Hat, Role, Side, Verdict, Viewer, refused

# Who presides and who audits: one person alone cannot grant these.
NEEDS_TWO = frozenset({Role.CHAIR, Role.AUDITOR})
# Roles within one agency, which the coordinator and the agency's own administrator grant too.
WITHIN_AN_AGENCY = FOR_THE_AGENCY | {Role.AGENCY_ADMINISTRATOR, Role.CALDICOTT_GUARDIAN}
# Roles of which a deputy must be of the same agency: they act for it, or answer for it.
OF_AN_AGENCY = WITHIN_AN_AGENCY | {Role.DATA_PROTECTION_OFFICER, Role.SIGNATORY}
READERS = frozenset({Hat.ADMINISTRATOR, Hat.COORDINATOR, Hat.AGENCY_ADMINISTRATOR})
SECONDS = frozenset({Hat.ADMINISTRATOR, Hat.SIGNATORY})


class AppointmentFacts(Protocol):
    role: Role
    member_id: UUID
    made_by: UUID | None


def may_read_register(viewer: Viewer) -> Verdict:
    """Agencies and members of this MARAC; an agency's administrator reads their own agency's."""
    if viewer.hat in READERS:
        return ALLOWED
    return refused("Members and agencies are for administrators and the coordinator.")


def may_change_agency(viewer: Viewer) -> Verdict:
    """Add an agency to this MARAC, or change its name, kind and part."""
    if viewer.hat is Hat.ADMINISTRATOR:
        return ALLOWED
    return refused("Only the MARAC's administrator adds and changes agencies.")


def may_admit(viewer: Viewer, agency_id: UUID) -> Verdict:
    """Admit a member, change what is known of them, record training: no account appears by itself."""
    if viewer.hat in {Hat.ADMINISTRATOR, Hat.COORDINATOR}:
        return ALLOWED
    if viewer.hat is Hat.AGENCY_ADMINISTRATOR and viewer.agency_id == agency_id:
        return ALLOWED
    return refused(
        "Members are admitted by their agency's administrator, the coordinator or the MARAC's administrator."
    )


def may_change_address(viewer: Viewer, agency_id: UUID, bound: bool, beyond_their_agency: bool) -> Verdict:
    """Change the e-mail under which somebody is known: the first sign-in goes to whoever has it.

    `bound`: they have signed in; `beyond_their_agency`: they hold a role that the coordinator could not grant. So
    nobody hands a role that they could not have granted, or that two people granted, to somebody else.
    """
    if beyond_their_agency and viewer.hat is not Hat.ADMINISTRATOR:
        return refused("They hold a role in the MARAC itself: only its administrator changes their address.")
    if beyond_their_agency and not bound:
        return refused("They hold a role in the MARAC itself and never signed in. Retire them, and admit them anew.")
    return may_admit(viewer, agency_id)


def may_retire(viewer: Viewer, agency_id: UUID, member_id: UUID, beyond_their_agency: bool) -> Verdict:
    """Shut a leaver out at once, under every role of theirs.

    `beyond_their_agency`: they hold a role that the coordinator could not grant.
    """
    if viewer.member_id == member_id:
        return refused("Nobody retires themselves. Ask another administrator.")
    if viewer.hat is Hat.COORDINATOR and beyond_their_agency:
        return refused("They hold a role in the MARAC itself. Ask its administrator, or their agency's.")
    return may_admit(viewer, agency_id)


def may_appoint(
    viewer: Viewer, agency_id: UUID, member_id: UUID, role: Role, side: Side, held: bool = False, both: bool = False
) -> Verdict:
    """Grant a role in this MARAC.

    `held`: they have it already in that time; `both`: they work on the other side in it.
    """
    if viewer.member_id == member_id:
        return refused("Nobody appoints themselves. Ask another administrator.")
    if not (granted := _may_grant(viewer, agency_id, role)):
        return granted
    if side is not Side.NEITHER and role not in FOR_THE_AGENCY:
        return refused("Only those who speak for an agency work on somebody's side.")
    if side is Side.PERPETRATOR and role is Role.ADVOCATE:
        return refused("An advocate is on the victim's side.")
    if held:
        return refused("They hold this role already in that time.")
    if both:
        return refused("They work on the other side in that time: nobody works on both.")
    return ALLOWED


def may_deputise(
    viewer: Viewer, agency_id: UUID, deputy_agency_id: UUID, appointment: AppointmentFacts, deputy_id: UUID
) -> Verdict:
    """Give the same appointment to another member until a day; they act in their own name (house.md 4.14, 3)."""
    if deputy_id == appointment.member_id:
        return refused("A deputy is somebody else.")
    if appointment.role in OF_AN_AGENCY and deputy_agency_id != agency_id:
        return refused("A deputy in this role is of the same agency.")
    return may_appoint(viewer, deputy_agency_id, deputy_id, appointment.role, Side.NEITHER)


def may_confirm(viewer: Viewer, appointment: AppointmentFacts, waiting: bool) -> Verdict:
    """The second person's word: neither the proposer's nor that of whom it appoints."""
    if viewer.hat not in SECONDS:
        return refused("An administrator or a signatory confirms this.")
    if not waiting:
        return refused("This appointment does not wait for anybody's word.")
    if viewer.member_id == appointment.member_id:
        return refused("Nobody confirms their own appointment.")
    if viewer.member_id == appointment.made_by:
        return refused("You proposed this. Somebody else must confirm it.")
    return ALLOWED


def may_end(viewer: Viewer, agency_id: UUID, appointment: AppointmentFacts) -> Verdict:
    """At once. Those who could grant it, but nobody their own: the last administrator remains."""
    if viewer.member_id == appointment.member_id:
        return refused("Nobody ends their own appointment. Ask another administrator.")
    return _may_grant(viewer, agency_id, appointment.role)


def may_set_conditions(viewer: Viewer) -> Verdict:
    """How long sessions, training and statements last in this MARAC."""
    if viewer.hat is Hat.ADMINISTRATOR:
        return ALLOWED
    return refused("Only the MARAC's administrator sets these.")


def _may_grant(viewer: Viewer, agency_id: UUID, role: Role) -> Verdict:
    if viewer.hat is Hat.ADMINISTRATOR:
        return ALLOWED
    if role not in WITHIN_AN_AGENCY:
        return refused("Only the MARAC's administrator grants or ends this role.")
    return may_admit(viewer, agency_id)
