"""Roles are granted, deputised and ended; and what waits for a second person's word."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from starlette.datastructures import FormData
from starlette.requests import Request

from agencies.forms.admission import AppointmentForm, DeputyForm
from agencies.operations import appointing, register
from agencies.operations.appointing import Wanted
from agencies.pages.admitting import wanted_by
from agencies.pages.member import member_page
from agencies.pages.paths import appointment_in, member_in
from agencies.pages.register import role_name
from marac import clock
from marac.policy import admission as policy
from marac.store.people import Agency, Appointment, Member
from marac.store.work import Work
from marac.vocabulary import NotFound, Side, Verdict, refused
from marac.web.endpoint import Answer, redirect
from marac.web.forms import Invalid
from marac.web.page import Page


@dataclass(frozen=True)
class DeputyPage(Page):
    template: ClassVar[str] = "agencies/deputy.html"

    holder: Member
    appointment: Appointment
    role: str
    deputies: list[tuple[str, str]]
    may_deputise: Verdict
    typed: Mapping[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Proposed:
    """One appointment that waits, and who proposed it."""

    row: Appointment
    role: str
    member: Member
    agency: str
    made_by: str
    may_confirm: Verdict


@dataclass(frozen=True)
class WaitingPage(Page):
    template: ClassVar[str] = "agencies/appointments_waiting.html"

    proposed: list[Proposed]


def appoint(request: Request, work: Work, form: FormData) -> Answer:
    member, agency = member_in(request, work, lock=True)
    work.require(policy.may_admit(work.viewer, agency.id))
    try:
        asked = AppointmentForm.read(form)
        wanted = wanted_by(asked)
        granted = appointing.may_be_appointed(work, member, wanted)
        if not granted:
            raise Invalid({"role": granted.reason}, asked.model_dump(mode="json"))
    except Invalid as wrong:
        return member_page(work, member, agency, wrong).whole(422)
    appointing.appoint(work, member, wanted)
    return redirect(request, "member", member_id=member.id)


def end(request: Request, work: Work, form: FormData) -> Answer:
    row, member = _of_a_reader(request, work)
    appointing.end(work, row)
    return redirect(request, "member", member_id=member.id)


def show_deputy(request: Request, work: Work) -> Answer:
    row, holder = _of_a_reader(request, work)
    return _deputy_page(work, row, holder)


def deputise(request: Request, work: Work, form: FormData) -> Answer:
    row, holder = _of_a_reader(request, work)
    work.require(policy.may_admit(work.viewer, holder.agency_id))
    try:
        asked = DeputyForm.read(form)
        deputy = work.find(Member, asked.deputy_id)
        _check(work, row, holder, deputy, asked)
    except Invalid as wrong:
        return _deputy_page(work, row, holder, wrong).whole(422)
    from_on = asked.from_on or max(clock.today(), row.from_on)
    appointing.deputise(work, row, deputy, from_on, asked.until_on)
    return redirect(request, "member", member_id=deputy.id)


def show_waiting(request: Request, work: Work) -> Answer:
    if work.viewer.hat not in policy.SECONDS:
        work.require(refused("An administrator or a signatory confirms appointments."))
    return _waiting_page(work)


def confirm(request: Request, work: Work, form: FormData) -> Answer:
    appointing.confirm(work, _proposed_in(request, work))
    return redirect(request, "appointments.waiting")


def decline(request: Request, work: Work, form: FormData) -> Answer:
    appointing.decline(work, _proposed_in(request, work))
    return redirect(request, "appointments.waiting")


def _of_a_reader(request: Request, work: Work) -> tuple[Appointment, Member]:
    """Signatories confirm, and nothing else."""
    row, member = appointment_in(request, work)
    if work.viewer.hat not in policy.READERS:
        raise NotFound("Appointment")
    return row, member


def _proposed_in(request: Request, work: Work) -> Appointment:
    """Locked, since two might say their word at once; who may not is told why before."""
    row, _ = appointment_in(request, work)
    work.require(appointing.may_confirm(work, row))
    return work.find(Appointment, row.id, lock=True)


def _check(work: Work, row: Appointment, holder: Member, deputy: Member, asked: DeputyForm) -> None:
    """Raises Invalid."""
    from_on = asked.from_on or max(clock.today(), row.from_on)
    errors = {}
    if asked.until_on < from_on:
        errors["until_on"] = "The last day must not come before the first."
    if row.until_on and asked.until_on > row.until_on:
        errors["until_on"] = "The appointment itself ends before that day."
    allowed = appointing.may_deputise(work, row, holder, deputy)
    if allowed:
        wanted = Wanted(row.role, Side(row.side), from_on, asked.until_on)
        allowed = appointing.may_be_appointed(work, deputy, wanted)
    if not allowed:
        errors["deputy_id"] = allowed.reason
    if errors:
        raise Invalid(errors, asked.model_dump(mode="json"))


def _deputy_page(work: Work, row: Appointment, holder: Member, wrong: Invalid | None = None) -> DeputyPage:
    same = row.role in policy.OF_AN_AGENCY
    here = [holder.agency_id] if same else [agency.id for agency, _ in register.partners(work)]
    agencies = work.by_id(Agency, here)
    found = [
        (str(one.id), one.name if same else f"{one.name}, {agencies[one.agency_id].short_name}")
        for one in register.members_of(work, here)
        if one.retired_at is None and one.id not in (holder.id, work.viewer.member_id)
    ]
    may = policy.may_admit(work.viewer, holder.agency_id)
    return DeputyPage(
        holder, row, role_name(row), found, may, wrong.typed if wrong else {}, wrong.errors if wrong else {}
    )


def _waiting_page(work: Work) -> WaitingPage:
    rows = register.waiting(work)
    members = work.by_id(Member, [one for row in rows for one in (row.member_id, row.made_by)])
    agencies = work.by_id(Agency, [member.agency_id for member in members.values()])
    return WaitingPage(
        [
            Proposed(
                row,
                role_name(row),
                members[row.member_id],
                agencies[members[row.member_id].agency_id].name,
                members[row.made_by].name if row.made_by else "the installation",
                appointing.may_confirm(work, row),
            )
            for row in rows
        ]
    )
