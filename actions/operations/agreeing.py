"""Agreeing an action, and giving its owner the seat it needs."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as ask
from sqlmodel import col, select

from actions.catalogue import answers, find
from actions.models import Action
from actions.operations.people import needs_own_seat, seat_to_act, sides_of, walled, worker
from marac import clock
from marac.cases.codes import line_code
from marac.cases.models import Case
from marac.cases.operations.kept_out import works_for_a_party
from marac.cases.operations.leading import may_lead
from marac.cases.operations.taking_part import agency_here
from marac.policy import actions as policy
from marac.proceedings import RiskTo
from marac.store.people import Agency
from marac.store.seats import Seat, in_force
from marac.store.walls import Wall
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import SeatKind, Side, Verdict, refused

# Check and hearing seats end by themselves (S2): an owner who has only those needs one that lasts.
LASTING = (SeatKind.CASE, SeatKind.ACTION)


def agree(
    work: Work,
    case: Case,
    *,
    catalogue_code: str,
    wording: str,
    agency_id: UUID,
    due_on: date,
    risk_to: RiskTo,
    risk: str = "",
    member_id: UUID | None = None,
    conditions: Iterable[str] = (),
    hearing_id: UUID | None = None,
    quiet: bool = False,
    side: Side = Side.NEITHER,
) -> Action:
    """One agreed step of one agency, with a seat to act where it has none (S2, S5).

    `conditions`: as actions.catalogue.answers.kept writes them; what is left out is kept as not known.
    `side`: see side_of. Raises Refused with its reason; KeyError for a code that is not in the catalogue.
    """
    _require(work, case, wording, due_on, agency_id)
    action = Action(
        marac_id=case.marac_id,
        case_id=case.id,
        hearing_id=hearing_id,
        agency_id=agency_id,
        member_id=member_id,
        side=side_of(work, agency_id, member_id, side),
        label=_label(work, case.id),
        catalogue_code=catalogue_code,
        wording=wording.strip(),
        risk_to=risk_to,
        risk=risk.strip(),
        due_on=due_on,
        conditions=answers.complete(find(catalogue_code), conditions),
        quiet=quiet,
        agreed_by=work.viewer.member_id,
    )
    return _kept(work, case, action)


def _kept(work: Work, case: Case, action: Action) -> Action:
    """With its owner's way to it, as quiet as the owner's seat."""
    seats = _seats_of(work, case.id, action.agency_id)
    action.quiet = action.quiet or any(seat.quiet for seat in seats)
    _require_a_way_in(work, action)
    work.keep(action)
    work.log(Verb.ACTION_AGREED, action, to=[action.agency_id], reason=action.catalogue_code)
    _seat_the_owner(work, case, action, seats)
    work.announce(case.id, of=action)
    return action


def side_of(work: Work, agency_id: UUID, member_id: UUID | None, side: Side = Side.NEITHER) -> Side:
    """On whose side an action stands: as said; else the named person's; else the agency's, where it has only one."""
    if side is not Side.NEITHER:
        return side
    who = worker(work, agency_id, member_id, Side.NEITHER) if member_id else None
    perpetrators = {who.side is Side.PERPETRATOR} if who else sides_of(work, agency_id)
    return Side.PERPETRATOR if perpetrators == {True} else Side.NEITHER


def may_agree(work: Work, case: Case) -> Verdict:
    """Under the viewer's hat, unless somebody acts in their place there (S18)."""
    return may_lead(work, case) and policy.may_agree(work.viewer, case, works_for_a_party(work, case.id))


def _require(work: Work, case: Case, wording: str, due_on: date, agency_id: UUID) -> None:
    work.require(may_agree(work, case), case)
    work.require(policy.may_be_worded(wording))
    work.require(policy.may_be_due(due_on, clock.today()))
    work.require(policy.may_own(agency_here(work, agency_id), True))


def _require_a_way_in(work: Work, action: Action) -> None:
    """A walled person is not named, nor a walled agency without one whom its wall lets in (S17)."""
    if action.member_id is not None:
        who = worker(work, action.agency_id, action.member_id, action.side)
        shut = who is not None and walled(work, who, action.case_id)
        side = who.side if who else Side.NEITHER
        work.require(policy.may_take(action, works_here=who is not None, walled=shut, side=side))
    elif _walled_agency(work, action):
        work.require(refused("A wall keeps this agency out of the case. Name a person whom the wall lets in."))


def _walled_agency(work: Work, action: Action) -> bool:
    agency = work.find(Agency, action.agency_id)
    now, kept_out = clock.now(), [agency.id, agency.parent_id]
    walls = work.all(select(Wall).where(Wall.case_id == action.case_id, col(Wall.agency_id).in_(kept_out)))
    return any(wall.from_at <= now and (wall.until_at is None or wall.until_at > now) for wall in walls)


def _seats_of(work: Work, case_id: UUID, agency_id: UUID) -> list[Seat]:
    return work.all(select(Seat).where(Seat.case_id == case_id, Seat.agency_id == agency_id, in_force()))


def _seat_the_owner(work: Work, case: Case, action: Action, seats: list[Seat]) -> None:
    """For its agency, and for the person named where the agency's seat does not cover them."""
    lasting = [seat for seat in seats if seat.kind in LASTING and seat.person_id is None and _on_side(seat, action)]
    if not any(seat.member_id is None for seat in lasting):
        seat_to_act(work, case, action)
    who = worker(work, action.agency_id, action.member_id, action.side) if action.member_id else None
    if who and needs_own_seat(who) and not any(seat.member_id == who.member_id for seat in lasting):
        seat_to_act(work, case, action, who.member_id)


def _on_side(seat: Seat, action: Action) -> bool:
    """A seat for the perpetrator's side shows a worker of the victim's side no safe-contact warning (S6)."""
    return seat.side is not Side.PERPETRATOR or action.side is Side.PERPETRATOR


def _label(work: Work, case_id: UUID) -> str:
    """A code that no line or action of the case has; the lock, lines' too, keeps two works from choosing the same."""
    work.session.flush()
    connection = work.session.connection()
    connection.execute(ask(func.pg_advisory_xact_lock(case_id.int >> 65)))
    return line_code(lambda labels: connection.scalar(ask(func.scope.free_label(case_id, labels))))
