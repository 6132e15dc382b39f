"""What was corrected after minutes were issued: said beside the copy, which itself stays as it was issued (S16)."""

from collections.abc import Sequence

from sqlmodel import col, select

from agencies.models import Line
from agenda.minutes.parts import CasePart
from agenda.models import MinutesIssue
from marac.cases.models import Case, Notice
from marac.proceedings import NoticeKind
from marac.store.work import Work


def corrected_since(work: Work, issue: MinutesIssue, parts: Sequence[CasePart]) -> list[str]:
    """Codes of the lines in these parts that have other words now: told to this agency, or read by it."""
    printed = {f"{part.code}-{line.label}" for part in parts for line in (*part.information, *part.voice) if line.label}
    told = select(Notice.label).where(
        Notice.agency_id == issue.agency_id,
        Notice.kind == NoticeKind.LINE_CORRECTED,
        col(Notice.at) > issue.issued_at,
    )
    newer = select(Line, Case).join(Case, col(Case.id) == col(Line.case_id))
    newer = newer.where(col(Line.corrects_id).is_not(None), col(Line.recorded_at) > issue.issued_at)
    found = {f"{case.code}-{line.label}" for line, case in work.rows(newer.where(col(Case.code).in_(_codes(parts))))}
    labels: list[str] = work.all(told)
    return sorted(printed & {*found, *labels})


def _codes(parts: Sequence[CasePart]) -> list[str]:
    return [part.code for part in parts]
