"""Dip samples: some of what was shared, drawn by chance from each agency and looked at by an auditor (C73)."""

from enum import StrEnum
from typing import Protocol
from uuid import UUID

from marac.vocabulary import ALLOWED, Hat, Verdict, Viewer, refused

A_FEW, MOST_OF_AN_AGENCY = 3, 20


class ItemVerdict(StrEnum):
    """What the auditor found of one item, by its record: decision, audience, readers."""

    APPROPRIATE = "appropriate"
    QUESTION = "question"
    NOT_APPROPRIATE = "not-appropriate"


class ItemFacts(Protocol):
    member_id: UUID | None


def may_sample(viewer: Viewer) -> Verdict:
    """Only an auditor appointed by the controllers looks across agencies (S21)."""
    return ALLOWED if viewer.hat is Hat.AUDITOR else refused("Samples are for auditors.")


def may_judge(viewer: Viewer, item: ItemFacts) -> Verdict:
    """Nobody judges what they did themselves; a finding may be changed, and each change is on the record."""
    if viewer.hat is not Hat.AUDITOR:
        return refused("Samples are for auditors.")
    if item.member_id == viewer.member_id:
        return refused("You did this yourself: another auditor looks at it.")
    return ALLOWED
