"""Keeping and erasing: holding a case, and destroying its key by two people (C77)."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from marac.vocabulary import ALLOWED, FOR_THE_MEETING, CaseStatus, Hat, Verdict, Viewer, refused

HOLDERS = frozenset({Hat.CHAIR, Hat.AUDITOR, Hat.DATA_PROTECTION_OFFICER})
OVER = frozenset({CaseStatus.HEARD, CaseStatus.CLOSED, CaseStatus.WITHDRAWN, CaseStatus.RETURNED})


class CaseFacts(Protocol):
    status: CaseStatus


class HoldFacts(Protocol):
    placed_by: UUID
    lifted_at: datetime | None


def may_hold(viewer: Viewer, erased: bool) -> Verdict:
    """Chair, auditor, and the data protection officer of an agency that has had a seat."""
    if viewer.hat not in HOLDERS:
        return refused("The chair, an auditor or a data protection officer places and lifts a hold.")
    return refused("This case was erased: there is nothing left to keep.") if erased else ALLOWED


def may_lift_hold(viewer: Viewer, hold: HoldFacts) -> Verdict:
    """Whoever placed it knows whether it is still needed; an auditor, who is of no side, where they have left."""
    if hold.lifted_at is not None:
        return refused("This hold was lifted.")
    if not (may := may_hold(viewer, False)):
        return may
    if viewer.hat is Hat.AUDITOR or viewer.member_id == hold.placed_by:
        return ALLOWED
    return refused("Only the person who placed this hold lifts it, or an auditor.")


def may_propose_erasure(viewer: Viewer, case: CaseFacts, held: bool, proposed: bool) -> Verdict:
    """The coordinator, for a case that is over and that nothing holds."""
    if viewer.hat is not Hat.COORDINATOR:
        return refused("The coordinator proposes that a case is erased.")
    if proposed:
        return refused("It has been proposed.")
    return _may_be_erased(case, held)


def may_end_erasure(viewer: Viewer, confirmed: bool) -> Verdict:
    """The coordinator takes the proposal back, or the chair turns it down."""
    if confirmed:
        return refused("It was done, and cannot be undone.")
    return ALLOWED if viewer.hat in FOR_THE_MEETING else refused("Only the coordinator or the chair ends this.")


def may_confirm_erasure(viewer: Viewer, case: CaseFacts, proposed_by: UUID, held: bool) -> Verdict:
    """The chair; never whoever proposed it, under whichever role."""
    if viewer.hat is not Hat.CHAIR:
        return refused("The chair confirms, as second person, that a case is erased.")
    if viewer.member_id == proposed_by:
        return refused("You proposed it: somebody else must confirm.")
    return _may_be_erased(case, held)


def _may_be_erased(case: CaseFacts, held: bool) -> Verdict:
    if held:
        return refused("A hold stands on this case: it is kept until the hold is lifted.")
    return ALLOWED if case.status in OVER else refused("A case can be erased once it is over.")
