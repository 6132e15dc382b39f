"""Openings of content: asking for one, who has one, and what it shows while it lasts (S21)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlmodel import col, select
from starlette.datastructures import FormData
from starlette.requests import Request

from marac.cases.models import Case
from marac.oversight.forms import OpeningForm
from marac.oversight.models import Opening
from marac.oversight.operations.openings import end_opening, line_coded, may_end_opening, open_content, told_of
from marac.policy import openings as policy
from marac.policy.openings import MOST_HOURS, OpeningGround
from marac.store.people import Agency, Member
from marac.store.work import Work
from marac.vocabulary import CaseStatus, Hat, NotFound, Verdict
from marac.web.endpoint import Answer, redirect
from marac.web.forms import Invalid
from marac.web.page import Page

GROUNDS = {
    OpeningGround.SAMPLE: "Part of a dip sample",
    OpeningGround.COMPLAINT: "A complaint",
    OpeningGround.BREACH: "A possible breach",
    OpeningGround.ALERT: "An alert",
    OpeningGround.REVIEW: "A death review or a safeguarding review",
    OpeningGround.LAW: "Asked for by a court or the Information Commissioner",
}
HOURS = (1, 2, 4, 8, MOST_HOURS)
NO_SUCH_LINE = "The record knows no line of this code on this case. Leave it empty to open the whole case."
MOST_SHOWN = 100


@dataclass(frozen=True)
class OpeningRow:
    """One opening, without its reason's words: who, which, why by the list, until when, and who was told."""

    id: UUID
    code: str
    who: str
    ground: str
    from_at: datetime
    until_at: datetime
    ended_at: datetime | None
    ended_by: str
    over: bool
    told: tuple[str, ...]


@dataclass(frozen=True)
class OpeningsPage(Page):
    template: ClassVar[str] = "oversight/openings.html"

    rows: tuple[OpeningRow, ...]
    asks: bool
    cases: tuple[tuple[str, str], ...]
    grounds: tuple[tuple[str, str], ...]
    hours: tuple[tuple[str, str], ...]
    typed: Mapping[str, Any]
    errors: Mapping[str, str]


@dataclass(frozen=True)
class OpeningPage(Page):
    template: ClassVar[str] = "oversight/opening.html"

    row: OpeningRow
    reason: str
    may_read: Verdict
    may_end: Verdict


def show_openings(request: Request, work: Work) -> Answer:
    typed = {name: request.query_params.get(name, "") for name in ("case_id", "line", "ground")}
    return _page(work, {**typed, "hours": "1"}, {})


def _page(work: Work, typed: Mapping[str, Any], errors: Mapping[str, str]) -> OpeningsPage:
    work.require(policy.may_see_openings(work.viewer))
    asks = work.viewer.hat is Hat.AUDITOR
    known = select(Case.id, Case.code).where(Case.status != CaseStatus.DRAFT, col(Case.restricted).is_(False))
    found = work.all(select(Opening).order_by(col(Opening.from_at).desc(), col(Opening.id)).limit(MOST_SHOWN))
    return OpeningsPage(
        tuple(rows(work, found)),
        asks,
        tuple((str(key), code) for key, code in work.rows(known.order_by(col(Case.code)))) if asks else (),
        tuple((ground.value, text) for ground, text in GROUNDS.items()),
        tuple((str(hours), "1 hour" if hours == 1 else f"{hours} hours") for hours in HOURS),
        typed,
        errors,
    )


def rows(work: Work, openings: list[Opening]) -> list[OpeningRow]:
    members = work.by_id(Member, [one for row in openings for one in (row.member_id, row.ended_by)])
    told = told_of(work, openings)
    agencies = work.by_id(Agency, [one.agency_id for one in told])
    return [
        OpeningRow(
            row.id,
            "-".join(part for part in (row.code, row.line_label) if part),
            members[row.member_id].name,
            GROUNDS[row.ground],
            row.from_at,
            row.until_at,
            row.ended_at,
            members[row.ended_by].name if row.ended_by else "",
            row.over,
            tuple(sorted(agencies[one.agency_id].short_name for one in told if one.opening_id == row.id)),
        )
        for row in openings
    ]


def open_one(request: Request, work: Work, form: FormData) -> Answer:
    work.require(policy.may_see_openings(work.viewer))
    try:
        asked = OpeningForm.read(form)
    except Invalid as wrong:
        return _page(work, wrong.typed, wrong.errors).whole(422)
    case = work.find(Case, asked.case_id)
    label = asked.line.strip().upper().removeprefix(f"{case.code}-")
    line_id = line_coded(work, case, label) if label else None
    if label and line_id is None:
        return _page(work, {**asked.model_dump(mode="json")}, {"line": NO_SUCH_LINE}).whole(422)
    opening = open_content(work, case, asked.ground, asked.reason, asked.hours, line_id, label)
    return redirect(request, "opening.read", opening_id=opening.id)


def show_opening(request: Request, work: Work) -> Answer:
    opening = work.find(Opening, request.path_params["opening_id"])
    return OpeningPage(
        rows(work, [opening])[0],
        opening.reason,
        policy.may_read_opening(work.viewer, opening, opening.over),
        may_end_opening(work, opening),
    )


def end(request: Request, work: Work, form: FormData) -> Answer:
    opening = work.find(Opening, request.path_params["opening_id"])
    end_opening(work, opening)
    return redirect(request, "opening", opening_id=opening.id)


def own_opening(work: Work, opening_id: UUID) -> Opening:
    """Raises NotFound where somebody else opened it: nothing is there to be read."""
    opening = work.find(Opening, opening_id)
    if not policy.may_read_opening(work.viewer, opening, over=False):
        raise NotFound("opening")
    return opening
