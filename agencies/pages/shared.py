"""The lines of a case that were shared with whoever looks, by agency: a page, or a part of the case file."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlmodel import col, select
from starlette.requests import Request

from agencies.models import Line
from agencies.operations.apart import must_speak_privately
from agencies.operations.identifiers import identifiers_of
from agencies.operations.lines import shared_lines_on
from agencies.pages.sentences import KINDS
from marac.cases.models import Case
from marac.cases.pages.frame import FileFrame, file_frame
from marac.policy import research as policy
from marac.policy.cases import Section
from marac.policy.lines import is_own
from marac.store.people import Agency
from marac.store.work import Work
from marac.vocabulary import Sharing
from marac.web.endpoint import Answer, is_htmx
from marac.web.page import Page


@dataclass(frozen=True, slots=True)
class SharedLine:
    code: str
    text: str
    kind: str
    source: str
    source_date: str
    about: str
    named: bool
    corrected: bool


@dataclass(frozen=True)
class SharedLinesPage(Page):
    template: ClassVar[str] = "agencies/lines.html"

    file: FileFrame | None
    case_id: UUID
    code: str
    agencies: list[tuple[str, list[SharedLine]]]
    privately: list[str]


def show_lines(request: Request, work: Work) -> Answer:
    """In another page it is fetched as a fragment."""
    work.require(policy.may_see_research(work.viewer))
    case = work.find(Case, request.path_params["case_id"])
    part = is_htmx(request)
    page = SharedLinesPage(
        file=None if part else file_frame(request, work, case, Section.INFORMATION),
        case_id=case.id,
        code=case.code,
        agencies=shared_with(work, case, own=True),
        privately=[agency.name for agency in must_speak_privately(work, case.id)],
    )
    return page.fragment("shared_lines") if part else page


def shared_with(work: Work, case: Case, own: bool = False) -> list[tuple[str, list[SharedLine]]]:
    """Lines shared in writing that this viewer may read, by agency; their own among them or not."""
    lines = [line for line in shared_lines_on(work, case.id) if own or not is_own(work.viewer, line)]
    about = {line.person_id for line in lines if line.person_id}
    people = identifiers_of(work, [case.id]).get(case.id, []) if about else []
    names = {who.person_id: who.name for who in people if who.person_id in about}
    by_agency: dict[UUID, list[SharedLine]] = {}
    for line in lines:
        by_agency.setdefault(line.agency_id, []).append(_shared(case, line, names))
    agencies = work.all(select(Agency).where(col(Agency.id).in_(by_agency)).order_by(Agency.name))
    return [(agency.name, by_agency[agency.id]) for agency in agencies]


def _shared(case: Case, line: Line, names: dict[UUID, str]) -> SharedLine:
    return SharedLine(
        code=f"{case.code}-{line.label}",
        text=line.text,
        kind=KINDS[line.kind],
        source=line.source,
        source_date=line.source_date,
        about=names.get(line.person_id, "") if line.person_id else "",
        named=line.sharing is Sharing.NAMED,
        corrected=line.corrects_id is not None,
    )
