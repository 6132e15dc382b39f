"""Everybody who might look: the cast, and those whom it lacks, under every hat that they wear."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session

from marac import clock
from marac.store.agreements import Agreement
from marac.store.people import Agency, Appointment, Marac, Member, Partner, Provider
from marac.vocabulary import AgencyKind, Role, Side, Viewer
from tests.cast import PEOPLE, Cast

NOBODY = "nobody"
# The acting chair and the deputy stand in where the cast's own chair and coordinator are walled off.
MORE: dict[str, tuple[str, tuple[Role, ...], Side]] = {
    "two_hats": ("police", (Role.REPRESENTATIVE, Role.CHAIR), Side.NEITHER),
    "deputy": ("health", (Role.COORDINATOR,), Side.NEITHER),
    "cleared_rep": ("council", (Role.REPRESENTATIVE,), Side.NEITHER),
    "women_worker": ("programme", (Role.REPRESENTATIVE,), Side.VICTIM),
    "admitted": ("fire", (Role.REPRESENTATIVE,), Side.NEITHER),
    "school_worker": ("school", (Role.REPRESENTATIVE,), Side.NEITHER),
    "guest": ("police", (Role.GUEST,), Side.NEITHER),
    "police_guardian": ("police", (Role.CALDICOTT_GUARDIAN,), Side.NEITHER),
    "signatory": ("police", (Role.SIGNATORY,), Side.NEITHER),
    "governance": ("police", (Role.GOVERNANCE,), Side.NEITHER),
    "agency_administrator": ("police", (Role.AGENCY_ADMINISTRATOR,), Side.NEITHER),
    "police_officer": ("police", (Role.DATA_PROTECTION_OFFICER,), Side.NEITHER),
    "elsewhere": ("police", (Role.COORDINATOR,), Side.NEITHER),
}
ELSEWHERE = "othershire"
ACTING_CHAIR = "two_hats as chair"


@dataclass(frozen=True)
class Eyes:
    """One member under one hat, in the MARAC whose slug it is."""

    member: str
    hat: str
    slug: str


def join(owner: Engine, cast: Cast) -> dict[str, Eyes]:
    """Add them to the cast, as an installation would; everybody's eyes by name."""
    with Session(owner, expire_on_commit=False) as session:
        school = Agency(name="Testshire school", short_name="school", kind=AgencyKind.EDUCATION)
        other = Marac(name="Othershire", slug=ELSEWHERE)
        cast.agencies["school"] = school.id
        provider = Provider(agency_id=school.id, key="school", issuer="/demo-idp/school", client_id="marac")
        session.add_all([school, other])
        session.flush()
        session.add_all([provider, Partner(marac_id=cast.marac, agency_id=school.id)])
        for name, (agency, roles, side) in MORE.items():
            member = Member(agency_id=cast.agencies[agency], name=name.replace("_", " ").title())
            session.add(member)
            cast.members[name] = member.id
            marac = other.id if name == "elsewhere" else cast.marac
            for role in roles:
                session.add(
                    Appointment(member_id=member.id, marac_id=marac, role=role, side=side, from_on=clock.today())
                )
                key = name if role is roles[0] else f"{name} as {role.value}"
                cast.viewers[key] = Viewer(member.id, member.agency_id, marac, role, side)
        cast.people |= _register(session, cast)
        session.commit()
    return _eyes(cast)


def _register(session: Session, cast: Cast) -> dict[str, UUID]:
    """An agency with a member, an appointment, a provider and an agreement that nobody looks with: they may go."""
    agency = Agency(name="Testshire leavers", short_name="leavers", kind=AgencyKind.OTHER)
    session.add(agency)
    session.flush()
    member = Member(agency_id=agency.id, name="Somebody Leaving")
    provider = Provider(agency_id=agency.id, key="leavers", issuer="/demo-idp/leavers", client_id="marac")
    days = {"signed_on": clock.today(), "review_on": clock.today(), "expires_on": clock.today()}
    agreement = Agreement(agency_id=agency.id, marac_id=cast.marac, label="1", signed_by="Somebody", **days)
    session.add_all([member, provider, agreement, Partner(marac_id=cast.marac, agency_id=agency.id)])
    session.flush()
    appointment = Appointment(member_id=member.id, marac_id=cast.marac, role=Role.CONTRIBUTOR)
    session.add(appointment)
    made = {"agency": agency, "member": member, "provider": provider, "agreement": agreement}
    return {f"{name}_id": row.id for name, row in (made | {"appointment": appointment}).items()}


def _eyes(cast: Cast) -> dict[str, Eyes]:
    found = {NOBODY: Eyes(NOBODY, "representative", cast.slug)}
    for name, viewer in cast.viewers.items():
        slug = ELSEWHERE if viewer.marac_id != cast.marac else cast.slug
        found[name] = Eyes(name.partition(" as ")[0], viewer.hat.value, slug)
    assert found.keys() >= PEOPLE.keys()
    return found
