"""The auditor's screens: the ledger, and who saw one line."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import ClassVar
from urllib.parse import urlencode
from uuid import UUID

from starlette.requests import Request

from marac.oversight import ledger, wording
from marac.oversight.ledger import Asked, Entry, Names
from marac.policy import audit as policy
from marac.store.audit import AuditEvent
from marac.store.work import Work
from marac.verbs import Operation, Verb
from marac.vocabulary import Hat, NotFound
from marac.web.endpoint import Answer
from marac.web.page import Page
from marac.web.page import day as in_full

Choices = list[tuple[str, str]]
TOGETHER = timedelta(minutes=15)
FILTERS = ("case", "agency", "member", "meeting", "operation", "since", "until")


@dataclass(frozen=True)
class LedgerPage(Page):
    template: ClassVar[str] = "oversight/ledger.html"

    entries: list[Entry]
    total: int
    counts: list[tuple[Operation, int]]
    typed: Mapping[str, str]
    ask: Callable[..., str]
    errors: dict[str, str]
    cases: Choices
    agencies: Choices
    members: Choices
    meetings: Choices
    operations: Choices
    number: int
    pages: int
    of_agency: bool


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody did, once; or was shown, so many times between two moments."""

    entry: Entry
    said: str
    times: int
    until: datetime


@dataclass(frozen=True)
class WhoSawPage(Page):
    template: ClassVar[str] = "oversight/who_saw.html"

    label: str
    code: str
    steps: list[Step]
    shown_to: list[str]
    pdf_opened: list[str]


def show_ledger(request: Request, work: Work) -> Answer:
    work.require(policy.may_read_ledger(work.viewer))
    typed = {key: value for key, value in request.query_params.items() if value}
    asked, errors = read_filters(typed)
    names = Names(work)
    found, total = ledger.events(work, asked)
    work.log(Verb.LEDGER_READ, items=[{"t": "filter", "id": key} for key in sorted(typed)])
    numbers = ledger.counts(work, asked)
    return LedgerPage(
        entries=[ledger.in_words(event, names) for event in found],
        total=total,
        counts=[(operation, numbers.get(operation, 0)) for operation in Operation],
        typed={name: typed.get(name, "") for name in FILTERS},
        ask=lambda **changes: "?" + urlencode({**typed, **changes}),
        errors=errors,
        cases=[(str(key), code) for key, code in names.cases.items()],
        agencies=[(str(key), name) for key, name in names.agencies.items()],
        members=sorted(((str(key), name) for key, name in names.members.items()), key=lambda pair: pair[1]),
        meetings=[(str(key), in_full(starts)) for key, starts in names.meetings.items()],
        operations=[(operation.value, operation.value.capitalize()) for operation in Operation],
        number=asked.page,
        pages=max(1, -(-total // ledger.PAGE)),
        of_agency=work.viewer.hat is Hat.DATA_PROTECTION_OFFICER,
    )


def read_filters(typed: Mapping[str, str]) -> tuple[Asked, dict[str, str]]:
    """Filters stand in the address; one that cannot be read is said and left out."""
    errors: dict[str, str] = {}

    def ids(name: str) -> UUID | None:
        try:
            return UUID(typed[name]) if name in typed else None
        except ValueError:
            errors[name] = "Choose one from the list."
            return None

    def day(name: str) -> date | None:
        try:
            return date.fromisoformat(typed[name]) if name in typed else None
        except ValueError:
            errors[name] = "Enter a date as year-month-day, such as 2026-11-21."
            return None

    operation = typed.get("operation", "")
    page = typed.get("page", "1")
    asked = Asked(
        case=ids("case"),
        agency=ids("agency"),
        member=ids("member"),
        meeting=ids("meeting"),
        operation=Operation(operation) if operation in set(Operation) else None,
        since=day("since"),
        until=day("until"),
        page=int(page) if page.isascii() and page.isdigit() and 1 <= int(page) < 100_000 else 1,
    )
    return asked, errors


def show_who_saw(request: Request, work: Work) -> Answer:
    """For one item, in order and in plain English: shown, heard, available while present, downloaded (C72)."""
    work.require(policy.may_read_ledger(work.viewer))
    found = ledger.history_of(work, request.path_params["item_id"])
    if not found:
        raise NotFound("item")
    names = Names(work)
    item_id = str(request.path_params["item_id"])
    work.log(Verb.LEDGER_READ, items=[{"t": "item", "id": item_id}], case_id=found[0].case_id)
    steps = list(_steps(found, names))
    labels = [item.get("label", "") for event in found for item in event.items if item["id"] == item_id]
    return WhoSawPage(
        label=next((label for label in labels if label), "Item"),
        code=steps[0].entry.code,
        steps=steps,
        shown_to=_people(steps, names, Verb.PAGE_READ),
        pdf_opened=_people(steps, names, Verb.MINUTES_DOWNLOADED),
    )


def _steps(found: Iterable[AuditEvent], names: Names) -> Iterator[Step]:
    """A screen that follows a meeting asks again and again: one person's readings, close together, are one step."""
    reading: dict[object, Step] = {}
    for event in found:
        made = Step(ledger.in_words(event, names), wording.step(event.verb, event.reason), 1, event.at)
        key = (event.member_id, event.hat, event.meeting_id)
        read, before = event.verb is Verb.PAGE_READ, reading.get(key)
        if not read or (before and event.at - before.until > TOGETHER):
            yield from reading.values()
            reading, before = {}, None
        if not read:
            yield made
        else:
            reading[key] = replace(before, times=before.times + 1, until=event.at) if before else made
    yield from reading.values()


def _people(steps: Iterable[Step], names: Names, verb: Verb) -> list[str]:
    """Each with their agency's full name, since this may be quoted."""
    entries = [step.entry for step in steps if step.said == wording.STEPS[verb]]
    return sorted({f"{e.who}, {names.agencies.get(e.agency_id, '') if e.agency_id else ''}" for e in entries})
