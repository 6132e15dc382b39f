"""Who is asked about one case: proposed with reasons, confirmed; added and removed by the chair (S3, S5)."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from sqlmodel import col, select
from starlette.datastructures import FormData
from starlette.requests import Request

from agenda.forms.planning import AddSeatForm, ConfirmForm, EndSeatForm
from agenda.models import Hearing, Meeting
from agenda.operations import listing, partners, pointers
from agenda.operations import proposals as deeds
from agenda.operations.acting import may_lead
from agenda.operations.proposals import Proposal
from agenda.operations.readiness import agencies_by_id
from agenda.pages.paths import hearing_in
from marac import clock
from marac.cases.models import Case
from marac.cases.operations.naming import CaseNames, names_of
from marac.policy import meetings as policy
from marac.store.people import Agency, Member
from marac.store.seats import Seat
from marac.store.work import Work
from marac.vocabulary import NotFound, Refused, SeatKind, Side, Verdict
from marac.web.endpoint import Answer, redirect
from marac.web.forms import Invalid
from marac.web.page import Page

KINDS = {
    SeatKind.CHECK: "Check",
    SeatKind.CASE: "Case",
    SeatKind.HEARING: "Hearing",
    SeatKind.ACTION: "Action",
}
ADDED = [
    (SeatKind.CHECK.value, "Check its records", "Names and what else is cleared, once the list is published"),
    (SeatKind.CASE.value, "Take part in the case", "The referral and what is shared, at once"),
]


@dataclass(frozen=True)
class Held:
    """One seat, and whether the chair may take it back."""

    seat: Seat
    agency: Agency
    referrer: bool
    may_remove: Verdict

    @property
    def what(self) -> str:
        return KINDS[self.seat.kind] + (", from publication" if self.seat.from_at > clock.now() else "")

    @property
    def tags(self) -> list[tuple[str, str]]:
        tags = [("Referred it", "grey")] if self.referrer else []
        tags += [("Advocate", "green")] if self.seat.advocate else []
        tags += [("Quiet", "purple")] if self.seat.quiet else []
        return tags + ([("Perpetrator's side", "orange")] if self.seat.side is Side.PERPETRATOR else [])


@dataclass(frozen=True)
class SeatsPage(Page):
    template: ClassVar[str] = "agenda/hearing_seats.html"

    meeting: Meeting
    hearing: Hearing
    case: Case
    names: CaseNames
    kept_from: str
    held: list[Held]
    proposals: list[Proposal]
    advocates: list[tuple[str, str]]
    walled: list[tuple[str, str]]
    addable: list[tuple[str, str]]
    kinds: list[tuple[str, str, str]]
    confirmed_by: str
    may_confirm: Verdict
    may_add: Verdict
    ticked: list[str]
    quiet: list[str]
    typed: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def show_seats(request: Request, work: Work) -> Answer:
    meeting, hearing = hearing_in(request, work)
    work.require(policy.may_prepare(work.viewer))
    return _page(work, meeting, hearing)


def _page(work: Work, meeting: Meeting, hearing: Hearing, wrong: Invalid | None = None) -> SeatsPage:
    case = work.find(Case, hearing.case_id)
    seats = listing.open_seats(work, case.id)
    proposed = deeds.proposals(work, case)
    confirmed, led = hearing.seats_confirmed_by, may_lead(work, hearing)
    return SeatsPage(
        meeting,
        hearing,
        case,
        names_of(work, [case.id])[case.id],
        pointers.kept_from(deeds.facts_of(work, case)),
        _held(work, case, seats, led),
        proposed,
        _advocates(work, case, seats),
        _walled(work, case),
        [(str(agency.id), agency.name) for agency, _ in partners.unseated(work, case)],
        ADDED,
        work.find(Member, confirmed).name if confirmed else "",
        deeds.may_confirm(work, hearing, case),
        policy.may_add_seat(work.viewer, case) and led,
        [str(proposal.agency_id) for proposal in proposed if proposal.suggested and not confirmed],
        [str(proposal.agency_id) for proposal in proposed if proposal.quiet],
        wrong.typed if wrong else {},
        wrong.errors if wrong else {},
    )


def _held(work: Work, case: Case, seats: Sequence[Seat], led: Verdict) -> list[Held]:
    agencies = agencies_by_id(work, [seat.agency_id for seat in seats])
    held = [
        Held(
            seat,
            agencies[seat.agency_id],
            seat.agency_id == case.agency_id,
            policy.may_remove_seat(work.viewer, case, seat) and led,
        )
        for seat in seats
    ]
    return sorted(held, key=lambda one: (list(KINDS).index(one.seat.kind) != 1, one.agency.name))


def _advocates(work: Work, case: Case, seats: Sequence[Seat]) -> list[tuple[str, str]]:
    """Services that could speak for the victim, where none does yet."""
    if any(seat.advocate for seat in seats):
        return []
    return [(str(agency.id), agency.name) for agency in partners.advocate_services(work, case)]


def _walled(work: Work, case: Case) -> list[tuple[str, str]]:
    """Agencies behind a wall, and who inside it is cleared."""
    walls = partners.walls_on(work, case.id)
    agencies = agencies_by_id(work, [wall.agency_id for wall in walls if wall.agency_id])
    cleared = work.all(select(Member).where(col(Member.id).in_([one for wall in walls for one in wall.cleared])))
    return [
        (
            agencies[wall.agency_id].name,
            ", ".join(member.name for member in cleared if member.id in wall.cleared) or wall.other_force,
        )
        for wall in walls
        if wall.agency_id
    ]


# Deeds ------------------------------------------------------------------


def confirm(request: Request, work: Work, form: FormData) -> Answer:
    meeting, hearing = hearing_in(request, work, lock=True)
    case = work.find(Case, hearing.case_id)
    work.require(deeds.may_confirm(work, hearing, case))
    try:
        asked = ConfirmForm.read(form)
    except Invalid as wrong:
        return _page(work, meeting, hearing, wrong).whole(422)
    proposed = deeds.proposals(work, case)
    chosen = [replace(one, quiet=one.agency_id in asked.quiet) for one in proposed if one.agency_id in asked.agency]
    if asked.advocate and asked.advocate not in {agency.id for agency in partners.advocate_services(work, case)}:
        raise NotFound("Agency")
    deeds.confirm_seats(work, hearing, chosen, asked.advocate)
    return redirect(request, "meeting.prepare", meeting_id=meeting.id)


def add(request: Request, work: Work, form: FormData) -> Answer:
    meeting, hearing = hearing_in(request, work, lock=True)
    work.require(policy.may_add_seat(work.viewer, work.find(Case, hearing.case_id)) and may_lead(work, hearing))
    try:
        asked = AddSeatForm.read(form)
        if asked.kind not in (SeatKind.CHECK, SeatKind.CASE):
            raise Invalid({"kind": "Choose what it is asked to do."}, asked.model_dump())
    except Invalid as wrong:
        return _page(work, meeting, hearing, wrong).whole(422)
    agency = work.find(Agency, asked.seat_agency)
    deeds.add_seat(work, hearing, agency, asked.kind, asked.seat_reason, quiet=asked.seat_quiet)
    return redirect(request, "hearing.seats", meeting_id=meeting.id, hearing_id=hearing.id)


def end(request: Request, work: Work, form: FormData) -> Answer:
    meeting, hearing = hearing_in(request, work, lock=True)
    seat = work.find(Seat, request.path_params["seat_id"], lock=True)
    if seat.case_id != hearing.case_id:
        raise NotFound("Seat")
    may = policy.may_remove_seat(work.viewer, work.find(Case, hearing.case_id), seat) and may_lead(work, hearing)
    if not may:
        raise Refused(may.reason)
    try:
        asked = EndSeatForm.read(form)
    except Invalid as wrong:
        key = f"reason-{seat.id}"
        wrong.errors = {key: wrong.errors["reason"]}
        wrong.typed = {key: wrong.typed["reason"]}
        return _page(work, meeting, hearing, wrong).whole(422)
    deeds.remove_seat(work, hearing, seat, asked.reason)
    return redirect(request, "hearing.seats", meeting_id=meeting.id, hearing_id=hearing.id)
