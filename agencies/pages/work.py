"""My agency's work: what is due, and straight to the oldest of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from starlette.requests import Request

from agencies.operations.worklist import Asked, asked, undecided_lines
from marac import clock
from marac.clock import LONDON
from marac.policy import research as policy
from marac.store.work import Work
from marac.web.endpoint import Answer
from marac.web.page import Page, url_maker


@dataclass(frozen=True)
class DueDay:
    """What is to be returned by one moment."""

    due_at: datetime
    returned: int
    total: int
    late: bool
    href: str


@dataclass(frozen=True)
class WorkPage(Page):
    template: ClassVar[str] = "agencies/work.html"

    due: int
    late: int
    days: list[DueDay]
    oldest: tuple[str, datetime, str] | None
    undecided: list[tuple[str, int, str]]
    asked: int


def show_work(request: Request, work: Work) -> Answer:
    work.require(policy.may_see_own_work(work.viewer))
    url = url_maker(request)
    rows = asked(work)
    still = [row for row in rows if not row.returned]
    first = still[0] if still else None
    lines = [(case.code, count, url("research", case_id=case.id) + "#lines") for case, count in undecided_lines(work)]
    return WorkPage(
        due=len(still),
        late=len([row for row in still if row.research.due_at < clock.now()]),
        days=[_day(request, rows, day) for day in due_days(rows)],
        oldest=(first.case.code, first.research.due_at, url("research", case_id=first.case.id)) if first else None,
        undecided=lines,
        asked=len(rows),
    )


def day_of(moment: datetime) -> date:
    """The day on the calendar in London."""
    return moment.astimezone(LONDON).date()


def due_days(rows: Sequence[Asked]) -> list[date]:
    return sorted({day_of(row.research.due_at) for row in rows})


def _day(request: Request, rows: Sequence[Asked], day: date) -> DueDay:
    of = [row for row in rows if day_of(row.research.due_at) == day]
    due_at = min(row.research.due_at for row in of)
    returned = len([row for row in of if row.returned])
    href = url_maker(request)("workbench", query={"due": day.isoformat()})
    return DueDay(due_at, returned, len(of), due_at < clock.now() and returned < len(of), href)
