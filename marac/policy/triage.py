"""Triage: who decides what becomes of a referral, and when (domain.md 1.5, C13)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from marac.policy.lifecycle import may_become
from marac.proceedings import Triage
from marac.vocabulary import ALLOWED, CaseStatus, Hat, Verdict, Viewer, refused

BECOMES: Mapping[Triage, CaseStatus] = MappingProxyType(
    {
        Triage.ACCEPT: CaseStatus.ACCEPTED,
        Triage.MORE_INFORMATION: CaseStatus.MORE_INFORMATION,
        Triage.RETURN: CaseStatus.RETURNED,
        Triage.ALERT_ONLY: CaseStatus.ALERT_ONLY,
    }
)
# Asked back from the referrer, or returned: taken up again before anything else is decided.
AWAY = frozenset({CaseStatus.MORE_INFORMATION, CaseStatus.RETURNED})
ACCEPTABLE = frozenset({CaseStatus.REFERRED, CaseStatus.ACCEPTED, CaseStatus.ALERT_ONLY})
_TO_COME = ACCEPTABLE | {CaseStatus.MORE_INFORMATION, CaseStatus.LISTED}

_WHY_NOT: Mapping[CaseStatus, str] = MappingProxyType(
    {
        CaseStatus.DRAFT: "This referral has not been sent yet.",
        CaseStatus.MORE_INFORMATION: "The referrer was asked for more. Take the referral up again to decide now.",
        CaseStatus.RETURNED: "This referral was returned. Take it up again to decide anew.",
        CaseStatus.WITHDRAWN: "This referral was withdrawn.",
        CaseStatus.CLOSED: "This case is closed.",
    }
)


class CaseFacts(Protocol):
    status: CaseStatus


def may_see_inbox(viewer: Viewer) -> Verdict:
    if viewer.hat is Hat.COORDINATOR:
        return ALLOWED
    return refused("Only the coordinator receives referrals.")


def may_triage(viewer: Viewer, case: CaseFacts, outcome: Triage) -> Verdict:
    """The coordinator, until the case is on a list; there it is deferred or withdrawn instead."""
    if viewer.hat is not Hat.COORDINATOR:
        return refused("Only the coordinator decides what becomes of a referral.")
    if outcome is Triage.ACCEPT:
        return may_accept(viewer, case)
    if may_become(case.status, BECOMES[outcome]):
        return ALLOWED
    return refused(_WHY_NOT.get(case.status, "This referral was already decided in this way, or is on a list."))


def may_accept(viewer: Viewer, case: CaseFacts) -> Verdict:
    """To a meeting: the coordinator, or the chair; also a case kept as an alert only until now."""
    if viewer.hat not in {Hat.COORDINATOR, Hat.CHAIR}:
        return refused("Only the coordinator or the chair accepts a referral to a meeting.")
    if case.status in ACCEPTABLE:
        return ALLOWED
    return refused(_WHY_NOT.get(case.status, "This case is already on a list."))


def may_reopen(viewer: Viewer, case: CaseFacts) -> Verdict:
    """After an answer by telephone, or when the referrer contests a return (C24)."""
    if viewer.hat is not Hat.COORDINATOR:
        return refused("Only the coordinator takes a referral up again.")
    if case.status in AWAY:
        return ALLOWED
    return refused("Only a referral that was returned, or asked back for more, is taken up again.")


def may_mark_urgent(viewer: Viewer, case: CaseFacts) -> Verdict:
    """While it is still to be heard."""
    if viewer.hat is not Hat.COORDINATOR:
        return refused("Only the coordinator marks a referral as urgent.")
    if case.status in _TO_COME:
        return ALLOWED
    return refused(_WHY_NOT.get(case.status, "This case was heard."))
