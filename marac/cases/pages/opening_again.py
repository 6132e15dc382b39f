"""Lifting a wall, and opening a restricted case again: who will see it and for what reason, first (S17)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from starlette.datastructures import FormData
from starlette.requests import Request

from marac.cases.forms import LiftWallForm
from marac.cases.models import Case
from marac.cases.operations.again import Again, behind_wall, shut_out
from marac.cases.operations.restriction import may_restrict
from marac.cases.operations.seats import lift_wall, may_lift
from marac.cases.pages.frame import FileFrame, file_frame
from marac.policy.cases import Section
from marac.proceedings import OpenedAgain
from marac.store.people import Agency, Member
from marac.store.walls import Wall
from marac.store.work import Work
from marac.vocabulary import NotFound, Role, Verdict
from marac.web.endpoint import Answer, redirect
from marac.web.forms import Invalid
from marac.web.page import Page, url_maker

WALL = {
    OpenedAgain.MISTAKE: "It was raised by mistake",
    OpenedAgain.NOT_THE_SAME: "They are not the person they were taken for",
    OpenedAgain.NO_CONFLICT: "They have no conflict of interest any more",
    OpenedAgain.PARTY_GONE: "The person they were kept from is no longer in this case",
    OpenedAgain.TAKEN_OVER: "Another agency has taken over what made it necessary",
    OpenedAgain.ORDER_CHANGED: "A court order, or its conditions, changed",
    OpenedAgain.SAFETY: "They are needed to keep somebody safe, and the risk was weighed",
}
RESTRICTION = {
    OpenedAgain.MISTAKE: "It was restricted by mistake",
    OpenedAgain.NO_CONFLICT: "Nobody it was kept from has a conflict of interest any more",
    OpenedAgain.PARTY_GONE: "The person it was restricted for is no longer in this case",
    OpenedAgain.ORDER_CHANGED: "A court order, or its conditions, changed",
    OpenedAgain.SAFETY: "The agencies are needed to keep somebody safe, and the risk was weighed",
}
SEEN_AS = {
    Role.CHAIR: "as chair, with everything a chair sees",
    Role.COORDINATOR: "as coordinator, with everything a coordinator sees",
    Role.AUDITOR: "as auditor: that it is, and who shared with whom",
}


@dataclass(frozen=True)
class OpenAgainPage(Page):
    """`again`: a sentence for each who will see it; `still_out`: for each who will not, and why."""

    template: ClassVar[str] = "cases/open_again.html"

    file: FileFrame
    heading: str
    again: tuple[str, ...]
    still_out: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...]
    legend: str
    button: str
    action: str
    restricted: bool
    may_open: Verdict
    typed: Mapping[str, Any]
    errors: Mapping[str, str]


def show_lift(request: Request, work: Work) -> Answer:
    wall = _wall(request, work)
    if wall.undecided:
        return redirect(request, "wall.decide", case_id=wall.case_id, wall_id=wall.id)
    return _lift_page(request, work, wall)


def lift(request: Request, work: Work, form: FormData) -> Answer:
    wall = _wall(request, work, lock=True)
    case = work.find(Case, wall.case_id)
    work.require(may_lift(work, case, wall))
    try:
        given = LiftWallForm.read(form)
    except Invalid as wrong:
        return _lift_page(request, work, wall, wrong).whole(422)
    lift_wall(work, case, wall, given.because)
    return redirect(request, "walls", case_id=case.id)


def _wall(request: Request, work: Work, lock: bool = False) -> Wall:
    """One that stands, of the case in the path, which the viewer must be let into. Raises NotFound."""
    case = work.find(Case, request.path_params["case_id"])
    file_frame(request, work, case, Section.WALLS)
    wall = work.find(Wall, request.path_params["wall_id"], lock=lock)
    if wall.case_id != case.id or wall.until_at:
        raise NotFound("wall")
    return wall


def _lift_page(request: Request, work: Work, wall: Wall, wrong: Invalid | None = None) -> OpenAgainPage:
    case = work.find(Case, wall.case_id)
    against = work.find(Member, wall.member_id).name if wall.member_id else work.find(Agency, wall.agency_id).name
    found = behind_wall(work, case, wall)
    return OpenAgainPage(
        file_frame(request, work, case, Section.WALLS),
        f"Lift the wall against {against}",
        tuple(_sees(one) for one in found if one.sees),
        tuple(_still_out(one) for one in found if not one.sees),
        _options(WALL),
        "Why is it lifted?",
        "Lift this wall",
        url_maker(request)("wall.lift", case_id=case.id, wall_id=wall.id),
        False,
        may_lift(work, case, wall),
        wrong.typed if wrong else {},
        wrong.errors if wrong else {},
    )


def show_restriction(request: Request, work: Work) -> Answer:
    case = work.find(Case, request.path_params["case_id"])
    page = open_again_page(request, work, case)
    return page if case.restricted else redirect(request, "walls", case_id=case.id)


def open_again_page(request: Request, work: Work, case: Case, wrong: Invalid | None = None) -> OpenAgainPage:
    frame, found = file_frame(request, work, case, Section.WALLS), shut_out(work, case)
    return OpenAgainPage(
        frame,
        "Open this restricted case again",
        tuple(_sees(one) for one in found if one.sees),
        tuple(_still_out(one) for one in found if not one.sees),
        _options(RESTRICTION),
        "Why is it opened again?",
        "Open it to the agencies seated",
        url_maker(request)("case.restrict", case_id=case.id),
        True,
        may_restrict(work, case),
        wrong.typed if wrong else {},
        wrong.errors if wrong else {},
    )


def _options(texts: Mapping[OpenedAgain, str]) -> tuple[tuple[str, str], ...]:
    return tuple((why.value, text) for why, text in texts.items())


def _sees(one: Again) -> str:
    hats: Iterable[str] = (SEEN_AS[hat] for hat in one.hats)
    what = "with everything shared with them" if one.placed else "; ".join(hats)
    return f"{one.name} of {one.agency} will see this case again, {what}."


def _still_out(one: Again) -> str:
    if one.held:
        return f"{one.name} of {one.agency} still does not see this case: another wall stands before them."
    return f"{one.name} of {one.agency} has no place on this case, and sees it only when given one."
