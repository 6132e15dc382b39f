"""A case with its seats, a meeting to come, and the agencies asked about it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

from sqlmodel import col, select

from agencies.models import Line, Research
from agencies.operations.lines import record_line
from agencies.operations.research import request_research
from agenda.models import Hearing, Meeting
from marac import clock
from marac.cases.models import Case
from marac.store.audit import AuditEvent
from marac.store.seats import Seat, in_force
from marac.store.work import Work, open_work
from marac.verbs import Verb
from marac.vocabulary import ALLOWED, CaseStatus, LineKind, Role
from tests.cast import Cast, open_case


def meeting(cast: Cast) -> UUID:
    with open_work(cast.store, cast["coordinator"]) as work:
        work.require(ALLOWED)
        kept = work.keep(Meeting(marac_id=cast.marac, starts_at=clock.now() + timedelta(days=3)))
        work.log(Verb.MEETING_CONVENED, kept)
        return kept.id


def hearing(cast: Cast, case_id: UUID, meeting_id: UUID) -> UUID:
    with open_work(cast.store, cast["coordinator"]) as work:
        work.require(ALLOWED)
        kept = work.keep(Hearing(marac_id=cast.marac, case_id=case_id, meeting_id=meeting_id, position=1, id=uuid4()))
        work.log(Verb.CASE_LISTED, kept)
        return kept.id


def ask(cast: Cast, case_id: UUID, meeting_id: UUID, *agencies: str, days: int = 2) -> dict[str, UUID]:
    """Research requested of these agencies, due in so many days; its id by agency."""
    due = clock.now() + timedelta(days=days)
    asked = {}
    with open_work(cast.store, cast["coordinator"]) as work:
        for name in agencies:
            agency = cast.agencies[name]
            seat = work.all(select(Seat).where(Seat.case_id == case_id, Seat.agency_id == agency, in_force()))[0]
            asked[name] = request_research(work, case_id, agency, meeting_id, seat, due).id
    return asked


def heron(cast: Cast, *agencies: str) -> tuple[UUID, dict[str, UUID]]:
    """HERON, listed, and research requested of health (a check seat) and council (a case seat), or of those named."""
    case_id = open_case(cast)
    return case_id, ask(cast, case_id, meeting(cast), *(agencies or ("health", "council")))


def line(cast: Cast, name: str, case_id: UUID, text: str, kind: LineKind = LineKind.FACT, sensitive: str = "") -> UUID:
    with open_work(cast.store, cast[name]) as work:
        case = work.find(Case, case_id)
        return record_line(work, case, text, kind=kind, source="case notes", sensitive=sensitive).id


@contextmanager
def working(cast: Cast, name: str) -> Iterator[Work]:
    with open_work(cast.store, cast[name]) as work:
        yield work


def readers(cast: Cast, line_id: UUID) -> set[str]:
    """Everybody of the cast, and the police's people under every hat, who can read this line."""
    lookers = {**cast.viewers, **{f"police_rep as {role}": cast.as_hat("police_rep", role) for role in Role}}
    found = set()
    for name, viewer in lookers.items():
        with open_work(cast.store, viewer) as work:
            if work.first(select(Line).where(Line.id == line_id)):
                found.add(name)
    return found


def events(cast: Cast, verb: Verb, case_id: UUID | None = None) -> list[AuditEvent]:
    """As the auditor sees them, in order."""
    with open_work(cast.store, cast["auditor"]) as work:
        query = select(AuditEvent).where(AuditEvent.verb == verb).order_by(col(AuditEvent.at))
        return [event for event in work.all(query) if case_id in (None, event.case_id)]


def set_status(cast: Cast, case_id: UUID, status: CaseStatus) -> None:
    with open_work(cast.store, cast["coordinator"]) as work:
        case = work.find(Case, case_id)
        work.require(ALLOWED, case)
        case.status = status
        work.log(Verb.CASE_LISTED, case)


def research_of(work: Work, research_id: UUID) -> Research:
    return work.find(Research, research_id)
