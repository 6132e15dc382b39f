"""Deciding what becomes of a referral; the reason stays sealed with it (domain.md 1.5, C13)."""

from sqlmodel import select

from marac import clock
from marac.cases.models import Case, Referral
from marac.cases.operations.leading import may_lead
from marac.policy import triage as policy
from marac.proceedings import Triage
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import CaseStatus, NotFound

HOW_TO_CONTEST = (
    "If you do not agree, tell the coordinator why by telephone or in person. The chair then decides, "
    "and the referral can be taken up again."
)


def referral_of(work: Work, case: Case) -> Referral:
    """The referral of a case. Raises NotFound where the viewer may not see it (S6)."""
    asked = select(Referral).where(Referral.case_id == case.id)
    referral = work.once(("referral", case.id), lambda: work.first(asked))
    if referral is None:
        raise NotFound("Referral")
    return referral


def told_referrer(case: Case, referral: Referral) -> str:
    """What the referrer reads of a decision: the reason, and after a return how to contest it (C24)."""
    said = [referral.triage_reason] + [HOW_TO_CONTEST] * (case.status is CaseStatus.RETURNED)
    return "\n\n".join(part for part in said if part)


def triage(work: Work, case: Case, outcome: Triage, reason: str) -> None:
    """Any outcome but acceptance, which goes with a meeting; the referrer reads outcome and reason in their list."""
    if outcome is Triage.ACCEPT:
        raise ValueError("a referral is accepted to a meeting: accept()")
    referral = referral_of(work, case)
    work.require(policy.may_triage(work.viewer, case, outcome) and may_lead(work, case), case, referral)
    _decide(work, case, referral, policy.BECOMES[outcome], reason, outcome.value)


def accept(work: Work, case: Case) -> None:
    """The case will be heard: status and record only; agenda puts it on a meeting's list in the same work."""
    referral = referral_of(work, case)
    work.require(policy.may_accept(work.viewer, case) and may_lead(work, case), case, referral)
    reason = referral.triage_reason if referral.urgent else ""
    _decide(work, case, referral, CaseStatus.ACCEPTED, reason, Triage.ACCEPT.value)


def reopen(work: Work, case: Case, reason: str) -> None:
    """Take up again a referral that was returned or asked back for more; it waits in the inbox as before."""
    referral = referral_of(work, case)
    work.require(policy.may_reopen(work.viewer, case) and may_lead(work, case), case, referral)
    _decide(work, case, referral, CaseStatus.REFERRED, reason, "reopened")


def mark_urgent(work: Work, case: Case, reason: str) -> None:
    """It cannot wait its turn, and why; an empty reason takes the mark off."""
    referral = referral_of(work, case)
    work.require(policy.may_mark_urgent(work.viewer, case) and may_lead(work, case), case, referral)
    referral.urgent, referral.triage_reason = bool(reason), f"Urgent: {reason}" if reason else ""
    case.version += 1
    code = "urgent" if reason else "not urgent"
    work.log(Verb.REFERRAL_TRIAGED, case, referral, fields=["urgent"], to=[referral.agency_id], reason=code)
    work.announce(case.id, to=[referral.agency_id])


def _decide(work: Work, case: Case, referral: Referral, status: CaseStatus, reason: str, code: str) -> None:
    case.status = status
    case.version += 1
    referral.triage_reason = reason
    referral.triaged_at = clock.now()
    referral.triaged_by = work.viewer.member_id
    work.log(
        Verb.REFERRAL_TRIAGED, case, referral, fields=["status", "triage_reason"], to=[referral.agency_id], reason=code
    )
    work.announce(case.id, to=[referral.agency_id])
