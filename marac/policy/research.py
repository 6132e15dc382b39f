"""Research: who asks, who answers, when an answer is a return, and when it may be taken back (C30, S2, S3)."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from marac.policy.seats import SETTLED
from marac.vocabulary import ALLOWED, FOR_THE_AGENCY, FOR_THE_MEETING, CaseStatus, Verdict, Viewer, refused

PAST = SETTLED | {CaseStatus.HEARD}


class AgencyFacts(Protocol):
    gets_case_data: bool


class CaseFacts(Protocol):
    status: CaseStatus


class ResearchFacts(Protocol):
    agency_id: UUID
    returned_at: datetime | None


def may_be_seated(agency: AgencyFacts, partner: bool) -> Verdict:
    """Prosecutors, business partnerships and governance bodies never get a case (product.md 5)."""
    if not agency.gets_case_data:
        return refused("This agency gets no case data: it cannot be given a seat.")
    if not partner:
        return refused("This agency is no partner of this MARAC: it cannot be given a seat.")
    return ALLOWED


def may_request(viewer: Viewer) -> Verdict:
    if viewer.hat in FOR_THE_MEETING:
        return ALLOWED
    return refused("Only the coordinator or the chair asks agencies for research.")


def may_see_own_work(viewer: Viewer) -> Verdict:
    if viewer.hat in FOR_THE_AGENCY:
        return ALLOWED
    return refused("This page is for those who speak for an agency. Change role to see your agency's work.")


def may_see_research(viewer: Viewer) -> Verdict:
    """An agency sees its own; chair and coordinator see who has answered."""
    if viewer.hat in FOR_THE_AGENCY | FOR_THE_MEETING:
        return ALLOWED
    return refused("Research is for the agencies asked, the chair and the coordinator.")


def _may_work_on(viewer: Viewer, research: ResearchFacts, case: CaseFacts) -> Verdict:
    if viewer.hat not in FOR_THE_AGENCY or research.agency_id != viewer.agency_id:
        return refused("Only the agency that was asked answers.")
    if case.status in PAST:
        return refused("This case has been heard. If your agency knows somebody after all, tell the coordinator.")
    return ALLOWED


def may_answer(viewer: Viewer, research: ResearchFacts, case: CaseFacts) -> Verdict:
    if research.returned_at is not None and research.agency_id == viewer.agency_id:
        return refused("Your agency has sent its return. Withdraw it to change an answer.")
    return _may_work_on(viewer, research, case)


def may_answer_nil(viewer: Viewer, research: ResearchFacts, case: CaseFacts, lines: bool) -> Verdict:
    """Whoever has recorded something does not return a nil in passing (screens.md)."""
    if lines:
        return refused("Your agency has recorded lines on this case: answer on its own page.")
    return may_answer(viewer, research, case)


def may_return(viewer: Viewer, research: ResearchFacts, case: CaseFacts, answered: bool, decided: bool) -> Verdict:
    if not (verdict := may_answer(viewer, research, case)):
        return verdict
    if not answered:
        return refused("Somebody still has no answer, or could not be searched for.")
    if not decided:
        return refused("A line is still undecided: decide it, or keep it private on purpose.")
    return ALLOWED


def may_withdraw(viewer: Viewer, research: ResearchFacts, case: CaseFacts) -> Verdict:
    if research.returned_at is None:
        return refused("There is no return to withdraw.")
    return _may_work_on(viewer, research, case)


def may_reopen(viewer: Viewer, case: CaseFacts) -> Verdict:
    """A nil return gave up the seat, so the agency can no longer see the case and asks the coordinator (C30)."""
    if viewer.hat not in FOR_THE_MEETING:
        return refused("Only the coordinator or the chair reopens research that was returned.")
    if case.status in SETTLED:
        return refused("This case is closed: research on it stays as it is.")
    return ALLOWED
