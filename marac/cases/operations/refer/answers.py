"""The answers of a referral: topics, risk list, criteria, safe contact (domain.md 3.1, 3.6)."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import select

from marac.cases import risk, topics
from marac.cases.models import Case, Referral, ReferralSection, RiskAssessment, SafeContact
from marac.cases.operations.drafts import changed, editing, same_version
from marac.cases.operations.triage import referral_of
from marac.store.work import Work
from marac.vocabulary import Criterion, RiskAnswer, SafeContactWarning

CONSENT, RISK, CRITERIA = "consent", "risk", "criteria"
_FOLLOW_UP = {item.code for item in risk.STALKING.items} | {four.value for four in risk.Four}
ITEM_CODES = {item.code for item in risk.R24.items} | _FOLLOW_UP


def sections_of(work: Work, case: Case) -> dict[str, ReferralSection]:
    """The topics answered so far, by code; nothing is opened."""
    return {row.topic: row for row in work.all(select(ReferralSection).where(ReferralSection.case_id == case.id))}


def save_section(
    work: Work,
    case: Case,
    topic_code: str,
    answers: Mapping[str, Any],
    *,
    version: int | None = None,
    done: bool = True,
) -> ReferralSection:
    """Keep one topic's answers. Raises Conflict when another tab saved it since `version`."""
    topic = topics.find(topic_code)
    section = sections_of(work, case).get(topic_code)
    referral = referral_of(work, case)
    same_version(work, section, version)
    editing(work, case, referral, *([section] if section else []))
    before = dict(section.answers) if section else {}
    if section is None:
        section = ReferralSection(
            marac_id=case.marac_id,
            case_id=case.id,
            agency_id=case.agency_id,
            topic=topic_code,
            visibility=topic.visibility,
        )
        work.keep(section)
    section.answers = dict(answers)
    if topic_code == CONSENT:
        referral.aware, referral.consent = answers.get("victim_aware", ""), answers.get("consent_given", "")
    _mark(referral, topic_code, done)
    fields = {name for name in before.keys() | answers.keys() if before.get(name) != answers.get(name)}
    changed(work, case, [section, referral], fields)
    return section


def topic_done(work: Work, case: Case, topic_code: str, done: bool = True) -> None:
    """Tick a topic of the task list, also one without questions of its own."""
    referral = referral_of(work, case)
    editing(work, case, referral)
    if _mark(referral, topics.find(topic_code).code, done):
        changed(work, case, [referral], ["topics_done"])


def _mark(referral: Referral, topic_code: str, done: bool) -> bool:
    if not done or topic_code in referral.topics_done:
        return False
    referral.topics_done = [*referral.topics_done, topic_code]
    return True


def risk_of(work: Work, case: Case) -> RiskAssessment | None:
    return work.first(select(RiskAssessment).where(RiskAssessment.case_id == case.id))


def answered(assessment: RiskAssessment | None) -> dict[str, RiskAnswer]:
    """The answers to a risk list without their comments, for its score."""
    if assessment is None:
        return {}
    return {code: RiskAnswer(said["answer"]) for code, said in assessment.answers.items() if said.get("answer")}


def save_risk(
    work: Work,
    case: Case,
    answers: Mapping[str, Mapping[str, str]],
    completed_by: str = "",
    completed_on: str = "",
    *,
    version: int | None = None,
    done: bool = True,
) -> RiskAssessment:
    """Keep answers of the risk list by item code; items not given stay as they are.

    The follow-up stays only while the question that brings it up is answered yes. Raises KeyError for an unknown item.
    """
    if unknown := answers.keys() - ITEM_CODES:
        raise KeyError(*unknown)
    row, referral = risk_of(work, case), referral_of(work, case)
    same_version(work, row, version)
    editing(work, case, referral, *([row] if row else []))
    if row is None:
        tool = {"tool": risk.R24.code, "tool_version": risk.R24.version}
        row = work.keep(RiskAssessment(marac_id=case.marac_id, case_id=case.id, **tool))
    kept = {**row.answers, **{code: dict(said) for code, said in answers.items()}}
    kept = {code: said for code, said in kept.items() if said.get("answer") or said.get("comment")}
    if kept.get(risk.STALKING.after, {}).get("answer") != RiskAnswer.YES:
        kept = {code: said for code, said in kept.items() if code not in _FOLLOW_UP}
    row.answers = kept
    row.completed_by, row.completed_on = completed_by or row.completed_by, completed_on or row.completed_on
    _mark(referral, RISK, done)
    changed(work, case, [row, referral], answers)
    return row


def set_criteria(
    work: Work,
    case: Case,
    criteria: Iterable[Criterion],
    judgement: str = "",
    *,
    version: int | None = None,
    done: bool = True,
) -> None:
    """Why this case: any one is enough (domain.md 1.2)."""
    referral = referral_of(work, case)
    same_version(work, referral, version)
    editing(work, case, referral)
    referral.criteria = [criterion.value for criterion in criteria]
    referral.judgement = judgement
    _mark(referral, CRITERIA, done)
    changed(work, case, [referral], ["criteria", "judgement"])


def set_safe_contact(
    work: Work,
    case: Case,
    warnings: Iterable[SafeContactWarning],
    note: str = "",
    staff_warning: str = "",
    *,
    version: int | None = None,
) -> SafeContact:
    """Warnings for everybody seated, shown first (S12)."""
    row = safe_contact_of(work, case)
    same_version(work, row, version)
    editing(work, case, *([row] if row else []))
    if row is None:
        row = work.keep(SafeContact(marac_id=case.marac_id, case_id=case.id))
    row.warnings = [warning.value for warning in warnings]
    row.note, row.staff_warning = note, staff_warning
    changed(work, case, [row], ["warnings", "note", "staff_warning"])
    return row


def safe_contact_of(work: Work, case: Case) -> SafeContact | None:
    return work.first(select(SafeContact).where(SafeContact.case_id == case.id))
