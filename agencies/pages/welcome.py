"""The first page of a hat whose rooms are still to come: who you are here, and what this role will do."""

from dataclasses import dataclass
from typing import ClassVar

from sqlmodel import col, select
from starlette.requests import Request

from marac.store.appointments import in_force
from marac.store.people import Agency, Appointment, Marac, Member
from marac.store.work import Work
from marac.vocabulary import Role
from marac.web.endpoint import Answer
from marac.web.page import Page, day, hat_name

WORK = {
    Role.ADMINISTRATOR: "You keep the register: agencies, their sign-in providers, members and appointments. "
    "You see no case.",
    Role.AGENCY_ADMINISTRATOR: "You keep your own agency's members and appointments. You see no case.",
    Role.SIGNATORY: "You sign, renew and suspend your agency's part in the information-sharing agreement.",
    Role.DATA_PROTECTION_OFFICER: "You see what your agency collected, gave and received, and answer requests for it.",
    Role.CALDICOTT_GUARDIAN: "You advise on, and decide about, your own agency's lines of information.",
    Role.AUDITOR: "You see who shared what kind of thing with whom, when and why, without its content.",
    Role.GOVERNANCE: "You see figures without people, small numbers suppressed.",
    Role.CHAIR: "You prepare and run the meeting, decide, and approve its minutes.",
    Role.COORDINATOR: "You receive referrals, build and publish the list, take and issue the minutes, chase actions.",
    Role.REPRESENTATIVE: "You do your agency's research, decide what it shares, and complete its actions.",
    Role.ADVOCATE: "You bring the victim's voice, keep safe contact right, and tell the victim the outcome.",
    Role.CONTRIBUTOR: "You refer, answer one research request, or complete one action.",
    Role.GUEST: "You come to the meeting for one case.",
    Role.OBSERVER: "You watch a meeting, case by case, and see only what everybody in the room may see.",
}


@dataclass(frozen=True)
class WelcomePage(Page):
    """A hat's first page, without a case on it."""

    template: ClassVar[str] = "agencies/welcome.html"

    rows: list[tuple[str, str]]
    work: str
    others: list[tuple[str, str]]


def show_welcome(request: Request, work: Work) -> Answer:
    viewer = work.viewer
    member = work.find(Member, viewer.member_id)
    held = (
        select(Appointment, Marac)
        .join(Marac, col(Marac.id) == Appointment.marac_id)
        .where(Appointment.member_id == member.id, in_force())
        .order_by(Marac.name, Appointment.role)
    )
    here: list[tuple[str, str]] = []
    others: list[tuple[str, str]] = []
    for appointment, marac in work.rows(held):
        if appointment.id == viewer.appointment_id:
            here = _here(work, appointment, marac)
        else:
            home = str(request.app.url_path_for("home", marac=marac.slug, hat=appointment.role))
            others.append((f"{hat_name(appointment.role)}, {marac.name}", home))
    who = [("Name", member.name), ("Job", member.job_title), ("Agency", work.find(Agency, viewer.agency_id).name)]
    return WelcomePage([*who, *here], WORK[viewer.hat], others)


def _here(work: Work, appointment: Appointment, marac: Marac) -> list[tuple[str, str]]:
    rows = [("Role", hat_name(appointment.role)), ("MARAC", marac.name)]
    if appointment.for_member_id:
        rows.append(("Stands in for", work.find(Member, appointment.for_member_id).name))
    if appointment.until_on:
        rows.append(("Until", day(appointment.until_on)))
    return rows
