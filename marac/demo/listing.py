"""The coordinator's part before a meeting: triage, the list, its seats, and its publication."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from agencies.operations.seating import seat_agency
from agenda.models import Hearing, Meeting
from agenda.operations.acting import Acting, choices
from agenda.operations.listing import convene, list_case
from agenda.operations.proposals import confirm_seats, proposals
from agenda.operations.publishing import publish
from marac.cases.models import Case
from marac.cases.operations.triage import triage
from marac.demo.maracs import SOUTH
from marac.demo.referring import Filed
from marac.demo.world import World
from marac.proceedings import Triage
from marac.store.work import Work
from marac.vocabulary import Role, SeatKind

COORDINATORS = {SOUTH: "tomasz-wieland", "stoke-north": "abdul-sallow"}
CHAIRS = {SOUTH: "rhiannon-achebe", "stoke-north": "wendy-castellano"}
VENUES = {SOUTH: "Online, and Council Chamber, Codsall", "stoke-north": "Online"}


def convene_meeting(world: World, day: int, at: datetime, marac: str = SOUTH) -> UUID:
    """A sitting at half past nine, that many days from today."""
    with world.as_(COORDINATORS[marac], Role.COORDINATOR, at, marac) as work:
        starts = world.moment(day, 9, 30)
        return convene(work, starts, VENUES[marac], chair_id=world.member(CHAIRS[marac])).id


def list_cases(world: World, meeting_id: UUID, filed: Sequence[Filed], at: datetime) -> None:
    """Accept each to the meeting, in this order."""
    marac = filed[0].marac
    with world.as_(COORDINATORS[marac], Role.COORDINATOR, at, marac) as work:
        meeting = work.find(Meeting, meeting_id)
        for one in filed:
            case = work.find(Case, one.case_id)
            one.hearing_id = list_case(work, case, meeting, acting=_acting(work, case, meeting)).id


def _acting(work: Work, case: Case, meeting: Meeting) -> Acting:
    """Where chair or coordinator must not take a case, the first who may in their place."""
    named = {choice.office: choice.candidates[0].id for choice in choices(work, case, meeting)}
    return Acting(named.get("chair"), named.get("coordinator"))


def confirm(world: World, filed: Sequence[Filed], at: datetime) -> None:
    """Ask whom the protocol and the facts of each case propose."""
    marac = filed[0].marac
    with world.as_(COORDINATORS[marac], Role.COORDINATOR, at, marac) as work:
        for one in filed:
            case = work.find(Case, one.case_id)
            suggested = [proposal for proposal in proposals(work, case) if proposal.suggested]
            with work.session.no_autoflush:
                confirm_seats(work, work.find(Hearing, one.hearing_id), suggested)


def publish_list(world: World, meeting_id: UUID, at: datetime, marac: str = SOUTH) -> None:
    with world.as_(COORDINATORS[marac], Role.COORDINATOR, at, marac) as work:
        with work.session.no_autoflush:
            publish(work, work.find(Meeting, meeting_id))


def seat_only(world: World, filed: Filed, agency: str, member: str, reason: str, at: datetime) -> None:
    """A check for one named person of an agency: a restricted case is open to no others (S17)."""
    with world.as_(COORDINATORS[filed.marac], Role.COORDINATOR, at, filed.marac) as work:
        case = work.find(Case, filed.case_id)
        seat_agency(work, case, world.agency(agency), SeatKind.CHECK, reason, member_id=world.member(member))


def decide(world: World, filed: Filed, outcome: Triage, reason: str, at: datetime) -> None:
    """Any outcome of triage but acceptance."""
    with world.as_(COORDINATORS[filed.marac], Role.COORDINATOR, at, filed.marac) as work:
        triage(work, work.find(Case, filed.case_id), outcome, reason)
