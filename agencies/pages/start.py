"""Where somebody who is signed in begins: their hat's first page, or the word that they have none."""

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from marac.web.house import house_of
from marac.web.page import Page, draw
from marac.web.viewer import SignedIn, token_of, who

OUTSIDE = ("/account", "/signed-in-again")  # pages that belong to no hat and to everybody who is signed in


@dataclass(frozen=True)
class NoRolePage(Page):
    """For a member without an appointment in force; the reference is that of a refused sign-in."""

    template: ClassVar[str] = "agencies/sign_in_no_role.html"

    reference: str = ""


def show_start(request: Request) -> Response:
    """The home of the hat that one comes from, else of the first."""
    house = house_of(request)
    if elsewhere := own_address(request):
        return RedirectResponse(elsewhere, 307)
    signed_in = who(house.store.engine, token_of(request, house.settings))
    if signed_in is None:
        return RedirectResponse(request.app.url_path_for("sign-in"), 303)
    if not signed_in.appointments:
        return no_role(request, signed_in)
    came_from = urlsplit(request.headers.get("referer", "")).path
    homes = _homes(request, signed_in)
    first = next((home for home in homes if came_from.startswith(home)), "")
    return RedirectResponse(first or _first(request, signed_in), 303)


def no_role(request: Request, signed_in: SignedIn | None = None, reference: str = "") -> Response:
    shown = NoRolePage(reference).whole(403 if reference else 200)
    return HTMLResponse(draw(request, shown, signed_in), shown.status)


def after_sign_in(request: Request, signed_in: SignedIn, wanted: str) -> str:
    """The page wanted, when it lies under a hat that they wear or under none; else where they begin."""
    here = (*_homes(request, signed_in), *OUTSIDE)
    return wanted if wanted.startswith(here) else _first(request, signed_in)


def own_address(request: Request) -> str | None:
    """Cookies belong to a host's name: who opens the demonstration as "localhost" is led to the address it goes by."""
    settings = house_of(request).settings
    if settings.demo_sign_in and request.url.hostname == "localhost" != urlsplit(settings.base_url).hostname:
        return settings.base_url + request.url.path
    return None


def _homes(request: Request, signed_in: SignedIn) -> list[str]:
    """Of the hats that open; a condition that is not met shuts the others (marac.web.barred)."""
    worn = [one for one in signed_in.appointments if not one["barred"]]
    return [str(request.app.url_path_for("home", marac=one["slug"], hat=one["role"])) for one in worn]


def _first(request: Request, signed_in: SignedIn) -> str:
    """The first home; who has none that opens is told why, and what to do, on their account's page."""
    otherwise = str(request.app.url_path_for("account")) if signed_in.appointments else "/"
    return next(iter(_homes(request, signed_in)), otherwise)
