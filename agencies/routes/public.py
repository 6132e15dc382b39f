"""The map: addresses for people who are not signed in, and where everybody starts."""

from starlette.routing import BaseRoute, Route

from agencies.demo_idp.keys import kept_key
from agencies.demo_idp.people import Directory
from agencies.demo_idp.routes import mount
from agencies.pages import sign_in, sign_out, start
from marac.settings import Settings
from marac.store.work import Store

routes: list[BaseRoute] = [
    Route("/", start.show_start, name="start"),
    Route("/sign-in", sign_in.show_sign_in, name="sign-in"),
    Route("/sign-in", sign_in.begin_sign_in, methods=["POST"], name="sign-in.begin"),
    Route("/auth/callback/{key}", sign_in.finish_sign_in, name="sign-in.callback"),
    Route("/sign-out", sign_out.sign_out, methods=["POST"], name="sign-out"),
    Route("/signed-out", sign_out.show_signed_out, name="signed-out"),
]


def demo_routes(settings: Settings, store: Store) -> list[BaseRoute]:
    """The demonstration's provider, where one may stand; nothing elsewhere."""
    if not settings.demo_sign_in:
        return []
    people = Directory(store)
    return [mount(settings, people.tenant, people.people, kept_key(settings.home / "keys"))]
