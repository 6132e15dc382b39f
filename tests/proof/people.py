"""Who is in a random MARAC: its agencies, its members under their hats and on their sides, and their sign-ins."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from marac import clock
from marac.store.people import Agency, Appointment, Marac, Member, Partner, Provider, SignIn
from marac.vocabulary import AgencyKind, Role, Side, Viewer

KINDS = (
    AgencyKind.POLICE,
    AgencyKind.VICTIM_SERVICE,
    AgencyKind.COUNCIL,
    AgencyKind.SOCIAL_LANDLORD,
    AgencyKind.PERPETRATOR_SERVICE,
    AgencyKind.PRIMARY_CARE,
)
# Whoever serves the table is always there; the rest are drawn, most of them to speak for an agency.
TABLE = (Role.CHAIR, Role.COORDINATOR, Role.AUDITOR)
DRAWN = [Role.REPRESENTATIVE] * 12 + [Role.CONTRIBUTOR] * 2
DRAWN += [
    Role.GUEST, Role.OBSERVER, Role.DATA_PROTECTION_OFFICER, Role.CALDICOTT_GUARDIAN, Role.SIGNATORY,
    Role.GOVERNANCE, Role.ADMINISTRATOR, Role.AGENCY_ADMINISTRATOR,
]  # fmt: skip
NOBODY = "nobody"
SPEAK = {Role.REPRESENTATIVE, Role.ADVOCATE, Role.CONTRIBUTOR, Role.GUEST}


@dataclass(frozen=True)
class Eyes:
    """One member under one hat. `agency_kind` and `parent_id`: of the agency that employs them."""

    name: str
    member_id: UUID
    agency_id: UUID
    marac_id: UUID
    slug: str
    hat: Role
    side: Side
    token: str
    agency_kind: AgencyKind = AgencyKind.OTHER
    parent_id: UUID | None = None

    @property
    def viewer(self) -> Viewer:
        return Viewer(self.member_id, self.agency_id, self.marac_id, self.hat, self.side)


@dataclass
class People:
    """A MARAC and everybody who looks at it; `rows` are to be kept."""

    dice: random.Random
    moment: datetime
    rows: list[Any] = field(default_factory=list)
    agencies: list[Agency] = field(default_factory=list)
    eyes: list[Eyes] = field(default_factory=list)

    def __post_init__(self) -> None:
        slug = f"w{uuid4().hex[:10]}"
        self.marac = self._add(Marac(name=slug, slug=slug, agreements_required=False))
        elsewhere = self._add(Marac(name=f"{slug} else", slug=f"{slug}-else", agreements_required=False))
        self.providers: dict[UUID, UUID] = {}
        for kind in (*KINDS[:2], *self.dice.sample(KINDS[2:], self.dice.randint(1, 4))):
            self._agency(kind)
        for role in TABLE:
            self._member(role)
        self._member(Role.ADVOCATE, of=AgencyKind.VICTIM_SERVICE)
        for _ in range(self.dice.randint(4, 8)):
            self._member(self.dice.choice(DRAWN))
        self._also(self.dice.choice([Role.CHAIR, Role.COORDINATOR]))
        self._abroad(elsewhere)

    def _add(self, row: Any) -> Any:
        self.rows.append(row)
        return row

    def _agency(self, kind: AgencyKind) -> None:
        """One in eight is a unit of the agency before it, apart in what it sees, together behind a wall."""
        parent = self.agencies[-1].id if self.agencies and self.dice.random() < 0.12 else None
        agency = self._add(Agency(name=f"{kind} {uuid4().hex[:8]}", short_name=kind, kind=kind, parent_id=parent))
        self.agencies.append(agency)
        key = uuid4().hex
        provider = self._add(Provider(agency_id=agency.id, key=key, issuer=f"/demo-idp/{key}", client_id="marac"))
        self.providers[agency.id] = provider.id
        self._add(Partner(marac_id=self.marac.id, agency_id=agency.id, core=self.dice.random() < 0.6))

    def _member(self, role: Role, of: AgencyKind | None = None) -> None:
        agency = self.dice.choice([each for each in self.agencies if of in (None, each.kind)])
        self._eyes(agency, role, self._side(agency) if role in SPEAK else Side.NEITHER, self.marac)

    def _side(self, agency: Agency) -> Side:
        if agency.kind is AgencyKind.PERPETRATOR_SERVICE:
            return self.dice.choice([Side.PERPETRATOR, Side.PERPETRATOR, Side.VICTIM])
        return self.dice.choice([Side.NEITHER] * 6 + [Side.VICTIM, Side.PERPETRATOR])

    def _eyes(self, agency: Agency, role: Role, side: Side, marac: Marac, known: Eyes | None = None) -> None:
        number = len(self.eyes) + 1
        member_id = known.member_id if known else self._signed_in(agency, number)[0]
        token = known.token if known else self._token
        self._add(Appointment(member_id=member_id, marac_id=marac.id, role=role, side=side, from_on=clock.today()))
        name = f"{number} {role.value} of {agency.kind.value}, {side.value}"
        place = (member_id, agency.id, marac.id, marac.slug, role, side, token)
        self.eyes.append(Eyes(name, *place, agency.kind, agency.parent_id))

    def _signed_in(self, agency: Agency, number: int) -> tuple[UUID, str]:
        self._token = uuid4().hex
        member = self._add(Member(agency_id=agency.id, name=f"Member {number}"))
        self._add(
            SignIn(
                token_hash=sha256(self._token.encode()).digest(),
                member_id=member.id,
                provider_id=self.providers[agency.id],
                issuer="/demo-idp",
                subject=member.id.hex,
                expires_at=self.moment + timedelta(hours=8),
            )
        )
        return member.id, self._token

    def _also(self, role: Role) -> None:
        """A representative who wears a second hat: what is seen under the one is not seen under the other (S9)."""
        first = next((one for one in self.eyes if one.hat is Role.REPRESENTATIVE), None)
        if first is not None:
            agency = next(each for each in self.agencies if each.id == first.agency_id)
            self._eyes(agency, role, Side.NEITHER, self.marac, known=first)

    def observes(self, known: Eyes | None) -> None:
        """Somebody of an agency here; or somebody known, under this hat as well."""
        agency = next((one for one in self.agencies if known and one.id == known.agency_id), self.agencies[-1])
        self._eyes(agency, Role.OBSERVER, Side.NEITHER, self.marac, known)

    def guards(self, agency: Agency, side: Side) -> None:
        """Somebody new, who decides on this agency's lines."""
        self._eyes(agency, Role.CALDICOTT_GUARDIAN, side, self.marac)

    def _abroad(self, marac: Marac) -> None:
        """A coordinator of another MARAC, employed by an agency of this one."""
        self._eyes(self.agencies[0], Role.COORDINATOR, Side.NEITHER, marac)

    def speaking(self, agency_id: UUID | None = None) -> Iterator[Eyes]:
        """Members who may write for an agency."""
        for one in self.eyes:
            speaks = one.hat in {Role.REPRESENTATIVE, Role.ADVOCATE} and one.marac_id == self.marac.id
            if speaks and agency_id in (None, one.agency_id):
                yield one
