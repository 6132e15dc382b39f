"""Alerts: what in the record is worth a question, and who looks at it (domain.md 4.3).

The thresholds stand here, once, and are shown on the page. The record may be used to see that processing was
lawful, and never to measure anybody's work (DPA 2018 s62(4)): nothing here counts what was done well or quickly.
"""

from enum import StrEnum
from typing import Protocol
from uuid import UUID

from marac.proceedings import WITHIN_THE_AGENCY
from marac.vocabulary import ALLOWED, Hat, Verdict, Viewer, refused

REVIEWERS = frozenset({Hat.AUDITOR, Hat.DATA_PROTECTION_OFFICER})
LOOK_BACK_DAYS = 30


class AlertRule(StrEnum):
    OWN_NAME = "own-name"
    NO_PURPOSE = "no-purpose"
    BULK = "bulk-reading"
    DOWNLOADS = "many-downloads"
    NOT_FOUND = "many-not-found"
    BY_HAND = "raised-by-hand"


class AlertStatus(StrEnum):
    OPEN = "open"
    EXPLAINED = "explained"
    PASSED_ON = "passed-on"


# More than so many is worth a look.
BULK_CASES, BULK_MINUTES = 30, 30
PURPOSE_READINGS = 2
DOWNLOADS_A_DAY = 20
NOT_FOUND_AN_HOUR = 20

SAID = {
    AlertRule.OWN_NAME: "A member read a case in which somebody has the member's own name, or lives at the address"
    " that the member gave as their own.",
    AlertRule.NO_PURPOSE: f"A case was read more than {PURPOSE_READINGS} times after it was heard, by an agency that"
    " only checked or acted, and had no action open.",
    AlertRule.BULK: f"More than {BULK_CASES} cases were read within {BULK_MINUTES} minutes, outside a meeting.",
    AlertRule.DOWNLOADS: f"More than {DOWNLOADS_A_DAY} papers were opened or downloaded in a day.",
    AlertRule.NOT_FOUND: f"More than {NOT_FOUND_AN_HOUR} addresses within an hour led to nothing, as guessing does.",
    AlertRule.BY_HAND: "Somebody who checked the record could not explain it.",
}


class AlertFacts(Protocol):
    member_id: UUID
    status: AlertStatus


class EventFacts(Protocol):
    member_id: UUID | None
    agency_id: UUID | None
    hat: str


def may_see_alerts(viewer: Viewer) -> Verdict:
    """An auditor: across agencies. An agency's officer: about its own people, as they speak for it (S9, S21)."""
    if viewer.hat in REVIEWERS:
        return ALLOWED
    return refused("Alerts are for auditors and data protection officers.")


def may_raise_alert(viewer: Viewer, event: EventFacts) -> Verdict:
    """Whoever checks the record, about what somebody else did in person; an officer, of their own people (S9)."""
    if viewer.hat not in REVIEWERS:
        return refused("Alerts are for auditors and data protection officers.")
    if event.member_id is None or event.agency_id is None:
        return refused("Nobody in person did this.")
    if event.member_id == viewer.member_id:
        return refused("This is about yourself: somebody else raises it.")
    own = event.agency_id == viewer.agency_id and event.hat in {hat.value for hat in WITHIN_THE_AGENCY}
    if viewer.hat is Hat.DATA_PROTECTION_OFFICER and not own:
        return refused("This was not done by your agency's people as they spoke for it.")
    return ALLOWED


def may_review_alert(viewer: Viewer, alert: AlertFacts, outcome: AlertStatus) -> Verdict:
    """Nobody reviews their own conduct; what was settled is not settled again."""
    if viewer.hat not in REVIEWERS:
        return refused("Alerts are for auditors and data protection officers.")
    if alert.member_id == viewer.member_id:
        return refused("This is about yourself: somebody else reviews it.")
    if outcome is AlertStatus.OPEN:
        return refused("Choose whether it is explained or passed on.")
    return ALLOWED if alert.status is AlertStatus.OPEN else refused("This alert was reviewed already.")
