"""A random case: its file, its people, its seats and walls, each sealed field with a word of its own."""

import random
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from marac.cases.models import (
    BirthDate,
    Case,
    Detail,
    Particulars,
    Person,
    PersonName,
    ProtectedAudience,
    ProtectedDetail,
    Referral,
    ReferralSection,
    RiskAssessment,
    SafeContact,
)
from marac.cases.topics import PARTICULARS, TOPICS, Field, FieldKind
from marac.store.keys import CaseKey
from marac.store.sealing import Keyring, in_hand
from marac.store.seats import Seat
from marac.store.walls import Wall
from marac.vocabulary import CaseStatus, Criterion, DetailKind, NameKind, PartyRole, SeatKind, Side
from tests.proof.marks import Marks
from tests.proof.people import Eyes, People

PARTIES = (PartyRole.VICTIM, PartyRole.PERPETRATOR, PartyRole.CHILD)
IN_WORDS = {FieldKind.TEXT, FieldKind.LONG}
# Sealed, and never a word of ours: of a closed list, or made of other fields' words.
OF_A_LIST = {
    ("safe_contact", "warnings"), ("action", "conditions"), ("line", "bears_on"), ("line", "sensitive"),
    ("minutes_part", "content"),
}  # fmt: skip
# Only where something has happened; or a day.
SOMETIMES = {
    ("action", "outcome"), ("action", "evidence"), ("referral", "taken_from"), ("referral", "triage_reason"),
    ("hold", "lifted_why"), ("line", "source_date"), ("birth_date", "born_on"),
}  # fmt: skip
NOT_WORDS = OF_A_LIST | SOMETIMES


class Keys:
    """The keyring as the maker of worlds holds it: every key is new, and known."""

    def __init__(self, keyring: Keyring) -> None:
        self.keyring = keyring
        self.known: dict[UUID, AESGCM] = {}

    def new_key(self, marac_id: UUID, case_id: UUID) -> bytes:
        self.known[case_id], wrapped = self.keyring.new_key(marac_id, case_id)
        return wrapped

    def cipher_of(self, case_id: UUID) -> AESGCM:
        return self.known[case_id]


