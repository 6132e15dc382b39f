"""What the viewer's agency has been asked, what it has answered, and what has shrunk to a code and a date (S3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import col, select

from agencies.models import Line, Research
from agencies.operations.research import NIL_RETURN, answers_to, own_lines, undecided
from marac.cases.models import Case
from marac.clock import LONDON
from marac.policy.research import PAST
from marac.store.audit import AuditEvent
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import FOR_THE_AGENCY, ResearchAnswer


@dataclass(frozen=True, slots=True)
class Asked:
    """One case that the agency is asked about, while it holds a seat there."""

    research: Research
    case: Case
    answers: dict[UUID, ResearchAnswer]
    lines: int = 0
    undecided: int = 0

    @property
    def returned(self) -> bool:
        return self.research.returned_at is not None


@dataclass(frozen=True, slots=True)
class Shrunk:
    """A nil return: all that is left of it is a code and a date."""

    code: str
    at: datetime
    meeting_id: UUID | None


def asked(work: Work) -> list[Asked]:
    """Research for cases that are still to be heard, by date due, then code; the latest request of each case."""
    query = (
        select(Research, Case)
        .join(Case, col(Case.id) == col(Research.case_id))
        .where(Research.agency_id == work.viewer.agency_id, col(Case.status).not_in(PAST))
        .order_by(col(Research.due_at))
    )
    latest = {case.id: (research, case) for research, case in work.rows(query)}
    answers = answers_to(work, [research for research, _ in latest.values()])
    lines = _by_case(own_lines(work, *latest))
    rows = [
        Asked(research, case, answers.get(research.id, {}), len(held), len(undecided(held)))
        for research, case in latest.values()
        for held in [lines.get(case.id, [])]
    ]
    return sorted(rows, key=lambda row: (row.research.due_at, row.case.code))


def _by_case(lines: Sequence[Line]) -> dict[UUID, list[Line]]:
    found: dict[UUID, list[Line]] = {}
    for line in lines:
        found.setdefault(line.case_id, []).append(line)
    return found


def shrunk(work: Work, rows: Sequence[Asked]) -> list[Shrunk]:
    """Cases of the same meetings that were returned nil, read from the agency's own record; latest first."""
    meetings = {row.research.meeting_id for row in rows}
    open_still = {row.case.id for row in rows}
    query = select(AuditEvent).where(
        AuditEvent.agency_id == work.viewer.agency_id,
        AuditEvent.verb == Verb.RESEARCH_RETURNED,
        AuditEvent.reason == NIL_RETURN,
        col(AuditEvent.hat).in_([hat.value for hat in FOR_THE_AGENCY]),
    )
    events = work.all(query.order_by(col(AuditEvent.at).desc()).limit(MOST))
    found: dict[UUID | None, Shrunk] = {}
    for event in events:
        if event.case_id not in open_still and (event.meeting_id in meetings or not meetings):
            found.setdefault(event.case_id, Shrunk(_code(event), event.at, event.meeting_id))
    return list(found.values())


def _code(event: AuditEvent) -> str:
    return next((str(named["label"]) for named in event.items if named["t"] == "case_file"), "")


def day_of(moment: datetime) -> date:
    """The day on the calendar in London."""
    return moment.astimezone(LONDON).date()


def due_days(rows: Sequence[Asked]) -> list[date]:
    return sorted({day_of(row.research.due_at) for row in rows})


MOST = 60


def undecided_lines(work: Work) -> list[tuple[Case, int]]:
    """Cases with lines of this agency about which nobody has decided, by code."""
    query = (
        select(Line, Case)
        .join(Case, col(Case.id) == col(Line.case_id))
        .where(Line.agency_id == work.viewer.agency_id, col(Line.corrected_at).is_(None), col(Case.status).not_in(PAST))
    )
    cases: dict[UUID, Case] = {}
    lines: dict[UUID, list[Line]] = {}
    for line, case in work.rows(query):
        cases[case.id] = case
        lines.setdefault(case.id, []).append(line)
    counted = [(cases[case_id], len(undecided(held))) for case_id, held in lines.items()]
    return sorted(((case, count) for case, count in counted if count), key=lambda pair: pair[0].code)
