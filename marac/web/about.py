"""The footer's pages, open to everybody: the confidentiality statement, accessibility, help."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from marac.web.house import house_of
from marac.web.page import Page, draw
from marac.web.viewer import token_of, who


@dataclass(frozen=True)
class ConfidentialityPage(Page):
    """What each member accepts at each meeting (C05), as it reads today."""

    template: ClassVar[str] = "about/confidentiality.html"

    version: int
    paragraphs: Sequence[str]


@dataclass(frozen=True)
class AccessibilityPage(Page):
    """What was done so that everybody can use this, how it was tried, and what falls short."""

    template: ClassVar[str] = "about/accessibility.html"


@dataclass(frozen=True)
class HelpPage(Page):
    """Where to begin, the words used, and whom to ask."""

    template: ClassVar[str] = "about/help.html"


def about_routes(version: int, paragraphs: Sequence[str]) -> list[BaseRoute]:
    """The three addresses; the statement's words are handed in, since they belong to a room above."""
    return [
        Route("/confidentiality", _showing(ConfidentialityPage(version, paragraphs)), name="confidentiality"),
        Route("/accessibility", _showing(AccessibilityPage()), name="accessibility"),
        Route("/help", _showing(HelpPage()), name="help"),
    ]


def _showing(shown: Page) -> Callable[[Request], Response]:
    def show(request: Request) -> Response:
        house = house_of(request)
        signed_in = who(house.store.engine, token_of(request, house.settings))
        return HTMLResponse(draw(request, shown.whole(), signed_in))

    return show
