"""Caldicott guardians beside the cast: appointed as an installation appoints them."""

from dataclasses import replace

from sqlalchemy import Engine
from sqlmodel import Session, select

from agencies.models import Line
from agencies.operations.guarded import Guarded, guarded_cases
from marac import clock
from marac.cases.models import Case
from marac.store.people import Appointment, Member
from marac.store.work import Work, open_work
from marac.vocabulary import Role, Side, Viewer
from tests.cast import Cast


def joined(cast: Cast) -> Cast:
    """The same cast, with lists of people of its own."""
    return replace(cast, members=dict(cast.members), viewers=dict(cast.viewers))


def guardian(owner: Engine, cast: Cast, agency: str = "council", side: Side = Side.NEITHER) -> str:
    """Somebody new of this agency; the name by which the cast knows them."""
    name = f"{agency}_guardian_{side}"
    with Session(owner, expire_on_commit=False) as session:
        member = Member(agency_id=cast.agencies[agency], name=f"Guardian {agency}")
        held = Appointment(
            member_id=member.id, marac_id=cast.marac, role=Role.CALDICOTT_GUARDIAN, side=side, from_on=clock.today()
        )
        session.add_all([member, held])
        session.commit()
    cast.members[name] = member.id
    viewer = Viewer(member.id, member.agency_id, cast.marac, Role.CALDICOTT_GUARDIAN, side, held.id)
    cast.viewers[name] = viewer
    return name


def sees(cast: Cast, name: str) -> tuple[int, int]:
    """How many cases, and how many lines, there are for them."""
    with open_work(cast.store, cast[name]) as work:
        return _count(work, Case), _count(work, Line)


def listed(cast: Cast, name: str) -> list[Guarded]:
    with open_work(cast.store, cast[name]) as work:
        return guarded_cases(work)


def _count(work: Work, kind: type[Case] | type[Line]) -> int:
    return len(work.all(select(kind.id)))
