"""A member is admitted with their first role; nobody can sign in before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request

from agencies.forms.admission import AdmitForm, AppointmentForm, MemberForm
from agencies.operations import admission, appointing, register
from agencies.operations.admission import Particulars
from agencies.operations.appointing import Wanted
from agencies.pages.paths import agency_in
from agencies.pages.register import providers_of
from marac import clock
from marac.policy import admission as policy
from marac.store.people import Agency
from marac.store.work import Work
from marac.vocabulary import Role, Side, Verdict
from marac.web.endpoint import Answer, redirect
from marac.web.forms import Invalid
from marac.web.house import house_of
from marac.web.page import Page, hat_name

SIDES = [
    (Side.NEITHER.value, "Neither"),
    (Side.VICTIM.value, "The victim's"),
    (Side.PERPETRATOR.value, "The perpetrator's", "Is never shown the victim's voice, safety plan or whereabouts"),
]
SOMEBODY = UUID(int=0)


@dataclass(frozen=True)
class AdmitPage(Page):
    template: ClassVar[str] = "agencies/member_admit.html"

    agency: Agency
    domains: list[str]
    providers_url: str
    roles: list[tuple[str, str]]
    may_admit: Verdict
    typed: Mapping[str, Any] = field(default_factory=dict)
    sides: list[tuple[str, ...]] = field(default_factory=lambda: [*SIDES])
    errors: dict[str, str] = field(default_factory=dict)


def show_new(request: Request, work: Work) -> Answer:
    agency, _ = agency_in(request, work)
    return _page(request, work, agency)


def admit(request: Request, work: Work, form: FormData) -> Answer:
    agency, _ = agency_in(request, work)
    work.require(policy.may_admit(work.viewer, agency.id))
    try:
        asked = AdmitForm.read(form)
        check_address(request, agency.id, asked)
        wanted = wanted_by(asked)
        granted = policy.may_appoint(work.viewer, agency.id, SOMEBODY, wanted.role, wanted.side)
        if not granted:
            raise Invalid({"role": granted.reason}, asked.model_dump(mode="json"))
    except Invalid as wrong:
        return _page(request, work, agency, wrong.typed, wrong.errors).whole(422)
    who = Particulars(asked.name, asked.job_title, asked.email)
    member = admission.admit(work, agency, who, asked.trained_on)
    appointing.appoint(work, member, wanted)
    return redirect(request, "member", member_id=member.id)


def check_address(request: Request, agency_id: UUID, asked: MemberForm, but: UUID | None = None) -> None:
    """The e-mail's domain is the agency's, and nobody else has the address. Raises Invalid."""
    known = register.addresses(house_of(request).store, agency_id, asked.email)
    said = ""
    if asked.email.partition("@")[2] not in known.domains:
        endings = " or ".join(f"@{domain}" for domain in sorted(known.domains))
        said = f"Enter an address that ends in {endings}." if endings else "This agency has no sign-in provider yet."
    elif known.taken_by not in (None, but):
        said = "Somebody has this address already. Whoever moves here from another agency is retired there first."
    if said:
        raise Invalid({"email": said}, asked.model_dump(mode="json"))


def wanted_by(asked: AppointmentForm) -> Wanted:
    """Raises Invalid: the last day comes before the first."""
    from_on = asked.from_on or clock.today()
    if asked.until_on and asked.until_on < from_on:
        raise Invalid({"until_on": "The last day must not come before the first."}, asked.model_dump(mode="json"))
    return Wanted(asked.role, asked.side, from_on, asked.until_on)


def roles_for(work: Work, agency_id: UUID) -> list[tuple[str, str]]:
    """What this viewer may grant to somebody of that agency."""
    granted = [role for role in Role if policy.may_appoint(work.viewer, agency_id, SOMEBODY, role, Side.NEITHER)]
    return [
        (role.value, hat_name(role) + (" (a second person confirms)" if role in policy.NEEDS_TWO else ""))
        for role in granted
    ]


def _page(
    request: Request,
    work: Work,
    agency: Agency,
    typed: Mapping[str, Any] | None = None,
    errors: dict[str, str] | None = None,
) -> AdmitPage:
    return AdmitPage(
        agency,
        sorted(register.addresses(house_of(request).store, agency.id).domains),
        providers_of(request, work, agency),
        roles_for(work, agency.id),
        policy.may_admit(work.viewer, agency.id),
        typed or {},
        errors=errors or {},
    )
