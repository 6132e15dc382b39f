"""A random world: a MARAC with its cases at a meeting in one of its phases, and every item that hangs on them."""

import random
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from actions.models import Action, ActionUpdate
from agencies.models import Line, LineAudience, Research, ResearchPerson, Said
from agenda.models import Attendance, CaseAttendance, Hearing, ListVersion, Meeting, Minutes, Note, NoteAudience
from marac.cases.models import Case, Person, PersonLink
from marac.clock import LONDON
from marac.proceedings import (
    ActionStatus,
    DeferralReason,
    HearingStatus,
    MeetingStatus,
    MinutesStatus,
    NoteKind,
    Presence,
    RiskTo,
    SamePerson,
)
from marac.store.sealing import Keyring
from marac.store.seats import Seat
from marac.vocabulary import (
    CaseStatus,
    LineKind,
    PartyRole,
    ResearchAnswer,
    SeatKind,
    Sharing,
    Side,
    WithholdingReason,
)
from tests.proof.cases import Cases
from tests.proof.marks import Marks
from tests.proof.world_audit import Audited
from tests.proof.world_beside import Beside

PHASES = ("planned", "published", "open", "open", "closed", "issued", "issued")
NOT_LISTED = (CaseStatus.DRAFT, CaseStatus.REFERRED, CaseStatus.MORE_INFORMATION, CaseStatus.ACCEPTED)


