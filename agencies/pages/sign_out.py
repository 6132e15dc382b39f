"""Signing out: here at once, then at the agency's provider where it offers that."""

import secrets
from dataclasses import dataclass
from typing import ClassVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from agencies.signin import account, register, session
from agencies.signin.cookies import clear_cookie, login_cookie_name
from agencies.signin.flow import sign_out_address
from agencies.signin.leaving import leave_for
from agencies.signin.refusal import SignInRefused
from agencies.signin.register import discovery_of
from agencies.signin.session import Ended
from marac.web.house import house_of
from marac.web.page import Page, draw
from marac.web.viewer import SignedIn, cookie_name, token_of


@dataclass(frozen=True)
class SignedOutPage(Page):
    """The last page of a session."""

    template: ClassVar[str] = "agencies/sign_in_signed_out.html"


def show_signed_out(request: Request) -> Response:
    return HTMLResponse(draw(request, SignedOutPage().whole()))


async def sign_out(request: Request) -> Response:
    return await leave(request)


async def leave(request: Request, everywhere: SignedIn | None = None) -> Response:
    """End this browser's session; `everywhere`: whose sessions end in all their other browsers too."""
    house, reference = house_of(request), secrets.token_hex(6)
    held = token_of(request, house.settings)
    ended = await run_in_threadpool(session.sign_out, house.store, held, reference)
    if everywhere:
        await run_in_threadpool(account.end_all, house.store, everywhere, reference)
    response = await _farewell(request, ended)
    for name in (cookie_name(house.settings), login_cookie_name(house.settings)):
        clear_cookie(response, name)
    response.headers["clear-site-data"] = '"cache", "storage"'
    return response


async def _farewell(request: Request, ended: Ended | None) -> Response:
    house, here = house_of(request), str(request.app.url_path_for("signed-out"))
    address = None
    if ended is not None:
        try:
            provider = await run_in_threadpool(register.by_key, house, ended.provider_key)
            metadata = await discovery_of(request).metadata(provider.settings.issuer)
            address = sign_out_address(metadata, provider.settings, house.settings.base_url + here)
        except SignInRefused:  # a provider that does not answer keeps nobody signed in here
            address = None
    if address is None:
        return RedirectResponse(here, 303)
    return HTMLResponse(draw(request, leave_for(address, provider.organisation)))
