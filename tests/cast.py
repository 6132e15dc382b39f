"""The fixed cast: people and agencies named by what they are, and one partnership for them to work in.

A case HERON of agency `police`; case seats: police, council, idva's service; a check seat: health;
perpetrator-side seat: programme; a quiet seat: landlord; walled: `walled_rep` of police.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from sqlalchemy import Engine
from sqlmodel import Session, select

from marac import clock
from marac.cases.models import Case, Person, PersonName, Referral, SafeContact
from marac.cases.operations.seats import give_seat, raise_wall
from marac.store.keys import CaseKey
from marac.store.people import Agency, Appointment, Marac, Member, Partner, Provider, SignIn
from marac.store.work import Store, Work, open_work
from marac.verbs import Verb
from marac.vocabulary import ALLOWED, AgencyKind, CaseStatus, PartyRole, Role, SeatKind, Side, Viewer

AGENCIES = {
    "police": AgencyKind.POLICE,
    "council": AgencyKind.COUNCIL,
    "health": AgencyKind.PRIMARY_CARE,
    "new_era": AgencyKind.VICTIM_SERVICE,
    "programme": AgencyKind.PERPETRATOR_SERVICE,
    "landlord": AgencyKind.SOCIAL_LANDLORD,
    "fire": AgencyKind.FIRE,
}
PEOPLE: dict[str, tuple[str, Role, Side]] = {
    "police_rep": ("police", Role.REPRESENTATIVE, Side.NEITHER),
    "walled_rep": ("police", Role.REPRESENTATIVE, Side.NEITHER),
    "chair": ("police", Role.CHAIR, Side.NEITHER),
    "coordinator": ("council", Role.COORDINATOR, Side.NEITHER),
    "council_rep": ("council", Role.REPRESENTATIVE, Side.NEITHER),
    "health_rep": ("health", Role.REPRESENTATIVE, Side.NEITHER),
    "idva": ("new_era", Role.ADVOCATE, Side.VICTIM),
    "programme_worker": ("programme", Role.REPRESENTATIVE, Side.PERPETRATOR),
    "landlord_rep": ("landlord", Role.REPRESENTATIVE, Side.NEITHER),
    "outsider": ("fire", Role.REPRESENTATIVE, Side.NEITHER),
    "auditor": ("health", Role.AUDITOR, Side.NEITHER),
    "officer": ("council", Role.DATA_PROTECTION_OFFICER, Side.NEITHER),
    "administrator": ("council", Role.ADMINISTRATOR, Side.NEITHER),
    "observer": ("health", Role.OBSERVER, Side.NEITHER),
    "contributor": ("council", Role.CONTRIBUTOR, Side.NEITHER),
    "signatory": ("council", Role.SIGNATORY, Side.NEITHER),
    "police_signatory": ("police", Role.SIGNATORY, Side.NEITHER),
    "guardian": ("council", Role.CALDICOTT_GUARDIAN, Side.NEITHER),
}


@dataclass
class Cast:
    """Ids of the partnership, and a viewer for everybody in it."""

    store: Store
    marac: UUID
    slug: str
    agencies: dict[str, UUID]
    members: dict[str, UUID]
    viewers: dict[str, Viewer]
    cases: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Viewer:
        return self.viewers[name]

    def as_hat(self, name: str, role: Role) -> Viewer:
        was = self.viewers[name]
        return Viewer(was.member_id, was.agency_id, was.marac_id, role, was.side)


def install(owner: Engine, store: Store, name: str = "Testshire") -> Cast:
    """Agencies, members and appointments, made as an installation makes them: by the owner of the tables."""
    slug = name.lower().replace(" ", "-")
    with Session(owner, expire_on_commit=False) as session:
        marac = Marac(name=name, slug=slug, agreements_required=False)
        agencies = {key: Agency(name=f"{name} {key}", short_name=key, kind=kind) for key, kind in AGENCIES.items()}
        members = {
            key: Member(agency_id=agencies[agency].id, name=key.replace("_", " ").title())
            for key, (agency, _, _) in PEOPLE.items()
        }
        appointments = [
            Appointment(member_id=members[key].id, marac_id=marac.id, role=role, side=side, from_on=clock.today())
            for key, (_, role, side) in PEOPLE.items()
        ]
        core = {"police", "council", "health", "new_era"}
        partners = [Partner(marac_id=marac.id, agency_id=a.id, core=key in core) for key, a in agencies.items()]
        providers = [
            Provider(agency_id=a.id, key=a.id.hex, issuer=f"/demo-idp/{a.id.hex}", client_id="marac")
            for a in agencies.values()
        ]
        session.add_all([*providers, marac, *agencies.values(), *members.values(), *appointments, *partners])
        session.commit()
    viewers = {
        key: Viewer(members[key].id, agencies[agency].id, marac.id, role, side, appointment.id)
        for (key, (agency, role, side)), appointment in zip(PEOPLE.items(), appointments, strict=True)
    }
    ids = {key: agency.id for key, agency in agencies.items()}
    return Cast(store, marac.id, slug, ids, {key: member.id for key, member in members.items()}, viewers)


def sign_in(owner: Engine, cast: Cast, name: str) -> str:
    """A session for somebody of the cast, as if they had signed in; the token that their cookie holds."""
    token = uuid4().hex
    viewer = cast[name]
    with Session(owner) as session:
        provider = session.exec(select(Provider).where(Provider.agency_id == viewer.agency_id)).one()
        session.add(
            SignIn(
                token_hash=sha256(token.encode()).digest(),
                member_id=viewer.member_id,
                provider_id=provider.id,
                issuer=provider.issuer,
                subject=name,
                expires_at=clock.now() + timedelta(hours=8),
            )
        )
        session.commit()
    return token


def open_case(cast: Cast, code: str = "HERON", status: CaseStatus = CaseStatus.ACCEPTED) -> UUID:
    """A case of the police's with its people, its seats and a wall; the quickest legal way there."""
    with open_work(cast.store, cast["police_rep"]) as work:
        case = _draft(work, cast, code)
    with open_work(cast.store, cast["coordinator"]) as work:
        kept = work.find(Case, case)
        seats = [("council", SeatKind.CASE), ("health", SeatKind.CHECK)]
        for agency, kind in seats:
            give_seat(work, kept, cast.agencies[agency], kind, "test")
        give_seat(work, kept, cast.agencies["new_era"], SeatKind.CASE, "speaks for the victim", advocate=True)
        give_seat(work, kept, cast.agencies["programme"], SeatKind.CASE, "programme", side=Side.PERPETRATOR)
        give_seat(work, kept, cast.agencies["landlord"], SeatKind.CASE, "new flat", quiet=True)
        raise_wall(work, kept, "cousin", member_id=cast.members["walled_rep"])
        kept.status = status
        work.log(Verb.REFERRAL_TRIAGED, kept)
    cast.cases[code] = case
    return case


