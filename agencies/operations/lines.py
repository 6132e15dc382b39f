"""Lines: what an agency holds on a case, private until it decides; recorded, corrected, said (S8, S15, S16)."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Uuid, cast, func
from sqlalchemy import select as ask
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col, select

from agencies.models import Line, Said
from agencies.operations.audience import audience_now, audience_rows
from agencies.operations.decisions import CONTENT, SHARED, decide, name_agency
from agencies.operations.standing import standing
from marac import clock
from marac.cases.codes import line_code
from marac.cases.models import Case, Notice, Person
from marac.cases.operations.leading import may_lead
from marac.cases.operations.notices import tell
from marac.policy import lines as policy
from marac.proceedings import NoticeKind, RiskTo
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import LineKind, NotFound, Sharing

__all__ = [
    "correct_line",
    "corrected_lately",
    "decide",
    "line_history",
    "lines_on",
    "mark_said",
    "record_line",
    "shared_lines_on",
]
TOLD_FOR = timedelta(days=14)


def record_line(
    work: Work,
    case: Case,
    text: str,
    *,
    kind: LineKind = LineKind.FACT,
    source: str = "",
    source_date: str = "",
    person_id: UUID | None = None,
    sensitive: str = "",
) -> Line:
    """Something that the viewer's agency holds: private until it decides (S8).

    `sensitive`: one of policy.lines.Sensitive, or nothing. Raises NotFound for a person of another case.
    """
    viewer, place = work.viewer, standing(work, case.id)
    work.require(policy.may_record(viewer, case, place, kind))
    person_id = person_id or next(iter(sorted(place.persons)), None)  # a seat for one person speaks of that person
    if person_id is not None and work.find(Person, person_id).case_id != case.id:
        raise NotFound("Person")
    line = work.keep(
        Line(
            marac_id=case.marac_id,
            case_id=case.id,
            agency_id=viewer.agency_id,
            member_id=viewer.member_id,
            person_id=person_id,
            side=viewer.side,
            label=_unused_label(work, case.id),
            kind=kind,
            text=text,
            source=source,
            source_date=source_date,
            sensitive=sensitive,
        )
    )
    work.log(Verb.LINE_RECORDED, line, fields=CONTENT)
    work.announce(case.id, of=line)
    return line


def _unused_label(work: Work, case_id: UUID) -> str:
    """A code that no line or action of the case has; the lock keeps two works from choosing the same."""
    work.session.flush()
    connection = work.session.connection()
    connection.execute(ask(func.pg_advisory_xact_lock(case_id.int >> 65)))
    return line_code(lambda labels: connection.scalar(ask(func.scope.free_label(case_id, labels))))


def correct_line(work: Work, line: Line, text: str) -> Line:
    """A new version under the same code, for whoever could read the old, which its owner alone keeps (S16)."""
    case = work.find(Case, line.case_id)
    work.require(policy.may_correct(work.viewer, line, case), line)
    audience = audience_now(work, line)
    new = work.keep(_next_version(work, line, text))
    work.session.flush()
    named = [name_agency(work, new, row.agency_id) for row in audience_rows(work, line.id)]
    told = _tell(work, case, line, new, audience.agency_ids)
    line.corrected_at, line.sharing = clock.now(), Sharing.PRIVATE
    to, members = audience.agency_ids, audience.member_ids
    work.log(Verb.LINE_CORRECTED, new, line, *named, *told, fields=CONTENT, to=to, members=members)
    work.announce(case.id, of=new)
    for notice in told:
        work.announce(case.id, of=notice)
    return new


def _tell(work: Work, case: Case, line: Line, new: Line, readers: Iterable[UUID]) -> list[Notice]:
    """A notice to whoever was ever given any version of the line, has read one, or could: seated still or not.

    Some of them may not be known to its owner, so that their ids stand in the notices alone (S5).
    """
    versions = [line.id, *(row.id for row in line_history(work, line))]
    asked = ask(func.scope.had_line(cast(versions, ARRAY(Uuid)), type_=Uuid))
    had = {*work.session.connection().execute(asked).scalars(), *readers}
    both_sides = line.for_perpetrators_side or (line.sharing is Sharing.NAMED and line.kind is not LineKind.VOICE)
    label = f"{case.code}-{line.label}"
    return tell(work, case, NoticeKind.LINE_CORRECTED, new.id, had, label=label, both_sides=both_sides)


def _next_version(work: Work, line: Line, text: str) -> Line:
    kept = (
        "marac_id", "case_id", "agency_id", "person_id", "side", "label", "kind", "source", "source_date", "sensitive",
        "sharing", "to_chair", "to_coordinator", "for_perpetrators_side", "withholding", "reason", "bears_on",
        "decided_at",
    )  # fmt: skip
    same = {name: getattr(line, name) for name in kept}
    return Line(**same, member_id=work.viewer.member_id, text=text, corrects_id=line.id, version=line.version + 1)


def mark_said(work: Work, line: Line, hearing_id: UUID) -> Said:
    """That a line was said in a hearing; said twice, it is kept once (S15)."""
    work.require(policy.may_mark_said(work.viewer, line) and may_lead(work, line.case_id), line)
    query = select(Said).where(Said.line_id == line.id, Said.hearing_id == hearing_id)
    if said := work.first(query):
        return said
    said = work.keep(
        Said(
            marac_id=line.marac_id,
            case_id=line.case_id,
            line_id=line.id,
            agency_id=line.agency_id,
            hearing_id=hearing_id,
            said_by=work.viewer.member_id,
            bears_on=_bears_on(work, line),
        )
    )
    work.log(Verb.LINE_SAID, line, said)
    work.announce(line.case_id, of=said)
    return said


def _bears_on(work: Work, line: Line) -> RiskTo | None:
    """What all seats learn of a say-only line (S10): nothing from an agency that they may not know of (S5)."""
    if line.sharing is not Sharing.SAY_ONLY or not line.bears_on:
        return None
    return None if standing(work, line.case_id).quiet else RiskTo(line.bears_on)


def lines_on(work: Work, case_id: UUID) -> list[Line]:
    """Every line that this viewer may see on a case, their own agency's private ones too, in order of time."""
    current = select(Line).where(Line.case_id == case_id, col(Line.corrected_at).is_(None))
    return work.all(current.order_by(col(Line.recorded_at), col(Line.id)))


def shared_lines_on(work: Work, case_id: UUID) -> list[Line]:
    """Those among them that were shared in writing: what may stand on paper."""
    return [line for line in lines_on(work, case_id) if line.sharing in SHARED]


def corrected_lately(work: Work) -> list[Line]:
    """Lines that this viewer can read and that were corrected within two weeks, after they were shared; latest first.

    For chair and coordinator, to whom no notice is sent: a notice is an agency's, and theirs is a hat (S9, S16).
    """
    since = col(Line.recorded_at) >= clock.now() - TOLD_FOR
    query = select(Line).where(col(Line.corrects_id).is_not(None), col(Line.corrected_at).is_(None), since)
    lines = work.all(query.where(col(Line.sharing).in_(SHARED)).order_by(col(Line.recorded_at).desc(), col(Line.id)))
    return [line for line in lines if line.decided_at is not None and line.decided_at <= line.recorded_at]


def line_history(work: Work, line: Line) -> list[Line]:
    """The earlier versions of a line that this viewer may see, latest first."""
    query = select(Line).where(Line.case_id == line.case_id, Line.label == line.label, Line.id != line.id)
    return work.all(query.where(col(Line.corrected_at).is_not(None)).order_by(col(Line.corrected_at).desc()))
