"""The same cases at their meetings: one is over and its minutes are issued, the other is sitting."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import select

from actions.models import Action
from actions.operations import agree, complete
from agencies.models import Line
from agencies.operations.lines import mark_said
from agenda.minutes.issuing import issue
from agenda.models import Meeting, MinutesIssue
from agenda.operations import minutes
from agenda.operations.acting import Acting, choices
from agenda.operations.attendance import accept_statement
from agenda.operations.conflicts import admit
from agenda.operations.hearings import answer, call, close_hearing, close_meeting, open_meeting
from agenda.operations.listing import convene, list_case
from agenda.operations.notes import write_note
from agenda.operations.proposals import confirm_seats, proposals
from agenda.operations.publishing import publish
from marac import clock
from marac.proceedings import NoteKind, RiskTo
from marac.store.checkpoints import Checkpoint
from marac.store.sequencing import put_in_order
from marac.store.work import Work
from marac.vocabulary import Side
from tests.cast import Cast
from tests.house.canary_cases import Planted, bring, mark, refer_all, seat
from tests.house.canary_people import ACTING_CHAIR
from tests.house.canary_review import review
from tests.oversight.record import SIGNER

PRESENT = ("police_rep", "council_rep", "idva", "programme_worker", "landlord_rep", "cleared_rep", "admitted")
# note -> the line that it answers
NOTES: dict[str, str] = {"noteofcorrection": "correction", "notenamed": "named"}


def planted(cast: Cast) -> Planted:
    made = Planted(cast)
    refer_all(made)
    first = _listed(made, "first", ("HERON", "coordinator"), ("ROOK", "deputy"))
    seat(made, "HERON")
    bring(made, "HERON")
    _hear(made, "HERON", None)
    _hear_rook(made)
    _close(made, first)
    _settle(made)
    _listed(made, "second", ("TEAL", "coordinator"), ("WREN", "coordinator"))
    seat(made, "TEAL")
    bring(made, "TEAL")
    _hear(made, "TEAL", None)
    with made.working(ACTING_CHAIR) as work:
        admit(work, made.hearing(work, "TEAL"), cast.members["admitted"])
    review(made)
    put_in_order(cast.store.engine, SIGNER)
    with made.working("auditor") as work:
        made.keep("checkpoint", work.all(select(Checkpoint))[0])
    return made


def _listed(made: Planted, name: str, *cases: tuple[str, str]) -> UUID:
    """A meeting with these cases, each listed by the one named: published, opened, and people at its table."""
    with made.working("deputy") as work:
        begins = clock.now() + timedelta(minutes=5)
        meeting = convene(work, begins, "Room 2", chair_id=made.cast.members["two_hats"])
        made.keep(f"{name} meeting", meeting)
    for code, by in cases:
        with made.working(by) as work:
            case = made.case(work, code)
            named = {one.office: one.candidates[0].id for one in choices(work, case, meeting)}
            hearing = list_case(work, case, work.find(Meeting, meeting.id), acting=Acting(**named))
            confirm_seats(work, hearing, [one for one in proposals(work, made.case(work, code)) if one.core])
            made.keep(f"{code} hearing", hearing)
    with made.working("deputy") as work:
        publish(work, work.find(Meeting, meeting.id))
        open_meeting(work, work.find(Meeting, meeting.id))
    for member in (*PRESENT, "observer"):
        with made.working(member) as work:
            accept_statement(work, work.find(Meeting, meeting.id))
    return meeting.id


def _hear(made: Planted, code: str, after: UUID | None) -> None:
    with made.working(ACTING_CHAIR) as work:
        call(work, made.hearing(work, code), after)
    with made.working("police_rep") as work:
        for what in ("seated", "sayonly"):
            mark_said(work, work.find(Line, made.ids[f"{code} {what}"]), made.ids[f"{code} hearing"])
    with made.working("coordinator") as work:
        for what, line in NOTES.items():
            _note(made, work, code, what, line_id=made.ids[f"{code} {line}"])
        _note(made, work, code, "note")
        _note(made, work, code, "noteofcouncil", agency_id=made.cast.agencies["council"])
        _note(made, work, code, "noteforprogramme", for_perpetrators_side=True)
        _note(made, work, code, "risknote", kind=NoteKind.RISK, risk_to=RiskTo.VICTIM)
        _note(made, work, code, "decision", kind=NoteKind.DECISION)
        _note(made, work, code, "voicenote", kind=NoteKind.VOICE, for_perpetrators_side=True)
        for owner in ("council", "landlord", "school"):
            _action(made, work, code, owner)
        _action(made, work, code, "programme", Side.PERPETRATOR)
        told = {"teller_agency_id": made.cast.agencies["new_era"], "teller_method": mark(code, "teller")}
        told["no_perpetrator_action_reason"] = mark(code, "noperpetratoraction")
        hearing = made.hearing(work, code)
        answer(work, hearing, hearing.version, told)


def _note(made: Planted, work: Work, code: str, what: str, **how: Any) -> None:
    note = write_note(work, made.hearing(work, code), mark(code, what), client_id=uuid4(), **how)
    made.keep(f"{code} {what}", note)


def _action(made: Planted, work: Work, code: str, owner: str, side: Side = Side.NEITHER) -> None:
    action = agree(
        work,
        made.case(work, code),
        catalogue_code="TH02",
        wording=mark(code, f"{owner}action"),
        agency_id=made.cast.agencies[owner],
        due_on=clock.today() + timedelta(days=3),
        risk_to=RiskTo.VICTIM,
        risk=mark(code, f"{owner}actionrisk"),
        hearing_id=made.ids[f"{code} hearing"],
        side=side,
    )
    made.keep(f"{code} {owner} action", action)


def _hear_rook(made: Planted) -> None:
    """Closes HERON. The deputy takes the minutes, since the coordinator is behind the wall."""
    with made.working(ACTING_CHAIR) as work:
        call(work, made.hearing(work, "ROOK"), made.ids["HERON hearing"])
    with made.working("deputy") as work:
        _note(made, work, "ROOK", "note")
        _action(made, work, "ROOK", "police")
        hearing = made.hearing(work, "ROOK")
        why = dict.fromkeys(("no_voice_reason", "no_perpetrator_action_reason", "not_told_reason"), "Not yet.")
        answer(work, hearing, hearing.version, why)
    with made.working(ACTING_CHAIR) as work:
        close_hearing(work, made.hearing(work, "ROOK"))


def _close(made: Planted, meeting_id: UUID) -> None:
    with made.working(ACTING_CHAIR) as work:
        close_meeting(work, work.find(Meeting, meeting_id))
        minutes.approve(work, work.find(Meeting, meeting_id))
    with made.working("deputy") as work:
        issue(work, work.find(Meeting, meeting_id))
        work.session.flush()
        for copy in work.all(select(MinutesIssue).where(MinutesIssue.meeting_id == meeting_id)):
            owner = next(name for name, agency in made.cast.agencies.items() if agency == copy.agency_id)
            made.keep(f"{owner} minutes", copy)


def _settle(made: Planted) -> None:
    with made.working("council_rep") as work:
        action = work.find(Action, made.ids["HERON council action"])
        complete(work, action, mark("HERON", "outcome"), mark("HERON", "doneby"))
    with made.working("school_worker") as work:
        action = work.find(Action, made.ids["HERON school action"])
        complete(work, action, "", mark("HERON", "schooldone"))
