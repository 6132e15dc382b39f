"""Observers in the room: compared blind with everybody on the list, let in for one case, sent out with it (S24)."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import LargeBinary, cast, func
from sqlalchemy import select as ask
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col, or_, select

from agenda.models import Attendance, Hearing, Meeting, Observation
from agenda.operations.attendance import attendance_of, attendances
from marac import clock
from marac.cases.matching import fingerprints
from marac.cases.models import Case
from marac.policy import observing as policy
from marac.proceedings import Presence
from marac.store.people import Member
from marac.store.walls import Wall
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import Verdict


def observers_at(work: Work, meeting: Meeting) -> list[Attendance]:
    """Those who came as observers and have accepted the statement."""
    rows = attendances(work, meeting)
    return [row for row in rows if row.presence is Presence.OBSERVER and row.statement_at is not None]


def let_in(work: Work, hearing: Hearing) -> list[Observation]:
    """The observers who are in the room for this case now."""
    held = select(Observation).where(Observation.hearing_id == hearing.id, col(Observation.until_at).is_(None))
    return work.all(held.order_by(col(Observation.from_at), col(Observation.id)))


def may_let_in(work: Work, hearing: Hearing, attendance: Attendance | None) -> Verdict:
    case = work.find(Case, hearing.case_id)
    return policy.may_let_in(work.viewer, hearing, case, attendance, _walled(work, case.id))


def admit_observer(work: Work, hearing: Hearing, member_id: UUID) -> Observation:
    """Let an observer in for this case alone. Raises Refused, which says no more than that, for one who is known.

    Protected names leave no fingerprint, so that nobody is compared with them.
    """
    meeting = work.find(Meeting, hearing.meeting_id)
    work.require(may_let_in(work, hearing, attendance_of(work, meeting, member_id)))
    member = work.find(Member, member_id)
    work.require(policy.may_stay(_known(work, meeting, member)))
    work.meeting_id = meeting.id
    if there := next((row for row in let_in(work, hearing) if row.member_id == member_id), None):
        return there
    made = work.keep(
        Observation(
            marac_id=hearing.marac_id,
            case_id=hearing.case_id,
            hearing_id=hearing.id,
            agency_id=member.agency_id,
            member_id=member_id,
            admitted_by=work.viewer.member_id,
        )
    )
    work.log(Verb.OBSERVER_ADMITTED, made, to=[member.agency_id], members=[member_id])
    work.announce_member(member_id)
    work.announce(hearing.case_id, to=[], meeting_id=meeting.id)
    return made


def send_observer_out(work: Work, hearing: Hearing, member_id: UUID) -> None:
    verdict = policy.may_send_out(work.viewer)
    work.require(verdict)
    inside = [row for row in let_in(work, hearing) if row.member_id == member_id]
    if not inside:
        return
    end_observing(work, hearing, verdict, inside)
    work.announce(hearing.case_id, to=[], meeting_id=hearing.meeting_id)


def end_observing(work: Work, hearing: Hearing, verdict: Verdict, rows: list[Observation]) -> None:
    """Their own screens look again at once: the case is no longer theirs to know of."""
    if not rows:
        return
    work.require(verdict, *rows)
    for row in rows:
        row.until_at = clock.now()
        work.announce_member(row.member_id)
    work.log(Verb.OBSERVER_SENT_OUT, *rows, members=[row.member_id for row in rows], case_id=hearing.case_id)


def _known(work: Work, meeting: Meeting, member: Member) -> bool:
    """Whether anybody on this meeting's list, in cases behind walls too, has such a name."""
    blind = [work.keyring.blind(text) for text in sorted(set(_prints(member.name)))]
    asked = ask(func.scope.on_the_list(meeting.id, cast(blind, ARRAY(LargeBinary))))
    return bool(blind) and bool(work.session.connection().execute(asked).scalar())


def _prints(name: str) -> Iterator[str]:
    """Each way in which a name can be a forename and a surname; their order makes no difference."""
    parts = name.split()
    for place in range(1, len(parts)):
        yield from fingerprints(" ".join(parts[place:]), " ".join(parts[:place]), "")


def _walled(work: Work, case_id: UUID) -> bool:
    now = clock.now()
    standing = or_(col(Wall.until_at).is_(None), col(Wall.until_at) > now)
    return work.first(select(Wall).where(Wall.case_id == case_id, col(Wall.from_at) <= now, standing)) is not None
