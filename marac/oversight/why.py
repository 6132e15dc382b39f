"""Why could they see it? The rule, the seat and the decision as they stood when it was shown (S21, C72)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select

from marac.oversight import replay, wording
from marac.oversight.ledger import LEFT, SHOWN, Names
from marac.oversight.replay import Decided, Held, Standing
from marac.policy.explaining import PROTECTED, Rule, Stood, rule_for, rule_of_ear
from marac.proceedings import WITHIN_THE_AGENCY
from marac.store.audit import AuditEvent
from marac.store.people import Appointment
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import FOR_THE_AGENCY, FOR_THE_MEETING, Hat, Side
from marac.web.page import day, moment


@dataclass(frozen=True, slots=True)
class Why:
    """One explanation. Without a rule it cannot be explained, and somebody should ask."""

    rule: str
    said: str
    seat: str
    decision: str

    @property
    def explained(self) -> bool:
        return bool(self.rule)


class Explainer:
    """Explains the events of one item; who stood how is asked once for each person and moment."""

    def __init__(self, work: Work, item_id: UUID, history: Sequence[AuditEvent], names: Names) -> None:
        self.work = work
        self.item_id = item_id
        self.history = history
        self.names = names
        self.table = _table(history, item_id)
        self.giver = replay.giver_of(event for event in history if _holds(event, item_id))
        self._seat_changes: list[AuditEvent] | None = None

    def why(self, event: AuditEvent) -> Why | None:
        """None for what needs no explaining: an agency's own deeds, and reading the record."""
        if event.verb is Verb.LINE_HEARD:
            return self._by_ear(event)
        if event.verb not in (*SHOWN, *LEFT) or event.hat not in set(Hat):
            return None
        table, item_id = self._item_in(event)
        stands = replay.standing_at(self.work, event, table, item_id)
        seats = replay.seats_as_of(stands.seats, self._seats_changed(event), event.at)
        decided = self._decided(table, item_id, event)
        emergency = replay.emergency_of(self.work, event) if table in PROTECTED else None
        if emergency and not decided.event:
            decided = replace(decided, event=emergency)
        rule = (
            rule_for(self._stood(event, table, stands, seats, decided, emergency is not None))
            if stands.appointment
            else None
        )
        return self._said(rule, event, stands, seats, decided)

    def _stood(
        self,
        event: AuditEvent,
        table: str,
        stands: Standing,
        seats: Sequence[Held],
        decided: Decided,
        emergency: bool,
    ) -> Stood:
        told = {event.agency_id} if event.hat in FOR_THE_AGENCY else {event.member_id}
        return Stood(
            table=table,
            hat=Hat(event.hat),
            own=event.hat in WITHIN_THE_AGENCY and event.agency_id == self.giver,
            told=bool(told & decided.told),
            visible=stands.visible,
            kinds=frozenset(seat.kind for seat in seats),
            perpetrators=bool(seats) and all(seat.side is Side.PERPETRATOR for seat in seats),
            for_one=bool(seats) and all(seat.for_one for seat in seats),
            advocate=event.hat == Hat.ADVOCATE and any(seat.advocate for seat in seats),
            emergency=emergency,
            sharing=decided.sharing,
        )

    def _item_in(self, event: AuditEvent) -> tuple[str, UUID]:
        """The item itself, or the part of a copy of the minutes in which it stood."""
        if _holds(event, self.item_id):
            return self.table, self.item_id
        parts = [UUID(item["id"]) for item in event.items if item["t"] == "minutes_part"]
        return ("minutes_part", parts[0]) if parts else (self.table, self.item_id)

    def _decided(self, table: str, item_id: UUID, event: AuditEvent) -> Decided:
        about = [one for one in self.history if _holds(one, item_id)]
        if table == "minutes_part":
            about = [one for one in about if one.verb is Verb.MINUTES_ISSUED]
        return replay.decided_by(about, item_id, event.at)

    def _seats_changed(self, event: AuditEvent) -> list[AuditEvent]:
        if self._seat_changes is None:
            asked = select(AuditEvent).where(
                AuditEvent.case_id == event.case_id, col(AuditEvent.verb).in_(replay.SEATED)
            )
            self._seat_changes = self.work.all(asked.order_by(col(AuditEvent.at)))
        return self._seat_changes

    def _by_ear(self, event: AuditEvent) -> Why:
        said = event.reason == wording.SAID
        rule = rule_of_ear(said)
        marked = [one for one in self.history if one.verb is Verb.LINE_SAID and one.at <= event.at]
        decided = replay.decided_by(self.history, self.item_id, event.at).event
        by = marked[-1] if said and marked else decided
        return Why(rule.number, rule.said, "", self._did(by) if by else "")

    # In words ---------------------------------------------------------------

    def _said(
        self, rule: Rule | None, event: AuditEvent, stands: Standing, seats: Sequence[Held], decided: Decided
    ) -> Why:
        seat = self._place(event, stands.appointment, seats)
        decision = self._did(decided.event) if decided.event else ""
        if rule is None:
            return Why("", "No rule explains this, as far as the record tells.", seat, decision)
        return Why(rule.number, rule.said, seat, decision)

    def _place(self, event: AuditEvent, held: Appointment | None, seats: Sequence[Held]) -> str:
        if held is None:
            return f"No appointment as {event.hat.replace('-', ' ')} was in force at that moment."
        if event.hat in FOR_THE_MEETING or event.hat not in FOR_THE_AGENCY:
            return self._appointed(event, held)
        if not seats:
            return "Their agency held no seat on the case at that moment."
        return " ".join(self._seat(seat) for seat in seats)

    def _appointed(self, event: AuditEvent, held: Appointment) -> str:
        people = [self.names.members.get(one, "") for one in (held.made_by, held.confirmed_by) if one]
        by = f", appointed by {' and '.join(name for name in people if name)}" if any(people) else ""
        return f"{event.hat.replace('-', ' ').capitalize()} from {day(held.from_on)}{by}."

    def _seat(self, seat: Held) -> str:
        giver = self.names.members.get(seat.given_by, "") if seat.given_by else ""
        until = f" until {moment(seat.until_at)}" if seat.until_at else ""
        by = f", given by {giver}" if giver else ""
        return f"{seat.kind.value.capitalize()} seat from {moment(seat.from_at)}{until}{by}."

    def _did(self, event: AuditEvent) -> str:
        who = self.names.members.get(event.member_id, "") if event.member_id else ""
        agency = self.names.short.get(event.agency_id, "") if event.agency_id else ""
        why = wording.reason(event) if event.verb is Verb.LINE_DECIDED else ""
        by = ", ".join(part for part in (who, agency) if part) or "The system"
        done = wording.step(event.verb, event.reason)
        return f"{by} {done}{': ' + why if why else ''}, {_when(event.at)}."


def _when(at: datetime) -> str:
    return moment(at)


def _table(history: Sequence[AuditEvent], item_id: UUID) -> str:
    return next((item["t"] for event in history for item in event.items if item["id"] == str(item_id)), "")


def _holds(event: AuditEvent, item_id: UUID) -> bool:
    return any(item["id"] == str(item_id) for item in event.items)
