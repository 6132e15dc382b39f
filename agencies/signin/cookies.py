"""The two cookies: one names a session, the other binds a sign-in under way to its browser."""

import re

from starlette.requests import Request
from starlette.responses import Response

from agencies.signin.flow import new_token
from marac.settings import Settings
from marac.web.house import house_of

_TOKEN = re.compile(r"[\w-]{43}", re.ASCII)


def login_cookie_name(settings: Settings) -> str:
    """`__Host-login`, shared by all tabs of a browser, so that several sign-ins may be under way.

    Cookies do not tell ports apart, so the demonstration's carries its own (house.md 4.14, 19).
    """
    return f"__Host-login-{settings.port}" if settings.demo else "__Host-login"


def browser_of(request: Request) -> str:
    """The login cookie's value, shared by all sign-ins under way in this browser; a new one where there is none."""
    kept = request.cookies.get(login_cookie_name(house_of(request).settings), "")
    return kept if _TOKEN.fullmatch(kept) else new_token()


def set_cookie(response: Response, name: str, token: str) -> None:
    """A cookie for this browser session. Lax and not strict: the provider's redirect comes from another site."""
    response.set_cookie(name, token, secure=True, httponly=True, samesite="lax", path="/")


def clear_cookie(response: Response, name: str) -> None:
    response.delete_cookie(name, secure=True, httponly=True, samesite="lax", path="/")
