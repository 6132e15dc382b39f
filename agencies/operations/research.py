"""Research: agencies are asked about a case, answer person by person, and return (domain.md 1.7, C30)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select

from agencies.models import Line, Research, ResearchPerson
from agencies.operations.seating import change_kind, seat_agency
from marac import clock
from marac.cases.models import Case, Person
from marac.cases.operations.leading import may_lead
from marac.cases.operations.seats import answer_nil
from marac.policy import research as policy
from marac.policy.lines import is_own
from marac.store.scope import Record
from marac.store.seats import Seat, in_force
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import NotFound, ResearchAnswer, SeatKind, Sharing

NIL_RETURN = "nil return"
_IN = {ResearchAnswer.KNOWN, ResearchAnswer.POSSIBLE}


def request_research(
    work: Work, case_id: UUID, agency_id: UUID, meeting_id: UUID, seat: Seat, due_at: datetime
) -> Research:
    """Ask an agency, for one meeting, by a moment; asked again, the request made is kept, and its time moved."""
    work.require(policy.may_request(work.viewer), seat)
    asked = (Research.case_id == case_id, Research.agency_id == agency_id, Research.meeting_id == meeting_id)
    research = work.first(select(Research).where(*asked))
    if research is not None and (research.due_at, research.seat_id) == (due_at, seat.id):
        return research
    if research is None:
        here = {"marac_id": work.viewer.marac_id, "case_id": case_id, "agency_id": agency_id}
        research = work.keep(Research(**here, meeting_id=meeting_id, seat_id=seat.id, due_at=due_at))
    else:
        work.require(policy.may_request(work.viewer), research)
        research.due_at, research.seat_id = due_at, seat.id
    _log(work, Verb.RESEARCH_REQUESTED, research, to=[agency_id])
    return research


def answer(
    work: Work, research: Research, person_id: UUID, answer: ResearchAnswer, searched_by: str = ""
) -> ResearchPerson:
    """Say of one person whether the agency knows them. Known or possible makes a check seat a case seat at once.

    Raises NotFound for a person of another case.
    """
    case = work.find(Case, research.case_id)
    about = (ResearchPerson.research_id == research.id, ResearchPerson.person_id == person_id)
    row = work.first(select(ResearchPerson).where(*about))
    work.require(policy.may_answer(work.viewer, research, case), research, *([row] if row else []))
    if work.find(Person, person_id).case_id != research.case_id:
        raise NotFound("Person")
    if row is None:
        row = work.keep(_row(work, research, person_id, answer))
    row.answer, row.answered_at, row.answered_by = answer, clock.now(), work.viewer.member_id
    if searched_by:
        research.searched_by = searched_by
    _log(work, Verb.RESEARCH_ANSWERED, row, research, reason=answer.value)
    if answer in _IN and (seat := check_seat(work, research)):
        change_kind(work, seat, SeatKind.CASE)
    work.announce(case.id, to=[research.agency_id])
    return row


def _row(work: Work, research: Research, person_id: UUID, answer: ResearchAnswer) -> ResearchPerson:
    return ResearchPerson(
        marac_id=research.marac_id,
        case_id=research.case_id,
        agency_id=research.agency_id,
        research_id=research.id,
        person_id=person_id,
        answer=answer,
        answered_by=work.viewer.member_id,
    )


def return_nils(work: Work, researches: Sequence[Research], searched_by: str) -> None:
    """Everybody of these cases is not known to the agency: answered, returned, and each check seat given up (S3)."""
    for research in researches:
        case = work.find(Case, research.case_id)
        lines = bool(own_lines(work, case.id))
        work.require(policy.may_answer_nil(work.viewer, research, case, lines), research)
        for person in people_of(work, case.id):
            answer(work, research, person.id, ResearchAnswer.NOT_KNOWN, searched_by)
        return_research(work, research)


def return_research(work: Work, research: Research) -> bool:
    """Send the return. A nil for everybody ends the check seat; True when the case is then out of sight."""
    case = work.find(Case, research.case_id)
    answers = answers_to(work, [research]).get(research.id, {})
    said = {answers.get(person.id) for person in people_of(work, case.id)}
    lines = own_lines(work, case.id)
    complete = bool(said) and not said & {None, ResearchAnswer.COULD_NOT_SEARCH}
    verdict = policy.may_return(work.viewer, research, case, complete, not undecided(lines))
    work.require(verdict, research)
    nil = said == {ResearchAnswer.NOT_KNOWN} and not lines
    research.returned_at, research.returned_by = clock.now(), work.viewer.member_id
    _log(work, Verb.RESEARCH_RETURNED, research, case, reason=NIL_RETURN if nil else "return")
    work.announce(case.id, to=[research.agency_id])
    work.session.flush()  # while the case can still be seen
    if not nil or (seat := check_seat(work, research)) is None:
        return False
    answer_nil(work, seat)
    work.session.flush()
    return True


def withdraw_return(work: Work, research: Research) -> None:
    """Take a return back, to change it, until the case is heard."""
    case = work.find(Case, research.case_id)
    work.require(policy.may_withdraw(work.viewer, research, case), research)
    _open_again(research)
    _log(work, Verb.RESEARCH_ANSWERED, research, reason="return withdrawn")
    work.announce(case.id, to=[research.agency_id])


def reopen(work: Work, research: Research) -> None:
    """Late "we do know them": the agency's check seat is given again, and it is asked again (C30)."""
    case = work.find(Case, research.case_id)
    work.require(policy.may_reopen(work.viewer, case) and may_lead(work, case), research)
    old = work.find(Seat, research.seat_id)
    if old.until_at is not None and old.until_at <= clock.now():
        place = {name: getattr(old, name) for name in ("member_id", "person_id", "side", "quiet", "advocate")}
        seat = seat_agency(work, case, old.agency_id, SeatKind.CHECK, "research reopened", **place)
        research.seat_id = seat.id
    _open_again(research)
    _log(work, Verb.RESEARCH_REQUESTED, research, to=[research.agency_id], reason="reopened")


