"""My agency's work: what is due of every kind, and straight to the oldest of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from starlette.requests import Request

from actions.operations.finding import Chosen, counted
from agencies.operations.worklist import Asked, Shrunk, asked, day_of, due_days, shrunk, undecided_lines
from agencies.pages.agreements import warnings
from agenda.models import Meeting
from agenda.operations.ahead import next_meeting, unopened_minutes
from agenda.pages.meetings import part_for
from marac import clock
from marac.cases.pages.notices import NoticeRow, notice_rows
from marac.policy import research as policy
from marac.policy.minutes import READERS
from marac.store.work import Work
from marac.vocabulary import Side
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
    """`minutes`: None for whoever gets none, or may not read whether their agency has opened them.

    `coming`: the next meeting, and in words this agency's part in it.
    """

    template: ClassVar[str] = "agenda/work.html"

    due: int
    late: int
    days: list[DueDay]
    oldest: tuple[str, datetime, str] | None
    undecided: list[tuple[str, int, str]]
    asked: int
    actions: int
    actions_late: int
    minutes: int | None
    coming: tuple[Meeting, str] | None
    warnings: list[str]
    notices: tuple[NoticeRow, ...]


def show_work(request: Request, work: Work) -> Answer:
    work.require(policy.may_see_own_work(work.viewer))
    url = url_maker(request)
    rows = asked(work)
    nil = shrunk(work, rows)
    still = [row for row in rows if not row.returned]
    first = still[0] if still else None
    lines = [(case.code, count, url("research", case_id=case.id) + "#lines") for case, count in undecided_lines(work)]
    actions = counted(work, Chosen())
    return WorkPage(
        due=len(still),
        late=len([row for row in still if row.research.due_at < clock.now()]),
        days=[_day(request, rows, nil, day) for day in due_days(rows)],
        oldest=(first.case.code, first.research.due_at, url("research", case_id=first.case.id)) if first else None,
        undecided=lines,
        asked=len(rows),
        actions=actions["open"],
        actions_late=actions["late"],
        minutes=_minutes(work),
        coming=_coming(work),
        warnings=warnings(work),
        notices=notice_rows(work, url),
    )


def _day(request: Request, rows: Sequence[Asked], nil: Sequence[Shrunk], day: date) -> DueDay:
    """Nil returns count too, as on the workbench: that the agency gave its seat up does not undo its answer."""
    of = [row for row in rows if day_of(row.research.due_at) == day]
    due_at = min(row.research.due_at for row in of)
    meetings = {row.research.meeting_id for row in of}
    given_up = len([left for left in nil if left.meeting_id in meetings])
    returned = given_up + len([row for row in of if row.returned])
    total = given_up + len(of)
    href = url_maker(request)("workbench", query={"due": day.isoformat()})
    return DueDay(due_at, returned, total, due_at < clock.now() and returned < total, href)


def _minutes(work: Work) -> int | None:
    reads = work.viewer.hat in READERS and work.viewer.side is not Side.PERPETRATOR
    return unopened_minutes(work) if reads else None


def _coming(work: Work) -> tuple[Meeting, str] | None:
    found = next_meeting(work) if work.viewer.hat in READERS else None
    return (found[0], part_for(work, found[1], found[0])) if found else None
