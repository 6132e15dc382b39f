"""Questions of auditors, for them and for the agency that is asked (C73)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlmodel import col, select
from starlette.datastructures import FormData
from starlette.requests import Request

from marac import clock
from marac.oversight.forms import AnswerForm, CloseForm
from marac.oversight.models import Alert, Question, SampleItem
from marac.oversight.operations import questions as operations
from marac.oversight.operations import words
from marac.policy import questions as policy
from marac.policy.questions import Finding
from marac.store.people import Agency, Member
from marac.store.work import Work
from marac.vocabulary import Hat, Verdict
from marac.web.endpoint import Answer, redirect
from marac.web.forms import Invalid
from marac.web.page import Page, url_maker

FINDINGS = {
    Finding.SATISFIED: "Satisfied: nothing more to do",
    Finding.PUT_RIGHT: "Put right by the agency",
    Finding.RECOMMENDED: "A recommendation was made",
    Finding.NOT_ANSWERED: "Not answered",
}
MOST_SHOWN = 200


@dataclass(frozen=True)
class QuestionRow:
    id: UUID
    code: str
    agency: str
    asked_by: str
    to: str
    asked_at: datetime
    due_on: date
    state: str
    late: bool


@dataclass(frozen=True)
class QuestionsPage(Page):
    template: ClassVar[str] = "oversight/questions.html"

    rows: tuple[QuestionRow, ...]
    asks: bool


@dataclass(frozen=True)
class QuestionPage(Page):
    template: ClassVar[str] = "oversight/question.html"

    row: QuestionRow
    asked: str
    answer: str
    answered_by: str
    answered_at: datetime | None
    finding: str
    closed_by: str
    closed_at: datetime | None
    source: tuple[str, str] | None
    may_answer: Verdict
    may_close: Verdict
    answers: bool
    asks: bool
    findings: tuple[tuple[str, str], ...]
    version: int
    typed: Mapping[str, Any]
    errors: Mapping[str, str]


def show_questions(request: Request, work: Work) -> Answer:
    """Those still to be answered first, the most urgent before the rest. What they say is on their own pages."""
    work.require(policy.may_see_questions(work.viewer))
    found = work.all(select(Question).order_by(col(Question.asked_at).desc(), col(Question.id)).limit(MOST_SHOWN))
    found.sort(key=lambda one: (one.closed_at is not None, one.answered_at is not None, one.due_on))
    return QuestionsPage(tuple(_rows(work, found)), work.viewer.hat is Hat.AUDITOR)


def _rows(work: Work, questions: list[Question]) -> list[QuestionRow]:
    members = work.by_id(Member, [one for row in questions for one in (row.asked_by, row.member_id)])
    agencies = work.by_id(Agency, [row.agency_id for row in questions])
    return [
        QuestionRow(
            row.id,
            row.code,
            agencies[row.agency_id].name,
            members[row.asked_by].name,
            members[row.member_id].name if row.member_id else "Data protection officer",
            row.asked_at,
            row.due_on,
            "Closed" if row.closed_at else "Answered" if row.answered_at else "To be answered",
            not (row.closed_at or row.answered_at) and row.due_on < clock.today(),
        )
        for row in questions
    ]


def show_question(request: Request, work: Work) -> Answer:
    return _page(request, work, _found(request, work), {}, {})


def _found(request: Request, work: Work, lock: bool = False) -> Question:
    return work.find(Question, request.path_params["question_id"], lock=lock)


def _page(
    request: Request, work: Work, question: Question, typed: Mapping[str, Any], errors: Mapping[str, str]
) -> QuestionPage:
    by = work.by_id(Member, [question.answered_by, question.closed_by])
    answered, closed = question.answered_at is not None, question.closed_at is not None
    return QuestionPage(
        _rows(work, [question])[0],
        words.read(question, "asked"),
        words.read(question, "answer"),
        by[question.answered_by].name if question.answered_by else "",
        question.answered_at,
        FINDINGS[question.finding] if question.finding else "",
        by[question.closed_by].name if question.closed_by else "",
        question.closed_at,
        _source(request, work, question),
        policy.may_answer(work.viewer, question, answered, closed),
        policy.may_close(work.viewer, answered, closed, Finding.NOT_ANSWERED),
        work.viewer.hat in policy.ANSWERERS,
        work.viewer.hat is Hat.AUDITOR,
        tuple((one.value, text) for one, text in FINDINGS.items() if answered or one is Finding.NOT_ANSWERED),
        question.version,
        typed,
        errors,
    )


def _source(request: Request, work: Work, question: Question) -> tuple[str, str] | None:
    """What it was asked about, as far as this viewer may open it: (text, address)."""
    url = url_maker(request)
    if question.item_id is None:
        return None
    if alert := work.first(select(Alert.id).where(Alert.id == question.item_id)):
        return "The alert", url("alert", alert_id=alert)
    for item in work.all(select(SampleItem).where(SampleItem.id == question.item_id)):
        return "The item of the sample", url("sample.item", sample_id=item.sample_id, entry_id=item.id)
    return ("Who saw it", url("ledger.line", item_id=question.item_id)) if work.viewer.hat is Hat.AUDITOR else None


def answer(request: Request, work: Work, form: FormData) -> Answer:
    question = _found(request, work, lock=True)
    try:
        said = AnswerForm.read(form)
    except Invalid as wrong:
        return _page(request, work, question, wrong.typed, wrong.errors).whole(422)
    operations.answer(work, question, said.words, said.version)
    return redirect(request, "question", question_id=question.id)


def close(request: Request, work: Work, form: FormData) -> Answer:
    question = _found(request, work, lock=True)
    try:
        said = CloseForm.read(form)
    except Invalid as wrong:
        return _page(request, work, question, wrong.typed, wrong.errors).whole(422)
    operations.close(work, question, said.finding, said.version)
    return redirect(request, "question", question_id=question.id)
