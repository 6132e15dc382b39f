"""Who is at the table for one case, as chair and coordinator see it: here, kept out, to be let in, not come."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select

from agenda.models import Attendance, Hearing, Meeting
from agenda.operations.attendance import attendances, here_for
from agenda.operations.conflicts import hearing_seats
from agenda.operations.eyes import eyes_of
from agenda.pages.live.parts import agency_names
from marac.policy import hearings as policy
from marac.proceedings import Presence
from marac.store.people import Member
from marac.store.work import Work
from marac.web.page import day


@dataclass(frozen=True)
class PersonHere:
    """`admitted`: let in for this case alone."""

    member_id: UUID
    name: str
    agency_id: UUID
    agency: str
    admitted: bool = False


@dataclass(frozen=True)
class AtTheTable:
    """`seated`: agencies with a case or hearing seat, and whether on the perpetrator's side alone."""

    seated: Mapping[UUID, bool]
    called: bool
    here: Sequence[PersonHere]
    out: Sequence[PersonHere]
    others: Sequence[PersonHere]
    without_reader: Sequence[str]
    absent: Mapping[UUID, str]

    def standing(self, agency_id: UUID) -> tuple[str, bool]:
        """Who is here for an agency, or why nobody is."""
        names = [person.name for person in self.here if person.agency_id == agency_id]
        nobody = "Nobody here" if self.called else ""
        return (", ".join(names), True) if names else (self.absent.get(agency_id, nobody), False)


def at_the_table(work: Work, hearing: Hearing, seated: Mapping[UUID, bool]) -> AtTheTable:
    meeting = work.find(Meeting, hearing.meeting_id)
    rows = {row.member_id: row for row in attendances(work, meeting)}
    for_case = {row.member_id: row for row in here_for(work, hearing)}
    members = work.all(select(Member).where(col(Member.id).in_({*rows, *for_case})).order_by(col(Member.name)))
    speak = eyes_of(work, meeting, members)
    names = agency_names(work, (member.agency_id for member in members))
    admitted = {seat.member_id for seat in hearing_seats(work, hearing.case_id)}

    def person(member: Member) -> PersonHere:
        return PersonHere(
            member.id,
            member.name,
            member.agency_id,
            names[member.agency_id],
            member.id in admitted,
        )

    kept_out = {member_id for member_id, row in for_case.items() if row.conflicted}
    present = {member_id for member_id, row in for_case.items() if not row.conflicted and row.until_at is None}
    here = [person(m) for m in members if m.id in present]
    out = [person(m) for m in members if m.id in kept_out]
    free = [m for m in members if m.id in speak and m.id not in present | kept_out]
    with_reader = {each.agency_id for each in here}
    return AtTheTable(
        seated,
        hearing.called_at is not None,
        here,
        out,
        [person(m) for m in free if policy.may_join(rows.get(m.id))],
        sorted({each.agency for each in out if each.agency_id not in with_reader}),
        _apologies(rows.values()),
    )


def _apologies(rows: Iterable[Attendance]) -> dict[UUID, str]:
    """By agency: that it sent apologies, and whether its information came."""
    said = {}
    for row in rows:
        if row.presence is Presence.APOLOGIES:
            came = f"information came {day(row.information_received_on)}".rstrip()
            said[row.agency_id] = f"Apologies; {came if row.information_sent else 'no information sent'}"
    return said
