"""Lists of actions: my agency's by date, all of the MARAC's by agency, one case's, and on paper."""

from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar
from urllib.parse import urlencode
from uuid import UUID

from sqlmodel import col, select
from starlette.requests import Request

from actions.operations import actions_of
from actions.operations.agreeing import may_agree
from actions.operations.finding import Chosen, counted, listed
from actions.operations.people import workers_of
from actions.pages.rows import ActionRow, rows_of
from marac.cases.models import Case
from marac.cases.operations.places import place_on
from marac.cases.operations.safe_contact import warnings_on
from marac.cases.pages.frame import FileFrame, file_frame
from marac.policy import actions as policy
from marac.policy.cases import Section, may_read
from marac.store.people import Agency, Partner
from marac.store.work import Work
from marac.vocabulary import FOR_THE_MEETING, NotFound, Verdict
from marac.web.endpoint import Answer, is_htmx
from marac.web.forms import clean
from marac.web.page import Page, url_maker

PAGE = 50
MOST_ON_PAPER = 500
STANDINGS = (
    ("open", "Open"),
    ("late", "Late"),
    ("soon", "Due in 7 days"),
    ("completed", "Completed"),
    ("not-possible", "Not possible"),
    ("not-done", "Not done"),
    ("all", "All"),
)


@dataclass(frozen=True)
class ActionsPage(Page):
    template: ClassVar[str] = "actions/list.html"

    heading: str
    counts: list[tuple[int, str, str, bool]]
    groups: list[tuple[str, list[ActionRow]]]
    by_agency: bool
    chosen: Chosen
    standings: tuple[tuple[str, str], ...]
    agencies: list[tuple[str, str]]
    people: list[tuple[str, str]]
    total: int
    shown: str
    previous: str | None
    following: str | None
    print_url: str
    warnings: dict[UUID, list[str]]


@dataclass(frozen=True)
class PrintPage(Page):
    """Codes alone: no name of anybody in the case stands on it (screens.md)."""

    template: ClassVar[str] = "actions/print.html"

    cases: list[tuple[str, list[str], list[ActionRow]]]
    standing: str
    left_out: int
    back: str


@dataclass(frozen=True)
class OfCasePage(Page):
    """In the frame of the case file; without the frame when a page loads the section alone."""

    template: ClassVar[str] = "actions/of_case.html"

    file: FileFrame | None
    case_id: UUID
    rows: list[ActionRow]
    presides: bool
    may_agree: Verdict


def show_actions(request: Request, work: Work) -> Answer:
    work.require(policy.may_list_actions(work.viewer))
    chosen, number = chosen_in(request), page_in(request)
    counts = counted(work, chosen)
    total = counts[chosen.standing]
    rows = rows_of(work, listed(work, chosen, start=(number - 1) * PAGE, most=PAGE))
    url, presides = url_maker(request), work.viewer.hat in FOR_THE_MEETING
    address = url("actions")

    def to(**changed: str | int) -> str:
        return f"{address}?{query_of(chosen, **changed)}"

    return ActionsPage(
        heading=f"{dict(STANDINGS)[chosen.standing]}, the longest due first",
        counts=[(counts[code], text, to(status=code), code == "late") for code, text in STANDINGS[:-1]],
        groups=grouped(rows) if presides else [("", rows)],
        by_agency=presides,
        chosen=chosen,
        standings=STANDINGS,
        agencies=agencies_in(work) if presides else [],
        people=people_in(work, chosen.agency_id if presides else work.viewer.agency_id),
        total=total,
        shown=pages_said(number, total),
        previous=to(page=number - 1) if number > 1 else None,
        following=to(page=number + 1) if number * PAGE < total else None,
        print_url=f"{url('actions.print')}?{query_of(chosen)}",
        warnings=warnings_on(work, (row.case_id for row in rows)),
    )


def show_print(request: Request, work: Work) -> Answer:
    work.require(policy.may_list_actions(work.viewer))
    chosen = chosen_in(request)
    found = listed(work, chosen, most=MOST_ON_PAPER)
    rows = rows_of(work, sorted(found, key=lambda action: str(action.case_id)), named=False)
    warnings = warnings_on(work, (row.case_id for row in rows))
    cases = [
        (batch[0].code.rpartition("-")[0], warnings[case_id], sorted(batch, key=lambda row: row.due_on))
        for case_id, batch in ((key, list(batch)) for key, batch in groupby(rows, key=lambda row: row.case_id))
    ]
    return PrintPage(
        cases=sorted(cases, key=lambda case: (case[2][0].due_on, case[0])),
        standing=dict(STANDINGS)[chosen.standing],
        left_out=max(0, counted(work, chosen)[chosen.standing] - MOST_ON_PAPER),
        back=f"{url_maker(request)('actions')}?{query_of(chosen)}",
    )


def show_actions_of_case(request: Request, work: Work) -> Answer:
    case = work.find(Case, request.path_params["case_id"])
    alone = is_htmx(request)
    work.require(may_read(work.viewer, place_on(work, case.id), Section.ACTIONS))
    shown = OfCasePage(
        file=None if alone else file_frame(request, work, case, Section.ACTIONS),
        case_id=case.id,
        rows=rows_of(work, actions_of(work, case.id), named=False),
        presides=work.viewer.hat in FOR_THE_MEETING,
        may_agree=may_agree(work, case),
    )
    return shown.fragment("case_actions") if alone else shown


def chosen_in(request: Request) -> Chosen:
    """What the address asks for. Raises NotFound for an id that is none."""
    asked = request.query_params
    standing = asked.get("status", "open")
    return Chosen(
        standing=standing if standing in dict(STANDINGS) else "open",
        case=clean(asked.get("case", "")).upper().partition("-")[0].strip()[:60],
        agency_id=_id(asked.get("agency", "")),
        member_id=_id(asked.get("person", "")),
    )


def page_in(request: Request) -> int:
    typed = request.query_params.get("page", "1")
    return max(1, int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1


def query_of(chosen: Chosen, **changed: str | int) -> str:
    kept = {
        "status": chosen.standing,
        "case": chosen.case,
        "agency": chosen.agency_id or "",
        "person": chosen.member_id or "",
    }
    return urlencode({key: value for key, value in {**kept, **changed}.items() if value})


def grouped(rows: list[ActionRow]) -> list[tuple[str, list[ActionRow]]]:
    return [(owner, list(batch)) for owner, batch in groupby(rows, key=lambda row: row.owner)]


def pages_said(number: int, total: int) -> str:
    if total <= PAGE:
        return ""
    return f"{(number - 1) * PAGE + 1} to {min(number * PAGE, total)} of {total}"


def agencies_in(work: Work) -> list[tuple[str, str]]:
    here = select(Partner.agency_id).where(Partner.marac_id == work.viewer.marac_id)
    found = work.all(select(Agency).where(col(Agency.id).in_(here)).order_by(col(Agency.name)))
    return [(str(row.id), row.name) for row in found]


def people_in(work: Work, agency_id: UUID | None) -> list[tuple[str, str]]:
    if agency_id is None:
        return []
    return list({str(who.member_id): (str(who.member_id), who.name) for who in workers_of(work, [agency_id])}.values())


def _id(typed: str) -> UUID | None:
    if not typed:
        return None
    try:
        return UUID(typed)
    except ValueError:
        raise NotFound("id") from None
