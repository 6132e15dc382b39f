"""Members and agencies: who comes to the table in this MARAC, agency by agency. No case is told of here (S21)."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import ClassVar

from starlette.requests import Request

from agencies.operations import register
from agencies.operations.register import Standing, State
from agencies.pages.paths import agency_in
from marac.policy import admission as policy
from marac.store.people import Account, Agency, Appointment, Member
from marac.store.work import Work
from marac.vocabulary import Hat, Side, Verdict
from marac.web.endpoint import Answer, redirect
from marac.web.page import Page, day, hat_name, is_there, url_maker

COLOURS = {
    State.WAITING: "orange",
    State.COMING: "blue",
    State.IN_FORCE: "green",
    State.LAPSED: "grey",
    State.ENDED: "grey",
}
Tag = tuple[str, str]


@dataclass(frozen=True)
class RegisterPage(Page):
    template: ClassVar[str] = "agencies/register.html"

    rows: list[tuple[Standing, Tag]]
    waiting: int
    may_add: Verdict
    of_providers: bool


@dataclass(frozen=True)
class Person:
    """A member as their agency's page shows them. `account`: None where they were never admitted to sign in."""

    member: Member
    account: Account | None
    roles: list[Tag]


@dataclass(frozen=True)
class AgencyPage(Page):
    template: ClassVar[str] = "agencies/agency.html"

    agency: Agency
    facts: list[tuple[str, str]]
    people: list[Person]
    retired: list[tuple[str, date]]
    may_change: Verdict
    may_admit: Verdict
    providers_url: str
    lists_all: bool


def show_register(request: Request, work: Work) -> Answer:
    """An agency's own administrator goes to their own agency."""
    work.require(policy.may_read_register(work.viewer))
    if work.viewer.hat is Hat.AGENCY_ADMINISTRATOR:
        return redirect(request, "agency", agency_id=work.viewer.agency_id)
    wait = len(register.waiting(work)) if work.viewer.hat in policy.SECONDS else 0
    rows = [(row, sign_in_of(row)) for row in register.standings(work)]
    of_providers = work.viewer.hat is not Hat.COORDINATOR
    return RegisterPage(rows, wait, policy.may_change_agency(work.viewer), of_providers)


def sign_in_of(row: Standing) -> Tag:
    """Whether the agency's people can sign in."""
    if row.switched_on:
        return "Switched on", "green"
    return ("Not switched on yet", "orange") if row.providers else ("No provider", "red")


def show_agency(request: Request, work: Work) -> Answer:
    agency, part = agency_in(request, work)
    members = register.members_of(work, [agency.id])
    active = [member for member in members if member.retired_at is None]
    parent = work.find(Agency, agency.parent_id).name if agency.parent_id else ""
    return AgencyPage(
        agency,
        _facts(agency, part.core, parent),
        _people(work, active),
        [(member.name, member.retired_at.date()) for member in members if member.retired_at],
        policy.may_change_agency(work.viewer),
        policy.may_admit(work.viewer, agency.id),
        providers_of(request, work, agency),
        work.viewer.hat is not Hat.AGENCY_ADMINISTRATOR,
    )


def providers_of(request: Request, work: Work, agency: Agency) -> str:
    """Where this viewer reads how the agency signs in; empty where they do not."""
    url = url_maker(request)
    if work.viewer.hat is Hat.COORDINATOR or not is_there(partial(url, agency_id=agency.id), "providers"):
        return ""
    return url("providers", agency_id=agency.id)


def _facts(agency: Agency, core: bool, parent: str) -> list[tuple[str, str]]:
    facts = [
        ("Short name", agency.short_name),
        ("Kind", agency.kind.value.replace("-", " ").capitalize()),
        ("Part", "Core agency: checks every case" if core else "Checks the cases that it is asked about"),
        ("Given case data", "Yes" if agency.gets_case_data else "No"),
        (
            "Competent authority",
            "Yes, under Part 3 of the Data Protection Act 2018" if agency.competent_authority else "No",
        ),
    ]
    return [*facts, ("Unit kept apart from", parent)] if parent else facts


def _people(work: Work, members: list[Member]) -> list[Person]:
    ids = [member.id for member in members]
    accounts = register.accounts_of(work, ids)
    roles: dict[object, list[Tag]] = {}
    for row in register.appointments_of(work, ids):
        if register.state_of(row) in register.OPEN:
            roles.setdefault(row.member_id, []).append(tag_of(row))
    return [Person(member, accounts.get(member.id), roles.get(member.id, [])) for member in members]


def tag_of(row: Appointment) -> Tag:
    """A role, and what there is to know about it, in its colour."""
    state = register.state_of(row)
    more = {State.WAITING: ", waits for a second person", State.COMING: f", from {day(row.from_on)}"}
    return role_name(row) + more.get(state, ""), COLOURS[state]


def role_name(row: Appointment) -> str:
    side = f", {row.side.value}'s side" if row.side is not Side.NEITHER else ""
    return hat_name(row.role) + (" (deputy)" if row.for_member_id else "") + side
