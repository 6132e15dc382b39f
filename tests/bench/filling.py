"""What the measured case and the measured minutes hold: as many lines, notes and actions as a full hour brings."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import col, select

from actions.models import Action
from actions.operations import agree
from agencies.models import Line
from agencies.operations.lines import decide, record_line
from agencies.operations.research import request_research
from agenda.models import Hearing, Meeting, Note
from agenda.operations import minutes
from marac import clock
from marac.cases.models import Case
from marac.proceedings import NoteKind, RiskTo
from marac.store.seats import Seat
from marac.store.work import Work, open_work
from marac.verbs import Verb
from marac.vocabulary import ALLOWED, Sharing
from tests.agenda.minuted import minuted
from tests.agenda.sitting import call_case, note
from tests.cast import Cast

SEATED = ("police_rep", "council_rep", "idva")
LINES = 25
ACTIONS = 10
MINUTED_LINES = 8
SAID = (
    "Neighbours reported shouting at about ten in the evening; officers attended and both had left by then.",
    "She says that he waits outside her work on Thursdays and has twice followed her home as far as the bridge.",
    "He was told not to contact her by any means until the hearing, and sent eleven messages within two days.",
    "The school keeps the children in until their grandmother comes, and has a photograph of him at the desk.",
)


def fill(cast: Cast, code: str, meeting_id: UUID) -> None:
    """The case that is measured: every agency's lines, what is noted and agreed, and research that is asked for."""
    case_id = cast.cases[code]
    for number in range(LINES):
        with open_work(cast.store, cast[SEATED[number % len(SEATED)]]) as work:
            case = work.find(Case, case_id)
            line = record_line(work, case, SAID[number % len(SAID)], source="Record 12/4", source_date="12 May")
            if number % 5:
                decide(work, line, Sharing.SEATED)
    call_case(cast, code)
    for number in range(len(SAID)):
        note(cast, code, SAID[number])
    note(cast, code, SAID[1], kind=NoteKind.RISK, risk_to=RiskTo.VICTIM)
    with open_work(cast.store, cast["coordinator"]) as work:
        case = work.find(Case, case_id)
        for number in range(ACTIONS):
            agency = cast.agencies[("police", "council", "new_era")[number % 3]]
            due = clock.today() + timedelta(days=number + 1)
            agree(
                work, case, catalogue_code="TH02", wording="Change the locks of her flat", agency_id=agency,
                due_on=due, risk_to=RiskTo.VICTIM,
            )  # fmt: skip
        for seat in work.all(select(Seat).where(Seat.case_id == case_id, col(Seat.person_id).is_(None))):
            request_research(work, case_id, seat.agency_id, meeting_id, seat, clock.now() + timedelta(days=2))


def answer_beforehand(cast: Cast, meeting_id: UUID) -> None:
    """Whatever a case needs to be closed, so that the chair's next call only has to move on."""
    with open_work(cast.store, cast["coordinator"]) as work:
        work.require(ALLOWED)
        for hearing in work.all(select(Hearing).where(Hearing.meeting_id == meeting_id)):
            work.require(ALLOWED, hearing)
            hearing.no_voice_reason = hearing.no_perpetrator_action_reason = "Not yet spoken to."
            hearing.not_told_reason = "Told already."
            work.log(Verb.HEARING_CHANGED, hearing)


def a_meeting_that_is_over(cast: Cast, codes: Sequence[str]) -> UUID:
    """Every case heard, with lines, notes and actions; the chair has approved the minutes."""
    meeting_id: UUID | None = None
    for position, code in enumerate(codes, 1):
        made = minuted(cast, code, meeting_id, position)
        meeting_id = made.meeting
        _more_of(cast, made.case, made.hearing)
    assert meeting_id is not None
    with open_work(cast.store, cast["chair"]) as work:
        minutes.approve(work, work.find(Meeting, meeting_id))
    return meeting_id


def _more_of(cast: Cast, case_id: UUID, hearing_id: UUID) -> None:
    here: dict[str, Any] = {"marac_id": cast.marac, "case_id": case_id}
    with clock.at(clock.now() - timedelta(seconds=30)):
        for number in range(MINUTED_LINES):
            _keep(cast, SEATED[number % len(SEATED)], partial(_line, here, number))
    here["hearing_id"] = hearing_id
    by = cast.members["coordinator"]
    _keep(
        cast,
        "coordinator",
        lambda work: [
            *(Note(**here, written_by=by, text=text, client_id=uuid4()) for text in SAID),
            *(_action(cast, here, number) for number in range(3)),
        ],
    )


def _line(here: dict[str, Any], number: int, work: Work) -> list[Line]:
    return [
        Line(
            **here,
            agency_id=work.viewer.agency_id,
            member_id=work.viewer.member_id,
            sharing=Sharing.SEATED,
            label=f"M{number + 2}",
            text=SAID[number % len(SAID)],
            source="Record 4",
        )
    ]


def _action(cast: Cast, here: dict[str, Any], number: int) -> Action:
    return Action(
        **here,
        agency_id=cast.agencies["police"],
        label=f"N{number + 2}",
        catalogue_code="TH02",
        wording="Change the locks of her flat and fit a chain",
        risk_to=RiskTo.VICTIM,
        due_on=clock.today() + timedelta(days=7),
        agreed_by=cast.members["coordinator"],
    )


def _keep(cast: Cast, name: str, make: Callable[[Work], Sequence[Any]]) -> None:
    with open_work(cast.store, cast[name]) as work:
        work.require(ALLOWED)
        work.log(Verb.LINE_RECORDED, *(work.keep(row) for row in make(work)))
