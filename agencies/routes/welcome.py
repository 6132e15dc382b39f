"""The map: the first page of a hat that has no other yet."""

from starlette.routing import BaseRoute, Route

from agencies.pages.welcome import show_welcome
from marac.web.endpoint import page

routes: list[BaseRoute] = [
    Route("/welcome", page(show_welcome), name="welcome"),
]
