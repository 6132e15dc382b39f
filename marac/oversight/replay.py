"""How things stood at a moment of the record: who wore which hat, from which seat, and what had been decided."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import col, select

from marac.clock import LONDON
from marac.oversight.ledger import GAVE
from marac.store.audit import AuditEvent
from marac.store.people import Appointment
from marac.store.scope import Record, kinds
from marac.store.seats import Seat, mine
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import Hat, SeatKind, Sharing, Side, Viewer

AN_HOUR = timedelta(hours=1)
SEATED = (Verb.SEAT_GIVEN, Verb.SEAT_CHANGED)


@dataclass(frozen=True, slots=True)
class Held:
    """One seat from which somebody looked."""

    id: UUID
    kind: SeatKind
    side: Side
    for_one: bool
    advocate: bool
    from_at: datetime
    until_at: datetime | None
    given_by: UUID | None


@dataclass(frozen=True, slots=True)
class Standing:
    """One person at one moment. Without an appointment nobody could look at all."""

    appointment: Appointment | None = None
    seats: tuple[Held, ...] = ()
    visible: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """The latest decision on an item, and to whom it had been disclosed by then."""

    event: AuditEvent | None = None
    sharing: Sharing | None = None
    told: frozenset[UUID] = field(default_factory=frozenset)


def standing_at(work: Work, event: AuditEvent, table: str, item_id: UUID) -> Standing:
    """With the eyes of whoever the event names, as at its moment; the rules are asked again, nothing is opened."""
    appointment = _appointment(work, event)
    if appointment is None or event.agency_id is None or event.member_id is None:
        return Standing()
    hat = Hat(event.hat)
    viewer = Viewer(event.member_id, event.agency_id, appointment.marac_id, hat, appointment.side, appointment.id)
    kind = _kind(table)
    with work.as_seen_by(viewer, at=event.at) as theirs:
        seats = theirs.all(select(Seat).where(Seat.case_id == event.case_id, mine(viewer)))
        visible = kind is not None and theirs.first(select(kind.id).where(kind.id == item_id)) is not None
        return Standing(appointment, tuple(_held(seat) for seat in seats), visible)


def _held(seat: Seat) -> Held:
    one = seat.person_id is not None
    return Held(seat.id, seat.kind, seat.side, one, seat.advocate, seat.from_at, seat.until_at, seat.given_by)


def _kind(table: str) -> type[Record] | None:
    return next((kind for kept, kind in kinds().items() if kept.name == table), None)


def _appointment(work: Work, event: AuditEvent) -> Appointment | None:
    """The one under which it was done, if it was in force then."""
    day = event.at.astimezone(LONDON).date()
    query = select(Appointment).where(
        col(Appointment.member_id) == event.member_id,
        col(Appointment.marac_id) == event.marac_id,
        col(Appointment.role) == event.hat,
        col(Appointment.from_on) <= day,
    )
    for held in work.all(query.order_by(col(Appointment.from_on), col(Appointment.id))):
        over = (held.until_on and held.until_on < day) or (held.ended_at and held.ended_at <= event.at)
        if held.confirmed_at and held.confirmed_at <= event.at and not over:
            return held
    return None


def seats_as_of(seats: Iterable[Held], changes: Iterable[AuditEvent], at: datetime) -> tuple[Held, ...]:
    """The same seats with the kind that they had then: a check seat may have become a case seat since."""
    kinds_then: dict[str, SeatKind] = {}
    for event in changes:
        if event.at <= at and event.verb in SEATED and event.reason in set(SeatKind):
            kinds_then.update((item["id"], SeatKind(event.reason)) for item in event.items if item["t"] == "seat")
    return tuple(replace(seat, kind=kinds_then.get(str(seat.id), seat.kind)) for seat in seats)


def decided_by(history: Iterable[AuditEvent], item_id: UUID, at: datetime) -> Decided:
    """What had been decided about a line by then, replayed from the record, oldest event first."""
    found = Decided()
    for event in history:
        if event.at > at:
            break
        found = _next(found, event, str(item_id))
    return found


def _next(was: Decided, event: AuditEvent, item_id: str) -> Decided:
    told = recipients(event)
    if event.verb is Verb.LINE_DECIDED:
        decided = Sharing(event.reason) if event.reason in set(Sharing) else Sharing.WITHHELD
        return Decided(event, decided)
    if event.verb is Verb.LINE_SHARED:
        return replace(was, told=told)
    if event.verb is Verb.LINE_CORRECTED:
        newer = event.items[0]["id"] == item_id
        return Decided(event, Sharing.NAMED if newer else Sharing.PRIVATE, told if newer else frozenset())
    if event.verb in (Verb.DETAIL_GIVEN, Verb.DETAIL_NAMED) and told:
        return Decided(event, None, was.told | told)
    if event.verb is Verb.DETAIL_UNNAMED:
        return Decided(event, None, was.told - told)
    if event.verb in (Verb.LINE_OPENED_TO_SEAT, Verb.MINUTES_ISSUED):
        return Decided(was.event or event, was.sharing, was.told | told)
    return was


def emergency_of(work: Work, event: AuditEvent) -> AuditEvent | None:
    """The threat to life that the same person had declared on the same case within the hour before (S12)."""
    asked = select(AuditEvent).where(
        AuditEvent.case_id == event.case_id,
        AuditEvent.member_id == event.member_id,
        AuditEvent.verb == Verb.DETAIL_IN_EMERGENCY,
        col(AuditEvent.at) <= event.at,
        col(AuditEvent.at) > event.at - AN_HOUR,
    )
    return work.first(asked.order_by(col(AuditEvent.at).desc()))


def recipients(event: AuditEvent) -> frozenset[UUID]:
    """Agencies and members to whom it was disclosed."""
    return frozenset(UUID(value) for one in event.recipients for value in one.values())


def giver_of(history: Iterable[AuditEvent]) -> UUID | None:
    """The agency that put the item on the record."""
    return next((event.agency_id for event in history if event.verb in GAVE), None)
