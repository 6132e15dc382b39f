"""The auditor's screens: the ledger, and who saw one line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from urllib.parse import urlencode
from uuid import UUID

from starlette.requests import Request

from marac.oversight import ledger
from marac.oversight.ledger import Asked, Entry, Names
from marac.policy import audit as policy
from marac.store.work import Work
from marac.verbs import Operation, Verb
from marac.vocabulary import Hat, NotFound
from marac.web.endpoint import Answer
from marac.web.page import Page

Choices = list[tuple[str, str]]
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


@dataclass(frozen=True)
class WhoSawPage(Page):
    template: ClassVar[str] = "oversight/who_saw.html"

    label: str
    code: str
    steps: list[tuple[Entry, str]]
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
        meetings=[(str(key), f"{starts:%d %B %Y}") for key, starts in names.meetings.items()],
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


_STEPS: Mapping[Verb, str] = {
    Verb.LINE_RECORDED: "recorded it",
    Verb.LINE_CORRECTED: "corrected it",
    Verb.LINE_DECIDED: "decided who may see it",
    Verb.LINE_SHARED: "made it visible",
    Verb.LINE_OPENED_TO_SEAT: "gave an agency a seat that opens it",
    Verb.LINE_SAID: "marked it as said in the meeting",
    Verb.PAGE_READ: "was shown it",
    Verb.MINUTES_ISSUED: "issued minutes that hold it",
    Verb.MINUTES_DOWNLOADED: "opened the PDF that holds it",
    Verb.DETAIL_OPENED: "opened it",
}


def show_who_saw(request: Request, work: Work) -> Answer:
    """For one item, in order and in plain English: shown, heard, available while present, downloaded (C72)."""
    work.require(policy.may_read_ledger(work.viewer))
    found = ledger.history_of(work, request.path_params["item_id"])
    if not found:
        raise NotFound("item")
    names = Names(work)
    item_id = str(request.path_params["item_id"])
    work.log(Verb.LEDGER_READ, items=[{"t": "item", "id": item_id}], case_id=found[0].case_id)
    steps = [(ledger.in_words(event, names), _step(event.verb, event.reason)) for event in found]
    labels = [item.get("label", "") for event in found for item in event.items if item["id"] == item_id]
    return WhoSawPage(
        label=next((label for label in labels if label), "Item"),
        code=steps[0][0].code,
        steps=steps,
        shown_to=sorted({f"{e.who}, {e.agency}" for e, said in steps if said == "was shown it"}),
        pdf_opened=sorted({f"{e.who}, {e.agency}" for e, said in steps if said.startswith("opened the PDF")}),
    )


def _step(verb: Verb, reason: str) -> str:
    if verb is Verb.LINE_HEARD:
        return "was heard" if reason == "said" else "was available while present"
    return _STEPS.get(verb, verb.value.replace(".", " ").replace("-", " "))
