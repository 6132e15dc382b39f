"""Your account: who you are here, what you signed, where you live and are signed in; how long the session lasts."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from agencies.forms.account import HomeForm
from agencies.pages.sign_out import leave
from agencies.signin import account, home
from agencies.signin.account import Session
from agencies.statement import CURRENT, YearlyStatement
from marac import clock
from marac.vocabulary import Conflict, NotFound, Refused
from marac.web.barred import said_of
from marac.web.errors import ErrorPage
from marac.web.forms import Invalid
from marac.web.house import house_of
from marac.web.page import Page, day, draw, hat_name
from marac.web.posted import read_form
from marac.web.signed_out import answer_signed_out
from marac.web.viewer import SignedIn, token_of, touch, who

SIGNED_LATELY = timedelta(days=330)  # a statement of the year may be signed again a month before it is due
_TICK = "Tick the box to sign."
_REWORDED = "The statement was changed while you read it. Read it again, then sign."
_DONE = {
    "signed": "You have signed the confidentiality statement.",
    "ended": "That session has ended.",
    "home": "Your home address is kept, sealed.",
    "no-home": "Your home address has been taken off.",
}
Mine = Callable[[Request, SignedIn, FormData], Response]


@dataclass(frozen=True)
class Worn:
    """One of somebody's roles; its page, or why it does not open."""

    title: str
    home: str
    why: str


@dataclass(frozen=True)
class AccountPage(Page):
    """What is kept about oneself, and what one may do about it."""

    template: ClassVar[str] = "agencies/account.html"

    rows: list[tuple[str, str]]
    roles: list[Worn]
    statement: YearlyStatement
    signed: str
    to_sign: bool
    home: home.Home
    typed: dict[str, Any]
    sessions: list[Session]
    errors: dict[str, str]
    message: str


@dataclass(frozen=True)
class SignedInAgainPage(Page):
    """For the tab in which somebody signed in again, while another still holds what they typed."""

    template: ClassVar[str] = "agencies/signed_in_again.html"


def show_account(request: Request) -> Response:
    signed_in = _who(request)
    if signed_in is None:
        return answer_signed_out(request)
    touch(house_of(request).store, signed_in)
    return _page(request, signed_in)


def show_signed_in_again(request: Request) -> Response:
    signed_in = _who(request)
    if signed_in is None:
        return answer_signed_out(request)
    return HTMLResponse(draw(request, SignedInAgainPage().whole(), signed_in))


def show_session(request: Request) -> Response:
    """How long this session still lasts, for the page's own script; asking does not make it longer."""
    signed_in = _who(request)
    if signed_in is None:
        return JSONResponse({"error": "signed-out"}, 401)
    left = account.left(house_of(request).store, signed_in)
    return JSONResponse({"reader": signed_in.member_id.hex, "idle": left.idle, "whole": left.whole})


def _stay(request: Request, signed_in: SignedIn, form: FormData) -> Response:
    touch(house_of(request).store, signed_in, at_once=True)
    return show_session(request)


def _sign(request: Request, signed_in: SignedIn, form: FormData) -> Response:
    if form.get("accepted") != "yes":
        return _page(request, signed_in, {"accepted": _TICK})
    try:
        account.sign_statement(house_of(request).store, signed_in, str(form.get("version", "")), _reference())
    except Conflict:
        return _page(request, signed_in, {"accepted": _REWORDED})
    return RedirectResponse(f"{_here(request)}?done=signed", 303)


def _give_home(request: Request, signed_in: SignedIn, form: FormData) -> Response:
    """What it is compared with, and whether anything was found, is no business of whoever gives it (S18)."""
    try:
        given = HomeForm.read(form)
        given.check()
        home.give_home(house_of(request).store, signed_in, given.line, given.postcode, _reference())
    except Invalid as wrong:
        return _page(request, signed_in, wrong.errors, wrong.typed)
    except Refused as why:
        return _page(request, signed_in, {"line": str(why)}, given.model_dump())
    return RedirectResponse(f"{_here(request)}?done={'home' if given.line else 'no-home'}", 303)


def _end_one(request: Request, signed_in: SignedIn, form: FormData) -> Response:
    reference = _reference()
    try:
        account.end_one(house_of(request).store, signed_in, request.path_params["sign_in_id"], reference)
    except NotFound:
        return HTMLResponse(draw(request, ErrorPage.of(404, "", reference).whole(), signed_in), 404)
    return RedirectResponse(f"{_here(request)}?done=ended", 303)


def mine(do: Mine) -> Callable[[Request], Awaitable[Response]]:
    """A POST by whoever is signed in, whatever their roles."""

    async def answer(request: Request) -> Response:
        form = await read_form(request, 10)

        def asked() -> Response:
            signed_in = _who(request)
            return do(request, signed_in, form) if signed_in else answer_signed_out(request)

        return await run_in_threadpool(asked)

    return answer


stay, sign_statement, end_one, give_home = mine(_stay), mine(_sign), mine(_end_one), mine(_give_home)


async def end_all(request: Request) -> Response:
    """Every session of one's own, and this browser's at the provider too."""
    signed_in = await run_in_threadpool(_who, request)
    if signed_in is None:
        return answer_signed_out(request)
    return await leave(request, signed_in)


def _page(
    request: Request, signed_in: SignedIn, errors: dict[str, str] | None = None, typed: dict[str, Any] | None = None
) -> Response:
    kept = account.mine(house_of(request).store, signed_in)
    member, last = kept.member, kept.member.statement_on
    shown = AccountPage(
        rows=[
            ("Name", member.name),
            ("Job", member.job_title),
            ("Agency", signed_in.agency_name),
            ("MARAC training", day(member.trained_on) or "None recorded"),
        ],
        roles=[_worn(request, one) for one in signed_in.appointments],
        statement=CURRENT,
        signed=f"You signed version {member.statement_version} on {day(last)}." if last else "",
        to_sign=_is_to_sign(last, member.statement_version),
        home=home.home_of(house_of(request).store, signed_in),
        typed=typed or {},
        sessions=kept.sessions,
        errors=errors or {},
        message="" if errors else _DONE.get(request.query_params.get("done", ""), ""),
    )
    return HTMLResponse(draw(request, shown.whole(), signed_in), 422 if errors else 200)


def _worn(request: Request, one: dict[str, Any]) -> Worn:
    home = str(request.app.url_path_for("home", marac=one["slug"], hat=one["role"]))
    barred = said_of(one["barred"], one["closed"]) if one["barred"] else ""
    return Worn(f"{hat_name(one['role'])}, {one['name']}", home, barred)


def _is_to_sign(last: date | None, version: str) -> bool:
    return last is None or version != str(CURRENT.version) or clock.today() - last > SIGNED_LATELY


def _who(request: Request) -> SignedIn | None:
    house = house_of(request)
    return who(house.store.engine, token_of(request, house.settings))


def _here(request: Request) -> str:
    return str(request.app.url_path_for("account"))


def _reference() -> str:
    return secrets.token_hex(6)
