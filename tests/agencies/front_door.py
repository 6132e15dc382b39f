"""The whole house with its own provider behind it, and browsers that go in and out by its front door."""

import re
from html import unescape

import httpx2
from httpx2 import Response
from sqlalchemy import Engine
from sqlmodel import Session, col, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from agencies.signin.metadata import Discovery
from agencies.signin.wire import Wire
from marac.app import create_app
from marac.settings import Settings
from marac.store.audit import AuditEvent
from marac.store.people import Account, SignIn
from marac.web.viewer import cookie_name
from tests.cast import Cast
from tests.registered import register

BASE = "https://127.0.0.1:8443"


class FrontDoor:
    """One installation of the demonstration, its provider reached without a network."""

    def __init__(self, settings: Settings, cast: Cast, owner: Engine, superuser: Engine) -> None:
        self.settings, self.cast, self.owner, self.superuser = settings, cast, owner, superuser
        register(owner, cast)
        self.app = create_app(settings, cast.store)
        self.reach(httpx2.ASGITransport(app=self.app))

    def reach(self, transport: httpx2.AsyncBaseTransport) -> None:
        """Let providers be reached in another way from now on."""
        self.app.state.discovery = Discovery(Wire(transport=transport))

    def browser(self) -> "Browser":
        return Browser(self)

    def appointment(self, name: str) -> str:
        return str(self.cast[name].appointment_id)

    def home(self, name: str) -> str:
        return f"/m/{self.cast.slug}/{self.cast[name].hat}/"

    def record(self) -> list[AuditEvent]:
        with Session(self.superuser, expire_on_commit=False) as session:
            return list(session.exec(select(AuditEvent).order_by(col(AuditEvent.at))))

    def sessions(self, name: str) -> list[SignIn]:
        with Session(self.owner) as session:
            query = select(SignIn).where(SignIn.member_id == self.cast.members[name]).order_by(col(SignIn.started_at))
            return list(session.exec(query))

    def account(self, name: str) -> Account:
        with Session(self.owner, expire_on_commit=False) as session:
            return session.exec(select(Account).where(Account.member_id == self.cast.members[name])).one()

    def change(self, kind: type, row_id: object, **values: object) -> None:
        with Session(self.owner) as session:
            row = session.get(kind, row_id)
            for name, value in values.items():
                setattr(row, name, value)
            session.add(row)
            session.commit()


class Down(httpx2.ASGITransport):
    """Whatever lies at an address with this in it does not answer."""

    def __init__(self, app: Starlette, at: str) -> None:
        super().__init__(app=app)
        self.at = at

    async def handle_async_request(self, request: httpx2.Request) -> Response:
        if self.at in request.url.path:
            raise httpx2.ConnectError("nobody there")
        return await super().handle_async_request(request)


class Browser:
    """A browser without JavaScript that a test drives step by step."""

    def __init__(self, door: FrontDoor) -> None:
        self.door = door
        own = {"sec-fetch-site": "same-origin"}
        self.client = TestClient(door.app, base_url=BASE, headers=own, follow_redirects=False)

    @property
    def token(self) -> str | None:
        return self.client.cookies.get(cookie_name(self.door.settings))

    def leave(self, name: str, next_path: str = "/") -> str:
        """Pick a card of the sign-in page; the address at the provider that the browser is sent to."""
        chosen = {"appointment": self.door.appointment(name), "next": next_path}
        return onward(self.client.post("/sign-in", data=chosen))

    def come_back(self, address: str) -> str:
        """Go through the provider; the address that it sends the browser back to."""
        answer = self.client.get(address)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    def sign_in(self, name: str, next_path: str = "/") -> Response:
        """All of it; the answer to the callback."""
        return self.client.get(self.come_back(self.leave(name, next_path)))


def onward(answer: Response) -> str:
    """Where a page goes on to by itself; the link that it offers leads there too."""
    assert answer.status_code == 200, answer.text
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', answer.text)
    assert found, answer.text
    assert f'href="{found[1]}"' in answer.text
    return unescape(found[1])


def words_of(event: AuditEvent) -> str:
    """What an event says, without its hashes, in which any letter may turn up by chance."""
    return repr([value for value in event.model_dump().values() if not isinstance(value, bytes)])
