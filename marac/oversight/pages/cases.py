"""Case by case: what the record names of each, and how many people it reached; from there to who saw one item."""

from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from starlette.requests import Request

from marac.cases.models import Case
from marac.oversight.items import CaseSeen, ItemSeen, cases_seen, items_of
from marac.oversight.pages.filters import rooms
from marac.policy import audit as policy
from marac.store.work import Work
from marac.verbs import Verb
from marac.web.endpoint import Answer
from marac.web.page import Page


@dataclass(frozen=True)
class CasesSeenPage(Page):
    template: ClassVar[str] = "oversight/cases.html"

    rooms: list[tuple[str, str, bool]]
    cases: list[CaseSeen]


@dataclass(frozen=True)
class CaseSeenPage(Page):
    template: ClassVar[str] = "oversight/case.html"

    case: Case
    groups: list[tuple[str, list[ItemSeen]]]


def show_cases(request: Request, work: Work) -> Answer:
    work.require(policy.may_read_by_case(work.viewer))
    work.log(Verb.LEDGER_READ, items=[{"t": "filter", "id": "cases"}])
    return CasesSeenPage(rooms(request, work, "ledger.cases"), cases_seen(work))


def show_case(request: Request, work: Work) -> Answer:
    """The items of one case by kind, each with its way to who saw it; the case is named by its code alone (S4)."""
    case = work.find(Case, request.path_params["case_id"])
    work.require(policy.may_read_by_case(work.viewer))
    items = items_of(work, case.id)
    work.log(Verb.LEDGER_READ, items=[{"t": "filter", "id": "case"}], case_id=case.id)
    return CaseSeenPage(case, [(name, list(found)) for name, found in groupby(items, key=lambda item: item.group)])
