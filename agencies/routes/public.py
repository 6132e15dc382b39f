"""The map: addresses for people who are not signed in, and where everybody starts."""

from starlette.routing import BaseRoute, Route

from agencies.demo_idp.keys import kept_key
from agencies.demo_idp.people import Directory
from agencies.demo_idp.routes import mount
from agencies.pages import account, back_channel, providers_keys, sign_in, sign_out, start
from marac.settings import Settings
from marac.store.work import Store

routes: list[BaseRoute] = [
    Route("/", start.show_start, name="start"),
    Route("/sign-in", sign_in.show_sign_in, name="sign-in"),
    Route("/sign-in", sign_in.begin_sign_in, methods=["POST"], name="sign-in.begin"),
    Route("/auth/callback/{key}", sign_in.finish_sign_in, name="sign-in.callback"),
    Route("/auth/keys/{key}", providers_keys.show_keys, name="provider-keys"),
    Route("/sign-out", sign_out.sign_out, methods=["POST"], name="sign-out"),
    Route("/signed-out", sign_out.show_signed_out, name="signed-out"),
    Route("/signed-in-again", account.show_signed_in_again, name="signed-in-again"),
    Route("/auth/backchannel/{key}", back_channel.hear_logout, methods=["POST"], name="back-channel"),
    Route("/account", account.show_account, name="account"),
    Route("/account/statement", account.sign_statement, methods=["POST"], name="account.statement"),
    Route("/account/home", account.give_home, methods=["POST"], name="account.home"),
    Route("/account/session", account.show_session, name="account.session"),
    Route("/account/session", account.stay, methods=["POST"], name="account.stay"),
    Route("/account/sessions/{sign_in_id:uuid}/end", account.end_one, methods=["POST"], name="account.end"),
    Route("/account/sign-out-everywhere", account.end_all, methods=["POST"], name="account.end-all"),
]


def demo_routes(settings: Settings, store: Store) -> list[BaseRoute]:
    """The demonstration's provider, where one may stand; nothing elsewhere."""
    if not settings.demo_sign_in:
        return []
    people = Directory(store)
    return [mount(settings, people.tenant, people.people, kept_key(settings.home / "keys"))]
