"""The live screen of an agency: the case being heard if it has a part in it, its own lines, its next (S17, S19)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlmodel import col, select

from agencies.models import Line
from agencies.operations.audience import who_will_see
from agencies.operations.standing import standing
from agenda.models import CaseAttendance, Hearing, Meeting
from agenda.operations.attendance import attendance_of
from agenda.pages.live.case import CaseShown, case_shown
from agenda.pages.live.parts import LineShown
from agenda.statement import CURRENT, Statement
from marac import clock
from marac.cases.models import Case
from marac.cases.operations.naming import CaseNames, names_of
from marac.cases.operations.places import own_seats
from marac.policy import hearings as policy
from marac.policy import lines as lines_policy
from marac.proceedings import HearingStatus, MeetingStatus, Presence
from marac.store.seats import FULL
from marac.store.work import Work
from marac.vocabulary import SeatKind, Sharing, Verdict, refused
from marac.web.page import Page

SHARED_ALREADY = refused("It is shared already.")
STATES = {
    HearingStatus.LISTED: ("To be heard", "grey"),
    HearingStatus.CALLED: ("Now", "blue"),
    HearingStatus.HEARD: ("Heard", "green"),
    HearingStatus.DEFERRED: ("Deferred", "orange"),
}


@dataclass(frozen=True)
class OwnCase:
    """A case of this agency's on the list. `asked`: it has not answered yet whether it knows anybody.

    Of the list only the case being heard and the next have their names: each look would open all the others' too.
    A conflict is declared where the names can be read. `planned`: shown until the case is called.
    """

    hearing_id: UUID
    case_id: UUID
    code: str
    names: CaseNames
    at: datetime | None
    status: HearingStatus
    asked: bool
    conflicted: bool
    may_declare: Verdict

    @property
    def who(self) -> str:
        return self.names.victim or "; ".join(self.names.perpetrators)

    @property
    def planned(self) -> datetime | None:
        return self.at if self.status is HearingStatus.LISTED else None

    @property
    def offers_conflict(self) -> bool:
        return bool(self.may_declare) and bool(self.who) and not (self.conflicted or self.asked)

    @property
    def state(self) -> tuple[str, str]:
        if self.conflicted:
            return "You are out of it", "red"
        return STATES[self.status]


@dataclass(frozen=True)
class OwnLine:
    """A line of one's own, with one tap to share it with everyone seated."""

    line: LineShown
    may_share: Verdict


@dataclass(frozen=True)
class LiveAgencyPage(Page):
    """`statement`: still to be accepted, and until then nothing of any case is shown."""

    template: ClassVar[str] = "agenda/live_agency.html"

    meeting: Meeting
    since: float
    statement: Statement | None
    opened: bool
    left: bool
    cases: Sequence[OwnCase]
    case: CaseShown | None
    own: Sequence[OwnLine]
    readers: Sequence[str]
    next: OwnCase | None
    member_id: UUID


def agency_screen(work: Work, meeting: Meeting) -> LiveAgencyPage:
    work.meeting_id = meeting.id
    mine = attendance_of(work, meeting, work.viewer.member_id)
    left = mine is not None and mine.presence is Presence.LEFT
    opened = meeting.status is MeetingStatus.OPEN
    accepted = mine is not None and mine.statement_at is not None and not left
    cases = _cases(work, meeting)
    now = next((each for each in cases if each.status is HearingStatus.CALLED), None) if accepted else None
    followed = now if now and not now.conflicted and not now.asked else None
    hearing = work.find(Hearing, followed.hearing_id) if followed else None
    shown = case_shown(work, hearing, {followed.case_id: followed.names}) if hearing and followed else None
    own, readers = _own_lines(work, shown) if shown else ([], [])
    return LiveAgencyPage(
        meeting=meeting,
        since=clock.now().timestamp(),
        statement=CURRENT if opened and not accepted and not left else None,
        opened=opened,
        left=left,
        cases=cases,
        case=shown,
        own=own,
        readers=readers,
        next=next((each for each in cases if each.status is HearingStatus.LISTED and not each.conflicted), None),
        member_id=work.viewer.member_id,
    )


def _cases(work: Work, meeting: Meeting) -> list[OwnCase]:
    """The cases of the list on which this viewer is seated, but for seats that only act."""
    on_list = col(Hearing.status).in_(list(STATES))
    found = work.all(
        select(Hearing)
        .where(Hearing.meeting_id == meeting.id, on_list, col(Hearing.listed_in) > 0)
        .order_by(col(Hearing.position), col(Hearing.id))
    )
    ids = [hearing.case_id for hearing in found]
    seats = own_seats(work, ids)
    codes = {case.id: case.code for case in work.by_id(Case, ids).values()}
    names = names_of(work, _named(found))
    out = _conflicted(work, found)
    return [
        OwnCase(
            hearing.id,
            hearing.case_id,
            codes[hearing.case_id],
            names.get(hearing.case_id, CaseNames()),
            hearing.slot_at,
            hearing.status,
            asked=not any(seat.kind in FULL for seat in seats[hearing.case_id]),
            conflicted=hearing.id in out,
            may_declare=policy.may_declare_conflict(work.viewer, hearing, work.viewer.member_id),
        )
        for hearing in found
        if any(seat.kind is not SeatKind.ACTION for seat in seats.get(hearing.case_id, ()))
    ]


def _named(hearings: Sequence[Hearing]) -> list[UUID]:
    heard = [hearing.case_id for hearing in hearings if hearing.status is HearingStatus.CALLED]
    return heard + [hearing.case_id for hearing in hearings if hearing.status is HearingStatus.LISTED][:1]


def _conflicted(work: Work, hearings: Sequence[Hearing]) -> set[UUID]:
    """Those out of which this member has declared themself."""
    declared = select(CaseAttendance.hearing_id).where(
        CaseAttendance.member_id == work.viewer.member_id,
        col(CaseAttendance.conflicted).is_(True),
        col(CaseAttendance.hearing_id).in_([hearing.id for hearing in hearings]),
    )
    return set(work.all(declared))


def _own_lines(work: Work, shown: CaseShown) -> tuple[list[OwnLine], list[str]]:
    """Every line of one's own agency on this case, said-only words among them: on its own screen alone (S10).

    And, where one is still to be shared, who would read it.
    """
    if all(line_shown.shared for _, line_shown in shown.own):
        return [OwnLine(line_shown, SHARED_ALREADY) for _, line_shown in shown.own], []
    case = work.find(Case, shown.case_id)
    stands = standing(work, case.id)
    own = [OwnLine(line_shown, _may_share(work, case, line, stands)) for line, line_shown in shown.own]
    return own, who_will_see(work, case, Sharing.SEATED)


def _may_share(work: Work, case: Case, line: Line, stands: lines_policy.StandingFacts) -> Verdict:
    verdict = lines_policy.may_decide(work.viewer, line, case)
    return lines_policy.may_share_with_everyone(stands, bool(line.sensitive)) if verdict else verdict
