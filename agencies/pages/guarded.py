"""The Caldicott guardian's room: their own agency's lines, case by case, and what was decided about each (S21)."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from starlette.requests import Request

from agencies.operations.guarded import Guarded, guarded_cases, guarded_lines
from agencies.operations.standing import standing
from agencies.pages.research import line_views
from agencies.pages.sentences import LineView
from marac.cases.models import Case
from marac.policy.seats import SETTLED
from marac.store.people import Agency
from marac.store.work import Work
from marac.vocabulary import NotFound
from marac.web.endpoint import Answer
from marac.web.page import Page


@dataclass(frozen=True)
class GuardedPage(Page):
    template: ClassVar[str] = "agencies/guarded.html"

    agency: str
    rows: list[Guarded]
    waiting: int


@dataclass(frozen=True)
class GuardedCasePage(Page):
    template: ClassVar[str] = "agencies/guarded_case.html"

    case_id: UUID
    code: str
    agency: str
    quiet: bool
    settled: bool
    lines: list[LineView]
    waiting: int
    done: bool


def show_guarded(request: Request, work: Work) -> Answer:
    rows = guarded_cases(work)
    return GuardedPage(_agency(work), rows, sum(row.undecided for row in rows if not row.settled))


def show_guarded_case(request: Request, work: Work) -> Answer:
    case = work.find(Case, request.path_params["case_id"])
    lines = guarded_lines(work, case.id)
    if not lines:
        raise NotFound("Case")
    stand = standing(work, case.id)
    views = line_views(work, case, lines, stand)  # who a line is about is in its words, or not theirs to know
    return GuardedCasePage(
        case.id,
        case.code,
        _agency(work),
        quiet=stand.quiet,
        settled=case.status in SETTLED,
        lines=views,
        waiting=len([view for view in views if view.undecided]),
        done=request.query_params.get("done") == "decision",
    )


def _agency(work: Work) -> str:
    return work.find(Agency, work.viewer.agency_id).name
