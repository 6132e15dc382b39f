"""People, referral and risk, and who is seated: sections of the case file."""

from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request

from marac.cases.models import Case
from marac.cases.operations.seats import one_not_named, seats_on
from marac.cases.operations.triage import referral_of
from marac.cases.pages.file.emergency import EmergencyRow, emergencies_on
from marac.cases.pages.frame import FileFrame, file_frame
from marac.cases.pages.people import PersonCard, cards
from marac.cases.pages.reading import ReferralRead, read_referral
from marac.policy.cases import Place, Section
from marac.policy.details import may_break_glass
from marac.store.people import Agency, Member
from marac.store.seats import Seat
from marac.store.work import Work
from marac.vocabulary import SeatKind, Side, Verdict
from marac.web.page import Page, day

KINDS = {
    SeatKind.CHECK: "Asked to check",
    SeatKind.CASE: "Case seat",
    SeatKind.HEARING: "At the hearing",
    SeatKind.ACTION: "Has an action",
}


@dataclass(frozen=True)
class PeoplePage(Page):
    template: ClassVar[str] = "cases/file_people.html"

    file: FileFrame
    cards: tuple[PersonCard, ...]
    emergencies: tuple[EmergencyRow, ...]
    may_break: Verdict


def show_people(request: Request, work: Work) -> Page:
    case = work.find(Case, request.path_params["case_id"])
    frame = file_frame(request, work, case, Section.PEOPLE)
    broken = emergencies_on(work, case.id, frame.at)
    may_break = may_break_glass(work.viewer, frame.at, bool(frame.erased))
    return PeoplePage(frame, tuple(cards(work, case.id, frame.at)), broken, may_break)


@dataclass(frozen=True)
class ReferralPage(Page):
    template: ClassVar[str] = "cases/file_referral.html"

    file: FileFrame
    read: ReferralRead


def show_referral(request: Request, work: Work) -> Page:
    case = work.find(Case, request.path_params["case_id"])
    frame = file_frame(request, work, case, Section.REFERRAL)
    return ReferralPage(frame, read_referral(work, case, referral_of(work, case)))


@dataclass(frozen=True)
class SeatRow:
    """`standing` in words: kind, side, quiet; `reason` only for chair and coordinator."""

    agency: str
    member: str
    kind: str
    standing: tuple[str, ...]
    since: str
    reason: str


@dataclass(frozen=True)
class SeatsPage(Page):
    template: ClassVar[str] = "cases/file_seats.html"

    file: FileFrame
    seats: tuple[SeatRow, ...]
    reasons: bool
    one_not_named: bool


def show_seats(request: Request, work: Work) -> Page:
    """The seats of which this viewer may know; of quiet ones others read that one is there, never how many (S5)."""
    case = work.find(Case, request.path_params["case_id"])
    frame = file_frame(request, work, case, Section.SEATS)
    reasons = frame.at is Place.OVER
    rows = [_seat_row(work, seat, reasons) for seat in seats_on(work, case)]
    return SeatsPage(frame, tuple(rows), reasons, one_not_named(work, case.id))


def _seat_row(work: Work, seat: Seat, reasons: bool) -> SeatRow:
    marks = (
        (seat.advocate, "Speaks for the victim"),
        (seat.side is Side.PERPETRATOR, "Perpetrator's side"),
        (seat.quiet, "Quiet: not named to others"),
        (seat.person_id is not None, "For one person only"),
    )
    return SeatRow(
        work.find(Agency, seat.agency_id).name,
        work.find(Member, seat.member_id).name if seat.member_id else "",
        KINDS[seat.kind],
        tuple(text for given, text in marks if given),
        day(seat.from_at),
        seat.reason if reasons else "",
    )
