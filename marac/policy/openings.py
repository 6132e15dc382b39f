"""Openings of content: when an auditor reads what was shared, for how long, and who ends it (S21)."""

from enum import StrEnum
from typing import Protocol
from uuid import UUID

from marac.vocabulary import ALLOWED, CaseStatus, Hat, Verdict, Viewer, refused

MOST_HOURS = 24
OPENERS = frozenset({Hat.AUDITOR})
TOLD = frozenset({Hat.AUDITOR, Hat.CHAIR, Hat.DATA_PROTECTION_OFFICER})


class OpeningGround(StrEnum):
    """Why content is needed, where that and to whom is not enough."""

    SAMPLE = "dip-sample"
    COMPLAINT = "complaint"
    BREACH = "possible-breach"
    ALERT = "alert"
    REVIEW = "death-or-safeguarding-review"
    LAW = "asked-by-court-or-commissioner"


class CaseFacts(Protocol):
    status: CaseStatus
    restricted: bool


class OpeningFacts(Protocol):
    member_id: UUID


def may_see_openings(viewer: Viewer) -> Verdict:
    """Auditors; and those who are told of each: the chair, and officers of the agencies whose words are read."""
    if viewer.hat in TOLD:
        return ALLOWED
    return refused("Openings are for auditors, the chair and data protection officers.")


def may_open(viewer: Viewer, case: CaseFacts, hours: int) -> Verdict:
    """An auditor, for one case or one line of it, for a time that ends by itself (S21)."""
    if viewer.hat not in OPENERS:
        return refused("Only an auditor opens content for review.")
    if case.status is CaseStatus.DRAFT:
        return refused("This referral was not sent: nothing of it is shared.")
    if case.restricted:
        return refused("This case is restricted to named people: an auditor does not open it.")
    if not 1 <= hours <= MOST_HOURS:
        return refused(f"Choose a time from 1 to {MOST_HOURS} hours.")
    return ALLOWED


def may_read_opening(viewer: Viewer, opening: OpeningFacts, over: bool) -> Verdict:
    """Whoever opened it, until it ends: another auditor gives a reason of their own."""
    if viewer.hat not in OPENERS or opening.member_id != viewer.member_id:
        return refused("Only the auditor who opened it reads it.")
    return refused("This opening is over.") if over else ALLOWED


def may_end_opening(viewer: Viewer, opening: OpeningFacts, over: bool) -> Verdict:
    """The auditor who opened it, or the chair, at any time."""
    if viewer.hat is not Hat.CHAIR and (viewer.hat not in OPENERS or opening.member_id != viewer.member_id):
        return refused("The auditor who opened it, or the chair, ends it.")
    return refused("This opening is over.") if over else ALLOWED
