"""Asking one agency, answering, and closing with a finding (C73)."""

from datetime import date
from uuid import UUID

from sqlmodel import col, select

from marac import clock
from marac.cases.models import Case
from marac.oversight.models import Question
from marac.oversight.operations import words
from marac.policy import questions as policy
from marac.policy.questions import ANSWERERS, Finding
from marac.store.appointments import in_force
from marac.store.people import Agency, Appointment, Member, Partner
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import Hat


def partners(work: Work) -> list[Agency]:
    """The agencies of this MARAC, by name."""
    here = col(Agency.id).in_(select(Partner.agency_id).where(Partner.marac_id == work.viewer.marac_id))
    return work.all(select(Agency).where(here).order_by(col(Agency.name)))


def speakers(work: Work) -> list[Member]:
    """Who may be asked by name: those who speak for their agency in this MARAC now."""
    speaks = col(Appointment.role).in_(ANSWERERS - {Hat.DATA_PROTECTION_OFFICER})
    here = select(Appointment.member_id).where(Appointment.marac_id == work.viewer.marac_id, speaks, in_force())
    asked = select(Member).where(col(Member.id).in_(here), col(Member.retired_at).is_(None))
    return work.all(asked.order_by(col(Member.name)))


def ask(
    work: Work,
    agency_id: UUID,
    text: str,
    due_on: date,
    *,
    case: Case | None = None,
    member_id: UUID | None = None,
    item_id: UUID | None = None,
) -> Question:
    """To the agency's officer, and perhaps to somebody of it by name. Raises Refused."""
    work.require(policy.may_ask(work.viewer, agency_id))
    question = Question(
        marac_id=work.viewer.marac_id,
        case_id=case.id if case else None,
        code=case.code if case else "",
        agency_id=agency_id,
        member_id=member_id,
        item_id=item_id,
        asked_by=work.viewer.member_id,
        due_on=due_on,
    )
    words.write(question, "asked", text)
    work.log(Verb.QUESTION_ASKED, work.keep(question), to=[agency_id], members=[member_id] if member_id else ())
    return question


def answer(work: Work, question: Question, text: str, version: int) -> None:
    """Once. Raises Refused, Conflict."""
    may = policy.may_answer(work.viewer, question, question.answered_at is not None, question.closed_at is not None)
    work.require(may, question)
    work.same_version(question, version)
    words.write(question, "answer", text)
    question.answered_by = work.viewer.member_id
    question.answered_at = clock.now()
    work.log(Verb.QUESTION_ANSWERED, question, fields=["answer"], members=[question.asked_by])


def close(work: Work, question: Question, finding: Finding, version: int) -> None:
    """With what came of it. Raises Refused, Conflict."""
    answered, closed = question.answered_at is not None, question.closed_at is not None
    work.require(policy.may_close(work.viewer, answered, closed, finding), question)
    work.same_version(question, version)
    question.finding = finding
    question.closed_by = work.viewer.member_id
    question.closed_at = clock.now()
    work.log(Verb.QUESTION_CLOSED, question, fields=["finding"], to=[question.agency_id], reason=finding.value)
