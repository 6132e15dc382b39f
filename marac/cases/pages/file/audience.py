"""Who may open one protected detail: for whoever gave it, and the victim's advocate, at any time (S12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request

from marac.cases.forms import AudienceForm
from marac.cases.models import Case, ProtectedDetail
from marac.cases.operations.people import audiences
from marac.cases.pages.frame import FileFrame, file_frame
from marac.cases.pages.people import DETAILS
from marac.policy.cases import Section
from marac.store.people import Agency
from marac.store.work import Work
from marac.vocabulary import NotFound, PartyRole
from marac.web.endpoint import Answer, redirect
from marac.web.forms import Invalid
from marac.web.page import Page, words


@dataclass(frozen=True)
class AudiencePage(Page):
    template: ClassVar[str] = "cases/file_audience.html"

    file: FileFrame
    detail_id: UUID
    part: str
    label: str
    giver: str
    agencies: tuple[tuple[str, str], ...]
    named: tuple[str, ...]
    errors: Mapping[str, str]


def show_audience(request: Request, work: Work) -> Answer:
    return _page(request, work)


def _detail(request: Request, work: Work) -> tuple[Case, ProtectedDetail]:
    """Found, not opened: what it says is never read here."""
    case = work.find(Case, request.path_params["case_id"])
    detail = work.find(ProtectedDetail, request.path_params["detail_id"])
    if detail.case_id != case.id:
        raise NotFound("detail")
    work.require(audiences.may_name(work, detail))
    return case, detail


def _page(request: Request, work: Work, errors: Mapping[str, str] | None = None) -> AudiencePage:
    case, detail = _detail(request, work)
    return AudiencePage(
        file_frame(request, work, case, Section.PEOPLE),
        detail.id,
        words(PartyRole(detail.party).value),
        DETAILS[detail.kind],
        work.find(Agency, detail.agency_id).name,
        tuple((str(agency.id), agency.name) for agency in audiences.nameable(work, detail)),
        tuple(str(row.agency_id) for row in audiences.named_for(work, detail)),
        errors or {},
    )


def name_audience(request: Request, work: Work, form: FormData) -> Answer:
    _, detail = _detail(request, work)
    try:
        given = AudienceForm.read(form)
    except Invalid as wrong:
        return _page(request, work, wrong.errors).whole(422)
    audiences.name_agencies(work, detail, given.agencies)
    return redirect(request, "case.people", case_id=detail.case_id)
