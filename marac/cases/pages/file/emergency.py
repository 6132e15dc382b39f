"""In an emergency: opening, for an hour, what is protected and was given to others; and who has done so (S12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlmodel import col, select
from starlette.datastructures import FormData
from starlette.requests import Request

from marac import clock
from marac.cases.forms import EmergencyForm
from marac.cases.models import Case, EmergencyOpening
from marac.cases.operations.people.audiences import break_glass
from marac.cases.operations.places import place_on
from marac.cases.pages.frame import FileFrame, file_frame
from marac.cases.pages.people import DETAILS
from marac.policy import cases as cases_policy
from marac.policy import details as policy
from marac.policy.cases import Place, Section
from marac.proceedings import LifeThreat
from marac.store.people import Agency, Member
from marac.store.seats import Seat, in_force
from marac.store.work import Work
from marac.vocabulary import PartyRole
from marac.web.endpoint import Answer, redirect
from marac.web.forms import Invalid
from marac.web.page import Page, words

DANGERS: Mapping[LifeThreat, str] = {
    LifeThreat.ATTACK_NOW: "An attack is happening, or about to",
    LifeThreat.KILLING_FEARED: "Somebody may be killed or gravely hurt",
    LifeThreat.MISSING: "Somebody at risk is missing",
    LifeThreat.CHILD_IN_DANGER: "A child is in danger",
    LifeThreat.SUICIDE_FEARED: "Somebody may take their own life",
}
UNNAMED = "A worker of an agency not named here"


@dataclass(frozen=True)
class EmergencyRow:
    """`reason` in the words of whoever opened; empty for those who see no content."""

    code: str
    who: str
    what: str
    danger: str
    reason: str
    at: datetime
    until: datetime
    open_still: bool
    mine: bool


@dataclass(frozen=True)
class EmergencyPage(Page):
    template: ClassVar[str] = "cases/file_emergency.html"

    file: FileFrame
    back: str
    may_break: bool
    dangers: tuple[tuple[str, str], ...]
    parties: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    typed: Mapping[str, Any]
    errors: Mapping[str, str]


@dataclass(frozen=True)
class EmergenciesPage(Page):
    template: ClassVar[str] = "cases/emergencies.html"

    rows: tuple[EmergencyRow, ...]


def emergencies_on(work: Work, case_id: UUID, at: Place) -> tuple[EmergencyRow, ...]:
    """What was opened in an emergency on this case, as far as this viewer is to know; latest first."""
    if at not in {Place.FULL, Place.ACTION}:
        return ()
    rows = _rows(work, EmergencyOpening.case_id == case_id)
    if not rows:
        return ()
    seated = set(work.all(select(Seat.agency_id).where(Seat.case_id == case_id, in_force())))
    return tuple(_row(work, row, row.agency_id in seated, row.reason) for row in rows)


def _rows(work: Work, *where: Any) -> list[EmergencyOpening]:
    return work.all(select(EmergencyOpening).where(*where).order_by(col(EmergencyOpening.from_at).desc()))


def _row(work: Work, row: EmergencyOpening, named: bool, reason: str) -> EmergencyRow:
    mine = row.member_id == work.viewer.member_id
    who = f"{work.find(Member, row.member_id).name}, {work.find(Agency, row.agency_id).name}" if named else UNNAMED
    return EmergencyRow(
        row.label,
        who,
        f"{DETAILS[row.kind]} of the {words(row.party.value).lower()}",
        DANGERS[row.danger],
        reason,
        row.from_at,
        row.until_at,
        row.until_at > clock.now(),
        mine,
    )


def show_emergency(request: Request, work: Work) -> Answer:
    return _page(request, work)


def _page(
    request: Request, work: Work, typed: Mapping[str, Any] | None = None, errors: Mapping[str, str] | None = None
) -> EmergencyPage:
    case = work.find(Case, request.path_params["case_id"])
    at = place_on(work, case.id)
    verdict = policy.may_break_glass(work.viewer, at)
    work.require(verdict)
    back = Section.PEOPLE if cases_policy.may_read(work.viewer, at, Section.PEOPLE) else Section.OVERVIEW
    parties = [party for party in PartyRole if party is not PartyRole.PERPETRATOR]
    return EmergencyPage(
        file_frame(request, work, case, back),
        back.value,
        bool(verdict),
        tuple((danger.value, text) for danger, text in DANGERS.items()),
        tuple((party.value, words(party.value)) for party in parties),
        tuple((kind.value, text) for kind, text in DETAILS.items()),
        typed or {},
        errors or {},
    )


def open_in_emergency(request: Request, work: Work, form: FormData) -> Answer:
    """On the record before anything is shown; what was opened stands among the people then."""
    case = work.find(Case, request.path_params["case_id"])
    at = place_on(work, case.id)
    work.require(policy.may_break_glass(work.viewer, at))
    try:
        given = EmergencyForm.read(form)
    except Invalid as wrong:
        return _page(request, work, wrong.typed, wrong.errors).whole(422)
    break_glass(work, case, given.party, given.kind, given.danger, given.reason)
    back = Section.PEOPLE if cases_policy.may_read(work.viewer, at, Section.PEOPLE) else Section.OVERVIEW
    return redirect(request, back.value, case_id=case.id)


def show_emergencies(request: Request, work: Work) -> Answer:
    """For the officers of those who gave and of those who opened: that, who and when; never what it says (S21)."""
    work.require(policy.may_see_emergencies(work.viewer))
    return EmergenciesPage(tuple(_row(work, row, True, "") for row in _rows(work)))