class Cases:
    """The rows of a world by table, and the dice with which they are thrown."""

    def __init__(self, dice: random.Random, moment: datetime, keyring: Keyring, marks: Marks) -> None:
        self.dice, self.moment, self.keyring, self.marks = dice, moment, keyring, marks
        self.keys = Keys(keyring)
        self.apart = random.Random(str(dice.getstate()[1][:2]))  # so that the other throws stay as they are
        in_hand.set(self.keys)
        self.people = People(dice, moment)
        self.rows: list[Any] = list(self.people.rows)
        self.of: dict[type[Any], list[Any]] = defaultdict(list)
        self.here = {"marac_id": self.people.marac.id}

    def add(self, row: Any) -> Any:
        """Keep a row, with a word in every sealed field that is to hold words."""
        self.rows.append(row)
        self.of[type(row)].append(row)
        for name in type(row).SEALED:
            if (row.__tablename__, name) not in NOT_WORDS and not getattr(row, f"{name}_sealed"):
                setattr(row, name, self.marks.word(row, name))
        return row

    def maybe(self, odds: float = 0.5) -> bool:
        return self.dice.random() < odds

    def an_agency(self) -> UUID:
        return self.dice.choice(self.people.agencies).id

    def a_member(self, agency: UUID | None = None) -> UUID:
        """Somebody of that agency; of any, where it has nobody."""
        of = [one for one in self.people.eyes if agency in (None, one.agency_id)]
        return self.dice.choice(of or self.people.eyes).member_id

    def case(self, status: CaseStatus) -> Case:
        author: Eyes = self.dice.choice(list(self.people.speaking()))
        case = Case(
            **self.here,
            code="",
            status=status,
            author_id=author.member_id,
            agency_id=author.agency_id,
            repeat=self.maybe(0.3),
            stalking=self.maybe(0.3),
            restricted=status is not CaseStatus.DRAFT and self.apart.random() < 0.15,
            children=1,
            started_at=self.moment - timedelta(days=20),
            referred_at=None if status is CaseStatus.DRAFT else self.moment - timedelta(days=19),
        )
        case.code = self.marks.code(case)
        wrapped = self.keys.new_key(case.marac_id, case.id)
        of = {**self.here, "case_id": case.id}
        self.add(case)
        self.add(CaseKey(**of, wrapped=wrapped))
        parties = [self.add(Person(**of, party=party, position=n)) for n, party in enumerate(PARTIES)]
        for person in parties:
            self._person(of, person, author)
        self._file(of, author, status)
        self._seats(of, author, parties, status)
        if status is not CaseStatus.DRAFT:
            self._walls(of)
        return case

    # The file -----------------------------------------------------------

    def _file(self, of: dict[str, Any], author: Eyes, status: CaseStatus) -> None:
        by = {"agency_id": author.agency_id}
        sent = None if status is CaseStatus.DRAFT else self.moment - timedelta(days=19)
        referral = Referral(
            **of, **by, member_id=author.member_id, reference=uuid4().hex, criteria=[Criterion.PROFESSIONAL_JUDGEMENT],
            submitted_at=sent,
        )  # fmt: skip
        if status is CaseStatus.MORE_INFORMATION:
            referral.triage_reason = self.marks.word(referral, "triage_reason")
            referral.triaged_at, referral.triaged_by = self.moment - timedelta(days=18), self.a_member()
        if sent and self.apart.random() < 0.3:
            referral.taken_from = self.marks.word(referral, "taken_from")
        self.add(referral)
        for topic in TOPICS:
            section = ReferralSection(**of, **by, topic=topic.code, visibility=topic.visibility)
            section.answers = self._answers(section, topic.fields)
            if section.answers:
                self.add(section)
        risk = RiskAssessment(**of, tool="R24", tool_version="1")
        risk.answers = {"R1": {"answer": "yes", "comment": self.marks.word(risk, "answers")}}
        self.add(risk)
        self.add(SafeContact(**of, warnings=["never-write"]))

    def _answers(self, row: Any, fields: tuple[Field, ...]) -> dict[str, Any]:
        """One or two questions in words are enough: they are one field to the record."""
        asked = [field for field in fields if field.kind in IN_WORDS]
        chosen = self.dice.sample(asked, min(2, len(asked)))
        if len({field.shown_if[1] for field in chosen if field.shown_if}) > 1:
            chosen = chosen[:1]  # brought up by answers that exclude each other
        given = {field.name: self.marks.word(row, "answers") for field in chosen}
        return given | {field.shown_if[0]: field.shown_if[1] for field in chosen if field.shown_if}

    def _person(self, of: Mapping[str, Any], person: Person, author: Eyes) -> None:
        theirs = {**of, "person_id": person.id, "party": person.party, "agency_id": author.agency_id}
        self.add(PersonName(**theirs, kind=NameKind.NAME))
        self._born(theirs, True)
        home = {"kind": DetailKind.HOME_ADDRESS}
        self.add(Detail(**theirs, **home, cleared=person.party is PartyRole.PERPETRATOR or self.maybe()))
        if person.party is not PartyRole.PERPETRATOR:
            theirs["agency_id"] = self.an_agency() if self.maybe(0.4) else author.agency_id
            self.add(PersonName(**theirs, kind=NameKind.NEW_NAME, searchable=False))
            self._born(theirs, False)
            self._protected(theirs)
        particulars = Particulars(**of, person_id=person.id, party=person.party)
        particulars.answers = self._answers(particulars, PARTICULARS[person.party])
        if particulars.answers:
            self.add(particulars)

    def _born(self, theirs: Mapping[str, Any], searchable: bool) -> None:
        born = BirthDate(**theirs, searchable=searchable)
        born.born_on = self.marks.day(born, "born_on")
        self.add(born)

    def _protected(self, theirs: Mapping[str, Any]) -> None:
        secret = self.add(ProtectedDetail(**theirs, kind=DetailKind.PHONE))
        giver = theirs["agency_id"]
        of = {"marac_id": theirs["marac_id"], "case_id": theirs["case_id"], "detail_id": secret.id}
        if self.maybe():
            by = {"named_by": self.a_member(giver), "named_by_agency_id": giver}
            self.add(ProtectedAudience(**of, agency_id=self.an_agency(), **by))

    # Who is at the table -------------------------------------------------

    def _seats(self, of: dict[str, Any], author: Eyes, parties: list[Person], status: CaseStatus) -> None:
        began = {"from_at": self.moment - timedelta(days=19)}
        side = Side.PERPETRATOR if author.side is Side.PERPETRATOR else Side.NEITHER
        self.add(Seat(**of, **began, agency_id=author.agency_id, kind=SeatKind.CASE, side=side))
        if status is CaseStatus.DRAFT:
            return
        for agency in self.people.agencies:
            if self.maybe(0.75):
                self._seat(of, agency.id, parties)

    def _seat(self, of: dict[str, Any], agency: UUID, parties: list[Person]) -> None:
        now = self.moment
        kinds = [SeatKind.CASE] * 4 + [SeatKind.HEARING, SeatKind.ACTION, SeatKind.CHECK, SeatKind.CHECK]
        member = self.maybe(0.15) or (self.of[Case][-1].restricted and self.apart.random() < 0.5)
        self.add(
            Seat(
                **of,
                agency_id=agency,
                member_id=self.a_member(agency) if member else None,
                person_id=self.dice.choice(parties).id if self.maybe(0.12) else None,
                kind=self.dice.choice(kinds),
                side=self.dice.choice([Side.NEITHER] * 4 + [Side.PERPETRATOR]),
                advocate=self._is_advocates(agency),
                quiet=self.maybe(0.2),
                from_at=now + self.dice.choice([-1, -1, -1, -1, 1]) * timedelta(days=9),
                until_at=self.dice.choice([None, None, None, now - timedelta(minutes=5), now + timedelta(hours=2)]),
            )
        )

    def _is_advocates(self, agency: UUID) -> bool:
        return self.maybe(0.8) and any(a.id == agency and a.kind == "victim-service" for a in self.people.agencies)

    def _walls(self, of: dict[str, Any]) -> None:
        for whole in (True, False):
            if not self.maybe(0.2 if whole else 0.4):
                continue
            agency = self.an_agency()
            self.add(
                Wall(
                    **of,
                    member_id=None if whole else self.a_member(),
                    agency_id=agency if whole else None,
                    cleared=[self.a_member(agency)] if whole and self.maybe(0.7) else [],
                    raised_by=self.a_member(),
                    from_at=self.moment - timedelta(days=18),
                    until_at=self.moment - timedelta(hours=1) if self.maybe(0.2) else None,
                )
            )
