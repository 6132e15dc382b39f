"""Seats and walls: who may give, end and change an agency's place on a case (S2, S3, S17)."""

from typing import Protocol
from uuid import UUID

from marac.vocabulary import (
    ALLOWED,
    FOR_THE_AGENCY,
    FOR_THE_MEETING,
    CaseStatus,
    Hat,
    SeatKind,
    Verdict,
    Viewer,
    refused,
)

SETTLED = {CaseStatus.CLOSED, CaseStatus.RETURNED, CaseStatus.WITHDRAWN}


class CaseFacts(Protocol):
    status: CaseStatus
    author_id: UUID


class SeatFacts(Protocol):
    agency_id: UUID
    kind: SeatKind
    member_id: UUID | None


def may_give_seat(
    viewer: Viewer, case: CaseFacts, agency_id: UUID, kind: SeatKind, member_id: UUID | None = None
) -> Verdict:
    """The coordinator confirms, the chair adds or removes; a referrer seats the referral's own agencies (S3, C19).

    A representative who hands an action to a colleague gives that colleague a place for it (C57).
    """
    if case.status in SETTLED:
        return refused("This case is closed: nobody can be given a seat on it.")
    if viewer.hat in FOR_THE_MEETING:
        return ALLOWED
    if case.author_id == viewer.member_id and case.status is CaseStatus.DRAFT:
        return ALLOWED
    if case.author_id == viewer.member_id == member_id and case.status is CaseStatus.MORE_INFORMATION:
        return ALLOWED  # a referrer who now asks that the case be restricted is the first who is named
    own = viewer.hat in {Hat.REPRESENTATIVE, Hat.ADVOCATE} and agency_id == viewer.agency_id
    if own and kind is SeatKind.ACTION and member_id is not None:
        return ALLOWED
    return refused("Only the coordinator or the chair gives an agency a seat.")


def may_end_seat(viewer: Viewer, seat: SeatFacts) -> Verdict:
    """As it is given: coordinator and chair; a representative, a colleague's place for one action."""
    if viewer.hat in FOR_THE_MEETING:
        return ALLOWED
    own = viewer.hat in {Hat.REPRESENTATIVE, Hat.ADVOCATE} and seat.agency_id == viewer.agency_id
    if own and seat.kind is SeatKind.ACTION and seat.member_id is not None:
        return ALLOWED
    return refused("Only the coordinator or the chair ends an agency's seat.")


def may_change_seat(viewer: Viewer, seat: SeatFacts) -> Verdict:
    """An agency that answers a check changes its own seat: knowing somebody makes it a case seat (C30)."""
    if viewer.hat in FOR_THE_MEETING:
        return ALLOWED
    if viewer.hat in FOR_THE_AGENCY and seat.agency_id == viewer.agency_id:
        return ALLOWED
    return refused("Only the agency that holds this seat, the coordinator or the chair changes it.")


def may_raise_wall(viewer: Viewer, case: CaseFacts, member_id: UUID | None = None) -> Verdict:
    """Coordinator and chair; anybody against themselves, who declares a conflict of interest (S17, S18)."""
    if viewer.hat in FOR_THE_MEETING:
        return ALLOWED
    if viewer.hat in FOR_THE_AGENCY and member_id == viewer.member_id:
        return ALLOWED
    return refused("Only the coordinator or the chair raises or lifts a wall.")
