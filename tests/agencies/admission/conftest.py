"""The cast, known to the demonstration's provider, with a second administrator and one of an agency."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from marac.store.people import Account, Appointment, Member
from marac.vocabulary import Role, Viewer
from tests.cast import Cast
from tests.registered import domain, register

STAFF = {
    "second_administrator": ("health", Role.ADMINISTRATOR),
    "police_administrator": ("police", Role.AGENCY_ADMINISTRATOR),
}


@pytest.fixture
def cast(cast: Cast, owner: Engine) -> Cast:
    register(owner, cast)
    members, viewers = dict(cast.members), dict(cast.viewers)
    with Session(owner, expire_on_commit=False) as session:
        for name, (agency, role) in STAFF.items():
            member = Member(agency_id=cast.agencies[agency], name=name.replace("_", " ").title(), job_title="Officer")
            session.add(member)
            session.flush()
            appointment = Appointment(member_id=member.id, marac_id=cast.marac, role=role)
            session.add_all([appointment, Account(member_id=member.id, email=f"{name}@{domain(agency)}")])
            members[name] = member.id
            viewers[name] = Viewer(member.id, cast.agencies[agency], cast.marac, role, appointment_id=appointment.id)
        session.commit()
    return replace(cast, members=members, viewers=viewers)