class World(Cases):
    """`phase` issued: the minutes are to be issued, which is done through the platform once the rows are kept.

    `moving`: likewise a case that is to move to another MARAC; `closed`: by case that moved, the seats that it ended.
    """

    def __init__(self, seed: int, moment: datetime, keyring: Keyring, marks: Marks) -> None:
        super().__init__(random.Random(seed), moment, keyring, marks)
        self.number = seed
        self.phase = self.dice.choice(PHASES)
        self.over = self.phase in {"closed", "issued"}
        self.meeting = self._meeting()
        heard = CaseStatus.HEARD if self.over else CaseStatus.LISTED
        listed = [heard, *([heard] if self.maybe(0.6) else [])]
        others = [self.dice.choice(NOT_LISTED)] if self.maybe(0.7) else []
        for number, status in enumerate([*listed, *others], 1):
            case = self.case(status)
            self._researched(case)
            self._told(case)
            if status is heard:
                self._heard(case, number)
        self._linked()
        self.moving: Case | None = None
        self.closed: dict[UUID, set[UUID]] = {}
        Beside(self).fill()
        self.audited = Audited(self)

    @property
    def cases(self) -> list[Case]:
        return self.of[Case]

    # The meeting ----------------------------------------------------------

    def _meeting(self) -> Meeting:
        status = {"planned": MeetingStatus.PLANNED, "published": MeetingStatus.PUBLISHED, "open": MeetingStatus.OPEN}
        chairs = [one.member_id for one in self.people.eyes if one.hat == "chair"]
        meeting = self.add(
            Meeting(
                **self.here,
                starts_at=self.moment - timedelta(hours=1),
                venue="Room 2",
                status=status.get(self.phase, MeetingStatus.CLOSED),
                chair_id=self.dice.choice(chairs),
                list_version=0 if self.phase == "planned" else 1,
                opened_at=self.moment - timedelta(minutes=50) if self.over or self.phase == "open" else None,
                closed_at=self.moment - timedelta(minutes=2) if self.over else None,
            )
        )
        here = {**self.here, "meeting_id": meeting.id}
        if self.phase != "planned":
            self.add(ListVersion(**here, number=1, published_by=self.a_member()))
        if self.over:
            self.add(Minutes(**here, status=MinutesStatus.APPROVED if self.phase == "issued" else MinutesStatus.DRAFT))
        for member in {one.member_id: one for one in self.people.eyes if one.marac_id == here["marac_id"]}.values():
            if self.maybe(0.8):
                signed = {"statement_at": self.moment, "arrived_at": self.moment, "presence": Presence.PRESENT}
                self.add(Attendance(**here, agency_id=member.agency_id, member_id=member.member_id, **signed))
        assert isinstance(meeting, Meeting)
        return meeting

    def _heard(self, case: Case, number: int) -> None:
        hearing = Hearing(**self.here, case_id=case.id, meeting_id=self.meeting.id, position=number, listed_in=1)
        began = self.moment - timedelta(minutes=60 - 20 * number)
        hearing.slot_at = began
        if self.over:
            deferred = self.maybe(0.2)
            hearing.status = HearingStatus.DEFERRED if deferred else HearingStatus.HEARD
            hearing.deferral = DeferralReason.NO_TIME if deferred else None
            hearing.called_at, hearing.closed_at = began, self.moment - timedelta(minutes=3)
        elif self.phase == "open" and number == 1:
            hearing.status, hearing.called_at = HearingStatus.CALLED, began
        self.add(hearing)
        if self.over or hearing.called_at:
            for _ in range(3):
                self._noted(hearing)
        for seat in [one for one in self.of[Seat] if one.case_id == case.id][:4]:
            self._agreed(hearing, seat)
        viewer = self.dice.choice(list(self.people.speaking()))
        of = {**self.here, "case_id": case.id, "hearing_id": hearing.id}
        self.add(CaseAttendance(**of, agency_id=viewer.agency_id, member_id=viewer.member_id))
        for line in self.of[Line]:
            if line.case_id == case.id and line.sharing is Sharing.SAY_ONLY and hearing.called_at:
                said = {"agency_id": line.agency_id, "said_by": line.member_id}
                self.add(Said(**of, line_id=line.id, bears_on=RiskTo.VICTIM, **said))

    def _noted(self, hearing: Hearing) -> None:
        of = {**self.here, "case_id": hearing.case_id}
        kind = self.dice.choice(list(NoteKind))
        named = self.maybe(0.3)
        note = self.add(
            Note(
                **of,
                hearing_id=hearing.id,
                kind=kind,
                risk_to=RiskTo.VICTIM if kind is NoteKind.RISK else None,
                sharing=Sharing.NAMED if named else Sharing.SEATED,
                for_perpetrators_side=not named and self.maybe(0.3),
                client_id=uuid4(),
                written_by=self.a_member(),
                written_at=hearing.called_at,
            )
        )
        if named:
            self.add(NoteAudience(**of, note_id=note.id, agency_id=self.an_agency()))

    def _agreed(self, hearing: Hearing, seat: Seat) -> None:
        done = self.maybe(0.4)
        action = Action(
            **self.here,
            case_id=hearing.case_id,
            hearing_id=hearing.id,
            agency_id=seat.agency_id,
            member_id=self.a_member(seat.agency_id) if self.maybe(0.4) else None,
            side=Side.PERPETRATOR if seat.side is Side.PERPETRATOR else Side.NEITHER,
            label=f"A{len(self.of[Action])}",
            catalogue_code="TH02",
            risk_to=RiskTo.VICTIM,
            due_on=(self.moment + timedelta(days=3)).astimezone(LONDON).date(),
            quiet=seat.quiet,
            agreed_by=self.a_member(),
            agreed_at=hearing.called_at or self.moment - timedelta(days=2),
        )
        if done:
            action.status, action.settled_at = ActionStatus.COMPLETED, self.moment
            action.settled_by = self.a_member(seat.agency_id)
            action.outcome, action.evidence = (self.marks.word(action, name) for name in ("outcome", "evidence"))
        self.add(action)
        if done:
            of = {**self.here, "case_id": action.case_id, "action_id": action.id, "agency_id": action.agency_id}
            self.add(ActionUpdate(**of, member_id=action.settled_by, status=action.status, at=self.moment))

    # What agencies bring ---------------------------------------------------

    def _researched(self, case: Case) -> None:
        of = {**self.here, "case_id": case.id}
        people = [one for one in self.of[Person] if one.case_id == case.id]
        seats = {one.agency_id: one for one in self.of[Seat] if one.case_id == case.id and not one.person_id}
        for agency, seat in seats.items():
            if seat.kind not in {SeatKind.CASE, SeatKind.CHECK} or case.status is CaseStatus.DRAFT:
                continue
            back = self.moment - timedelta(days=1) if self.maybe() else None
            asked = self.add(
                Research(
                    **of, agency_id=agency, meeting_id=self.meeting.id, seat_id=seat.id, due_at=self.moment,
                    returned_at=back, returned_by=self.a_member(agency) if back else None,
                )
            )  # fmt: skip
            for person in people if back else ():
                answer = {"answer": self.dice.choice(list(ResearchAnswer)), "answered_by": self.a_member(agency)}
                self.add(ResearchPerson(**of, agency_id=agency, research_id=asked.id, person_id=person.id, **answer))

    def _told(self, case: Case) -> None:
        """A line of every kind of audience, each of an agency that is or was at the table."""
        if case.status is CaseStatus.DRAFT:
            return
        owners = [one.agency_id for one in self.of[Seat] if one.case_id == case.id]
        victim = next(one.id for one in self.of[Person] if one.case_id == case.id and one.party is PartyRole.VICTIM)
        for sharing in (*Sharing, Sharing.SEATED, Sharing.NAMED):
            self._line(case, self.dice.choice(owners), sharing, victim if self.maybe(0.3) else None)

    def _line(self, case: Case, owner: UUID, sharing: Sharing, person: UUID | None) -> None:
        kinds = [LineKind.FACT, LineKind.OPINION, LineKind.VOICE]
        line = Line(
            **self.here,
            case_id=case.id,
            agency_id=owner,
            member_id=self.a_member(owner),
            person_id=person,
            side=Side.PERPETRATOR if self.maybe(0.15) else Side.NEITHER,
            label=f"L{len(self.of[Line])}",
            kind=self.dice.choice(kinds),
            sharing=sharing,
            to_chair=sharing is not Sharing.NAMED or self.maybe(0.7),
            to_coordinator=sharing is not Sharing.NAMED or self.maybe(0.7),
            for_perpetrators_side=sharing is Sharing.SEATED and self.maybe(0.3),
            withholding=WithholdingReason.VICTIM_ASKED if sharing is Sharing.WITHHELD else None,
            recorded_at=self.moment - timedelta(hours=5),
        )
        line.source_date = self.marks.day(line, "source_date")
        if sharing is Sharing.SAY_ONLY:
            line.bears_on = RiskTo.VICTIM.value
        self.add(line)
        if sharing is Sharing.NAMED:
            for agency in {self.an_agency(), self.an_agency()} - {owner}:
                to: dict[str, Any] = {"line_id": line.id, "owner_id": owner, "agency_id": agency}
                ended = self.moment - timedelta(hours=1) if self.maybe(0.2) else None
                self.add(LineAudience(**self.here, case_id=case.id, **to, ended_at=ended))

    def _linked(self) -> None:
        sent = [case.id for case in self.cases if case.status is not CaseStatus.DRAFT]
        victims = {one.case_id: one.id for one in self.of[Person] if one.party is PartyRole.VICTIM}
        if len(sent) > 1:
            first, second = sent[:2]
            of = {"case_id": first, "person_id": victims[first]}
            of |= {"other_case_id": second, "other_person_id": victims[second]}
            self.add(PersonLink(**self.here, **of, decision=SamePerson.SAME, decided_by=self.a_member()))
