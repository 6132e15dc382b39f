"""Switching a provider on or off: first what that will mean, then the act."""

from dataclasses import dataclass
from typing import ClassVar

from sqlmodel import col, select
from starlette.datastructures import FormData
from starlette.requests import Request

from agencies.forms.providers import VersionForm
from agencies.operations import providers as operations
from agencies.pages.providers import agency_of, provider_of
from agencies.signin import register, session
from marac.policy import providers as policy
from marac.store.people import Agency, Provider, SignIn
from marac.store.work import Work, open_work
from marac.vocabulary import SIGN_IN, Verdict, refused
from marac.web.endpoint import Answer, redirect
from marac.web.house import house_of
from marac.web.page import Page


@dataclass(frozen=True)
class SwitchPage(Page):
    """What switching will mean; `bound`: members known to a provider by now, `unbound`: those who will be no more."""

    template: ClassVar[str] = "agencies/provider_switch.html"

    agency: Agency
    provider: Provider
    other: Provider | None
    bound: int
    unbound: int
    may_switch: Verdict


def show_switch(request: Request, work: Work) -> Answer:
    agency = agency_of(request, work)
    row = provider_of(request, work, agency)
    work.require(policy.may_change_provider(work.viewer))
    if row.switched_on:
        return SwitchPage(agency, row, None, 0, 0, policy.may_switch_off(work.viewer, row))
    other = next((one for one in operations.of_agency(work, agency.id) if one.switched_on), None)
    bound = len(operations.bound(work, agency.id))
    unbound = bound if other else len(operations.bound_elsewhere(work, row))
    return SwitchPage(agency, row, other, bound, unbound, _may_switch_on(request, work, row))


def switch_on(request: Request, work: Work, form: FormData) -> Answer:
    agency = agency_of(request, work)
    work.require(policy.may_change_provider(work.viewer))
    row = provider_of(request, work, agency)
    asked = VersionForm.read(form)
    work.require(_may_switch_on(request, work, row), row)
    operations.switch_on(work, row, asked.version, instead_of=asked.instead_of, rebind=asked.rebind)
    return redirect(request, "provider", agency_id=agency.id, provider_id=row.id)


def switch_off(request: Request, work: Work, form: FormData) -> Answer:
    agency = agency_of(request, work)
    work.require(policy.may_change_provider(work.viewer))
    row = provider_of(request, work, agency, lock=True)
    asked = VersionForm.read(form)
    operations.switch_off(work, row, asked.version)
    if asked.sign_out:
        _sign_out(request, work, row)
    return redirect(request, "provider", agency_id=agency.id, provider_id=row.id)


def _sign_out(request: Request, work: Work, row: Provider) -> None:
    """Sessions are ended by signing in, which alone may write them."""
    begun = select(SignIn).where(SignIn.provider_id == row.id, col(SignIn.ended_at).is_(None))
    with open_work(house_of(request).store, SIGN_IN, work.request_id) as ending:
        session.end_sessions(ending, ending.all(begun.with_for_update()), "provider-switched-off")


def _may_switch_on(request: Request, work: Work, row: Provider) -> Verdict:
    """As policy says; and only while its e-mail domains are no other agency's."""
    allowed = policy.may_switch_on(work.viewer, row)
    client = (row.issuer, row.client_id)
    taken = register.taken_domains(house_of(request), row.agency_id, row.email_domains, client) if allowed else []
    if taken:
        return refused(f"Another agency signs in with {', '.join(taken)} through another provider.")
    return allowed
