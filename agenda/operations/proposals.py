"""Which agencies a case needs: proposed with reasons, confirmed by the coordinator, corrected by the chair (S3, S5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import select

from agencies.operations.seating import change_kind, seat_agency
from agenda.models import Hearing, Meeting
from agenda.operations import pointers
from agenda.operations.acting import Acting, may_be_heard, may_lead
from agenda.operations.listing import open_seats
from agenda.operations.partners import answered, unseated
from marac import clock
from marac.cases.models import Case, Particulars, ReferralSection, RiskAssessment
from marac.cases.operations.seats import end_seat, give_seat
from marac.policy import meetings as policy
from marac.policy import seats as seat_policy
from marac.store.people import Agency
from marac.store.seats import Seat
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import AgencyKind, NotFound, SeatKind, Side, Verdict

CORE = "Core agency of the signed protocol: it checks every case."
# A check opens with the list that asks for it (S2): until then its seat waits.
NOT_YET = datetime(9999, 1, 1, tzinfo=UTC)
# A seat of these may come from a protected address or area (S5).
MAY_BE_QUIET = {AgencyKind.SOCIAL_LANDLORD, AgencyKind.EDUCATION}


@dataclass(frozen=True, slots=True)
class Proposal:
    """One agency that might be asked to check, and why. `suggested`: ticked unless somebody unticks it."""

    agency_id: UUID
    name: str
    kind: AgencyKind
    reasons: tuple[str, ...]
    core: bool = False
    suggested: bool = True
    quiet: bool = False

    @property
    def side(self) -> Side:
        return Side.PERPETRATOR if self.kind is AgencyKind.PERPETRATOR_SERVICE else Side.NEITHER

    @property
    def may_be_quiet(self) -> bool:
        return self.kind in MAY_BE_QUIET

    @property
    def ground(self) -> str:
        """What stands on the seat: its agency reads it, so it repeats nothing from the referral."""
        return CORE if self.core else f"A fact in the referral points to it as {self.kind.value.replace('-', ' ')}."


def proposals(work: Work, case: Case) -> list[Proposal]:
    """Core agencies first, then those to whom a fact points.

    Not those seated, walled, or without case data, nor those that have answered for this list.
    """
    facts, done = facts_of(work, case), answered(work, case)
    found = [_proposal(agency, core, facts) for agency, core in unseated(work, case) if agency.id not in done]
    return sorted((proposal for proposal in found if proposal), key=lambda one: (not one.core, one.name))


def _proposal(agency: Agency, core: bool, facts: pointers.Facts) -> Proposal | None:
    reasons = pointers.reasons(facts, agency.kind, (agency.name, agency.short_name))
    suggested = True
    if agency.kind is AgencyKind.SOCIAL_LANDLORD:
        reasons, suggested = _landlord(agency, facts, reasons)
    if core:
        reasons = [CORE, *reasons]
    if not reasons:
        return None
    kept_from = pointers.kept_from(facts)
    if agency.short_name.casefold() in kept_from.casefold():
        reasons.append("The referrer names it among those who must not see this case.")
        suggested = core
    quiet = agency.kind in MAY_BE_QUIET and not core
    return Proposal(agency.id, agency.name, agency.kind, tuple(reasons), core, suggested, quiet)


def _landlord(agency: Agency, facts: pointers.Facts, reasons: list[str]) -> tuple[list[str], bool]:
    """A named landlord points to that one alone; an unnamed one only to the kind, so nobody is ticked."""
    named = str(facts.said("places", "landlord")).strip().casefold()
    if not named:
        return ([*reasons, "The landlord is not named: ask the referrer before you tick it."] if reasons else []), False
    if agency.short_name.casefold() not in named and named not in agency.name.casefold():
        return [], False
    said = [reason for reason in reasons if "names it" not in reason] + ["The referral names it as the landlord."]
    if facts.said("places", "perpetrator_on_tenancy") == "yes":
        said.append("The perpetrator is on the tenancy too.")
    return said, True


def facts_of(work: Work, case: Case) -> pointers.Facts:
    """What the referral says, as this viewer may read it."""
    sections = work.all(select(ReferralSection).where(ReferralSection.case_id == case.id))
    people = work.all(select(Particulars).where(Particulars.case_id == case.id))
    lists = work.all(select(RiskAssessment).where(RiskAssessment.case_id == case.id))
    yes = {code for risk in lists for code, item in risk.answers.items() if item.get("answer") == "yes"}
    return pointers.Facts(
        {section.topic: section.answers for section in sections},
        [(person.party, person.answers) for person in people],
        frozenset(yes),
    )


def confirm_seats(work: Work, hearing: Hearing, chosen: Iterable[Proposal], advocate_id: UUID | None = None) -> None:
    """The coordinator's act: those chosen will be asked once the list is published; no core agency is left out."""
    case = work.find(Case, hearing.case_id)
    asked = {proposal.agency_id: proposal for proposal in chosen}
    done = answered(work, case)
    free = {agency.id: core for agency, core in unseated(work, case) if agency.id not in done}
    left_out = 0 if hearing.seats_confirmed_at else sum(core for key, core in free.items() if key not in asked)
    work.require(may_confirm(work, hearing, case, left_out), hearing)
    work.meeting_id = hearing.meeting_id
    if advocate_id is not None:
        name_advocate(work, case, advocate_id)
    for proposal in asked.values():
        if proposal.agency_id in free and proposal.agency_id != advocate_id:
            _ask(work, case, proposal.agency_id, proposal.ground, proposal.side, proposal.quiet)
    hearing.seats_confirmed_at = clock.now()
    hearing.seats_confirmed_by = work.viewer.member_id
    work.log(Verb.HEARING_CHANGED, hearing, fields=["seats"])


