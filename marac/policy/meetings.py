"""Meetings and their lists: who convenes, lists, orders, seats and publishes (S2, S3, S23; domain.md 1.5, 1.6)."""

from typing import Protocol
from uuid import UUID

from marac.policy import triage
from marac.policy.seats import SETTLED
from marac.proceedings import HearingStatus, MeetingStatus
from marac.vocabulary import ALLOWED, FOR_THE_AGENCY, FOR_THE_MEETING, CaseStatus, Hat, Verdict, Viewer, refused

SEES_MEETINGS = FOR_THE_AGENCY | FOR_THE_MEETING | {Hat.AUDITOR, Hat.OBSERVER, Hat.DATA_PROTECTION_OFFICER}
BEFORE = {MeetingStatus.PLANNED, MeetingStatus.PUBLISHED}
ON_A_LIST = refused("This case is on a list already.")
BEGUN = "This meeting has begun: its list can no longer be changed here."


class CaseFacts(Protocol):
    status: CaseStatus


class MeetingFacts(Protocol):
    status: MeetingStatus


class HearingFacts(Protocol):
    status: HearingStatus
    listed_in: int
    pinned: bool


class SeatedCase(Protocol):
    status: CaseStatus
    agency_id: UUID


class SeatFacts(Protocol):
    agency_id: UUID


def may_see_meetings(viewer: Viewer) -> Verdict:
    if viewer.hat in SEES_MEETINGS:
        return ALLOWED
    return refused("Meetings are for those who come to them, and for auditors. Your role sees none.")


def may_convene(viewer: Viewer) -> Verdict:
    if viewer.hat in FOR_THE_MEETING:
        return ALLOWED
    return refused("Only the coordinator or the chair convenes a meeting.")


def may_prepare(viewer: Viewer) -> Verdict:
    if viewer.hat in FOR_THE_MEETING:
        return ALLOWED
    return refused("Only the coordinator and the chair prepare a meeting. Your agency's part is on its list.")


def may_list(viewer: Viewer, case: CaseFacts, meeting: MeetingFacts, listed: int, most: int) -> Verdict:
    """`listed`: cases on the list now; `most`: how many it may hold unless the chair lists more (domain.md 1.0)."""
    if viewer.hat not in FOR_THE_MEETING:
        return refused("Only the coordinator or the chair lists a case.")
    if case.status is CaseStatus.LISTED:
        return ON_A_LIST
    if not (may := triage.may_accept(viewer, case)):
        return may
    return may_take_another(viewer, meeting, listed, most)


def may_take_another(viewer: Viewer, meeting: MeetingFacts, listed: int, most: int) -> Verdict:
    if meeting.status not in BEFORE:
        return refused(BEGUN)
    if listed >= most and viewer.hat is not Hat.CHAIR:
        return refused(f"This list holds {listed} cases, and {most} is the most. Only the chair may list another.")
    return ALLOWED


def may_order(viewer: Viewer, meeting: MeetingFacts) -> Verdict:
    if viewer.hat not in FOR_THE_MEETING:
        return refused("Only the coordinator or the chair orders a list.")
    if meeting.status not in BEFORE:
        return refused(BEGUN)
    return ALLOWED


def may_move(viewer: Viewer, meeting: MeetingFacts, hearing: HearingFacts) -> Verdict:
    if not (may := may_order(viewer, meeting)):
        return may
    if hearing.status is not HearingStatus.LISTED:
        return refused("This case is no longer on the list.")
    if hearing.pinned:
        return refused("This case is pinned to its place. Unpin it first.")
    return ALLOWED


def may_remove(viewer: Viewer, meeting: MeetingFacts, hearing: HearingFacts) -> Verdict:
    """Once it is published, only the chair takes a case off, with a reason and interim safety (S23)."""
    if not (may := may_order(viewer, meeting)):
        return may
    if hearing.status is not HearingStatus.LISTED:
        return refused("This case is no longer on the list.")
    if hearing.listed_in and viewer.hat is not Hat.CHAIR:
        return refused("This case is on a published list: only the chair takes it off.")
    return ALLOWED


def may_confirm_seats(viewer: Viewer, case: CaseFacts, left_out: int = 0) -> Verdict:
    """`left_out`: core agencies of the signed protocol that would not be asked (S3)."""
    if viewer.hat is not Hat.COORDINATOR:
        return refused("Only the coordinator confirms seats. The chair adds or removes them, with a reason.")
    if case.status in SETTLED:
        return refused("This case is closed: nobody can be given a seat on it.")
    if left_out:
        return refused("Core agencies check every case. Only the chair leaves one out, with a reason.")
    return ALLOWED


def may_add_seat(viewer: Viewer, case: CaseFacts) -> Verdict:
    if viewer.hat is not Hat.CHAIR:
        return refused("Only the chair seats an agency that no fact points to.")
    if case.status in SETTLED:
        return refused("This case is closed: nobody can be given a seat on it.")
    return ALLOWED


def may_remove_seat(viewer: Viewer, case: SeatedCase, seat: SeatFacts) -> Verdict:
    if viewer.hat is not Hat.CHAIR:
        return refused("Only the chair removes an agency from a case.")
    if seat.agency_id == case.agency_id:
        return refused("The agency that referred the case keeps its seat.")
    return ALLOWED


def may_publish(viewer: Viewer, meeting: MeetingFacts, listed: int, unconfirmed: int) -> Verdict:
    """`listed`: cases on the list; `unconfirmed`: those of them whose seats nobody has confirmed (S3)."""
    if viewer.hat is not Hat.COORDINATOR:
        return refused("Only the coordinator publishes a list.")
    if meeting.status not in BEFORE:
        return refused(BEGUN)
    if not listed:
        return refused("There is no case on this list yet.")
    if unconfirmed:
        cases = "1 case has" if unconfirmed == 1 else f"{unconfirmed} cases have"
        return refused(f"{cases} no seats confirmed yet. Confirm them first.")
    return ALLOWED
