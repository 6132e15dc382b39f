"""A small random world: every table filled with rows of every class, so that rules meet all their cases."""

import random
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from agencies.models import Line, LineAudience, Research, ResearchPerson
from agenda.models import (
    Meeting,
)
from marac import clock
from marac.cases.models import (
    BirthDate,
    BlindIndex,
    Case,
    Detail,
    Particulars,
    Person,
    PersonLink,
    PersonName,
    ProtectedAudience,
    ProtectedDetail,
    Referral,
    ReferralSection,
    RiskAssessment,
    SafeContact,
)
from marac.proceedings import MeetingStatus, RemarkKind, SamePerson
from marac.store.agreements import Agreement, AgreementDocument, AgreementRemark
from marac.store.audit import AuditEvent
from marac.store.keys import CaseKey
from marac.store.people import Account, Agency, Member, Partner, Provider
from marac.store.scope import Record
from marac.store.seats import Seat
from marac.store.walls import Wall
from marac.verbs import Operation, Verb
from marac.vocabulary import (
    FOR_THE_AGENCY,
    AgencyKind,
    CaseStatus,
    DetailKind,
    LineKind,
    PartyRole,
    ResearchAnswer,
    SeatKind,
    Sharing,
    Side,
    TopicVisibility,
)
from tests.cast import Cast
from tests.house.sitting import Sitting
from tests.house.world_oversight import oversight
from tests.house.world_record import record