def may_confirm(work: Work, hearing: Hearing, case: Case, left_out: int = 0) -> Verdict:
    """Where those of the meeting must not take the case, it is for whoever acts for them, who must be named (S18)."""
    meeting = work.find(Meeting, hearing.meeting_id)
    led = may_be_heard(work, case, meeting, Acting.of(hearing)) and may_lead(work, hearing)
    return policy.may_confirm_seats(work.viewer, case, left_out) and led


def _ask(work: Work, case: Case, agency_id: UUID, reason: str, side: Side, quiet: bool) -> Seat:
    """A check seat that waits for the list to be published."""
    seat = give_seat(work, case, agency_id, SeatKind.CHECK, reason, side=side, quiet=quiet)
    seat.from_at = NOT_YET
    return seat


def name_advocate(work: Work, case: Case, agency_id: UUID) -> Seat:
    """Who speaks for the victim: a case seat, at once, for the whole file (C19)."""
    held = next((seat for seat in open_seats(work, case.id) if seat.agency_id == agency_id), None)
    if held is None:
        return seat_agency(work, case, agency_id, SeatKind.CASE, "Speaks for the victim.", advocate=True)
    work.require(seat_policy.may_change_seat(work.viewer, held), held)
    held.advocate = True
    held.from_at = min(held.from_at, clock.now())
    work.log(Verb.SEAT_CHANGED, held, fields=["advocate"])
    if held.kind is not SeatKind.CASE:
        change_kind(work, held, SeatKind.CASE)
    return held


def add_seat(work: Work, hearing: Hearing, agency: Agency, kind: SeatKind, reason: str, *, quiet: bool = False) -> Seat:
    """The chair seats an agency that no fact points to, with a reason. Raises NotFound for one that may not be."""
    case = work.find(Case, hearing.case_id)
    work.require(policy.may_add_seat(work.viewer, case) and may_lead(work, hearing))
    if agency.id not in {free.id for free, _ in unseated(work, case)}:
        raise NotFound("Agency")
    work.meeting_id = hearing.meeting_id
    side = Side.PERPETRATOR if agency.kind is AgencyKind.PERPETRATOR_SERVICE else Side.NEITHER
    if kind is SeatKind.CHECK:
        return _ask(work, case, agency.id, reason, side, quiet)
    return seat_agency(work, case, agency.id, kind, reason, side=side, quiet=quiet)


def remove_seat(work: Work, hearing: Hearing, seat: Seat, reason: str) -> None:
    """The chair takes an agency off a case, with a reason that stays with the seat."""
    case = work.find(Case, hearing.case_id)
    work.require(policy.may_remove_seat(work.viewer, case, seat) and may_lead(work, hearing), seat)
    work.meeting_id = hearing.meeting_id
    seat.reason = f"{seat.reason} Removed by the chair: {reason}".strip()
    end_seat(work, seat, "removed by the chair")
    work.announce(case.id, to=[seat.agency_id], meeting_id=hearing.meeting_id)
