"""Moving a case to another MARAC, and for chair and coordinator where it went (S23)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from starlette.datastructures import FormData
from starlette.requests import Request

from actions.operations import open_actions
from agenda.forms.planning import TransferForm
from agenda.operations.transferring import may_transfer, transfer, transfer_of
from marac.cases.models import Case
from marac.cases.pages.frame import FileFrame, file_frame
from marac.policy.cases import Section
from marac.store.people import Agency, Member
from marac.store.work import Work
from marac.vocabulary import Verdict
from marac.web.endpoint import Answer, redirect
from marac.web.forms import Invalid
from marac.web.page import Page


@dataclass(frozen=True)
class TransferPage(Page):
    """`gone`: where to, why, by whom and when, once it was moved. `acting`: agencies with an open action."""

    template: ClassVar[str] = "agenda/transfer.html"

    file: FileFrame
    gone: tuple[str, str, str, datetime] | None
    acting: tuple[str, ...]
    may_transfer: Verdict
    typed: Mapping[str, Any]
    errors: Mapping[str, str]


def show_transfer(request: Request, work: Work) -> Answer:
    return _page(request, work)


def _page(
    request: Request, work: Work, typed: Mapping[str, Any] | None = None, errors: Mapping[str, str] | None = None
) -> TransferPage:
    case = work.find(Case, request.path_params["case_id"])
    frame = file_frame(request, work, case, Section.TRANSFER)
    moved = transfer_of(work, case.id)
    owners = work.by_id(Agency, (action.agency_id for action in open_actions(work, case.id)))
    return TransferPage(
        frame,
        (moved.destination, moved.reason, work.find(Member, moved.made_by).name, moved.at) if moved else None,
        tuple(sorted(agency.name for agency in owners.values())),
        may_transfer(work, case),
        typed or {},
        errors or {},
    )


def do_transfer(request: Request, work: Work, form: FormData) -> Answer:
    file_frame(request, work, work.find(Case, request.path_params["case_id"]), Section.TRANSFER)
    case = work.find(Case, request.path_params["case_id"], lock=True)
    work.require(may_transfer(work, case))
    try:
        given = TransferForm.read(form)
    except Invalid as wrong:
        return _page(request, work, wrong.typed, wrong.errors).whole(422)
    transfer(work, case, given.destination, given.reason)
    return redirect(request, "case.transfer", case_id=case.id)
