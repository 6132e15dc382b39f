"""Actions: who may agree, see to, hand on and settle them (C50 to C52, C56, C57)."""

from datetime import date, timedelta
from typing import Protocol
from uuid import UUID

from marac.proceedings import ActionStatus
from marac.vocabulary import (
    ALLOWED,
    FOR_THE_AGENCY,
    FOR_THE_MEETING,
    CaseStatus,
    Hat,
    Side,
    Verdict,
    Viewer,
    refused,
)

IN_HAND = {CaseStatus.ACCEPTED, CaseStatus.LISTED, CaseStatus.HEARD}
LONGEST_WORDING = 1_000  # characters
LONGEST_REPORT = 4_000  # characters
FURTHEST = timedelta(days=366)
# People who are asked to do one thing, and see to that alone (product.md 2, C57).
FOR_ONE_THING = frozenset({Hat.CONTRIBUTOR, Hat.GUEST})


class CaseFacts(Protocol):
    status: CaseStatus


class AgencyFacts(Protocol):
    name: str
    gets_case_data: bool


class ActionFacts(Protocol):
    agency_id: UUID
    member_id: UUID | None
    side: Side
    status: ActionStatus


def may_list_actions(viewer: Viewer) -> Verdict:
    if viewer.hat in FOR_THE_AGENCY or viewer.hat in FOR_THE_MEETING:
        return ALLOWED
    return refused("Actions are for the agencies of the case, the chair and the coordinator.")


def may_agree(viewer: Viewer, case: CaseFacts, employed: bool = False) -> Verdict:
    """In a hearing, after it, or ahead of it where the victim cannot wait; once the referral is accepted.

    `employed`: a party of the case works for the viewer's agency, so that somebody else must act (S18).
    """
    if viewer.hat not in FOR_THE_MEETING:
        return refused("Only the chair or the coordinator records an action that was agreed.")
    if employed:
        return refused(
            f"A party of this case works for your agency: an acting {viewer.hat.value} from another takes it."
        )
    if case.status not in IN_HAND:
        return refused("This referral has not been accepted, or the case is closed: no action can be agreed.")
    return ALLOWED


def may_own(agency: AgencyFacts, takes_part: bool) -> Verdict:
    """An agency that gets no case data owns no action: it could not read what it is to do."""
    if not takes_part:
        return refused(f"{agency.name} does not take part in this MARAC.")
    if not agency.gets_case_data:
        return refused(f"{agency.name} is given no case information, so it cannot own an action.")
    return ALLOWED


def may_be_worded(wording: str) -> Verdict:
    if not wording.strip():
        return refused("Say what will be done.")
    if len(wording) > LONGEST_WORDING:
        return refused(f"Use {LONGEST_WORDING:,} characters or fewer.")
    return ALLOWED


def may_report(text: str, missing: str) -> Verdict:
    """What is said of an action; `missing` is the sentence when nothing is."""
    if not text.strip():
        return refused(missing)
    if len(text) > LONGEST_REPORT:
        return refused(f"Use {LONGEST_REPORT:,} characters or fewer.")
    return ALLOWED


def may_be_due(due_on: date, today: date) -> Verdict:
    if due_on < today:
        return refused("Give a date that is today or later.")
    if due_on > today + FURTHEST:
        return refused("Give a date within a year. What takes longer is agreed again when that year is over.")
    return ALLOWED


def may_see_to(viewer: Viewer, action: ActionFacts) -> Verdict:
    """Report on an action: its owner; one asked for a single thing where named; chair and coordinator for them."""
    if viewer.hat in FOR_THE_MEETING:
        return ALLOWED
    if viewer.hat not in FOR_THE_AGENCY or action.agency_id != viewer.agency_id:
        return refused("Only the agency that owns this action, the chair or the coordinator reports on it.")
    if viewer.hat in FOR_ONE_THING and action.member_id != viewer.member_id:
        return refused("This action is somebody else's in your agency.")
    return ALLOWED


def may_settle(viewer: Viewer, action: ActionFacts) -> Verdict:
    """Complete it, or say that it was not possible or not done: each once."""
    if action.status is not ActionStatus.OPEN:
        return refused("This action is settled already. The coordinator can open it again.")
    return may_see_to(viewer, action)


def may_hand_on(viewer: Viewer, action: ActionFacts) -> Verdict:
    """Name somebody else of the owner's people, or change the date."""
    if action.status is not ActionStatus.OPEN:
        return refused("This action is settled.")
    if viewer.hat in FOR_ONE_THING:
        return refused("Ask your agency's representative to name somebody else or to change the date.")
    return may_see_to(viewer, action)


def may_answer(viewer: Viewer, action: ActionFacts) -> Verdict:
    """Answer a condition anew; the perpetrator's side is not told what the victim chose (S6)."""
    if not conditions_shown(viewer):
        return refused("These questions are not for the perpetrator's side.")
    if action.status is not ActionStatus.OPEN:
        return refused("This action is settled.")
    return may_see_to(viewer, action)


def may_open_again(viewer: Viewer, action: ActionFacts) -> Verdict:
    if viewer.hat not in FOR_THE_MEETING:
        return refused("Only the chair or the coordinator opens a settled action again.")
    if action.status is ActionStatus.OPEN:
        return refused("This action is open.")
    return ALLOWED


def may_take(action: ActionFacts, *, works_here: bool, walled: bool, side: Side) -> Verdict:
    """Whether one of the owner's people may be named: S6 keeps the sides apart, S17 the walled out."""
    if not works_here or walled:
        return refused("This person cannot work on this case. Choose somebody else.")
    if (action.side is Side.PERPETRATOR) != (side is Side.PERPETRATOR):
        return refused("This person works on the other side. Choose somebody else.")
    return ALLOWED


def conditions_shown(viewer: Viewer) -> bool:
    """What the victim chose, and whether they were warned, is not for the perpetrator's side (S6)."""
    return viewer.side is not Side.PERPETRATOR
