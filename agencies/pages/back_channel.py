"""Where a provider's server posts that somebody has signed out there (Back-Channel Logout 1.0, 2.5 and 2.8)."""

import secrets

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from agencies.signin import register
from agencies.signin.logout import LogoutCheck, end_what_was_heard, read_logout, record_refused_logout
from agencies.signin.refusal import SignInRefused
from agencies.signin.register import discovery_of, key_of
from marac.web.house import house_of
from marac.web.posted import read_form
from marac.web.rates import BACK_CHANNEL_FROM, count

POSTED_BY_PROVIDERS = ("/auth/backchannel/",)  # such requests send neither Sec-Fetch-Site nor Origin
LONGEST = 16 * 1024  # bytes of a token
_FORM = "application/x-www-form-urlencoded"


async def hear_logout(request: Request) -> Response:
    """200 and nothing, or 400 and no reason: whoever may be asking is told no more than the standard says."""
    house, key, reference = house_of(request), key_of(request), secrets.token_hex(6)
    count(request, BACK_CHANNEL_FROM)
    try:
        token = await _token(request)
        provider = await run_in_threadpool(register.by_key, house, key)
        heard = await read_logout(discovery_of(request), provider.settings, token)
        await run_in_threadpool(end_what_was_heard, house.store, provider, heard, reference)
    except SignInRefused as why:
        await run_in_threadpool(record_refused_logout, house.store, why.check, key, reference)
        return JSONResponse({"error": "invalid_request"}, 400)
    return Response(status_code=200)


async def _token(request: Request) -> str:
    """The one token of a form; never of the address. Raises SignInRefused."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _FORM:
        raise SignInRefused(LogoutCheck.FORM)
    try:
        given = (await read_form(request, 10, LONGEST)).getlist("logout_token")
    except HTTPException as why:
        raise SignInRefused(LogoutCheck.FORM) from why
    if len(given) != 1 or not isinstance(given[0], str) or not 0 < len(given[0]) <= LONGEST:
        raise SignInRefused(LogoutCheck.FORM)
    return given[0]
