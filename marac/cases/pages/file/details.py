"""One detail, opened: shown once, and recorded with the agency that opened it (S12)."""

from dataclasses import dataclass
from typing import ClassVar

from starlette.datastructures import FormData
from starlette.requests import Request

from marac.cases.models import Case
from marac.cases.operations.opening import detail_of
from marac.cases.operations.places import place_on
from marac.cases.pages.frame import FileFrame, file_frame
from marac.cases.pages.people import said
from marac.policy import cases as policy
from marac.policy.cases import Section
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import PartyRole
from marac.web.page import Drawn, Page, words


@dataclass(frozen=True)
class DetailPage(Page):
    template: ClassVar[str] = "cases/file_detail.html"

    file: FileFrame
    part: str
    label: str
    lines: tuple[str, ...]
    protected: bool
    back: str


def open_detail(request: Request, work: Work, form: FormData) -> Drawn:
    """Answers the post itself: nothing of it stands at an address of its own, and browsers keep none of it."""
    case = work.find(Case, request.path_params["case_id"])
    detail = detail_of(work, case, request.path_params["detail_id"])
    label, text = said(detail)
    work.log_openings(Verb.DETAIL_OPENED)
    among = policy.may_read(work.viewer, place_on(work, case.id), Section.PEOPLE)
    back = Section.PEOPLE if among else Section.OVERVIEW
    frame = file_frame(request, work, case, back)
    searchable = getattr(detail, "searchable", detail.__tablename__ == "detail")
    page = DetailPage(
        frame, words(PartyRole(detail.party).value), label, tuple(text.splitlines()), not searchable, back.value
    )
    return page.whole()
