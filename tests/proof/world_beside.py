"""What stands beside the seats of a random case: emergencies, observers, notices, holds, proposed erasures; and which
case is to move to another MARAC, which is done through the platform once the rows are kept."""

import random
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from actions.models import Action
from agencies.models import Line
from agenda.models import Attendance, Hearing, Observation
from marac.cases.models import Case, EmergencyOpening, Erasure, Hold, Notice, ProtectedAudience, ProtectedDetail
from marac.clock import LONDON
from marac.proceedings import ErasureGround, HoldKind, LifeThreat, NoticeKind, Presence, RiskTo
from marac.store.seats import Seat
from marac.vocabulary import CaseStatus, DetailKind, PartyRole, Role, SeatKind, Side
from tests.proof.people import Eyes

if TYPE_CHECKING:
    from tests.proof.world import World

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
OVER = {CaseStatus.HEARD, CaseStatus.CLOSED}
MOVES = {CaseStatus.REFERRED, CaseStatus.MORE_INFORMATION, CaseStatus.ACCEPTED, CaseStatus.HEARD}


class Beside:
    """Throws dice of its own, so that the rest of the world stays as it is."""

    def __init__(self, world: "World") -> None:
        self.world, self.moment = world, world.moment
        self.dice = random.Random(f"beside {world.number}")

    def fill(self) -> None:
        for case in self.world.cases:
            if case.status is not CaseStatus.DRAFT:
                self._emergencies(case)
                self._corrected(case)
                self._kept(case)
        for named in self.world.of[ProtectedAudience]:
            named.ended_at = self.moment - MINUTE if self.maybe(0.25) else None
        self._observers()
        going = [case for case in self.world.cases if case.status in MOVES]
        if going and self.maybe(0.6):
            self._moving(self.dice.choice(going))
        self._guardians()

    def maybe(self, odds: float) -> bool:
        return self.dice.random() < odds

    def _of(self, case: Case) -> dict[str, UUID]:
        return {**self.world.here, "case_id": case.id}

    def _rows(self, kind: type[Any], case: Case) -> list[Any]:
        return [row for row in self.world.of[kind] if row.case_id == case.id]

    def _speaking(self, agency_id: UUID | None = None) -> list[Eyes]:
        return list(self.world.people.speaking(agency_id))

    # Emergencies (S12) and corrections (S16) --------------------------------

    def _emergencies(self, case: Case) -> None:
        """Running, just over and long over; of what is kept, of another kind, of another party."""
        for ago in (20 * MINUTE, self.dice.choice([59 * MINUTE, HOUR, 3 * HOUR])):
            if self.maybe(0.6):
                self._emergency(case, self.moment - ago)

    def _emergency(self, case: Case, began: Any) -> None:
        opener = self._opener(case)
        kind = DetailKind.PHONE if self.maybe(0.8) else DetailKind.SCHOOL
        party = self.dice.choice([PartyRole.VICTIM, PartyRole.VICTIM, PartyRole.CHILD])
        made = self.world.add(
            EmergencyOpening(
                **self._of(case),
                agency_id=opener.agency_id,
                member_id=opener.member_id,
                label=case.code,
                party=party,
                kind=kind,
                danger=LifeThreat.MISSING,
                from_at=began,
                until_at=began + HOUR,
            )
        )
        such = [one for one in self._rows(ProtectedDetail, case) if (one.kind, one.party) == (kind, party)]
        told = {one.agency_id for one in such} | {one.agency_id for one in self._rows(Seat, case) if one.advocate}
        for agency in sorted(told - {opener.agency_id}):
            self._notice(case, NoticeKind.DETAIL_OPENED, case.code, made.id, agency, opener)

    def _opener(self, case: Case) -> Eyes:
        """Mostly one who learns by it what they were not given: with a seat to act, if they have no other."""
        gave = {row.agency_id for row in self._rows(ProtectedDetail, case)}
        others = [one for one in self._speaking() if one.agency_id not in gave and one.side is not Side.PERPETRATOR]
        if not others or self.maybe(0.2):
            return self.dice.choice(self._speaking())
        opener = self.dice.choice(others)
        if not any(self._sits(opener, seat) for seat in self._rows(Seat, case)):
            acts = {"agency_id": opener.agency_id, "kind": SeatKind.ACTION, "from_at": self.moment - timedelta(days=4)}
            self.world.add(Seat(**self._of(case), **acts))
        return opener

    def _sits(self, eyes: Eyes, seat: Seat) -> bool:
        now = seat.from_at <= self.moment and not seat.until_at and seat.agency_id == eyes.agency_id
        return now and seat.side is not Side.PERPETRATOR and not (seat.member_id or seat.person_id)

    def _corrected(self, case: Case) -> None:
        """Told of a line by its code, whatever became of their seat."""
        lines = self._rows(Line, case)
        if lines and self.maybe(0.3):
            line, agency = self.dice.choice(lines), self.dice.choice(self.world.people.agencies).id
            label = f"{case.code}-{line.label}"
            self._notice(case, NoticeKind.LINE_CORRECTED, label, line.id, agency, self.dice.choice(self._speaking()))

    def _notice(self, case: Case, kind: NoticeKind, label: str, subject: UUID, agency: UUID, by: Eyes) -> None:
        noted = self.moment if self.maybe(0.2) else None
        both = {"both_sides": kind is NoticeKind.LINE_CORRECTED and self.maybe(0.5), "noted_at": noted}
        of = {**self._of(case), **both, "at": self.moment - 10 * MINUTE}
        self.world.add(Notice(**of, agency_id=agency, kind=kind, label=label, subject_id=subject, told_by=by.member_id))

    # Kept, and to be erased ------------------------------------------------

    def _kept(self, case: Case) -> None:
        held = {**self._of(case), "code": case.code, "placed_by": self._keeper()}
        if case.status in OVER and self.maybe(0.4):
            ended = {"ended_at": self.moment, "ended_by": self._keeper()} if self.maybe(0.3) else {}
            by = {"code": case.code, "ground": ErasureGround.MADE_IN_ERROR, "proposed_by": self._keeper()}
            self.world.add(Erasure(**self._of(case), **by, **ended))
        elif self.maybe(0.4):
            hold = Hold(**held, kind=HoldKind.COURT, placed_at=self.moment - HOUR)
            if self.maybe(0.5):
                hold.lifted_at, hold.lifted_by = self.moment - MINUTE, self._keeper()
                hold.lifted_why = self.world.marks.word(hold, "lifted_why")
            self.world.add(hold)

    def _keeper(self) -> UUID:
        keeps = {Role.CHAIR, Role.AUDITOR, Role.DATA_PROTECTION_OFFICER}
        return self.dice.choice([one.member_id for one in self.world.people.eyes if one.hat in keeps])

    # Observers (S24) --------------------------------------------------------

    def _observers(self) -> None:
        """Somebody new, or one who speaks for an agency under another hat; let in to some hearings, or to none."""
        people, before = self.world.people, len(self.world.people.rows)
        if self.maybe(0.9 if self.world.phase == "open" else 0.4):
            people.observes(self.dice.choice(self._speaking()) if self.maybe(0.4) else None)
        self.world.rows += people.rows[before:]
        for one in [eyes for eyes in people.eyes if eyes.hat is Role.OBSERVER]:
            self._came(one)
            for hearing in self.world.of[Hearing]:
                if self.maybe(0.75):
                    self._let_in(one, hearing)

    def _came(self, eyes: Eyes) -> None:
        there = next((row for row in self.world.of[Attendance] if row.member_id == eyes.member_id), None)
        if there is None:
            signed = {"arrived_at": self.moment, "statement_at": self.moment if self.maybe(0.8) else None}
            who = {"agency_id": eyes.agency_id, "member_id": eyes.member_id, "meeting_id": self.world.meeting.id}
            there = self.world.add(Attendance(**self.world.here, **who, **signed))
        there.presence = Presence.OBSERVER

    def _let_in(self, eyes: Eyes, hearing: Hearing) -> None:
        """In the room, gone out, or about to come in."""
        window = self.dice.choice([(-9, None), (-9, None), (-9, None), (-9, 30), (-9, 0), (2, None)])
        since, until = (None if at is None else self.moment + at * MINUTE for at in window)
        who = {"agency_id": eyes.agency_id, "member_id": eyes.member_id, "admitted_by": self.world.meeting.chair_id}
        of = {**self.world.here, "case_id": hearing.case_id, "hearing_id": hearing.id}
        self.world.add(Observation(**of, **who, from_at=since, until_at=until))

    # Guardians (S21) --------------------------------------------------------

    def _guardians(self) -> None:
        """Of two agencies that hold lines; some on a side, though appointments are on none."""
        people, before = self.world.people, len(self.world.people.rows)
        owners = list(dict.fromkeys(line.agency_id for line in self.world.of[Line]))
        for agency_id in self.dice.sample(owners, min(2, len(owners))):
            agency = next(one for one in people.agencies if one.id == agency_id)
            people.guards(agency, self.dice.choice([Side.NEITHER] * 3 + [Side.VICTIM, Side.PERPETRATOR]))
        self.world.rows += people.rows[before:]

    # To another MARAC (S23) --------------------------------------------------

    def _moving(self, case: Case) -> None:
        """With something still to do for one or two of its agencies."""
        self.world.moving = case
        seats = self._rows(Seat, case)
        for seat in self.dice.sample(seats, min(2, len(seats))):
            if self.maybe(0.6):
                self._to_do(case, seat)

    def _to_do(self, case: Case, seat: Seat) -> None:
        speaks = [one.member_id for one in self._speaking(seat.agency_id)]
        self.world.add(
            Action(
                **self._of(case),
                agency_id=seat.agency_id,
                member_id=self.dice.choice(speaks) if speaks and self.maybe(0.5) else None,
                side=Side.PERPETRATOR if seat.side is Side.PERPETRATOR else Side.NEITHER,
                label=f"A{len(self.world.of[Action])}",
                catalogue_code="TH02",
                risk_to=RiskTo.VICTIM,
                due_on=(self.moment + timedelta(days=5)).astimezone(LONDON).date(),
                quiet=seat.quiet,
                agreed_by=self.dice.choice(self._speaking()).member_id,
                agreed_at=self.moment - 2 * HOUR,
            )
        )
