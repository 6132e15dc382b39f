"""Who is kept out of a case: behind a wall in force (S17), or of an agency for which a party of it works (S18)."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import col, select

from marac import clock
from marac.cases.models import PartyEmployer
from marac.store.people import Agency, Member
from marac.store.walls import Wall
from marac.store.work import Work


def walls_on(work: Work, *case_ids: UUID) -> list[Wall]:
    """The walls in force, against members and whole agencies."""
    now = clock.now()
    standing = col(Wall.until_at).is_(None) | (col(Wall.until_at) > now)
    return work.all(select(Wall).where(col(Wall.case_id).in_(case_ids), col(Wall.from_at) <= now, standing))


def is_walled(member: Member, agency: Agency, walls: Iterable[Wall]) -> bool:
    """Whether one of these walls stands before a member of this agency."""
    return any(
        wall.member_id == member.id
        or (wall.agency_id in {agency.id, agency.parent_id} - {None} and member.id not in wall.cleared)
        for wall in walls
    )


def employers_of(work: Work, case_id: UUID) -> set[UUID]:
    return {row.agency_id for row in employing(work, case_id)}


def works_for_a_party(work: Work, case_id: UUID) -> bool:
    """Whether the viewer, under a hat for the meeting, is of an agency that employs a party, or of a unit of it."""
    found = work.once((works_for_a_party, case_id), lambda: employers_of(work, case_id))
    return bool(found) and bool(found & own_agencies(work))


def own_agencies(work: Work) -> set[UUID | None]:
    """The viewer's agency, and the one of which it is a unit."""
    agency = work.find(Agency, work.viewer.agency_id)
    return {agency.id, agency.parent_id}


def employing(work: Work, case_id: UUID) -> list[PartyEmployer]:
    return work.all(
        select(PartyEmployer).where(PartyEmployer.case_id == case_id, col(PartyEmployer.until_at).is_(None))
    )
