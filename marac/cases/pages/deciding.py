"""Walls that raised themselves: what waits for a decision, and deciding (S18, S20)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request

from marac import clock
from marac.cases.forms import DecideWallForm
from marac.cases.models import Case
from marac.cases.operations.deciding import decide, may_decide, waiting
from marac.cases.operations.pairs import clear_for
from marac.cases.operations.restriction import readers, speakers
from marac.cases.pages.frame import FileFrame, file_frame
from marac.policy import walls as policy
from marac.policy.cases import Section
from marac.proceedings import WallCause
from marac.store.people import Agency, Member
from marac.store.walls import Wall
from marac.store.work import Work
from marac.vocabulary import NotFound, Verdict
from marac.web.endpoint import Answer, redirect
from marac.web.forms import Invalid
from marac.web.page import Page

CAUSES = {
    WallCause.SET: "",
    WallCause.CONFLICT: "",
    WallCause.OWN_NAME: "A party of this case has the same name.",
    WallCause.OWN_ADDRESS: "A party of this case lives, or has lived, at the address they gave as their own home.",
    WallCause.REVERSED_PAIR: "Reversed pair: this service speaks for the victim of the other case.",
}


@dataclass(frozen=True)
class Waiting:
    """One wall to decide about; `alone`: the agencies that it leaves without a reader."""

    wall_id: UUID
    case_id: UUID
    code: str
    against: str
    agency: str
    cause: str
    decide_by: datetime | None
    late: bool
    alone: tuple[str, ...]


@dataclass(frozen=True)
class WaitingPage(Page):
    template: ClassVar[str] = "cases/walls_waiting.html"

    rows: tuple[Waiting, ...]


@dataclass(frozen=True)
class DecidePage(Page):
    template: ClassVar[str] = "cases/wall_decide.html"

    file: FileFrame
    wall: Waiting
    pair: bool
    members: tuple[tuple[str, str], ...]
    may_decide: Verdict
    typed: dict[str, Any]
    errors: dict[str, str]


def show_waiting(request: Request, work: Work) -> Page:
    work.require(policy.may_see_walls(work.viewer))
    return WaitingPage(tuple(row_of(work, wall) for wall in waiting(work)))


def row_of(work: Work, wall: Wall) -> Waiting:
    case = work.find(Case, wall.case_id)
    member = work.find(Member, wall.member_id) if wall.member_id else None
    agency = work.find(Agency, member.agency_id if member else wall.agency_id)
    units = {agency.id, agency.parent_id}
    alone = [one.agency.name for one in readers(work, case) if not one.anybody and one.agency.id in units]
    return Waiting(
        wall.id,
        case.id,
        case.code,
        member.name if member else agency.name,
        agency.name,
        CAUSES[wall.cause],
        wall.decide_by,
        bool(wall.decide_by and wall.decide_by < clock.now()),
        tuple(alone),
    )


def show_decide(request: Request, work: Work) -> Page:
    return _page(request, work, _wall(request, work))


def _page(request: Request, work: Work, wall: Wall, wrong: Invalid | None = None) -> DecidePage:
    frame = file_frame(request, work, work.find(Case, wall.case_id), Section.WALLS)
    pair = wall.cause is WallCause.REVERSED_PAIR and wall.agency_id is not None
    members = speakers(work, wall.agency_id) if pair and wall.agency_id else []
    return DecidePage(
        frame,
        row_of(work, wall),
        pair,
        tuple((str(member.id), member.name) for member in members),
        may_decide(work, wall),
        wrong.typed if wrong else {},
        wrong.errors if wrong else {},
    )


def decide_wall(request: Request, work: Work, form: FormData) -> Answer:
    wall = _wall(request, work, lock=True)
    work.require(may_decide(work, wall), wall)
    try:
        given = DecideWallForm.read(form)
    except Invalid as wrong:
        return _page(request, work, wall, wrong).whole(422)
    if given.cleared:
        clear_for(work, wall, given.cleared)
    decide(work, wall, given.stays == "yes", given.why)
    return redirect(request, "walls", case_id=wall.case_id)


def _wall(request: Request, work: Work, lock: bool = False) -> Wall:
    case = work.find(Case, request.path_params["case_id"])
    wall = work.find(Wall, request.path_params["wall_id"], lock=lock)
    if wall.case_id != case.id:
        raise NotFound("wall")
    return wall
