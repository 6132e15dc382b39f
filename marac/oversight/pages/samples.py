"""Dip samples: drawing one, working through it, and its result on paper (C73)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from sqlmodel import col, select
from starlette.datastructures import FormData
from starlette.requests import Request

from marac import clock
from marac.oversight import ledger
from marac.oversight.forms import SampleForm
from marac.oversight.ledger import Entry, Names
from marac.oversight.models import Sample, SampleItem
from marac.oversight.operations import words
from marac.oversight.operations.samples import draw
from marac.policy import samples as policy
from marac.policy.samples import A_FEW, MOST_OF_AN_AGENCY, ItemVerdict
from marac.store.audit import AuditEvent
from marac.store.people import Member
from marac.store.work import Work
from marac.web.endpoint import Answer, redirect
from marac.web.forms import Invalid
from marac.web.page import Page

FOUND = {
    ItemVerdict.APPROPRIATE: "Appropriate",
    ItemVerdict.QUESTION: "A question to ask",
    ItemVerdict.NOT_APPROPRIATE: "Not appropriate",
}
A_MONTH = timedelta(days=30)
LONGEST_PERIOD = timedelta(days=366)
BACKWARDS = "The last day is not before the first, and at most a year after it."


@dataclass(frozen=True)
class SampleRow:
    id: UUID
    since_on: date
    until_on: date
    per_agency: int
    by: str
    drawn_at: datetime
    items: int
    done: int


@dataclass(frozen=True)
class SamplesPage(Page):
    template: ClassVar[str] = "oversight/samples.html"

    rows: tuple[SampleRow, ...]
    most: int
    typed: Mapping[str, Any]
    errors: Mapping[str, str]


@dataclass(frozen=True)
class ItemRow:
    id: UUID
    position: int
    entry: Entry | None
    agency: str
    verdict: str
    note: str
    by: str


@dataclass(frozen=True)
class SamplePage(Page):
    template: ClassVar[str] = "oversight/sample.html"

    row: SampleRow
    seed: str
    items: tuple[ItemRow, ...]
    totals: tuple[tuple[str, int], ...]


def show_samples(request: Request, work: Work) -> Answer:
    since = clock.today() - A_MONTH
    return _page(work, {"since": since.isoformat(), "until": clock.today().isoformat(), "per_agency": A_FEW}, {})


def _page(work: Work, typed: Mapping[str, Any], errors: Mapping[str, str]) -> SamplesPage:
    work.require(policy.may_sample(work.viewer))
    samples = work.all(select(Sample).order_by(col(Sample.drawn_at).desc(), col(Sample.id)))
    return SamplesPage(tuple(_row(work, sample) for sample in samples), MOST_OF_AN_AGENCY, typed, errors)


def _row(work: Work, sample: Sample) -> SampleRow:
    items = work.all(select(SampleItem).where(SampleItem.sample_id == sample.id))
    return SampleRow(
        sample.id,
        sample.since_on,
        sample.until_on,
        sample.per_agency,
        work.find(Member, sample.drawn_by).name,
        sample.drawn_at,
        len(items),
        sum(item.verdict is not None for item in items),
    )


def draw_one(request: Request, work: Work, form: FormData) -> Answer:
    work.require(policy.may_sample(work.viewer))
    try:
        asked = SampleForm.read(form)
    except Invalid as wrong:
        return _page(work, wrong.typed, wrong.errors).whole(422)
    if not timedelta() <= asked.until - asked.since <= LONGEST_PERIOD:
        return _page(work, asked.model_dump(mode="json"), {"until": BACKWARDS}).whole(422)
    sample = draw(work, asked.since, asked.until, asked.per_agency)
    return redirect(request, "sample", sample_id=sample.id)


def show_sample(request: Request, work: Work) -> Answer:
    sample = work.find(Sample, request.path_params["sample_id"])
    items = work.all(select(SampleItem).where(SampleItem.sample_id == sample.id).order_by(col(SampleItem.position)))
    names = Names(work)
    found = work.all(select(AuditEvent).where(col(AuditEvent.id).in_([item.event_id for item in items])))
    events = {event.id: event for event in found}
    return SamplePage(
        _row(work, sample),
        sample.seed,
        tuple(_item(number, item, events.get(item.event_id), names) for number, item in enumerate(items, 1)),
        tuple((text, sum(item.verdict is verdict for item in items)) for verdict, text in FOUND.items()),
    )


def _item(number: int, item: SampleItem, event: AuditEvent | None, names: Names) -> ItemRow:
    """Counted among those that this auditor sees: a gap would tell of a case behind a wall (S17)."""
    return ItemRow(
        item.id,
        number,
        ledger.in_words(event, names) if event else None,
        names.agencies.get(item.agency_id, ""),
        FOUND[item.verdict] if item.verdict else "",
        words.read(item, "note") if item.verdict else "",
        names.members.get(item.judged_by, "") if item.judged_by else "",
    )
