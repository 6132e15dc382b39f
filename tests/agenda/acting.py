"""A deputy chair and a deputy coordinator, and a case that those of the meeting must not take."""

from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session

from marac import clock
from marac.cases.models import Case
from marac.cases.operations.employers import set_employers
from marac.store.people import Appointment, Member
from marac.store.work import open_work
from marac.vocabulary import Role, Viewer
from tests.cast import Cast, open_case


def appointed(cast: Cast, owner: Engine) -> dict[str, Viewer]:
    """By office; both of the fire service, and of the cast from now on."""
    made = {}
    with Session(owner, expire_on_commit=False) as session:
        for role in (Role.CHAIR, Role.COORDINATOR):
            member = Member(agency_id=cast.agencies["fire"], name=f"Deputy {role}")
            held = Appointment(member_id=member.id, marac_id=cast.marac, role=role, from_on=clock.today())
            session.add_all([member, held])
            made[role.value] = Viewer(member.id, member.agency_id, cast.marac, role, appointment_id=held.id)
            cast.members = {**cast.members, f"acting_{role.value}": member.id}
            cast.viewers = {**cast.viewers, f"acting_{role.value}": made[role.value]}
        session.commit()
    return made


def employ(cast: Cast, code: str, agency: str) -> UUID:
    case_id = open_case(cast, code)
    with open_work(cast.store, cast["chair"]) as work:
        set_employers(work, work.find(Case, case_id), [cast.agencies[agency]])
    return case_id
