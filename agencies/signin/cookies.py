"""The two cookies: one names a session, the other binds a sign-in under way to its browser."""

from starlette.responses import Response

from marac.settings import Settings


def login_cookie_name(settings: Settings) -> str:
    """`__Host-login`, shared by all tabs of a browser, so that several sign-ins may be under way.

    Cookies do not tell ports apart, so the demonstration's carries its own (house.md 4.14, 19).
    """
    return f"__Host-login-{settings.port}" if settings.demo else "__Host-login"


def set_cookie(response: Response, name: str, token: str) -> None:
    """A cookie for this browser session. Lax and not strict: the provider's redirect comes from another site."""
    response.set_cookie(name, token, secure=True, httponly=True, samesite="lax", path="/")


def clear_cookie(response: Response, name: str) -> None:
    response.delete_cookie(name, secure=True, httponly=True, samesite="lax", path="/")
