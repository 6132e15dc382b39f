"""Who is here: the confidentiality statement, and attendance with apologies (C05, C41; domain.md 1.8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlmodel import col, select
from starlette.datastructures import FormData
from starlette.requests import Request

from agenda.forms.live import AttendForm
from agenda.models import Attendance, Meeting
from agenda.operations.attendance import accept_statement, attend, attendance_of, attendances, called
from agenda.operations.eyes import appointments
from agenda.operations.observing import send_observer_out
from agenda.statement import CURRENT, Statement
from marac.cases.operations.taking_part import member_here
from marac.policy import hearings as policy
from marac.policy.observing import may_observe
from marac.proceedings import Presence
from marac.store.people import Agency, Member
from marac.store.work import Work
from marac.vocabulary import Conflict, Role, Verdict
from marac.web.endpoint import Answer, redirect
from marac.web.forms import Invalid
from marac.web.page import Page

PRESENCES = {
    Presence.EXPECTED: ("Expected", "grey"),
    Presence.PRESENT: ("Here", "green"),
    Presence.APOLOGIES: ("Apologies", "orange"),
    Presence.LEFT: ("Left", "grey"),
    Presence.OBSERVER: ("Observer", "purple"),
}
FIELDS = {"presence": "presence", "information_sent": "sent", "received_on": "received"}
CHANGED = "Somebody else changed this row first. Look at it as it stands now, then enter it again."


@dataclass(frozen=True)
class Row:
    """One member who may come, and how they stand to this meeting."""

    member: Member
    roles: str
    attendance: Attendance | None

    @property
    def presence(self) -> Presence:
        return self.attendance.presence if self.attendance else Presence.EXPECTED

    @property
    def state(self) -> tuple[str, str]:
        return PRESENCES[self.presence]

    @property
    def accepted(self) -> bool:
        return self.attendance is not None and self.attendance.statement_at is not None


@dataclass(frozen=True)
class AttendancePage(Page):
    template: ClassVar[str] = "agenda/attendance.html"

    meeting: Meeting
    agencies: Sequence[tuple[Agency, Sequence[Row]]]
    counts: Sequence[tuple[str, int]]
    presences: Sequence[tuple[str, str]]
    may_record: Verdict
    errors: dict[str, str]
    wrong: UUID | None
    typed: dict[str, str]
    message: str = ""


@dataclass(frozen=True)
class StatementPage(Page):
    template: ClassVar[str] = "agenda/statement.html"

    meeting: Meeting
    statement: Statement
    accepted: Attendance | None
    may_accept: Verdict
    may_follow: Verdict


def show_attendance(request: Request, work: Work) -> Answer:
    return _page(work, _meeting(request, work))


def do_record(request: Request, work: Work, form: FormData) -> Answer:
    meeting = _meeting(request, work)
    try:
        posted = AttendForm.read(form)
    except Invalid as wrong:
        return _page(work, meeting, wrong.errors, {name: str(value) for name, value in form.items()}).whole(422)
    member = member_here(work, posted.member_id)
    try:
        attend(
            work,
            meeting,
            member,
            posted.presence,
            information_sent=posted.information_sent,
            information_received_on=posted.received_on.isoformat() if posted.received_on else "",
            version=posted.version,
        )
    except Conflict:
        return _page(work, meeting, {"presence": CHANGED}, {"member_id": str(member.id)}).whole(409)
    if posted.presence is not Presence.OBSERVER and (hearing := called(work, meeting)):
        send_observer_out(work, hearing, member.id)
    return redirect(request, "attendance", query={"row": str(member.id)}, meeting_id=meeting.id)


def show_statement(request: Request, work: Work) -> Answer:
    """Everybody who comes may read it; it is accepted while the meeting is open."""
    meeting = work.find(Meeting, request.path_params["meeting_id"])
    mine = attendance_of(work, meeting, work.viewer.member_id)
    accepted = mine if mine and mine.statement_at else None
    work.require(policy.may_come(work.viewer))
    may_accept = policy.may_accept_statement(work.viewer, meeting)
    return StatementPage(meeting, CURRENT, accepted, may_accept, policy.may_follow(work.viewer))


def do_accept(request: Request, work: Work, form: FormData) -> Answer:
    meeting = work.find(Meeting, request.path_params["meeting_id"])
    accept_statement(work, meeting)
    goes = "live" if policy.may_follow(work.viewer) else "observe" if may_observe(work.viewer) else "statement"
    return redirect(request, goes, meeting_id=meeting.id)


def do_leave(request: Request, work: Work, form: FormData) -> Answer:
    """This member leaves the meeting; they may come back by accepting the statement again."""
    meeting = work.find(Meeting, request.path_params["meeting_id"])
    attend(work, meeting, work.find(Member, work.viewer.member_id), Presence.LEFT)
    return redirect(request, "live", meeting_id=meeting.id)


def _meeting(request: Request, work: Work) -> Meeting:
    meeting = work.find(Meeting, request.path_params["meeting_id"])
    work.require(policy.may_keep_attendance(work.viewer))
    work.meeting_id = meeting.id
    return meeting


def _page(
    work: Work, meeting: Meeting, errors: dict[str, str] | None = None, typed: dict[str, str] | None = None
) -> AttendancePage:
    kept = {row.member_id: row for row in attendances(work, meeting)}
    roles: dict[UUID, list[Role]] = {}
    for appointment in appointments(work):
        roles.setdefault(appointment.member_id, []).append(appointment.role)
    members = work.all(
        select(Member)
        .where(col(Member.id).in_({*roles, *kept}), col(Member.retired_at).is_(None))
        .order_by(Member.name)
    )
    agencies = work.all(
        select(Agency).where(col(Agency.id).in_({member.agency_id for member in members})).order_by(Agency.name)
    )
    rows = [Row(member, _roles(roles.get(member.id, [])), kept.get(member.id)) for member in members]
    counts = [(PRESENCES[each][0], sum(row.presence is each for row in rows)) for each in Presence]
    wrong = next((row.member.id for row in rows if str(row.member.id) == (typed or {}).get("member_id")), None)
    return AttendancePage(
        meeting=meeting,
        agencies=[(agency, [row for row in rows if row.member.agency_id == agency.id]) for agency in agencies],
        counts=counts,
        presences=[(each.value, words) for each, (words, _) in PRESENCES.items()],
        may_record=policy.may_record_attendance(work.viewer, meeting, work.viewer.member_id),
        errors={f"{FIELDS.get(name, name)}-{wrong}": words for name, words in (errors or {}).items()},
        wrong=wrong,
        typed=typed or {},
    )


def _roles(held: Sequence[Role]) -> str:
    return ", ".join(sorted(role.value.capitalize() for role in held))
