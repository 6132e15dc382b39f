"""An administrator at work on an agency's provider, and a new provider that this house has never met."""

from typing import Any
from uuid import UUID

import httpx2
from sqlmodel import Session, select
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.testclient import TestClient

from agencies.demo_idp.routes import mount
from agencies.demo_idp.tenant import DemoPerson, DemoTenant
from marac.settings import Settings
from marac.store.people import Provider
from marac.web.page import Drawn
from tests.agencies.front_door import Browser, FrontDoor, onward
from tests.agencies.visit import KEY

THERE = "https://127.0.0.1:9443"
ISSUER = f"{THERE}/demo-idp/new"
SECRET = "the-secret-of-the-new-provider"
FIELDS: dict[str, Any] = {
    "name": "Police sign-in 2026",
    "issuer": ISSUER,
    "client_id": "marac-new",
    "auth_method": "client_secret_basic",
    "secret": SECRET,
    "email_domains": "police.example",
    "algorithms": ["RS256"],
    "acr": "aal2",
    "amr": "otp",
    "max_age": "300",
}
PEOPLE = [DemoPerson("new-1", "Ada Osei", "police.rep@police.example"), DemoPerson("new-2", "Bo", "bo@fire.example")]


class Newcomer:
    """The new provider: the demonstration's own server at another address, with people and a client of its own."""

    def __init__(self, there: str = THERE) -> None:
        self.redirect_uri = ""
        settings = Settings.read({"MARAC_BASE_URL": there, "MARAC_DEMO": "yes"})
        self.app = Starlette(routes=[mount(settings, self.tenant, lambda name: PEOPLE, KEY, _picker)])
        self.client = TestClient(self.app, base_url=there, follow_redirects=False)

    def tenant(self, name: str) -> DemoTenant | None:
        return DemoTenant(name, "The new one", "marac-new", SECRET, self.redirect_uri) if name == "new" else None

    def sign_in(self, address: str, subject: str = "new-1", **typed: str) -> str:
        """Pick somebody there; the address that the browser is sent back to."""
        answer = self.client.post(address, data={"subject": subject, "second_factor": "yes"} | typed)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]


def _picker(request: Request, drawn: Drawn) -> str:
    """Its own page, without the house's frame."""
    return f"""<!doctype html><html lang="en"><title>The new provider</title><h1>Sign in at the new provider</h1>
        <form method="post"><input type="hidden" name="subject" value="{PEOPLE[0].subject}">
        <label><input type="checkbox" name="second_factor" value="yes"> With a second factor</label>
        <button>Go on</button></form></html>"""


class ByPort(httpx2.AsyncBaseTransport):
    """The house on one port, the new provider on another, and nothing else anywhere."""

    def __init__(self, apps: dict[int, Starlette]) -> None:
        self.ways = {port: httpx2.ASGITransport(app=app) for port, app in apps.items()}

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        way = self.ways.get(request.url.port or 443)
        if way is None:
            raise httpx2.ConnectError("nobody there")
        return await way.handle_async_request(request)


class Office:
    """The administrator's browser, and the pages of one agency's providers."""

    def __init__(self, door: FrontDoor, agency: str = "police", newcomer: Newcomer | None = None) -> None:
        self.door, self.newcomer = door, newcomer or Newcomer()
        door.reach(ByPort({8443: door.app, 9443: self.newcomer.app}))
        self.browser = door.browser()
        self.browser.sign_in("administrator")
        self.agency = door.cast.agencies[agency]
        self.path = f"/m/{door.cast.slug}/administrator/agencies/{self.agency}/providers"

    def beside(self, agency: str) -> "Office":
        """The same for another agency, at the same new provider."""
        return Office(self.door, agency, self.newcomer)

    def get(self, path: str = "") -> httpx2.Response:
        return self.browser.client.get(self.path + path)

    def post(self, path: str = "", **typed: Any) -> httpx2.Response:
        return self.browser.client.post(self.path + path, data=typed)

    def add(self, **typed: Any) -> UUID:
        """A new provider; the newcomer learns of its redirect address, as its own administrator would enter it."""
        answer = self.post(**FIELDS | typed)
        assert answer.status_code == 303, answer.text
        provider_id = UUID(answer.headers["location"].rsplit("/", 1)[1])
        self.newcomer.redirect_uri = f"{self.door.settings.base_url}/auth/callback/{self.row(provider_id).key}"
        return provider_id

    def leave(self, provider_id: UUID) -> str:
        """Begin a trial; the address at the provider."""
        return onward(self.post(f"/{provider_id}/trial"))

    def trial(self, provider_id: UUID, subject: str = "new-1", **typed: str) -> httpx2.Response:
        """All of a trial; what the administrator sees at its end."""
        return self.browser.client.get(self.newcomer.sign_in(self.leave(provider_id), subject, **typed))

    def row(self, provider_id: UUID) -> Provider:
        with Session(self.door.owner, expire_on_commit=False) as session:
            return session.exec(select(Provider).where(Provider.id == provider_id)).one()

    def in_use(self) -> Provider:
        with Session(self.door.owner, expire_on_commit=False) as session:
            query = select(Provider).where(Provider.agency_id == self.agency, Provider.switched_on)
            return session.exec(query).one()

    def sign_in_by_email(self, browser: Browser, email: str) -> httpx2.Response:
        """A member at the front door, through the new provider."""
        address = onward(browser.client.post("/sign-in", data={"email": email}))
        return browser.client.get(self.newcomer.sign_in(address))
