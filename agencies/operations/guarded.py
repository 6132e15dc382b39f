"""What waits for a Caldicott guardian: the cases in which their own agency holds lines, and how those stand (S21)."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select

from agencies.models import Line
from agencies.operations.research import undecided
from marac.cases.models import Case
from marac.policy.lines import may_guard
from marac.policy.seats import SETTLED
from marac.store.work import Work
from marac.vocabulary import Sharing


@dataclass(frozen=True, slots=True)
class Guarded:
    """One case by its code, and how many lines stand how; `settled`: nothing of it is decided any more."""

    case_id: UUID
    code: str
    undecided: int
    decided: dict[Sharing, int]
    settled: bool

    def count(self, sharing: Sharing) -> int:
        return self.decided.get(sharing, 0)


def guarded_cases(work: Work) -> list[Guarded]:
    """Those with something to decide first, most of it first, then by code. Raises Refused under other hats."""
    work.require(may_guard(work.viewer))
    query = select(Line, Case).join(Case, col(Case.id) == col(Line.case_id)).where(col(Line.corrected_at).is_(None))
    cases: dict[UUID, Case] = {}
    lines: dict[UUID, list[Line]] = {}
    for line, case in work.rows(query):
        cases[case.id] = case
        lines.setdefault(case.id, []).append(line)
    rows = [_row(case, lines[case.id]) for case in cases.values()]
    return sorted(rows, key=lambda row: (row.settled, -row.undecided, row.code))


def _row(case: Case, lines: list[Line]) -> Guarded:
    waiting = undecided(lines)
    decided = Counter(line.sharing for line in lines if line not in waiting)
    return Guarded(case.id, case.code, len(waiting), dict(decided), case.status in SETTLED)


def guarded_lines(work: Work, case_id: UUID) -> list[Line]:
    """The lines of a case on which this guardian decides, as they stand: undecided first, then in order of time.

    Raises Refused under other hats, which see lines of others too.
    """
    work.require(may_guard(work.viewer))
    current = select(Line).where(Line.case_id == case_id, col(Line.corrected_at).is_(None))
    lines = work.all(current.order_by(col(Line.recorded_at), col(Line.id)))
    waiting = undecided(lines)
    return waiting + [line for line in lines if line not in waiting]
