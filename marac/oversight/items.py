"""What the record names of each case, item by item, and how many people each has reached; never what it says."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, distinct
from sqlalchemy import select as ask
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql import ColumnElement
from sqlmodel import col, func, select

from marac.cases.models import Case
from marac.oversight import wording
from marac.oversight.ledger import LEFT, SHOWN, each
from marac.store.audit import AuditEvent
from marac.store.work import Work
from marac.verbs import Verb

_PEOPLE = ARRAY(Uuid)


@dataclass(frozen=True, slots=True)
class CaseSeen:
    """One case in numbers: people who were shown something of it, who opened a PDF, events, the last of them."""

    id: UUID
    code: str
    shown_to: int
    pdf_opened_by: int
    events: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class ItemSeen:
    """One item in numbers. `pdfs` is None for what can stand in no PDF (S12)."""

    id: UUID
    group: str
    name: str
    first_at: datetime
    shown_to: int
    heard_by: int
    pdfs: int | None


@dataclass
class _Reached:
    table: str
    label: str
    first_at: datetime
    shown: set[UUID] = field(default_factory=set)
    left: set[UUID] = field(default_factory=set)
    heard: set[UUID] = field(default_factory=set)


def _people(*verbs: Verb) -> ColumnElement[Any]:
    return func.count(distinct(col(AuditEvent.member_id))).filter(col(AuditEvent.verb).in_(verbs))


def cases_seen(work: Work) -> list[CaseSeen]:
    """Every case that this viewer may know of and that the record names, in the order of its code."""
    query: Any = (
        ask(
            col(Case.id),
            col(Case.code),
            _people(*SHOWN),
            _people(*LEFT),
            func.count(col(AuditEvent.id)),
            func.max(col(AuditEvent.at)),
        )
        .join(AuditEvent, col(AuditEvent.case_id) == col(Case.id))
        .group_by(col(Case.id), col(Case.code))
        .order_by(col(Case.code))
    )
    return [CaseSeen(*row) for row in work.rows(query)]


def items_of(work: Work, case_id: UUID) -> list[ItemSeen]:
    """Every item of one case, grouped by kind, those recorded first standing first."""
    reached = _reached(work, case_id)
    _through_papers(work, case_id, reached)
    _by_ear(work, case_id, reached)
    found = [_counted(row_id, one) for row_id, one in reached.items()]
    ordered = sorted(found, key=lambda item: (wording.GROUPS.index(item.group), item.first_at, item.name, item.id))
    return list(_told_apart(ordered))


def _told_apart(items: Sequence[ItemSeen]) -> Iterator[ItemSeen]:
    """Two children have two names: items called alike are numbered."""
    alike, met = Counter((item.group, item.name) for item in items), Counter[tuple[str, str]]()
    for item in items:
        key = item.group, item.name
        met[key] += 1
        yield item if alike[key] == 1 else replace(item, name=f"{item.name}, {met[key]} of {alike[key]}")


def _counted(row_id: UUID, one: _Reached) -> ItemSeen:
    pdfs = None if one.table in wording.NEVER_ON_PAPER else len(one.left)
    name = wording.name(one.table, one.label)
    return ItemSeen(row_id, wording.GROUP_OF[one.table], name, one.first_at, len(one.shown), len(one.heard), pdfs)


def _reached(work: Work, case_id: UUID) -> dict[UUID, _Reached]:
    """Who was shown each item, or opened a PDF of it, by itself."""
    named = each(AuditEvent.items, "named")
    shown, left = (
        func.array_remove(
            func.array_agg(distinct(col(AuditEvent.member_id))).filter(col(AuditEvent.verb).in_(verbs)),
            None,
            type_=_PEOPLE,
        )
        for verbs in (SHOWN, LEFT)
    )
    kind, row_id = named["t"].astext, named["id"].astext
    query: Any = (
        ask(kind, row_id, func.max(named["label"].astext), func.min(col(AuditEvent.at)), shown, left)
        .where(col(AuditEvent.case_id) == case_id)
        .group_by(kind, row_id)
    )
    return {
        UUID(row[1]): _Reached(row[0], row[2] or "", row[3], set(row[4] or ()), set(row[5] or ()))
        for row in work.rows(query)
        if row[0] in wording.GROUP_OF
    }


def _through_papers(work: Work, case_id: UUID, reached: dict[UUID, _Reached]) -> None:
    """Whoever was shown a copy of the minutes, or opened its PDF, was given what stands in it."""
    for event in _events(work, case_id, Verb.MINUTES_ISSUED):
        ids = {UUID(item["id"]) for item in event.items} & reached.keys()
        parts = {row_id for row_id in ids if reached[row_id].table == "minutes_part"}
        for part in parts:
            for row_id in ids - parts:
                reached[row_id].shown |= reached[part].shown
                reached[row_id].left |= reached[part].left


def _by_ear(work: Work, case_id: UUID, reached: dict[UUID, _Reached]) -> None:
    """What was said, to those present. What was only available to them while present is not counted as heard (S15)."""
    for event in _events(work, case_id, Verb.LINE_HEARD):
        if event.reason != wording.SAID:
            continue
        people = {UUID(one["member"]) for one in event.recipients if "member" in one}
        for item in event.items:
            if (row_id := UUID(item["id"])) in reached:
                reached[row_id].heard |= people


def _events(work: Work, case_id: UUID, verb: Verb) -> Iterable[AuditEvent]:
    return work.all(select(AuditEvent).where(AuditEvent.case_id == case_id, AuditEvent.verb == verb))
