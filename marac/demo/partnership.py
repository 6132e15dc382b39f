"""The rows that an installation makes before any case: MARACs, agencies, members, appointments, sign-in."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session

from agencies.demo_idp.people import demo_provider
from marac.clock import LONDON
from marac.demo.agencies import AGENCIES
from marac.demo.agreements import agreements
from marac.demo.maracs import MARACS
from marac.demo.members import MEMBERS, email_of
from marac.demo.records import DemoMember
from marac.demo.world import Partnership
from marac.store.people import Account, Agency, Appointment, Marac, Member, Partner
from marac.store.sealing import Keyring
from marac.vocabulary import Viewer


def install(owner: Engine, keyring: Keyring, today: date) -> Partnership:
    """Make them as the owner of the tables; everybody's viewers, by who, where and role."""
    with Session(owner, expire_on_commit=False) as session:
        maracs = {marac.slug: Marac(name=marac.name, slug=marac.slug, area=marac.area) for marac in MARACS}
        agencies = _agencies()
        members = {
            member.key: Member(agency_id=agencies[member.agency].id, name=member.name, job_title=member.job_title)
            for member in MEMBERS
        }
        session.add_all([*maracs.values(), *(agency for agency in agencies.values() if agency.parent_id is None)])
        session.flush()
        session.add_all(agencies.values())
        session.flush()
        session.add_all([*members.values(), *_partners(maracs, agencies), *_accounts(members)])
        session.add_all(_providers(agencies, keyring))
        session.flush()
        known = Partnership(
            {slug: marac.id for slug, marac in maracs.items()},
            {key: agency.id for key, agency in agencies.items()},
            {key: member.id for key, member in members.items()},
        )
        for member in MEMBERS:
            session.add_all(_appointments(known, member, agencies[member.agency].id, today))
        session.add_all(agreements(known, today))
        session.commit()
    return known


def _agencies() -> dict[str, Agency]:
    made = {
        agency.key: Agency(
            name=agency.name,
            short_name=agency.short_name,
            kind=agency.kind,
            competent_authority=agency.competent_authority,
            gets_case_data=agency.gets_case_data,
        )
        for agency in AGENCIES
    }
    for agency in AGENCIES:
        made[agency.key].parent_id = made[agency.parent].id if agency.parent else None
    return made


def _partners(maracs: dict[str, Marac], agencies: dict[str, Agency]) -> list[Partner]:
    return [
        Partner(marac_id=maracs[slug].id, agency_id=agencies[agency.key].id, core=agency.core)
        for agency in AGENCIES
        for slug in agency.maracs
    ]


def _accounts(members: dict[str, Member]) -> list[Account]:
    return [Account(member_id=members[member.key].id, email=email_of(member)) for member in MEMBERS]


def _providers(agencies: dict[str, Agency], keyring: Keyring) -> list[object]:
    """For every agency from which somebody can sign in."""
    staffed = {member.agency for member in MEMBERS}
    return [
        demo_provider(agencies[agency.key].id, agency.domain, keyring) for agency in AGENCIES if agency.key in staffed
    ]


def _appointments(known: Partnership, member: DemoMember, agency_id: UUID, today: date) -> list[Appointment]:
    made = []
    for wanted in member.appointments:
        first = today + timedelta(days=wanted.from_day)
        row = Appointment(
            member_id=known.members[member.key],
            marac_id=known.maracs[wanted.marac],
            role=wanted.role,
            side=wanted.side,
            for_member_id=known.members[wanted.for_member] if wanted.for_member else None,
            from_on=first,
            confirmed_at=datetime.combine(first, time(), LONDON),
            until_on=None if wanted.until_day is None else today + timedelta(days=wanted.until_day),
        )
        viewer = Viewer(row.member_id, agency_id, row.marac_id, wanted.role, wanted.side, row.id)
        known.viewers[member.key, wanted.marac, wanted.role] = viewer
        made.append(row)
    return made
