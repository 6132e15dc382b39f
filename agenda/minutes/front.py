"""The front sheet of minutes: who met, when and under which rules, naming no agency that its reader may not know of."""

from collections import Counter
from collections.abc import Collection, Iterable
from uuid import UUID

from sqlmodel import col, select

from agenda.minutes.composing import in_full
from agenda.minutes.parts import FrontSheet
from agenda.models import Attendance, Hearing, Meeting, Note
from agenda.statement import STATEMENTS
from marac.clock import LONDON
from marac.proceedings import Presence
from marac.store.appointments import in_force as appointed
from marac.store.checkpoints import Checkpoint
from marac.store.people import Agency, Appointment, Marac, Member
from marac.store.seats import FULL, Seat
from marac.store.work import Work
from marac.vocabulary import Role


def front_sheet(work: Work, meeting: Meeting, without: Collection[UUID] = ()) -> FrontSheet:
    """`without`: the agencies whose attendance and apologies are left out (S5)."""
    members = {member.id: member for member in work.all(select(Member))}
    agencies = {agency.id: agency.name for agency in work.all(select(Agency))}
    came = work.all(select(Attendance).where(Attendance.meeting_id == meeting.id))
    came = [row for row in came if row.agency_id not in without]
    came.sort(key=lambda row: (agencies[row.agency_id], members[row.member_id].name))

    def named(row: Attendance, *more: str) -> list[str]:
        return [members[row.member_id].name, agencies[row.agency_id], *more]

    starts = meeting.starts_at.astimezone(LONDON)
    statement = STATEMENTS[-1]
    return FrontSheet(
        marac=work.find(Marac, meeting.marac_id).name,
        day=f"{starts.day} {starts:%B %Y}",
        starts_at=f"{starts:%H:%M}",
        venue=meeting.venue,
        chair=members[meeting.chair_id].name if meeting.chair_id else "",
        minute_taker="; ".join(members[member].name for member in minute_takers(work, meeting)),
        present=[named(row) for row in came if row.presence in (Presence.PRESENT, Presence.LEFT)],
        observers=[named(row, _signed(row)) for row in came if row.presence is Presence.OBSERVER],
        apologies=[named(row, _sent(row)) for row in came if row.presence is Presence.APOLOGIES],
        statement=list(statement.paragraphs),
        statement_version=statement.version,
        checkpoint=newest_checkpoint(work, meeting.marac_id),
    )


def newest_checkpoint(work: Work, marac_id: UUID) -> list[str]:
    """Printed, it stands where nobody of the platform can reach it (C71)."""
    asked = select(Checkpoint).where(Checkpoint.marac_id == marac_id).order_by(col(Checkpoint.number).desc())
    found = work.first(asked.limit(1))
    if found is None:
        return []
    root, at = found.root.hex(), found.at.astimezone(LONDON)
    groups = " ".join(root[start : start + 4] for start in range(0, len(root), 4))
    return [f"{found.size:,}", groups, f"{at.day} {at:%B %Y at %H:%M}"]


def minute_takers(work: Work, meeting: Meeting) -> list[UUID]:
    """Whoever wrote the most notes of the meeting; where nobody wrote any, the MARAC's coordinators."""
    asked = select(Note.written_by).join(Hearing, col(Hearing.id) == col(Note.hearing_id))
    written = Counter(work.all(asked.where(Hearing.meeting_id == meeting.id)))
    if written:
        return [min(written, key=lambda member: (-written[member], str(member)))]
    coordinators = select(Appointment.member_id).where(
        Appointment.marac_id == meeting.marac_id, Appointment.role == Role.COORDINATOR, appointed()
    )
    return sorted(set(work.all(coordinators)), key=str)


def quiet_agencies(work: Work, cases: Iterable[UUID]) -> set[UUID]:
    """Those that were ever seated quietly on one of these cases: not everybody may know of them (S5)."""
    asked = select(Seat.agency_id).where(col(Seat.case_id).in_(list(cases)), col(Seat.quiet).is_(True))
    return set(work.all(asked))


def known_agencies(work: Work, cases: Iterable[UUID], *, among: Collection[UUID]) -> set[UUID]:
    """Which of these hold a seat on one of the cases, then or since, that the viewer may know of."""
    asked = select(Seat.agency_id).where(
        col(Seat.case_id).in_(list(cases)), col(Seat.kind).in_(FULL), col(Seat.agency_id).in_(list(among))
    )
    return set(work.all(asked))


def _sent(row: Attendance) -> str:
    """Apologies say whether information was sent, and when it came (domain.md 1.8)."""
    if row.information_sent is None:
        return "Not said"
    if not row.information_sent:
        return "No information sent"
    received = f", received {in_full(row.information_received_on)}" if row.information_received_on else ""
    return f"Information sent{received}"


def _signed(row: Attendance) -> str:
    return "Statement signed" if row.statement_at else "Statement not signed"
