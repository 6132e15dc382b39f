"""Trying a provider: what it publishes, and a whole sign-in at whose end nobody is let in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

from anyio import from_thread
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from agencies.operations import providers as operations
from agencies.pages.providers import agency_of, provider_of
from agencies.pages.providers_words import Stage, sentence, stages
from agencies.signin import attempts, flow, register
from agencies.signin.cookies import browser_of, login_cookie_name, set_cookie
from agencies.signin.flow import Callback, Transaction
from agencies.signin.inspection import Inspected, inspect
from agencies.signin.leaving import leave_for
from agencies.signin.metadata import Discovery
from agencies.signin.refusal import SignInRefused
from agencies.signin.register import Registered, Unregistered, discovery_of
from agencies.signin.tokens import Identity
from marac.policy import providers as policy
from marac.store.people import Agency, Provider
from marac.store.work import Work, open_work
from marac.vocabulary import NotFound, Refused
from marac.web.barred import Barred
from marac.web.endpoint import Answer
from marac.web.house import house_of
from marac.web.page import Page, draw, url_maker
from marac.web.viewer import SignedIn, token_of, who


@dataclass(frozen=True)
class InspectionPage(Page):
    """What the provider publishes, line by line; `fault` in words where nothing more could be read."""

    template: ClassVar[str] = "agencies/provider_inspection.html"

    agency: Agency
    provider: Provider
    found: Inspected
    fault: str


@dataclass(frozen=True)
class TrialPage(Page):
    """What came of a trial, for the administrator who made it."""

    template: ClassVar[str] = "agencies/provider_trial.html"

    organisation: str
    stages: Sequence[Stage]
    refused_at: str
    refused_because: str
    said: list[tuple[str, str | list[str]]]
    counts: bool
    back: str


def inspect_provider(request: Request, work: Work, form: FormData) -> Answer:
    """Nothing changes, but other addresses are asked: a deed, so that no link does it."""
    agency = agency_of(request, work)
    row = provider_of(request, work, agency)
    work.require(policy.may_try_provider(work.viewer))
    try:
        settings = register.registered(house_of(request), work, row).settings
        found = from_thread.run(inspect, discovery_of(request).wire, settings)
    except SignInRefused as why:
        found = Inspected([], why.check)
    return InspectionPage(agency, row, found, sentence(found.fault) if found.fault else "")


def begin_trial(request: Request, work: Work, form: FormData) -> Answer:
    """Off to the provider, as a member would go."""
    agency = agency_of(request, work)
    row = provider_of(request, work, agency)
    work.require(policy.may_try_provider(work.viewer))
    house, browser = house_of(request), browser_of(request)
    back = url_maker(request)("provider", agency_id=agency.id, provider_id=row.id)
    try:
        registered = register.registered(house, work, row)
        address, under_way = from_thread.run(_begin, request, registered, f"{back}?version={row.version}", browser)
    except SignInRefused as why:
        return TrialPage(agency.name, stages(why.check), why.check, sentence(why.check), [], False, back)
    attempts.keep(house.store, row.id, replace(under_way, trial_by=work.viewer.member_id))
    response = HTMLResponse(draw(request, leave_for(address, row.name or agency.name)))
    set_cookie(response, login_cookie_name(house.settings), browser)
    return response


async def _begin(request: Request, registered: Registered, back: str, browser: str) -> tuple[str, Transaction]:
    settings = registered.settings
    to = house_of(request).settings.base_url + str(request.app.url_path_for("sign-in.callback", key=settings.key))
    return await flow.begin(_anew(request), settings, next_path=back, redirect_uri=to, browser=browser)


def _anew(request: Request) -> Discovery:
    """Of a trial nothing is remembered: what the provider publishes now is what is tried."""
    return Discovery(discovery_of(request).wire)


async def finish_trial(request: Request, callback: Callback, under_way: Transaction, reference: str) -> Response:
    """The end of a trial: no session, no account, only a word to who began it. Raises SignInRefused for all others."""
    house = house_of(request)
    signed_in = await run_in_threadpool(who, house.store.engine, token_of(request, house.settings))
    if signed_in is None or signed_in.member_id != under_way.trial_by:
        raise SignInRefused(Unregistered.TRIAL_OF_ANOTHER)
    tried = await run_in_threadpool(register.by_key, house, register.key_of(request), on_trial=True)
    browser = request.cookies.get(login_cookie_name(house.settings))
    identity, refused_at = None, ""
    try:
        identity = await flow.finish(_anew(request), callback, under_way, tried.settings, browser=browser)
    except SignInRefused as why:
        refused_at = why.check
    counts = await run_in_threadpool(_record, request, signed_in, under_way, tried, refused_at, reference)
    shown = TrialPage(
        organisation=tried.organisation,
        stages=stages(refused_at),
        refused_at=refused_at,
        refused_because=sentence(refused_at) if refused_at else "",
        said=_said(identity) if identity else [],
        counts=counts,
        back=urlsplit(under_way.next).path,
    )
    return HTMLResponse(draw(request, shown.whole(), signed_in))


def _record(
    request: Request, signed_in: SignedIn, under_way: Transaction, tried: Registered, refused_at: str, reference: str
) -> bool:
    """As the administrator who set out, under the hat that they wore. Raises SignInRefused if they do no more."""
    back = urlsplit(under_way.next)
    version = int(parse_qs(back.query).get("version", ["0"])[0])
    try:
        _, _, slug, hat, *_ = back.path.split("/")
        viewer = signed_in.viewer(slug, hat)
        with open_work(house_of(request).store, viewer, reference) as work:
            row = work.find(Provider, tried.id, lock=True)
            return operations.record_trial(work, row, version, refused_at)
    except (Barred, NotFound, Refused) as gone:
        raise SignInRefused(Unregistered.TRIAL_OF_ANOTHER) from gone


def _said(identity: Identity) -> list[tuple[str, str | list[str]]]:
    return [
        ("Issuer", identity.issuer),
        ("E-mail address", identity.email),
        ("Strength (acr)", identity.acr or "not said"),
        ("Methods (amr)", list(identity.amr) or "not said"),
        ("Name of the session there (sid)", "given" if identity.sid else "not given"),
    ]
