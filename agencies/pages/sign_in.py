"""Signing in: the page that asks who you are, the way to your agency's provider, and the way back."""

import secrets
from dataclasses import dataclass, field
from typing import ClassVar

from pydantic import Field, field_validator
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from agencies.demo_idp.cards import Shelf, cards, shelves
from agencies.pages.providers_trial import finish_trial
from agencies.pages.start import OUTSIDE, after_sign_in, no_role, own_address
from agencies.signin import attempts, flow, register, session
from agencies.signin.browsers import words_for
from agencies.signin.cookies import browser_of, login_cookie_name, set_cookie
from agencies.signin.leaving import leave_for
from agencies.signin.provider import email_domain
from agencies.signin.refusal import Check, SignInRefused
from agencies.signin.register import Registered, Unregistered, discovery_of, key_of
from agencies.signin.session import Standing
from marac.web.forms import Form, Invalid
from marac.web.house import House, house_of
from marac.web.page import Page, draw
from marac.web.posted import read_form
from marac.web.rates import CALLBACK_FROM, SIGN_IN_AS, SIGN_IN_FROM, count, from_where
from marac.web.viewer import cookie_name, token_of, who

SMALL = 8 * 1024  # bytes of one field
NOT_KNOWN = "We cannot sign you in with this e-mail address. Use the one of your work, and check how it is spelt."
# What goes wrong on the provider's side before anybody has said who they are may be told.
_DOWN = {
    Unregistered.PROVIDER_SETTINGS,
    Check.INSECURE_ADDRESS,
    Check.METADATA,
    Check.METADATA_ISSUER,
    Check.REDIRECTED,
    Check.TOO_LARGE,
    Check.UNREACHABLE,
    Check.UNREADABLE,
}


class EmailForm(Form):
    """The one field of the sign-in page."""

    email: str = Field(default="", validate_default=True)

    @field_validator("email")
    @classmethod
    def is_an_address(cls, email: str) -> str:
        if email_domain(email) is None:
            raise ValueError("Enter an e-mail address in the form name@example.org.")
        return email


@dataclass(frozen=True)
class SignInPage(Page):
    """One field; in the demonstration a card for each role too."""

    template: ClassVar[str] = "agencies/sign_in.html"

    next: str
    email: str
    errors: dict[str, str]
    signed_in_as: str
    maracs: dict[str, list[Shelf]] = field(default_factory=dict)


@dataclass(frozen=True)
class RefusedPage(Page):
    """The same words whatever went wrong; only that a provider does not answer is said."""

    template: ClassVar[str] = "agencies/sign_in_refused.html"

    reference: str
    provider_down: bool


@dataclass(frozen=True)
class Wanted:
    """Where a posted form asks to go: to a provider, perhaps as somebody, and to a page after that."""

    provider: Registered
    next: str
    subject: str | None = None


def show_sign_in(request: Request) -> Response:
    if elsewhere := own_address(request):
        return RedirectResponse(elsewhere, 307)
    return _ask(request, flow.safe_next(request.query_params.get("next")))


async def begin_sign_in(request: Request) -> Response:
    """Answer the form with a page that goes on to the provider by itself."""
    house, reference = house_of(request), _reference()
    count(request, SIGN_IN_FROM)
    posted = await read_form(request, 10, SMALL)
    if typed := str(posted.get("email", "")).strip().lower():
        count(request, SIGN_IN_AS, f"{from_where(request)} {typed}")  # nobody elsewhere can use up a colleague's tries
    wanted = await run_in_threadpool(_wanted, request, posted, reference)
    if isinstance(wanted, Response):
        return wanted
    settings, browser = wanted.provider.settings, browser_of(request)
    back_to = house.settings.base_url + str(request.app.url_path_for("sign-in.callback", key=settings.key))
    try:
        address, under_way = await flow.begin(
            discovery_of(request),
            settings,
            next_path=wanted.next,
            redirect_uri=back_to,
            browser=browser,
            login_hint=wanted.subject,
        )
    except SignInRefused as why:
        return await run_in_threadpool(_refuse, request, why.check, settings.key, reference)
    await run_in_threadpool(attempts.keep, house.store, wanted.provider.id, under_way)
    response = HTMLResponse(draw(request, leave_for(address, wanted.provider.organisation)))
    set_cookie(response, login_cookie_name(house.settings), browser)
    return response


