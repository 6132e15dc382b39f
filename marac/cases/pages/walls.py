"""Walls on a case: whom it is kept from, who in a walled agency is cleared, and why (S17, S18)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlmodel import col, select
from starlette.datastructures import FormData
from starlette.requests import Request

from marac.cases.forms import HELD, Against, EmployersForm, WallForm
from marac.cases.models import Case
from marac.cases.operations.employers import set_employers
from marac.cases.operations.kept_out import employers_of
from marac.cases.operations.leading import may_lead
from marac.cases.operations.restriction import Readers, readers, speakers
from marac.cases.operations.seats import raise_wall
from marac.cases.pages.deciding import CAUSES
from marac.cases.pages.frame import FileFrame, file_frame
from marac.policy.cases import Section
from marac.store.appointments import in_force
from marac.store.people import Agency, Appointment, Member, Partner
from marac.store.walls import Wall
from marac.store.work import Work
from marac.vocabulary import NotFound, Verdict
from marac.web.endpoint import Answer, redirect
from marac.web.forms import Invalid
from marac.web.page import Page


@dataclass(frozen=True)
class WallRow:
    """`cause`: why it was raised, where no reason was written."""

    wall_id: UUID
    against: str
    cleared: tuple[str, ...]
    other_force: str
    reason: tuple[str, ...]
    by: str
    since: datetime
    lifted: datetime | None
    cause: str
    undecided: bool
    decide_by: datetime | None
    decision: tuple[str, ...]


@dataclass(frozen=True)
class WallsPage(Page):
    template: ClassVar[str] = "cases/file_walls.html"

    file: FileFrame
    restricted: bool
    walls: tuple[WallRow, ...]
    agencies: tuple[tuple[str, str], ...]
    agency_id: str
    agency: str
    own_agency: str
    members: tuple[tuple[str, str], ...]
    speakers: tuple[tuple[str, str], ...]
    named: tuple[str, ...]
    readers: tuple[Readers, ...]
    employers: tuple[str, ...]
    may_lead: Verdict
    held: Mapping[str, str]
    typed: Mapping[str, Any]
    errors: Mapping[str, str]


def show_walls(request: Request, work: Work) -> Page:
    return _page(request, work, request.query_params.get("agency", ""))


def _page(
    request: Request,
    work: Work,
    agency_id: str,
    typed: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
) -> WallsPage:
    case = work.find(Case, request.path_params["case_id"])
    frame = file_frame(request, work, case, Section.WALLS)
    agencies = {str(agency.id): agency.name for agency in _agencies(work)}
    chosen = agency_id if agency_id in agencies else ""
    reading = readers(work, case)
    return WallsPage(
        frame,
        case.restricted,
        tuple(_rows(work, case)),
        tuple(sorted(agencies.items(), key=lambda pair: pair[1])),
        chosen,
        agencies.get(chosen, ""),
        str(work.viewer.agency_id),
        _options(_members(work, chosen)) if chosen else (),
        _options(speakers(work, UUID(chosen))) if chosen else (),
        tuple(str(member.id) for one in reading if str(one.agency.id) == chosen for member in one.named),
        tuple(reading),
        tuple(sorted(map(str, employers_of(work, case.id)))),
        may_lead(work, case),
        HELD,
        typed or {},
        errors or {},
    )


def _options(members: Iterable[Member]) -> tuple[tuple[str, str], ...]:
    return tuple((str(member.id), member.name) for member in members)


def _agencies(work: Work) -> list[Agency]:
    here = col(Partner.marac_id) == work.viewer.marac_id
    return work.all(select(Agency).join(Partner, col(Partner.agency_id) == col(Agency.id)).where(here).distinct())


def _members(work: Work, agency_id: str) -> list[Member]:
    """The agency's people with a part in this MARAC now, whatever their role."""
    return work.all(
        select(Member)
        .join(Appointment, col(Appointment.member_id) == col(Member.id))
        .where(
            Appointment.marac_id == work.viewer.marac_id,
            Member.agency_id == UUID(agency_id),
            in_force(),
            col(Member.retired_at).is_(None),
        )
        .distinct()
        .order_by(Member.name)
    )


def _rows(work: Work, case: Case) -> list[WallRow]:
    walls = work.all(select(Wall).where(Wall.case_id == case.id).order_by(col(Wall.from_at).desc(), col(Wall.id)))
    return [
        WallRow(
            wall.id,
            work.find(Member, wall.member_id).name if wall.member_id else work.find(Agency, wall.agency_id).name,
            tuple(work.find(Member, one).name for one in wall.cleared),
            wall.other_force,
            tuple(wall.reason.splitlines()),
            work.find(Member, wall.raised_by).name if wall.raised_by else "By itself",
            wall.from_at,
            wall.until_at,
            CAUSES[wall.cause],
            wall.undecided,
            wall.decide_by,
            tuple(wall.decision.splitlines()),
        )
        for wall in sorted(walls, key=lambda wall: wall.until_at is not None)
    ]


def raise_walls(request: Request, work: Work, form: FormData) -> Answer:
    """One wall on an agency, or one for each member ticked."""
    case = _seen(request, work)
    try:
        given = WallForm.read(form)
        given.check()
    except Invalid as wrong:
        return _page(request, work, str(wrong.typed.get("agency_id", "")), wrong.typed, wrong.errors).whole(422)
    known = {member.id for member in _members(work, str(given.agency_id))}
    if not known.issuperset([*given.members, *given.cleared]) or given.agency_id not in {a.id for a in _agencies(work)}:
        raise NotFound("member")
    if given.against is Against.AGENCY:
        raise_wall(
            work,
            case,
            given.whole_reason,
            agency_id=given.agency_id,
            cleared=given.cleared,
            other_force=given.other_force,
        )
    else:
        for member_id in given.members:
            raise_wall(work, case, given.whole_reason, member_id=member_id)
    work.announce(case.id, to=[])
    return _after(request, work, case)


def _after(request: Request, work: Work, case: Case) -> Answer:
    """Whoever walled themselves off is outside at once: the case's pages are not theirs any more."""
    work.session.flush()
    if work.first(select(Case.id).where(Case.id == case.id)) is None:
        return redirect(request, "cases")
    return redirect(request, "walls", case_id=case.id)


def _seen(request: Request, work: Work) -> Case:
    case = work.find(Case, request.path_params["case_id"])
    file_frame(request, work, case, Section.WALLS)
    return case


def mark_employers(request: Request, work: Work, form: FormData) -> Answer:
    """For which agencies a party works (S18)."""
    case = _seen(request, work)
    try:
        wanted = set(EmployersForm.read(form).employer)
    except Invalid:
        raise NotFound("Agency") from None
    if wanted - {agency.id for agency in _agencies(work)}:
        raise NotFound("Agency")
    set_employers(work, case, wanted)
    return redirect(request, "walls", case_id=case.id)
