"""The form with which an auditor asks an agency, alone or from what they looked at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from sqlmodel import col, select
from starlette.datastructures import FormData
from starlette.requests import Request

from marac import clock
from marac.cases.models import Case
from marac.oversight import ledger
from marac.oversight.forms import AskForm
from marac.oversight.models import Alert, SampleItem
from marac.oversight.operations.questions import ask, partners, speakers
from marac.policy import questions as policy
from marac.store.work import Work
from marac.vocabulary import CaseStatus, Hat, NotFound, refused
from marac.web.endpoint import Answer, redirect
from marac.web.forms import Invalid
from marac.web.page import Page

TWO_WEEKS = timedelta(days=14)
PAST = "Enter a day that is still to come."


@dataclass(frozen=True)
class AskPage(Page):
    template: ClassVar[str] = "oversight/question_ask.html"

    whom: tuple[tuple[str, str], ...]
    cases: tuple[tuple[str, str], ...]
    typed: Mapping[str, Any]
    errors: Mapping[str, str]


def show_ask(request: Request, work: Work) -> Answer:
    typed = {name: request.query_params.get(name, "") for name in ("to", "case_id", "item_id")}
    return _page(work, {**typed, "due_on": (clock.today() + TWO_WEEKS).isoformat()}, {})


def _page(work: Work, typed: Mapping[str, Any], errors: Mapping[str, str]) -> AskPage:
    _require(work)
    known = select(Case.id, Case.code).where(Case.status != CaseStatus.DRAFT).order_by(col(Case.code))
    cases = tuple((str(key), code) for key, code in work.rows(known))
    return AskPage(tuple(_whom(work)), cases, typed, errors)


def _require(work: Work) -> None:
    work.require(policy.may_see_questions(work.viewer))
    if work.viewer.hat is not Hat.AUDITOR:
        work.require(refused("Only an auditor asks."))


def _whom(work: Work) -> list[tuple[str, str]]:
    """Each agency's officer, then its people by name; not the auditor's own employer."""
    people = speakers(work)
    return [
        pair
        for agency in partners(work)
        if policy.may_ask(work.viewer, agency.id)
        for pair in (
            (str(agency.id), f"{agency.name}: data protection officer"),
            *((f"{agency.id} {m.id}", f"{agency.name}: {m.name}") for m in people if m.agency_id == agency.id),
        )
    ]


def _may_be_about(work: Work, item_id: UUID | None) -> bool:
    """An alert, an entry of a sample, or an item on the record, where whoever asks may see it."""
    if item_id is None:
        return True
    alert = work.first(select(Alert).where(Alert.id == item_id))
    entry = work.first(select(SampleItem).where(SampleItem.id == item_id))
    return bool(alert or entry or ledger.history_of(work, item_id))


def ask_one(request: Request, work: Work, form: FormData) -> Answer:
    _require(work)
    try:
        asked = AskForm.read(form)
    except Invalid as wrong:
        return _page(work, wrong.typed, wrong.errors).whole(422)
    if asked.to not in {value for value, _ in _whom(work)}:
        raise NotFound("agency")
    if not _may_be_about(work, asked.item_id):
        raise NotFound("item")
    if asked.due_on < clock.today():
        return _page(work, asked.model_dump(mode="json"), {"due_on": PAST}).whole(422)
    agency, _, member = asked.to.partition(" ")
    made = ask(
        work,
        UUID(agency),
        asked.words,
        asked.due_on,
        case=work.find(Case, asked.case_id) if asked.case_id else None,
        member_id=UUID(member) if member else None,
        item_id=asked.item_id,
    )
    return redirect(request, "question", question_id=made.id)
