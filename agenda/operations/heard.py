"""Who heard what: recorded when a case is closed, for everybody present for it (S15, s62 "recipients")."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import col, select

from agencies.models import Line, Said
from agenda.models import CaseAttendance, Hearing, Observation
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import Viewer

SAID = "said"
AVAILABLE = "available"
JUST_BEFORE = timedelta(microseconds=1)

Recipients = frozenset[tuple[UUID, UUID]]  # (agency, member)


def record_heard(
    work: Work, hearing: Hearing, attendance: Sequence[CaseAttendance], eyes: Mapping[UUID, Viewer]
) -> None:
    """One event for each group of lines that the same people heard, or had before them while present.

    What was said was heard by everybody who was in the room when it was marked as said. What was shared and not said
    was available to those who could read it before they left. Nobody hears their own agency's lines. `attendance`:
    everybody who was there for the case, those too who left, or were kept out once they declared a conflict.
    """
    said = {row.line_id: row for row in work.all(select(Said).where(Said.hearing_id == hearing.id))}
    labels, readers = _seen_by(
        work, hearing, [(row, eyes[row.member_id]) for row in attendance if row.member_id in eyes]
    )
    observers = work.all(select(Observation).where(Observation.hearing_id == hearing.id))
    in_the_room: list[CaseAttendance | Observation] = [*attendance, *observers]
    heard = {
        line: frozenset(
            (row.agency_id, row.member_id)
            for row in in_the_room
            if row.agency_id != one.agency_id and _there(row, one.said_at)
        )
        for line, one in said.items()
    }
    available = {line: frozenset(people) for line, people in readers.items() if line not in said}
    for reason, groups in ((SAID, heard), (AVAILABLE, available)):
        _log(work, hearing, reason, groups, labels)


def _there(row: CaseAttendance | Observation, at: datetime) -> bool:
    """In the room at that moment, as the attendance for the case has it."""
    return row.from_at <= at and (row.until_at is None or row.until_at >= at)


def _seen_by(
    work: Work, hearing: Hearing, attendance: Sequence[tuple[CaseAttendance, Viewer]]
) -> tuple[dict[UUID, str], dict[UUID, set[tuple[UUID, UUID]]]]:
    """Codes of the lines that those present can see, and who of them can see those of other agencies.

    With the eyes that each had just before they left. A line that was decided about after that was not before them.
    """
    labels: dict[UUID, str] = {}
    readers: dict[UUID, set[tuple[UUID, UUID]]] = defaultdict(set)
    current = select(Line).where(Line.case_id == hearing.case_id, col(Line.corrected_at).is_(None))
    for row, viewer in attendance:
        with work.as_seen_by(viewer, at=row.until_at and row.until_at - JUST_BEFORE) as theirs:
            for line in theirs.all(current):
                labels[line.id] = line.label
                late = row.until_at is not None and (line.decided_at or line.recorded_at) > row.until_at
                if line.agency_id != viewer.agency_id and not late:
                    readers[line.id].add((viewer.agency_id, viewer.member_id))
    return labels, readers


def _log(
    work: Work, hearing: Hearing, reason: str, groups: Mapping[UUID, Recipients], labels: Mapping[UUID, str]
) -> None:
    together: dict[Recipients, list[UUID]] = defaultdict(list)
    for line_id, people in groups.items():
        if people:
            together[people].append(line_id)
    for people, line_ids in together.items():
        work.log(
            Verb.LINE_HEARD,
            hearing,
            items=[{"t": "line", "id": str(line), "label": labels.get(line, "")} for line in sorted(line_ids)],
            to=sorted({agency for agency, _ in people}),
            members=sorted(member for _, member in people),
            reason=reason,
            case_id=hearing.case_id,
        )
