"""What every page of the record is filtered by, and the ways between those pages; filters stand in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from starlette.requests import Request

from marac.oversight.ledger import Asked, Names
from marac.store.work import Work
from marac.verbs import Operation
from marac.vocabulary import Hat
from marac.web.page import day as in_full
from marac.web.page import url_maker

Choices = list[tuple[str, str]]
FILTERS = ("case", "agency", "member", "meeting", "operation", "since", "until")
ROOMS = (("Events", "ledger"), ("Flows between agencies", "ledger.flows"))
BY_CASE = ("Case by case", "ledger.cases")
EXPORT = ("Export", "ledger.export")


@dataclass(frozen=True, slots=True)
class Filters:
    """What was typed, what is wrong with it, and what there is to choose from."""

    typed: Mapping[str, str]
    errors: Mapping[str, str]
    cases: Choices
    agencies: Choices
    members: Choices
    meetings: Choices
    operations: Choices

    def used(self) -> list[str]:
        """The names of those that are set: what the record says of a look at it."""
        return sorted(name for name, value in self.typed.items() if value)

    def query(self, **changes: str | int) -> str:
        """The same filters, with these changes, as the end of an address."""
        kept = {**{name: value for name, value in self.typed.items() if value}, **changes}
        return f"?{urlencode(kept)}" if kept else ""


def filters(request: Request, names: Names) -> tuple[Asked, Filters]:
    typed = {key: value for key, value in request.query_params.items() if value and key in (*FILTERS, "page")}
    asked, errors = read_filters(typed)
    return asked, Filters(
        typed={name: typed.get(name, "") for name in FILTERS},
        errors=errors,
        cases=[(str(key), code) for key, code in names.cases.items()],
        agencies=[(str(key), name) for key, name in names.agencies.items()],
        members=sorted(((str(key), name) for key, name in names.members.items()), key=lambda pair: pair[1]),
        meetings=[(str(key), in_full(starts)) for key, starts in names.meetings.items()],
        operations=[(operation.value, operation.value.capitalize()) for operation in Operation],
    )


def rooms(request: Request, work: Work, here: str, asked: str = "") -> list[tuple[str, str, bool]]:
    """The pages of the record that this reader has, with the filters in hand carried over."""
    url, auditor = url_maker(request), work.viewer.hat is Hat.AUDITOR
    ways = [(text, url(name) + asked, name == here) for text, name in ROOMS]
    text, name = BY_CASE if auditor else EXPORT
    return [*ways, (text, url(name), name == here)]


def read_filters(typed: Mapping[str, str]) -> tuple[Asked, dict[str, str]]:
    """One that cannot be read is said and left out."""
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
