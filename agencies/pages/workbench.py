"""The research workbench: one row a person, across every case that the agency is asked about (C30)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from starlette.requests import Request

from agencies.operations.identifiers import Identifiers, identifiers_of
from agencies.operations.statement import DUTY, ground, statement
from agencies.operations.worklist import Asked, Shrunk, asked, day_of, due_days, shrunk
from marac import clock
from marac.policy import research as policy
from marac.store.people import Agency, Marac
from marac.store.work import Work
from marac.vocabulary import ResearchAnswer
from marac.web.endpoint import Answer
from marac.web.page import Page, url_maker

ANSWERS = {
    ResearchAnswer.KNOWN: ("Known", "blue"),
    ResearchAnswer.NOT_KNOWN: ("Not known", "grey"),
    ResearchAnswer.POSSIBLE: ("Possible, please check", "yellow"),
    ResearchAnswer.COULD_NOT_SEARCH: ("Could not search", "red"),
}
SORTS = {"case": "By case", "name": "By name", "answer": "By answer"}
SHOWN = {"open": "Not returned yet", "late": "Late", "all": "Everything asked"}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person to search for. `tick`: what a nil return of this row posts, where one is possible."""

    who: Identifiers
    code: str
    href: str
    answer_url: str
    answer: str
    colour: str
    tick: str
    returned: bool
    lines: int


@dataclass(frozen=True, slots=True)
class Group:
    """The rows due at one moment."""

    due_at: datetime
    left: str
    late: bool
    done: int
    total: int
    rows: tuple[PersonRow, ...]
    nil: tuple[Shrunk, ...]


@dataclass(frozen=True)
class WorkbenchPage(Page):
    template: ClassVar[str] = "agencies/workbench.html"

    groups: list[Group]
    nil: list[Shrunk]
    place: Mapping[str, str]
    days: list[tuple[str, str]]
    shows: list[tuple[str, str]]
    sorts: list[tuple[str, str]]
    statement: str
    ground: str
    duty: str
    searched_by: str = ""
    ticked: Sequence[str] = ()
    message: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


def show_workbench(request: Request, work: Work) -> Answer:
    work.require(policy.may_see_own_work(work.viewer))
    return workbench(request, work, place_of(request.query_params), message=_done(request.query_params))


def place_of(given: Mapping[str, str]) -> dict[str, str]:
    """Filter and order, as they stand in the address: nothing else that was sent gets into a link."""
    due = given.get("due", "")
    return {
        "due": due if len(due) == 10 and due.replace("-", "").isdigit() else "",
        "sort": given.get("sort", "") if given.get("sort") in SORTS else "case",
        "show": given.get("show", "") if given.get("show") in SHOWN else "open",
    }


def _done(given: Mapping[str, str]) -> str:
    """What a deed before this page did: counts, never names."""
    numbers = [given.get(name, "") for name in ("people", "cases", "gone")]
    if not all(number.isdigit() and len(number) < 4 for number in numbers):
        return ""
    people, cases, gone = map(int, numbers)
    said = f"{_count(people, 'person', 'people')} answered as not known, {_count(cases, 'case', 'cases')} returned."
    return said + (f" {_count(gone, 'row was', 'rows were')} left out: something changed meanwhile." if gone else "")


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def workbench(
    request: Request,
    work: Work,
    place: dict[str, str],
    *,
    message: str = "",
    errors: Mapping[str, str] | None = None,
    ticked: Sequence[str] = (),
    searched_by: str = "",
) -> WorkbenchPage:
    every = asked(work)
    rows = [row for row in every if place["due"] in ("", day_of(row.research.due_at).isoformat())]
    nil = shrunk(work, every)
    agency, marac = work.find(Agency, work.viewer.agency_id), work.find(Marac, work.viewer.marac_id)
    return WorkbenchPage(
        groups=_groups(request, work, rows, nil, place),
        nil=[] if every else nil,
        place=place,
        days=[(day.isoformat(), f"{day.day} {day:%B %Y}") for day in due_days(every)],
        shows=list(SHOWN.items()),
        sorts=list(SORTS.items()),
        statement=statement(marac),
        ground=ground(agency),
        duty=DUTY,
        searched_by=searched_by,
        ticked=ticked,
        message=message,
        errors=errors or {},
    )


def _groups(
    request: Request, work: Work, rows: Sequence[Asked], nil: Sequence[Shrunk], place: Mapping[str, str]
) -> list[Group]:
    shown = [row for row in rows if place["show"] == "all" or not row.returned]
    if place["show"] == "late":
        shown = rows = [row for row in shown if row.research.due_at < clock.now()]
    people = identifiers_of(work, [row.case.id for row in shown])
    groups = []
    for day in due_days(rows):
        of = [row for row in rows if day_of(row.research.due_at) == day]
        due_at = min(row.research.due_at for row in of)
        meetings = {row.research.meeting_id for row in of}
        given_up = tuple(left for left in nil if left.meeting_id in meetings)
        mine = [row for row in shown if row in of]
        table = sorted((r for row in mine for r in _rows(request, work, row, people)), key=_order(place["sort"]))
        done = len(given_up) + len([row for row in of if row.returned])
        late = due_at < clock.now() and done < len(of) + len(given_up)
        total = len(of) + len(given_up)
        groups.append(Group(due_at, time_left(due_at), late, done, total, tuple(table), given_up))
    return groups


def _rows(request: Request, work: Work, row: Asked, people: Mapping[UUID, Sequence[Identifiers]]) -> list[PersonRow]:
    url = url_maker(request)
    href, answer_url = url("research", case_id=row.case.id), url("research.answer", case_id=row.case.id)
    may_nil = policy.may_answer_nil(work.viewer, row.research, row.case, row.lines > 0)
    made = []
    for who in people.get(row.case.id, ()):
        said = row.answers.get(who.person_id)
        to_do = said in (None, ResearchAnswer.COULD_NOT_SEARCH) and not row.returned
        answer, colour = ANSWERS[said] if said else ("", "")
        tick = f"{row.research.id}:{who.person_id}" if may_nil and to_do else ""
        made.append(
            PersonRow(
                who, row.case.code, href, answer_url if to_do else "", answer, colour, tick, row.returned, row.lines
            )
        )
    return made


def _order(sort: str) -> Callable[[PersonRow], tuple[str, ...]]:
    """Rows of one case stay together but where names or answers are asked for."""
    if sort == "name":
        return lambda row: (row.who.name.casefold(), row.code)
    if sort == "answer":
        return lambda row: (row.answer, row.code)
    return lambda row: (row.code,)


def time_left(due_at: datetime) -> str:
    """In plain words, rounded down: days, or hours on the last day."""
    left = due_at - clock.now()
    ago, size = left < timedelta(0), abs(left)
    said = _count(size.days, "day", "days") if size.days else _count(int(size.total_seconds() // 3600), "hour", "hours")
    return f"{said} late" if ago else f"{said} left"
