"""A member whose own name or home turns up as a party is walled off, at once and until somebody decides (S18).

The comparing is done inside the database: whoever's act it follows learns nothing of it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import col, select

from marac import clock
from marac.cases import likeness
from marac.cases.models import Case, Detail, PersonName, ProtectedDetail
from marac.policy.referrals import ADDRESSES
from marac.store.people import Appointment, Member
from marac.store.work import Work
from marac.vocabulary import CaseStatus

_SATURDAY = 5
_MARK = "SELECT scope.mark_party(:case, :row, CAST(:marks AS bytea[]))"
_CASE = "SELECT scope.wall_namesakes(:case, CAST(:members AS uuid[]), CAST(:marks AS bytea[]), :deadline)"
_MEMBER = "SELECT scope.wall_member(:member, CAST(:marks AS bytea[]), :deadline)"


def decide_by(now: datetime) -> datetime:
    """The same hour of the next working day, Monday to Friday."""
    then = now + timedelta(days=1)
    while then.astimezone(clock.LONDON).weekday() >= _SATURDAY:
        then += timedelta(days=1)
    return then


def mark_name(work: Work, row: PersonName, surname: str, forenames: str) -> None:
    _mark(work, row, likeness.of_party(surname, forenames))


def mark_address(work: Work, row: Detail | ProtectedDetail, value: str, postcode: str = "") -> None:
    """Protected addresses too: what a member is recognised by is shown to nobody."""
    mark = likeness.of_home(value, postcode) if row.kind in ADDRESSES else ""
    _mark(work, row, {mark} if mark else ())


def unmark(work: Work, row: Any) -> None:
    """What the row said is said no more."""
    _mark(work, row, ())


def _mark(work: Work, row: PersonName | Detail | ProtectedDetail, marks: Iterable[str]) -> None:
    blind = [work.keyring.blind(mark) for mark in sorted(marks)]
    _ask(work, _MARK, case=row.case_id, row=row.id, marks=blind)
    case = work.find(Case, row.case_id)
    if blind and case.status is not CaseStatus.DRAFT:
        wall_namesakes(work, case)


def wall_namesakes(work: Work, case: Case) -> None:
    """Every member who comes to this MARAC, against the parties of one case. The last deed of a work:
    behind its own wall, a work can write nothing more of the case."""
    here = select(Member).join(Appointment, col(Appointment.member_id) == col(Member.id))
    found = work.all(here.where(Appointment.marac_id == case.marac_id, col(Member.retired_at).is_(None)).distinct())
    marks = [(member.id, mark) for member in found for mark in sorted(likeness.of_member(member.name))]
    members, blind = [member for member, _ in marks], [work.keyring.blind(mark) for _, mark in marks]
    _ask(work, _CASE, case=case.id, members=members, marks=blind, deadline=decide_by(clock.now()))


def wall_member(work: Work, member: Member) -> None:
    """One member, who joins or is called otherwise or moves, against the parties of every case they could come to."""
    blind = [work.keyring.blind(mark) for mark in sorted(likeness.of_member(member.name))]
    _ask(work, _MEMBER, member=member.id, marks=blind, deadline=decide_by(clock.now()))


def _ask(work: Work, question: str, **given: UUID | datetime | list[UUID] | list[bytes]) -> None:
    work.session.flush()
    work.session.connection().execute(text(question), given)
