"""The sharing ledger: that and to whom, never what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request

from marac.oversight import ledger
from marac.oversight.ledger import Entry, Names
from marac.oversight.pages.filters import Filters, filters, rooms
from marac.policy import audit as policy
from marac.store.work import Work
from marac.verbs import Operation, Verb
from marac.vocabulary import Hat
from marac.web.endpoint import Answer
from marac.web.page import Page


@dataclass(frozen=True)
class LedgerPage(Page):
    template: ClassVar[str] = "oversight/ledger.html"

    rooms: list[tuple[str, str, bool]]
    entries: list[Entry]
    total: int
    counts: list[tuple[Operation, int]]
    filters: Filters
    errors: Mapping[str, str]
    ask: Callable[..., str]
    number: int
    pages: int
    of_agency: bool


def show_ledger(request: Request, work: Work) -> Answer:
    work.require(policy.may_read_ledger(work.viewer))
    names = Names(work)
    asked, filtered = filters(request, names)
    found, total = ledger.events(work, asked)
    work.log(Verb.LEDGER_READ, items=[{"t": "filter", "id": name} for name in filtered.used()])
    numbers = ledger.counts(work, asked)
    return LedgerPage(
        rooms=rooms(request, work, "ledger", filtered.query()),
        entries=[ledger.in_words(event, names) for event in found],
        total=total,
        counts=[(operation, numbers.get(operation, 0)) for operation in Operation],
        filters=filtered,
        errors=filtered.errors,
        ask=filtered.query,
        number=asked.page,
        pages=max(1, -(-total // ledger.PAGE)),
        of_agency=work.viewer.hat is Hat.DATA_PROTECTION_OFFICER,
    )
