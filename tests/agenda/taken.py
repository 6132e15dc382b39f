"""A case that the usual chair and coordinator must not take, and all that is done about it under their hats (S18)."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import select

from actions.catalogue import answers
from actions.models import Action
from actions.operations import agree, answer_condition, complete, open_again, reassign
from agencies.models import Line, Research
from agencies.operations.decisions import decide as share
from agencies.operations.lines import mark_said, record_line
from agencies.operations.research import reopen, request_research
from agencies.operations.restricting import name_people, restrict
from agenda.models import Hearing, Meeting
from agenda.operations.acting import Acting, name_acting
from agenda.operations.conflicts import declare_conflict
from agenda.operations.listing import list_case, move, plan, remove
from agenda.operations.observing import send_observer_out
from agenda.operations.transferring import transfer
from marac import clock
from marac.cases.models import Case, Person, PersonLink
from marac.cases.operations import triage
from marac.cases.operations.deciding import decide
from marac.cases.operations.employers import set_employers
from marac.cases.operations.keeping import (
    confirm_erasure,
    end_erasure,
    erasure_of,
    place_hold,
    propose_erasure,
)
from marac.cases.operations.links import link, undo
from marac.cases.operations.pairs import clear_for
from marac.cases.operations.seats import change_seat, end_seat, give_seat, lift_wall, raise_wall
from marac.oversight.models import Opening
from marac.oversight.operations.openings import end_opening
from marac.proceedings import ActionStatus, ErasureGround, HoldKind, RiskTo, SamePerson, Triage, WallCause
from marac.store.seats import Seat
from marac.store.walls import Wall
from marac.store.work import Work, open_work
from marac.verbs import Verb
from marac.vocabulary import ALLOWED, CaseStatus, PartyRole, SeatKind, Sharing
from tests.agenda.acting import appointed
from tests.agenda.planning import a_meeting
from tests.cast import Cast, open_case
from tests.oversight.review import opened

OFFICES = ("chair", "coordinator")

Deed = Callable[["Stage", Work], Any]


class TakenBack(Exception):
    """So that one stage serves for many deeds."""


class Stage:
    """TEAL, of which parties work for the chair's and the coordinator's agencies; their deputies act in it."""

    def __init__(self, cast: Cast, owner: Engine, *, listed: bool = True, proposed: bool = False) -> None:
        self.cast = cast
        appointed(cast, owner)
        self.hearing_id = UUID(int=0)
        self.case_id, self.other = open_case(cast, "TEAL"), open_case(cast, "HERON")
        self.opening, self.meeting = opened(cast, self.case_id), a_meeting(cast, chair="chair")
        with open_work(cast.store, cast["council_rep"]) as work:
            line = record_line(work, self.case(work), "Seen near the school.")
            share(work, line, Sharing.SEATED)
            self.line = line.id
        if proposed:
            self.propose()
        self.before()
        for office in OFFICES:
            with open_work(cast.store, cast[office]) as work:
                both = [cast.agencies["police"], cast.agencies["council"]]
                set_employers(work, self.case(work), both[: OFFICES.index(office) + 1])
        if listed:
            with open_work(cast.store, cast["acting_coordinator"]) as work:
                list_case(work, self.case(work), work.find(Meeting, self.meeting), acting=self.acting())

    def acting(self) -> Acting:
        return Acting(*(self.cast.members[f"acting_{office}"] for office in OFFICES))

    def before(self) -> None:
        """What there is to decide about, made while nobody is in the way."""
        cast = self.cast
        with open_work(cast.store, cast["coordinator"]) as work:
            case, soon = self.case(work), clock.now() + timedelta(days=1)
            raise_wall(work, case, "same name", member_id=cast.members["observer"], decide_by=soon)
            new_era, pair = cast.agencies["new_era"], WallCause.REVERSED_PAIR
            raise_wall(work, case, "", agency_id=new_era, cleared=[cast.members["idva"]], cause=pair, decide_by=soon)
            self.link, self.action = self.linked(work).id, self.agreed(work).id
            seat = self.seat(work, "health")
            self.research = request_research(work, case.id, seat.agency_id, self.meeting, seat, soon).id

    def propose(self) -> None:
        """Proposed while the case was over, which it is again when the deed is done."""
        for status in (CaseStatus.CLOSED, CaseStatus.ACCEPTED):
            with open_work(self.cast.store, self.cast["coordinator"]) as work:
                case = self.as_if(work, status)
                work.require(ALLOWED, case)
                work.log(Verb.REFERRAL_TRIAGED, case)
                if status is CaseStatus.CLOSED:
                    propose_erasure(work, case, ErasureGround.NO_LONGER_NEEDED, "Kept seven years.")

    def case(self, work: Work) -> Case:
        return work.find(Case, self.case_id)

    def hearing(self, work: Work) -> Hearing:
        return work.all(select(Hearing).where(Hearing.case_id == self.case_id))[0]

    def wall(self, work: Work, cause: WallCause = WallCause.SET, *, undecided: bool = False) -> Wall:
        found = work.all(select(Wall).where(Wall.case_id == self.case_id, Wall.cause == cause))
        return next(one for one in found if one.undecided is undecided)

    def seat(self, work: Work, agency: str) -> Seat:
        theirs = (Seat.case_id == self.case_id, Seat.agency_id == self.cast.agencies[agency])
        return work.all(select(Seat).where(*theirs))[0]

    def linked(self, work: Work) -> Any:
        victim = (Person.party == PartyRole.VICTIM,)
        cases = (self.case_id, self.other)
        one, other = (work.all(select(Person).where(Person.case_id == at, *victim))[0] for at in cases)
        return link(work, one, other, SamePerson.DIFFERENT, "other dates")

    def agreed(self, work: Work) -> Any:
        due, council = clock.today() + timedelta(days=3), self.cast.agencies["council"]
        case, wording = self.case(work), "Change the locks."
        return agree(
            work,
            case,
            catalogue_code="TH02",
            wording=wording,
            agency_id=council,
            due_on=due,
            risk_to=RiskTo.VICTIM,
        )

    def as_if(self, work: Work, status: CaseStatus) -> Case:
        case = self.case(work)
        case.status = status
        return case

    def does(self, who: str, deed: Deed) -> None:
        with open_work(self.cast.store, self.cast[who]) as work:
            deed(self, work)
            work.session.flush()
            raise TakenBack


def _named(stage: Stage, work: Work) -> None:
    stage.case(work).restricted = True
    name_people(work, stage.case(work), stage.cast.agencies["council"], [stage.cast.members["council_rep"]])


def _answered(stage: Stage, work: Work) -> None:
    action = work.find(Action, stage.action)
    answer_condition(work, action, next(iter(answers.read(action.conditions))), answers.Answer.YES)


def _opened_again(stage: Stage, work: Work) -> None:
    action = work.find(Action, stage.action)
    action.status = ActionStatus.COMPLETED
    open_again(work, action, "The wrong door.")


def _erasure(work: Work, stage: Stage) -> Any:
    return erasure_of(work, stage.case_id)


EITHER: Mapping[str, Deed] = {
    "raises a wall": lambda s, w: raise_wall(w, s.case(w), "cousin", member_id=s.cast.members["outsider"]),
    "lifts a wall": lambda s, w: lift_wall(w, s.case(w), s.wall(w)),
    "decides about a wall": lambda s, w: decide(w, s.wall(w, undecided=True), False, "Another person."),
    "restricts": lambda s, w: restrict(w, s.case(w), True),
    "names readers": _named,
    "takes an employer back": lambda s, w: set_employers(w, s.case(w), []),
    "says an employer": lambda s, w: set_employers(w, s.case(w), list(s.cast.agencies.values())),
    "accepts": lambda s, w: triage.accept(w, s.as_if(w, CaseStatus.REFERRED)),
    "gives a seat": lambda s, w: give_seat(w, s.case(w), s.cast.agencies["fire"], SeatKind.CASE, "knows them"),
    "ends a seat": lambda s, w: end_seat(w, s.seat(w, "council")),
    "changes a seat": lambda s, w: change_seat(w, s.seat(w, "health"), SeatKind.CASE),
    "agrees an action": lambda s, w: s.agreed(w),
    "completes an action": lambda s, w: complete(w, w.find(Action, s.action), "", "Job sheet."),
    "hands an action on": lambda s, w: reassign(w, w.find(Action, s.action), s.cast.members["council_rep"]),
    "answers a question of an action": _answered,
    "opens an action again": _opened_again,
    "marks a line said": lambda s, w: mark_said(w, w.find(Line, s.line), s.hearing(w).id),
    "reopens research": lambda s, w: reopen(w, w.find(Research, s.research)),
    "names who acts": lambda s, w: name_acting(w, s.hearing(w), s.acting()),
    "says how long it takes": lambda s, w: plan(w, s.hearing(w), 20, True),
    "moves it": lambda s, w: move(w, s.hearing(w), True),
    "takes it off the list": lambda s, w: remove(w, s.hearing(w), "not today"),
    "declares another's conflict": lambda s, w: declare_conflict(w, s.hearing(w), s.cast.members["council_rep"]),
    "sends an observer out": lambda s, w: send_observer_out(w, s.hearing(w), s.cast.members["observer"]),
    "ends an erasure": lambda s, w: end_erasure(w, _erasure(w, s)),
}
OF: Mapping[str, Mapping[str, Deed]] = {
    "chair": {
        "places a hold": lambda s, w: place_hold(w, s.case_id, "TEAL", HoldKind.COURT, "An inquest."),
        "confirms an erasure": lambda s, w: confirm_erasure(w, s.as_if(w, CaseStatus.CLOSED), _erasure(w, s)),
        "ends an opening": lambda s, w: end_opening(w, w.find(Opening, s.opening)),
    },
    "coordinator": {
        "returns": lambda s, w: triage.triage(w, s.as_if(w, CaseStatus.REFERRED), Triage.RETURN, "Not high risk."),
        "takes up again": lambda s, w: triage.reopen(w, s.as_if(w, CaseStatus.RETURNED), "Contested."),
        "marks as urgent": lambda s, w: triage.mark_urgent(w, s.case(w), "Bail ends."),
        "moves it elsewhere": lambda s, w: transfer(w, s.as_if(w, CaseStatus.ACCEPTED), "Northshire", "They moved."),
        "links people": lambda s, w: s.linked(w),
        "undoes a link": lambda s, w: undo(w, w.find(PersonLink, s.link)),
        "clears an advocate": lambda s, w: clear_for(
            w, s.wall(w, WallCause.REVERSED_PAIR, undecided=True), [s.cast.members["idva"]]
        ),
    },
}
