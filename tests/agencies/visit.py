"""A browser, the house's side of a sign-in, and the demonstration's provider between them."""

import asyncio
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.testclient import TestClient

from agencies.demo_idp.routes import CALLED_BY_SERVERS, DemoIdpPage, mount
from agencies.demo_idp.tenant import DemoPerson, DemoTenant
from agencies.signin import flow
from agencies.signin.metadata import Discovery
from agencies.signin.provider import ProviderSettings, resolve_issuer
from agencies.signin.tokens import Identity
from agencies.signin.wire import Wire
from marac.settings import Settings
from marac.web.headers import Guard
from marac.web.page import Drawn

BASE = "https://127.0.0.1:8000"
BROWSER = "the value of the login cookie"
KEY = RSAKey.generate_key(2048)
PEOPLE = {
    "police": [
        DemoPerson("p-1", "Ada Osei", "ada.osei@police.example", "Detective sergeant", "Representative, North"),
        DemoPerson("p-2", "Bo Lind", "bo.lind@police.example"),
    ],
    "new-era": [DemoPerson("n-1", "Cy Marsh", "cy.marsh@new-era.example")],
}


def tenant(name: str) -> DemoTenant | None:
    key = {"police": "a" * 32, "new-era": "b" * 32}.get(name)
    if key is None:
        return None
    return DemoTenant(
        name=name,
        title=name.title(),
        client_id=f"marac-{name}",
        client_secret=f"secret of {name}",
        redirect_uri=f"/auth/callback/{key}",
        signed_out_uri="/auth/signed-out",
    )


def plain(request: Request, drawn: Drawn) -> str:
    page = drawn.page
    assert isinstance(page, DemoIdpPage)
    return "|".join([page.organisation, ", ".join(person.name for person in page.people or ()), page.action])


def house(base_url: str = BASE, demo: str = "yes") -> Settings:
    return Settings.read({"MARAC_BASE_URL": base_url, "MARAC_DEMO": demo})


def provider(name: str = "police", **changes: Any) -> ProviderSettings:
    registered = tenant(name)
    assert registered is not None
    usual: dict[str, Any] = {
        "key": registered.redirect_uri[-32:],
        "issuer": resolve_issuer(f"/demo-idp/{name}", BASE),
        "client_id": registered.client_id,
        "client_secret": registered.client_secret,
        "email_domains": frozenset({f"{name}.example"}),
        "acr": frozenset({"aal2"}),
        "amr": frozenset({"otp"}),
        "max_age": 300,
    }
    return ProviderSettings(**usual | changes)


class Visit:
    """One browser, the house's side of a sign-in, and the provider between them."""

    def __init__(self) -> None:
        routes = [mount(house(), tenant, lambda name: PEOPLE[name], KEY, plain)]
        guard = Middleware(Guard, origin=BASE, exempt=CALLED_BY_SERVERS)
        app = Starlette(routes=routes, middleware=[guard])
        own = {"origin": BASE}
        self.browser = TestClient(app, base_url=BASE, headers=own, follow_redirects=False)
        self.discovery = Discovery(Wire(transport=httpx2.ASGITransport(app=app)))

    def begin(self, settings: ProviderSettings, hint: str | None = None) -> tuple[str, flow.Transaction]:
        redirect_uri = f"{BASE}/auth/callback/{settings.key}"
        out = flow.begin(
            self.discovery, settings, next_path="/", redirect_uri=redirect_uri, browser=BROWSER, login_hint=hint
        )
        return asyncio.run(out)

    def finish(self, location: str, transaction: flow.Transaction, settings: ProviderSettings) -> Identity:
        callback = flow.read_callback(parse_qsl(urlsplit(location).query))
        return asyncio.run(flow.finish(self.discovery, callback, transaction, settings, browser=BROWSER))

    def sign_in(self, settings: ProviderSettings, **picked: str) -> Identity:
        url, transaction = self.begin(settings)
        answer = self.browser.post(url, data=picked)
        assert answer.status_code == 303
        return self.finish(answer.headers["location"], transaction, settings)
