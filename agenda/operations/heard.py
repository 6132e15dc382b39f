"""Who heard what: recorded when a case is closed, for everybody present for it (S15, s62 "recipients")."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlmodel import col, select

from agencies.models import Line, Said
from agenda.models import CaseAttendance, Hearing
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import Viewer

SAID = "said"
AVAILABLE = "available"

Recipients = frozenset[tuple[UUID, UUID]]  # (agency, member)


def record_heard(work: Work, hearing: Hearing, present: Sequence[CaseAttendance], eyes: Mapping[UUID, Viewer]) -> None:
    """One event for each group of lines that the same people heard, or had before them while present.

    What was said was heard by everybody in the room. What was shared and not said was available to those who could
    read it. Nobody hears their own agency's lines.
    """
    said = {row.line_id: row.agency_id for row in work.all(select(Said).where(Said.hearing_id == hearing.id))}
    labels, readers = _seen_by(work, hearing, [eyes[row.member_id] for row in present if row.member_id in eyes])
    everybody = {(row.agency_id, row.member_id) for row in present}
    heard = {line: frozenset(p for p in everybody if p[0] != owner) for line, owner in said.items()}
    available = {line: frozenset(people) for line, people in readers.items() if line not in said}
    for reason, groups in ((SAID, heard), (AVAILABLE, available)):
        _log(work, hearing, reason, groups, labels)


def _seen_by(
    work: Work, hearing: Hearing, viewers: Sequence[Viewer]
) -> tuple[dict[UUID, str], dict[UUID, set[tuple[UUID, UUID]]]]:
    """Codes of the lines that those present can see, and who of them can see those of other agencies."""
    labels: dict[UUID, str] = {}
    readers: dict[UUID, set[tuple[UUID, UUID]]] = defaultdict(set)
    current = select(Line).where(Line.case_id == hearing.case_id, col(Line.corrected_at).is_(None))
    for viewer in viewers:
        with work.as_seen_by(viewer) as theirs:
            for line in theirs.all(current):
                labels[line.id] = line.label
                if line.agency_id != viewer.agency_id:
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
