"""Worlds by chance: two partnerships with people in every role and side, and cases with every kind of place in them."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from marac.proceedings import MeetingStatus
from marac.vocabulary import AgencyKind, CaseStatus, PartyRole, Role, SeatKind, Side
from tests.proof.chance_items import Items
from tests.proof.facts import Agency, CaseFacts, Eyes, Row, Values, World

T = TypeVar("T")
HOUR = timedelta(hours=1)
LEADING = (Role.CHAIR, Role.COORDINATOR, Role.AUDITOR, Role.OBSERVER, Role.DATA_PROTECTION_OFFICER)
HATS = (*[Role.REPRESENTATIVE] * 5, *[Role.ADVOCATE] * 3, *[Role.CONTRIBUTOR] * 2, *Role, *LEADING)
SIDES = (*[Side.NEITHER] * 4, Side.VICTIM, Side.PERPETRATOR)
STATUSES = (CaseStatus.DRAFT, *[CaseStatus.ACCEPTED] * 3, CaseStatus.LISTED, CaseStatus.HEARD, CaseStatus.CLOSED)
KINDS = (*[SeatKind.CASE] * 3, SeatKind.CHECK, SeatKind.HEARING, SeatKind.ACTION)


class Chance:
    """One seed, one world. `cases`: how many; agencies and members grow with them."""

    hour = HOUR

    def __init__(self, seed: int, at: datetime, cases: int) -> None:
        self.dice = random.Random(seed)
        self.world = World(at, [self.new(), self.new()])
        self._agencies(self.dice.randint(3, min(10, 3 + cases)))
        self._members(self.dice.randint(6, min(25, 8 + 2 * cases)))
        self.meetings = {marac: self._meeting(marac) for marac in self.world.maracs}
        self._sign_ins()
        self._agreements()
        self._review()
        for _ in range(cases):
            self._case()
        self._links()
        self._guardians()

    # The dice -----------------------------------------------------------

    def new(self) -> str:
        digits = f"{self.dice.getrandbits(128):032x}"
        return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"

    def one(self, of: Sequence[T]) -> T:
        return of[int(self.dice.random() * len(of))]

    def maybe(self, odds: float = 0.5) -> bool:
        return self.dice.random() < odds

    def member(self, agency: str | None = None) -> str:
        of = [member for member, its in self.world.members.items() if agency in (None, its)]
        return self.one(of) if of else self.new()

    def row(self, table: str, **values: Any) -> Values:
        made = {"id": self.new(), **values}
        self.world.rows.append(Row(table, made))
        return made

    # Who there is -------------------------------------------------------

    def _agencies(self, count: int) -> None:
        self.roots: list[str] = []
        for number in range(count):
            parent = self.one(self.roots) if number > 1 and self.maybe(0.35) else None
            kind = AgencyKind.POLICE if number == 0 else self.one(list(AgencyKind))
            agency = Agency(self.new(), kind.value, parent)
            self.world.agencies[agency.id] = agency
            if parent is None:
                self.roots.append(agency.id)
            self.world.open.append(Row("agency", {"id": agency.id, "kind": kind.value, "parent_id": parent}))
            for marac in self.world.maracs:
                if self.maybe(0.8):
                    self.world.partners.add((marac, agency.id))
        for marac, agency_id in sorted(self.world.partners):
            partner = {"id": self.new(), "marac_id": marac, "agency_id": agency_id}
            self.world.open.append(Row("partner", partner))
        self.agencies = list(self.world.agencies)

    def _members(self, count: int) -> None:
        """Some wear two hats, some in both partnerships, some a side under one hat and none under another."""
        for _ in range(count):
            member, agency = self.new(), self.one(self.agencies)
            self.world.members[member] = agency
            self.world.open.append(Row("member", {"id": member, "agency_id": agency}))
            for _ in range(2 if self.maybe(0.25) else 1):
                hat, side = self.one(HATS), self.one(SIDES)
                # An advocate speaks for the victim (docs/decisions/0019).
                side = Side.VICTIM if hat is Role.ADVOCATE and side is Side.PERPETRATOR else side
                marac = self.world.maracs[self.maybe(0.25)]
                self.world.eyes.append(Eyes(member, agency, marac, hat.value, side.value))

    def _guardians(self) -> None:
        """Of agencies that hold lines, last of all, so that the rest of a world is what it was without them."""
        for case in self.world.cases:
            owner = str(self.one(case.of("line")).values["agency_id"])
            member = self.member(owner) if self.maybe(0.4) else self.new()
            if member not in self.world.members:
                self.world.members[member] = owner
                self.world.open.append(Row("member", {"id": member, "agency_id": owner}))
            marac = str(case.values["marac_id"])
            hat = Role.CALDICOTT_GUARDIAN.value
            self.world.eyes.append(Eyes(member, owner, marac, hat, self.one(SIDES).value))
            about = case.id if self.maybe() else None
            self.row("audit_event", marac_id=marac, case_id=about, agency_id=owner, hat=hat, recipients=[])

    def _meeting(self, marac: str) -> str:
        held = self.row("meeting", marac_id=marac, status=self.one(list(MeetingStatus)).value)["id"]
        of = {"marac_id": marac, "meeting_id": held}
        self.row("list_version", **of)
        self.row("minutes", **of)
        self.row("attendance", **of, agency_id=self.one(self.agencies), member_id=self.member())
        self.row("minutes_issue", **of, agency_id=self.one(self.agencies))
        return str(held)

    def _sign_ins(self) -> None:
        for agency in self.agencies[:3]:
            self.row("provider", agency_id=agency)
            event = {"hat": "system: sign-in", "recipients": []}
            self.row("audit_event", marac_id=None, case_id=None, agency_id=agency, **event)
        for member in list(self.world.members)[:4]:
            self.row("account", member_id=member)

    def _agreements(self) -> None:
        for agency in self.agencies[:4]:
            marac = self.one([*self.world.maracs, None])
            made = self.row("agreement", agency_id=agency, marac_id=marac)
            for table in ("agreement_document", "agreement_remark"):
                self.row(table, agreement_id=made["id"], of=made)

    def _review(self) -> None:
        """The auditor's rooms, where no case is concerned; the record's checkpoints and their letters."""
        for marac in self.world.maracs:
            agency = self.one(self.agencies)
            hat = self.one((Role.REPRESENTATIVE, Role.CHAIR)).value
            self.row("sample", marac_id=marac)
            self.row("sample_item", marac_id=marac, case_id=None, agency_id=agency)
            self.row("alert", marac_id=marac, case_id=None, agency_id=agency, member_id=self.member(agency), hat=hat)
            self.row("question", marac_id=marac, case_id=None, agency_id=agency, member_id=self.member(agency))
            self.row("checkpoint_receipt", marac_id=marac, agency_id=agency, member_id=self.member(agency))
        for made in (None, *self.world.maracs):
            self.row("checkpoint", marac_id=made)
            self.row("outbox", marac_id=made, agency_id=self.one(self.agencies))

    # A case -------------------------------------------------------------

    def _case(self) -> None:
        marac = self.world.maracs[self.maybe(0.25)]
        author = self.member()
        values = {
            "id": self.new(),
            "marac_id": marac,
            "status": self.one(STATUSES).value,
            "author_id": author,
            "agency_id": self.world.members[author],
            "restricted": self.maybe(0.15),
        }
        case = CaseFacts(values)
        self.world.cases.append(case)
        case.rows.append(Row("case_file", values))
        here = {"marac_id": marac, "case_id": case.id}
        people = {self.new(): party for party in (PartyRole.VICTIM, PartyRole.PERPETRATOR, PartyRole.CHILD)}
        self._seats(case, here, list(people))
        self._walls(case, here)
        Items(self, case, here, people).fill()

    def window(self) -> dict[str, datetime | None]:
        """Mostly in force; some not yet, some no more."""
        at = self.world.at
        begins = at + HOUR if self.maybe(0.1) else at - 2 * HOUR
        return {"from_at": begins, "until_at": self.one([None, None, None, at + HOUR, at - timedelta(minutes=1), at])}

    def _seats(self, case: CaseFacts, here: dict[str, str], people: list[str]) -> None:
        for agency in self.agencies:
            for _ in range(self.one([0, 1, 1, 1, 2])):
                person = self.one(people) if self.maybe(0.15) else None
                side = self.one(SIDES).value
                seat = {
                    "id": self.new(),
                    **here,
                    "agency_id": agency,
                    "member_id": self.member(agency) if self.maybe(0.3) else None,
                    "person_id": person,
                    "kind": self.one(KINDS).value,
                    "side": side,
                    # Who speaks for the victim does so in the whole case and off the perpetrator's side (0019).
                    "advocate": person is None and side != Side.PERPETRATOR and self.maybe(0.4),
                    "quiet": self.maybe(0.3),
                    **self.window(),
                }
                case.seats.append(seat)
                case.rows.append(Row("seat", seat))

    def _walls(self, case: CaseFacts, here: dict[str, str]) -> None:
        for _ in range(self.one([0, 0, 0, 1, 1, 2])):
            agency = self.one(self.roots) if self.maybe(0.7) else self.one(self.agencies)
            whole = self.maybe(0.6)
            units = [of.id for of in self.world.agencies.values() if agency in (of.id, of.parent)]
            wall = {
                "id": self.new(),
                **here,
                "member_id": None if whole else self.member(),
                "agency_id": agency if whole else None,
                "cleared": [self.member(self.one(units)) for _ in range(self.one([0, 1, 2]))] if whole else [],
                **self.window(),
            }
            case.walls.append(wall)
            case.rows.append(Row("wall", wall))

    def _links(self) -> None:
        for one, other in zip(self.world.cases, self.world.cases[1:], strict=False):
            if one.values["marac_id"] == other.values["marac_id"]:
                here = {"marac_id": one.values["marac_id"], "case_id": one.id, "other_case_id": other.id}
                self.row("person_link", **here)