class World(Sitting):
    """Rows of the given number of cases, chosen by one seed; written past every rule by the owner of the tables."""

    def __init__(self, cast: Cast, seed: int, cases: int = 3) -> None:
        self.cast = cast
        self.dice = random.Random(seed)
        self.rows: list[Record] = []
        self.agencies = list(cast.agencies.values())
        self.members = {name: cast[name] for name in cast.viewers}
        self.meeting = self._add(
            Meeting(marac_id=cast.marac, starts_at=clock.now(), status=self.dice.choice(list(MeetingStatus)))
        )
        elsewhere = self._register()
        self._meeting_rows()
        self._agreements(elsewhere)
        self.rows += record(self, elsewhere)
        made = [self._case(number) for number in range(cases)]
        self._add(
            PersonLink(
                marac_id=cast.marac,
                case_id=made[0][0],
                person_id=made[0][1],
                other_case_id=made[-1][0],
                other_person_id=made[-1][1],
                decision=self.dice.choice(list(SamePerson)),
                decided_by=self._member(),
            )
        )

    def _register(self) -> UUID:
        """How some members sign in, and somebody of an agency that is no partner of this MARAC."""
        elsewhere = self._add(Member(agency_id=uuid4(), name="Somebody Elsewhere"))
        for agency in (self._agency(), elsewhere.agency_id):
            self._add(Provider(agency_id=agency, key=uuid4().hex, issuer="https://idp.example", client_id="marac"))
        for member in {elsewhere.id, self._member(), self._member(), self.members["police_rep"].member_id}:
            self._add(Account(member_id=member, email=f"{member}@example.org"))
        for reason, agency in (("state", self._agency()), ("nonce", elsewhere.agency_id)):
            refused = {"operation": Operation.REFUSED, "verb": Verb.SIGN_IN_REFUSED, "reason": reason}
            self._add(AuditEvent(agency_id=agency, hat="system: sign-in", **refused))
        return UUID(str(elsewhere.agency_id))

    def _agreements(self, elsewhere: UUID) -> None:
        """Of partners, of a partner's parent and of an agency elsewhere: with this MARAC, another, and the umbrella."""
        parent = uuid4()
        self._add(Agency(name="Unit", short_name="unit", kind=AgencyKind.OTHER, parent_id=parent, id=(unit := uuid4())))
        self._add(Partner(marac_id=self.cast.marac, agency_id=unit))
        dates = dict.fromkeys(("signed_on", "review_on", "expires_on"), clock.today())
        for agency in {*self.agencies, parent, elsewhere}:
            for marac in (self.cast.marac, uuid4(), None):
                made = self._add(Agreement(agency_id=agency, marac_id=marac, label="1", signed_by="Jo Field", **dates))
                self._add(AgreementDocument(agreement_id=made.id, content=b"%PDF-"))
                self._add(AgreementRemark(agreement_id=made.id, kind=RemarkKind.RECORDED))

    def _case(self, number: int) -> tuple[UUID, UUID]:
        author = self.members[self.dice.choice(["police_rep", "idva", "council_rep", "contributor"])]
        case = self._add(
            Case(
                marac_id=self.cast.marac,
                code=f"CODE{number}{uuid4().hex[:4]}",
                status=self.dice.choice([CaseStatus.DRAFT, *[CaseStatus.ACCEPTED] * 4, CaseStatus.LISTED]),
                author_id=author.member_id,
                agency_id=author.agency_id,
                restricted=random.Random(len(self.rows)).random() < 0.3,  # dice of its own: the others fall as before
            )
        )
        here = {"marac_id": self.cast.marac, "case_id": case.id}
        self._add(CaseKey(**here, wrapped=b"x"))
        people = [
            (self._add(Person(**here, party=party)).id, party)
            for party in (PartyRole.VICTIM, PartyRole.PERPETRATOR, PartyRole.CHILD)
        ]
        self._seats(here, [person for person, _ in people])
        self._walls(here)
        self._file(here, author.agency_id, author.member_id)
        for person, party in people:
            self._person(here, person, party)
        self._information(here, people[0][0])
        self._hearing(here)
        self._events(here)
        self.rows += oversight(self, here, self.line.id)
        return case.id, people[0][0]

    def _seats(self, here: dict[str, Any], people: list[UUID]) -> None:
        for agency in self.agencies:
            if self._maybe(0.65):
                now = clock.now()
                self._add(
                    Seat(
                        **here,
                        agency_id=agency,
                        member_id=self._member(agency) if self._maybe(0.2) else None,
                        person_id=self.dice.choice(people) if self._maybe(0.15) else None,
                        kind=self.dice.choice(list(SeatKind)),
                        side=self.dice.choice(list(Side)),
                        advocate=self._maybe(0.4),
                        quiet=self._maybe(0.3),
                        from_at=now + self.dice.choice([-1, -1, -1, 1]) * timedelta(hours=1),
                        until_at=self.dice.choice([None, None, now - timedelta(minutes=1), now + timedelta(hours=2)]),
                    )
                )

    def _walls(self, here: dict[str, Any]) -> None:
        if self._maybe(0.5):
            agency = self._agency()
            whole = self._maybe()
            self._add(
                Wall(
                    **here,
                    member_id=None if whole else self._member(),
                    agency_id=agency if whole else None,
                    cleared=[self._member(agency)] if whole and self._maybe() else [],
                    raised_by=self._member(),
                    until_at=clock.now() - timedelta(hours=1) if self._maybe(0.2) else None,
                    from_at=clock.now() - timedelta(hours=2),
                )
            )

    def _file(self, here: dict[str, Any], agency: UUID, member: UUID) -> None:
        reference = uuid4().hex
        self._add(Referral(**here, agency_id=agency, member_id=member, reference=reference))
        for visibility in TopicVisibility:
            self._add(ReferralSection(**here, agency_id=agency, topic=visibility.value, visibility=visibility))
        self._add(RiskAssessment(**here, tool="R24", tool_version="1"))
        self._add(SafeContact(**here))

    def _person(self, here: dict[str, Any], person: UUID, party: PartyRole) -> None:
        of = {**here, "person_id": person, "party": party, "agency_id": self._agency()}
        for searchable in (True, False):
            self._add(PersonName(**of, searchable=searchable))
            self._add(BirthDate(**of, searchable=searchable))
            self._add(Detail(**of, kind=DetailKind.HOME_ADDRESS, cleared=searchable))
        self._add(Particulars(**here, person_id=person, party=party))
        self._add(BlindIndex(**here, person_id=person, party=party, fingerprint=b"f"))
        secret = self._add(ProtectedDetail(**of, kind=DetailKind.PHONE))
        giver = self._agency()
        self._add(
            ProtectedAudience(
                **here,
                detail_id=secret.id,
                agency_id=self._agency(),
                named_by=self._member(),
                named_by_agency_id=giver,
            )
        )

    def _information(self, here: dict[str, Any], person: UUID) -> None:
        for sharing in Sharing:
            agency = self._agency()
            line = self._add(
                Line(
                    **here,
                    agency_id=agency,
                    member_id=self._member(),
                    person_id=person if self._maybe() else None,
                    side=self.dice.choice(list(Side)),
                    label=uuid4().hex[:4],
                    kind=self.dice.choice(list(LineKind)),
                    sharing=sharing,
                    to_chair=self._maybe(),
                    to_coordinator=self._maybe(),
                    for_perpetrators_side=self._maybe(),
                )
            )
            for _ in range(2):
                ended = clock.now() if self._maybe(0.3) else None
                audience = {"line_id": line.id, "owner_id": agency, "ended_at": ended}
                self._add(LineAudience(**here, **audience, agency_id=self._agency()))
        seat = self._add(Seat(**here, agency_id=self._agency(), kind=SeatKind.CHECK))
        asked = self._add(
            Research(**here, agency_id=self._agency(), meeting_id=self.meeting.id, seat_id=seat.id, due_at=clock.now())
        )
        self._add(
            ResearchPerson(
                **here,
                agency_id=asked.agency_id,
                research_id=asked.id,
                person_id=person,
                answer=ResearchAnswer.KNOWN,
                answered_by=self._member(),
            )
        )
        self.line = line

    def _events(self, here: dict[str, Any]) -> None:
        for hat in ("representative", "chair", "auditor"):
            viewer = self.members[self.dice.choice(list(self.members))]
            self._add(
                AuditEvent(
                    marac_id=here["marac_id"],
                    case_id=here["case_id"] if self._maybe(0.8) else None,
                    member_id=viewer.member_id,
                    agency_id=viewer.agency_id,
                    hat=hat if hat in {h.value for h in FOR_THE_AGENCY} else hat,
                    operation=Operation.CONSULTATION,
                    verb=Verb.PAGE_READ,
                    recipients=[{"agency": str(self._agency())}],
                )
            )