def _draft(work: Work, cast: Cast, code: str) -> UUID:
    viewer = work.viewer
    here = {"marac_id": cast.marac}
    work.require(ALLOWED)
    case = work.keep(Case(**here, code=code, author_id=viewer.member_id, agency_id=viewer.agency_id, id=uuid4()))
    work.log(Verb.REFERRAL_STARTED, case)
    work.session.flush()
    key: CaseKey = work.keep_key(case.id, cast.marac)
    give_seat(work, case, viewer.agency_id, SeatKind.CASE, "referred it")
    here["case_id"] = case.id
    referral = work.keep(
        Referral(**here, agency_id=viewer.agency_id, member_id=viewer.member_id, reference=f"{code}-{uuid4().hex[:6]}")
    )
    rows = [key, referral, work.keep(SafeContact(**here, warnings=["never-write"]))]
    for party, surname in ((PartyRole.VICTIM, "Okafor"), (PartyRole.PERPETRATOR, "Vance"), (PartyRole.CHILD, "Lowe")):
        person = work.keep(Person(**here, party=party))
        name = PersonName(
            **here, person_id=person.id, agency_id=viewer.agency_id, party=party, surname=surname, forenames="Sam"
        )
        rows += [person, work.keep(name)]
        cast.people[f"{code}.{party}"] = person.id
    case.status = CaseStatus.REFERRED
    case.referred_at = clock.now()
    work.log(Verb.REFERRAL_SUBMITTED, case, *rows)
    return case.id
