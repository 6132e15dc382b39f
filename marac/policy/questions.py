"""Questions of an auditor to one agency, and the agency's answers (C73)."""

from enum import StrEnum
from typing import Protocol
from uuid import UUID

from marac.vocabulary import ALLOWED, Hat, Verdict, Viewer, refused

ANSWERERS = frozenset({Hat.DATA_PROTECTION_OFFICER, Hat.REPRESENTATIVE, Hat.ADVOCATE})


class Finding(StrEnum):
    """How a question was closed."""

    SATISFIED = "satisfied"
    PUT_RIGHT = "put-right"
    RECOMMENDED = "recommendation-made"
    NOT_ANSWERED = "not-answered"


class QuestionFacts(Protocol):
    agency_id: UUID
    member_id: UUID | None


def may_see_questions(viewer: Viewer) -> Verdict:
    """Auditors; the officer of the agency asked; a representative or advocate who was asked by name."""
    if viewer.hat is Hat.AUDITOR or viewer.hat in ANSWERERS:
        return ALLOWED
    return refused("Questions are between auditors and the agency that is asked.")


def may_ask(viewer: Viewer, agency_id: UUID) -> Verdict:
    """An auditor, of any agency but their own employer: that is for another auditor."""
    if viewer.hat is not Hat.AUDITOR:
        return refused("Only an auditor asks.")
    if agency_id == viewer.agency_id:
        return refused("You are employed by this agency: another auditor asks it.")
    return ALLOWED


def may_answer(viewer: Viewer, question: QuestionFacts, answered: bool, closed: bool) -> Verdict:
    """The agency's officer, or whoever of it was asked by name; once, so that what was said stands."""
    if viewer.hat not in ANSWERERS or viewer.agency_id != question.agency_id:
        return refused("Only the agency that is asked answers.")
    if viewer.hat is not Hat.DATA_PROTECTION_OFFICER and question.member_id != viewer.member_id:
        return refused("Only whoever was asked, or the data protection officer, answers.")
    if closed:
        return refused("This question is closed.")
    return refused("This question was answered.") if answered else ALLOWED


def may_close(viewer: Viewer, answered: bool, closed: bool, finding: Finding) -> Verdict:
    """An auditor, with a finding; before an answer came, only as not answered."""
    if viewer.hat is not Hat.AUDITOR:
        return refused("Only an auditor closes a question.")
    if closed:
        return refused("This question is closed.")
    if not answered and finding is not Finding.NOT_ANSWERED:
        return refused("No answer has come: wait for it, or close it as not answered.")
    return ALLOWED
