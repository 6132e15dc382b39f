"""Moving a case to another MARAC: who does it, and from where in its life (S23)."""

from typing import Protocol

from marac.policy.lifecycle import may_become
from marac.vocabulary import ALLOWED, CaseStatus, Hat, Verdict, Viewer, refused


class CaseFacts(Protocol):
    status: CaseStatus


def may_transfer(viewer: Viewer, case: CaseFacts) -> Verdict:
    """The coordinator; a case on a list comes off it first, which on a published one only the chair does."""
    if viewer.hat is not Hat.COORDINATOR:
        return refused("Only the coordinator moves a case to another MARAC.")
    if case.status is CaseStatus.LISTED:
        return refused(
            "This case is on a list. It is taken off first: from a published list by the chair alone, "
            "with a reason and what keeps people safe meanwhile."
        )
    if may_become(case.status, CaseStatus.CLOSED):
        return ALLOWED
    return refused("This case is not in hand here.")
