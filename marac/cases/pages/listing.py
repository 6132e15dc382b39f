"""The cases that this viewer may see: by code, filtered by where they are in their life."""

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import quote
from uuid import UUID

from sqlmodel import col, func, select
from starlette.requests import Request

from marac.cases.models import Case
from marac.cases.operations.naming import CaseNames, names_of
from marac.cases.operations.places import places_on
from marac.cases.pages.frame import as_seated
from marac.policy import cases as policy
from marac.policy.cases import Place
from marac.store.work import Work
from marac.vocabulary import CaseStatus, Hat
from marac.web.page import Page, day, url_maker, words

ON_A_PAGE = 50
SHOWN = [status for status in CaseStatus if status is not CaseStatus.DRAFT]
PLACES = {
    Place.FULL: "Case seat",
    Place.CHECK: "Check your records",
    Place.ACTION: "Your action",
    Place.PERPETRATOR: "Perpetrator's side",
    Place.PERSON: "One person",
    Place.MOVED: "Moved out of area",
}


@dataclass(frozen=True)
class CaseRow:
    case_id: UUID
    code: str
    names: CaseNames
    place: str
    status: str
    referred: str
    tags: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ListPage(Page):
    template: ClassVar[str] = "cases/list.html"

    rows: tuple[CaseRow, ...]
    named: bool
    placed: bool
    status: str
    code: str
    statuses: tuple[tuple[str, str], ...]
    shown: str
    newer: str | None
    older: str | None


def show_cases(request: Request, work: Work) -> Page:
    """Newest first; a draft stands with its author's referrals instead. Searched by code only, never by name."""
    work.require(policy.may_list(work.viewer))
    status, code = request.query_params.get("status", ""), request.query_params.get("code", "").strip().upper()[:40]
    asked = request.query_params.get("page", "1")
    number = max(1, int(asked)) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
    wanted = [CaseStatus(status)] if status in SHOWN else SHOWN
    clauses = [col(Case.status).in_(wanted), col(Case.code).contains(code, autoescape=True)]
    total = work.first(select(func.count(col(Case.id))).where(*clauses)) or 0
    pages = max(1, -(-total // ON_A_PAGE))
    found = work.all(
        select(Case)
        .where(*clauses)
        .order_by(col(Case.referred_at).desc(), col(Case.code))
        .offset((number - 1) * ON_A_PAGE)
        .limit(ON_A_PAGE)
    )

    def page(of: int) -> str:
        given = {"status": status if status in SHOWN else "", "code": quote(code), "page": str(of)}
        return url_maker(request)("cases", {key: value for key, value in given.items() if value})

    return ListPage(
        tuple(_rows(work, found)),
        work.viewer.hat is not Hat.AUDITOR,
        work.viewer.hat not in {Hat.AUDITOR, Hat.CHAIR, Hat.COORDINATOR},
        status if status in SHOWN else "",
        code,
        tuple((one.value, words(one.value)) for one in SHOWN),
        f"Page {number} of {pages}",
        page(number - 1) if number > 1 else None,
        page(number + 1) if number < pages else None,
    )


def _rows(work: Work, found: list[Case]) -> list[CaseRow]:
    ids = [case.id for case in found]
    places = places_on(work, ids)
    names = {} if work.viewer.hat is Hat.AUDITOR else names_of(work, ids)
    return [_row(case, places[case.id], names.get(case.id, CaseNames())) for case in found]


def _row(case: Case, at: Place, names: CaseNames) -> CaseRow:
    """When and why it was referred is for those whom the referral is for."""
    whole = at in {Place.OVER, Place.FULL}
    marks = ((case.restricted, "Restricted", "red"), (case.repeat, "Repeat", "orange"))
    return CaseRow(
        case.id,
        case.code,
        as_seated(names, at),
        PLACES.get(at, ""),
        words(case.status.value),
        day(case.referred_at) if whole else "",
        tuple((text, colour) for given, text, colour in marks if given) if whole else (),
    )
