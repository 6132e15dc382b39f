"""Observers in the room: compared blind with everybody on the list, let in for one case, sent out with it (S24)."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import LargeBinary, cast, func
from sqlalchemy import select as ask
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from agenda.models import Attendance, Hearing, Meeting, Observation
from agenda.operations.acting import may_lead
from agenda.operations.attendance import attendance_of, attendances
from marac import clock
from marac.cases import likeness
from marac.cases.matching import fingerprints
from marac.cases.models import Case
from marac.policy import observing as policy
from marac.proceedings import HearingStatus, Presence
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
    may = policy.may_let_in(work.viewer, hearing, case, attendance, _walled(work, case.id))
    return may and may_lead(work, hearing)


def admit_observer(work: Work, hearing: Hearing, member_id: UUID) -> Observation:
    """Let an observer in for this case alone. Raises Refused, which says no more than that, for one who is known."""
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
    verdict = policy.may_send_out(work.viewer) and may_lead(work, hearing)
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
    """Whether anybody on this meeting's list, in cases behind walls too, has such a name, or such a home.

    Protected names and homes raised a wall against the observer as they do against every member (S18).
    """
    blind = [work.keyring.blind(text) for text in sorted(set(_prints(member.name)))]
    asked = ask(func.scope.on_the_list(meeting.id, cast(blind, ARRAY(LargeBinary))))
    return _kept_from(work, meeting, member) or bool(work.session.connection().execute(asked).scalar())


def _kept_from(work: Work, meeting: Meeting, member: Member) -> bool:
    """Whether a wall stands between the observer and any case on the list."""
    listed = select(Hearing.case_id).where(Hearing.meeting_id == meeting.id, Hearing.status != HearingStatus.REMOVED)
    return work.first(_standing().where(Wall.member_id == member.id, col(Wall.case_id).in_(listed))) is not None


def _prints(name: str) -> Iterator[str]:
    """Each way in which a name can be a forename and a surname, in either order; and as walls compare it."""
    yield from likeness.of_member(name)
    parts = name.split()
    for place in range(1, len(parts)):
        yield from fingerprints(" ".join(parts[place:]), " ".join(parts[:place]), "")


def _walled(work: Work, case_id: UUID) -> bool:
    return work.first(_standing().where(Wall.case_id == case_id)) is not None


def _standing() -> SelectOfScalar[Wall]:
    now = clock.now()
    return select(Wall).where(col(Wall.from_at) <= now, or_(col(Wall.until_at).is_(None), col(Wall.until_at) > now))
