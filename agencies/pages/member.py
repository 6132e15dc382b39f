"""One member: who they are at work, what they are appointed to here, and what lets them in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from starlette.datastructures import FormData
from starlette.requests import Request

from agencies.forms.admission import MemberForm, TrainingForm
from agencies.operations import admission, appointing, register
from agencies.operations.admission import Particulars
from agencies.pages.admitting import SIDES, check_address, roles_for
from agencies.pages.paths import member_in
from agencies.pages.register import COLOURS, role_name
from marac.policy import admission as policy
from marac.store.people import Account, Agency, Appointment, Member
from marac.store.work import Work
from marac.vocabulary import Verdict
from marac.web.endpoint import Answer, redirect
from marac.web.forms import Invalid
from marac.web.page import Page, day, moment, words


@dataclass(frozen=True)
class Role:
    """One appointment in words, and what this viewer may do about it."""

    row: Appointment
    name: str
    state: tuple[str, str]
    for_whom: str
    may_end: Verdict
    deputises: bool


@dataclass(frozen=True)
class MemberPage(Page):
    template: ClassVar[str] = "agencies/member.html"

    member: Member
    agency: Agency
    facts: list[tuple[str, str]]
    appointments: list[Role]
    roles: list[tuple[str, str]]
    may_admit: Verdict
    may_appoint: Verdict
    may_retire: Verdict
    typed: Mapping[str, Any] = field(default_factory=dict)
    sides: list[tuple[str, ...]] = field(default_factory=lambda: [*SIDES])
    errors: dict[str, str] = field(default_factory=dict)
    message: str = ""


SIGNED_OUT = "Every session of theirs has ended."


@dataclass(frozen=True)
class MemberChangePage(Page):
    template: ClassVar[str] = "agencies/member_change.html"

    member: Member
    typed: Mapping[str, Any]
    may_admit: Verdict
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RetirePage(Page):
    template: ClassVar[str] = "agencies/member_retire.html"

    member: Member
    agency: Agency
    appointments: list[str]
    may_retire: Verdict


def show_member(request: Request, work: Work) -> Answer:
    done = SIGNED_OUT if request.query_params.get("signed-out") else ""
    return member_page(work, *member_in(request, work), message=done)


def show_change(request: Request, work: Work) -> Answer:
    member, _ = member_in(request, work)
    account = register.accounts_of(work, [member.id]).get(member.id)
    typed = {"name": member.name, "job_title": member.job_title, "email": account.email if account else ""}
    return MemberChangePage(member, typed, policy.may_admit(work.viewer, member.agency_id))


def change(request: Request, work: Work, form: FormData) -> Answer:
    member, agency = member_in(request, work, lock=True)
    may = policy.may_admit(work.viewer, member.agency_id)
    work.require(may)
    try:
        asked = MemberForm.read(form)
        check_address(request, agency.id, asked, but=member.id)
        _check_may_change(work, member, asked)
    except Invalid as wrong:
        return MemberChangePage(member, wrong.typed, may, wrong.errors).whole(422)
    admission.change(work, member, Particulars(asked.name, asked.job_title, asked.email))
    return redirect(request, "member", member_id=member.id)


def _check_may_change(work: Work, member: Member, asked: MemberForm) -> None:
    """Raises Invalid: the address is another, and this viewer may not give it to them."""
    account = register.accounts_of(work, [member.id]).get(member.id)
    allowed = admission.may_change_address(work, member)
    if not allowed and (account is None or account.email != asked.email):
        raise Invalid({"email": allowed.reason}, asked.model_dump(mode="json"))


def record_training(request: Request, work: Work, form: FormData) -> Answer:
    member, agency = member_in(request, work, lock=True)
    work.require(policy.may_admit(work.viewer, member.agency_id))
    try:
        asked = TrainingForm.read(form)
    except Invalid as wrong:
        return member_page(work, member, agency, wrong).whole(422)
    admission.record_training(work, member, asked.trained_on)
    return redirect(request, "member", member_id=member.id)


def sign_out(request: Request, work: Work, form: FormData) -> Answer:
    member, _ = member_in(request, work)
    admission.sign_out(work, member)
    return redirect(request, "member", member_id=member.id, query={"signed-out": "yes"})


def show_retirement(request: Request, work: Work) -> Answer:
    member, agency = member_in(request, work)
    held = [role_name(row) for row in admission.open_appointments(work, member)]
    return RetirePage(member, agency, held, admission.may_retire(work, member))


def retire(request: Request, work: Work, form: FormData) -> Answer:
    member, agency = member_in(request, work, lock=True)
    if member.retired_at is None:
        admission.retire(work, member)
    return redirect(request, "agency", agency_id=agency.id)


def member_page(
    work: Work, member: Member, agency: Agency, wrong: Invalid | None = None, message: str = ""
) -> MemberPage:
    account = register.accounts_of(work, [member.id]).get(member.id)
    rows = register.appointments_of(work, [member.id])
    names = work.by_id(Member, [row.for_member_id for row in rows])
    roles = roles_for(work, agency.id) if member.retired_at is None else []
    own = Verdict(False, "Nobody appoints themselves. Ask another administrator.")
    may_admit = policy.may_admit(work.viewer, agency.id)
    return MemberPage(
        member,
        agency,
        _facts(work, member, agency, account),
        [_role(work, member, row, names) for row in rows],
        roles,
        may_admit,
        own if member.id == work.viewer.member_id else may_admit,
        admission.may_retire(work, member),
        {"trained_on": member.trained_on} | (wrong.typed if wrong else {}),
        errors=wrong.errors if wrong else {},
        message=message,
    )


def _role(work: Work, member: Member, row: Appointment, names: Mapping[Any, Member]) -> Role:
    state = register.state_of(row)
    said = "Waits for a second person" if state is register.State.WAITING else words(state.value)
    open_now = state in {register.State.IN_FORCE, register.State.COMING}
    may_end = appointing.may_end(work, row, member)
    return Role(
        row,
        role_name(row),
        (said, COLOURS[state]),
        names[row.for_member_id].name if row.for_member_id else "",
        may_end,
        open_now and row.for_member_id is None and bool(may_end or member.id == work.viewer.member_id),
    )


def _facts(work: Work, member: Member, agency: Agency, account: Account | None) -> list[tuple[str, str]]:
    facts = [("Agency", agency.name), ("Job title", member.job_title)]
    if member.retired_at:
        return [*facts, ("Retired", moment(member.retired_at))]
    facts.append(("Work e-mail", account.email if account else ""))
    facts.append(("Admitted", _admitted(work, account)))
    bound = account is not None and account.bound_at is not None
    facts.append(("Last sign-in", moment(account.last_sign_in_at) if account and bound else "Never yet"))
    return [*facts, ("Confidentiality statement signed", day(member.statement_on))]


def _admitted(work: Work, account: Account | None) -> str:
    if account is None:
        return "Not admitted: give a work e-mail address under “Change”"
    by = work.by_id(Member, [account.invited_by])
    names = [one.name for one in by.values()]
    return " by ".join([moment(account.invited_at) or "By the installation", *names])
