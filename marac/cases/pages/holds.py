"""Cases that are kept until a hold is lifted; an officer names one by its code, and sees no more of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlmodel import col, select
from starlette.datastructures import FormData
from starlette.requests import Request

from marac.cases.models import Hold
from marac.cases.operations import keeping as operations
from marac.cases.pages.file.keeping import KINDS
from marac.cases.pages.file.keeping_forms import CodeForm, LiftForm
from marac.policy import keeping as policy
from marac.store.people import Member
from marac.store.work import Work
from marac.vocabulary import Hat, Verdict
from marac.web.endpoint import Answer, redirect
from marac.web.forms import Invalid
from marac.web.page import Page

NO_SUCH_CASE = "Your agency has had no seat on a case with this code."


@dataclass(frozen=True)
class HeldRow:
    hold_id: UUID
    case_id: UUID
    code: str
    kind: str
    by: str
    since: datetime
    may_lift: Verdict


@dataclass(frozen=True)
class HoldsPage(Page):
    """`by_code`: an officer places and lifts here; the others do so on the case itself."""

    template: ClassVar[str] = "cases/holds.html"

    rows: tuple[HeldRow, ...]
    by_code: bool
    kinds: tuple[tuple[str, str], ...] = tuple((kind.value, text) for kind, text in KINDS.items())
    typed: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def show_holds(request: Request, work: Work) -> Answer:
    return _page(work)


def _page(work: Work, wrong: Invalid | None = None) -> HoldsPage:
    work.require(policy.may_hold(work.viewer, False))
    found = work.all(select(Hold).where(col(Hold.lifted_at).is_(None)).order_by(col(Hold.placed_at).desc(), Hold.code))
    rows = tuple(
        HeldRow(
            hold.id,
            hold.case_id,
            hold.code,
            KINDS[hold.kind],
            work.find(Member, hold.placed_by).name,
            hold.placed_at,
            policy.may_lift_hold(work.viewer, hold),
        )
        for hold in found
    )
    by_code = work.viewer.hat is Hat.DATA_PROTECTION_OFFICER
    return HoldsPage(rows, by_code, typed=wrong.typed if wrong else {}, errors=wrong.errors if wrong else {})


def place(request: Request, work: Work, form: FormData) -> Answer:
    """A code of no case, and one that the officer's agency has nothing to do with, are told alike."""
    work.require(policy.may_hold(work.viewer, False))
    try:
        given = CodeForm.read(form)
        case_id = operations.held_case(work, given.code.upper())
        if case_id is None:
            raise Invalid({"code": NO_SUCH_CASE}, given.model_dump(mode="json"))
    except Invalid as wrong:
        return _page(work, wrong).whole(422)
    operations.place_hold(work, case_id, given.code.upper(), given.kind, given.reason)
    return redirect(request, "holds")


def lift(request: Request, work: Work, form: FormData) -> Answer:
    hold = work.find(Hold, request.path_params["hold_id"], lock=True)
    try:
        given = LiftForm.read(form)
    except Invalid as wrong:
        named = {f"{name}-{hold.id}": said for name, said in wrong.errors.items()}
        return _page(work, Invalid(named, wrong.typed)).whole(422)
    operations.lift_hold(work, hold, given.why)
    return redirect(request, "holds")
