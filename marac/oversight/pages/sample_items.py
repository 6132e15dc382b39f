"""One item of a sample: what was decided, for whom, who has seen it since, and what the auditor found."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from sqlmodel import col, func, select
from starlette.datastructures import FormData
from starlette.requests import Request

from marac.oversight import ledger
from marac.oversight.forms import JudgeForm
from marac.oversight.ledger import Entry, Names
from marac.oversight.models import SampleItem
from marac.oversight.operations import words
from marac.oversight.operations.samples import judge
from marac.oversight.pages.samples import FOUND
from marac.policy import samples as policy
from marac.store.audit import AuditEvent
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import NotFound, Verdict
from marac.web.endpoint import Answer, redirect
from marac.web.forms import Invalid
from marac.web.page import Page


@dataclass(frozen=True)
class SampleItemPage(Page):
    template: ClassVar[str] = "oversight/sample_item.html"

    sample_id: UUID
    item_id: UUID
    position: int
    entry: Entry
    agency: str
    agency_id: UUID
    case_id: UUID | None
    seen_by: tuple[tuple[str, str, tuple[str, ...]], ...]
    may_judge: Verdict
    verdicts: tuple[tuple[str, str], ...]
    version: int
    typed: Mapping[str, Any]
    errors: Mapping[str, str]


def show_sample_item(request: Request, work: Work) -> Answer:
    item = _found(request, work)
    typed = {"verdict": item.verdict or "", "note": words.read(item, "note"), "version": item.version}
    return _page(work, item, typed, {})


def _found(request: Request, work: Work, lock: bool = False) -> SampleItem:
    item = work.find(SampleItem, request.path_params["entry_id"], lock=lock)
    if item.sample_id != request.path_params["sample_id"]:
        raise NotFound("item")
    return item


def _page(work: Work, item: SampleItem, typed: Mapping[str, Any], errors: Mapping[str, str]) -> SampleItemPage:
    names = Names(work)
    event = work.first(select(AuditEvent).where(AuditEvent.id == item.event_id))
    if event is None:
        raise NotFound("event")
    entry = ledger.in_words(event, names)
    work.log(Verb.LEDGER_READ, items=[{"t": "event", "id": str(event.id)}], case_id=event.case_id)
    return SampleItemPage(
        item.sample_id,
        item.id,
        _number(work, item),
        entry,
        names.agencies.get(item.agency_id, ""),
        item.agency_id,
        item.case_id,
        tuple((line, label, _readers(work, UUID(line), names)) for line, label in entry.lines),
        policy.may_judge(work.viewer, item),
        tuple((verdict.value, text) for verdict, text in FOUND.items()),
        item.version,
        typed,
        errors,
    )


def _number(work: Work, item: SampleItem) -> int:
    """Its place among those of the sample that this auditor sees, as in its list."""
    before = select(func.count(col(SampleItem.id))).where(SampleItem.sample_id == item.sample_id)
    return work.first(before.where(SampleItem.position <= item.position)) or 1


def _readers(work: Work, line_id: UUID, names: Names) -> tuple[str, ...]:
    read = [event for event in ledger.history_of(work, line_id) if event.verb is Verb.PAGE_READ]
    who = {(event.member_id, event.agency_id) for event in read if event.member_id and event.agency_id}
    return tuple(sorted(f"{names.members.get(one, '')}, {names.short.get(of, '')}" for one, of in who))


def judge_one(request: Request, work: Work, form: FormData) -> Answer:
    item = _found(request, work, lock=True)
    try:
        found = JudgeForm.read(form)
    except Invalid as wrong:
        return _page(work, item, wrong.typed, wrong.errors).whole(422)
    judge(work, item, found.verdict, found.note, found.version)
    return redirect(request, "sample", sample_id=item.sample_id)