async def finish_sign_in(request: Request) -> Response:
    """The provider's answer: checked, spent, and turned into a session of our own."""
    house, reference, key = house_of(request), _reference(), key_of(request)
    count(request, CALLBACK_FROM)
    try:
        callback = flow.read_callback(request.query_params.multi_items())
        under_way = await run_in_threadpool(attempts.take, house.store, callback.state_hash)
        if under_way.trial_by is not None:
            return await finish_trial(request, callback, under_way, reference)
        provider = await run_in_threadpool(register.by_key, house, key)
        browser = request.cookies.get(login_cookie_name(house.settings))
        identity = await flow.finish(discovery_of(request), callback, under_way, provider.settings, browser=browser)
        held = token_of(request, house.settings)
        browser = words_for(request.headers.get("user-agent", ""))
        token = await run_in_threadpool(
            session.let_in, house.store, provider.id, identity, instead_of=held, browser=browser, reference=reference
        )
    except SignInRefused as why:
        return await run_in_threadpool(_refuse, request, why.check, key, reference)
    return await run_in_threadpool(_enter, request, token, under_way.next)


def _ask(request: Request, next_path: str, email: str = "", errors: dict[str, str] | None = None) -> Response:
    house = house_of(request)
    signed_in = who(house.store.engine, token_of(request, house.settings))
    name = signed_in.member_name if signed_in else ""
    on_show = shelves(cards(house.store)) if house.settings.demo_sign_in else {}
    shown = SignInPage(next_path, email, errors or {}, name, on_show)
    return HTMLResponse(draw(request, shown.whole(), signed_in), 422 if errors else 200)


def _wanted(request: Request, posted: FormData, reference: str) -> Wanted | Response:
    house, next_path = house_of(request), flow.safe_next(str(posted.get("next", "")))
    try:
        if house.settings.demo_sign_in and "appointment" in posted:
            return _picked(request, house, str(posted["appointment"]), next_path)
        return Wanted(register.by_email(house, EmailForm.read(posted).email), next_path)
    except Invalid as wrong:
        return _ask(request, next_path, wrong.typed["email"], wrong.errors)
    except SignInRefused as why:
        if why.check != Unregistered.UNKNOWN_DOMAIN:
            return _refuse(request, why.check, "", reference)
        session.record_refusal(house.store, why.check, "", reference)
        return _ask(request, next_path, str(posted.get("email", "")), {"email": NOT_KNOWN})


def _picked(request: Request, house: House, appointment: str, next_path: str) -> Wanted:
    """A card's member, by the same way as everybody: their provider is only told whom to expect."""
    card = next((card for card in cards(house.store) if str(card.appointment_id) == appointment), None)
    if card is None:
        raise SignInRefused(Standing.UNKNOWN_ACCOUNT)
    home = str(request.app.url_path_for("home", marac=card.slug, hat=card.role))
    wanted = next_path if next_path.startswith((home, *OUTSIDE)) else home
    return Wanted(register.by_key(house, card.provider_key), wanted, card.subject)


def _reference() -> str:
    """Short enough to be read out on the telephone."""
    return secrets.token_hex(6)


def _refuse(request: Request, check: str, provider_key: str, reference: str) -> Response:
    session.record_refusal(house_of(request).store, check, provider_key, reference)
    if check == Standing.NO_APPOINTMENT:
        return no_role(request, reference=reference)
    down = check in _DOWN
    return HTMLResponse(draw(request, RefusedPage(reference, down).whole()), 503 if down else 403)


def _enter(request: Request, token: str, wanted: str) -> Response:
    house = house_of(request)
    signed_in = who(house.store.engine, token)
    response = RedirectResponse(after_sign_in(request, signed_in, wanted) if signed_in else "/", 303)
    set_cookie(response, cookie_name(house.settings), token)
    return response