def _open_again(research: Research) -> None:
    research.returned_at = research.returned_by = None


def check_seat(work: Work, research: Research) -> Seat | None:
    """The check seat under which the agency was asked, while it is in force."""
    held = (Seat.id == research.seat_id, Seat.kind == SeatKind.CHECK, in_force())
    return work.first(select(Seat).where(*held))


def people_of(work: Work, case_id: UUID) -> list[Person]:
    """The people of a case that the viewer's seat shows, in order of part."""
    return work.all(select(Person).where(Person.case_id == case_id).order_by(col(Person.position), col(Person.id)))


def answers_to(work: Work, researches: Sequence[Research]) -> dict[UUID, dict[UUID, ResearchAnswer]]:
    """By research, then person."""
    found: dict[UUID, dict[UUID, ResearchAnswer]] = {}
    asked = col(ResearchPerson.research_id).in_([research.id for research in researches])
    for row in work.all(select(ResearchPerson).where(asked)):
        found.setdefault(row.research_id, {})[row.person_id] = row.answer
    return found


def own_lines(work: Work, *case_ids: UUID) -> list[Line]:
    """The lines of the viewer's agency on these cases, of their side in it, as they stand."""
    mine = (col(Line.case_id).in_(case_ids), Line.agency_id == work.viewer.agency_id)
    query = select(Line).where(*mine, col(Line.corrected_at).is_(None))
    lines = work.all(query.order_by(col(Line.recorded_at), col(Line.id)))
    return [line for line in lines if is_own(work.viewer, line)]


def undecided(lines: Sequence[Line]) -> list[Line]:
    """Lines still private only because nobody has decided."""
    return [line for line in lines if line.sharing is Sharing.PRIVATE and line.decided_at is None]


def _log(work: Work, verb: Verb, *rows: Record, to: Sequence[UUID] = (), reason: str = "") -> None:
    """Under the meeting that the research is for."""
    before = work.meeting_id
    work.meeting_id = next((row.meeting_id for row in rows if isinstance(row, Research)), before)
    work.log(verb, *rows, to=to, reason=reason)
    work.meeting_id = before
