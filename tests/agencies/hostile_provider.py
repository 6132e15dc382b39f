"""A hostile provider behind the real front door: a browser goes to it, and comes back with what it was given."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from httpx2 import Response
from sqlmodel import Session, delete, select

from agencies.signin.cookies import login_cookie_name
from agencies.signin.metadata import Discovery
from marac.store.people import Account, Provider, SignIn
from tests.agencies.front_door import Browser, FrontDoor, onward
from tests.agencies.signin.hostile import BROWSER, Hostile, changed

ADA = "ada@police.test"
Query = list[tuple[str, Any]]


class Scene:
    """One browser at the front door, and an agency's people in the hands of a hostile provider."""

    def __init__(self, door: FrontDoor, hostile: Hostile, agency: str = "police", member: str = "chair") -> None:
        self.door, self.hostile, self.agency, self.member = door, hostile, agency, member
        self.browser = door.browser()
        self.email = ADA
        self.key = door.cast.agencies[agency].hex
        self.meanwhile: Callable[[Scene], object] = lambda scene: None
        self.on_return: Callable[[Scene, str, Query], Response] = Scene.arrive
        self.seconds = 0.0
        with Session(door.owner) as session:
            query = select(Provider).where(Provider.agency_id == door.cast.agencies[agency])
            self.provider_id = session.exec(query).one().id

    def register(self) -> None:
        """What the house knows of the provider, and of the member."""
        settings = self.hostile.provider
        row: dict[str, Any] = {name: getattr(settings, name) for name in ("issuer", "client_id", "max_age")}
        row |= {name: sorted(getattr(settings, name)) for name in ("email_domains", "algorithms")}
        row |= {name: " ".join(sorted(getattr(settings, name))) for name in ("acr", "amr")}
        self.door.change(Provider, self.provider_id, **row)
        self.door.change(Account, self.door.account(self.member).id, email=self.email)
        self.door.app.state.discovery = self.hostile.discovery

    def keep_time(self) -> None:
        """From now on `seconds` says how old what was fetched is."""
        self.hostile.discovery = Discovery(self.hostile.discovery.wire, lambda: self.seconds)

    def sign_in(self) -> Response:
        """Out to the provider and back; the last answer of the house."""
        self.register()
        left = self.browser.client.post("/sign-in", data={"email": self.email})
        if left.status_code != 200:
            return left
        sent = {name: values[0] for name, values in parse_qs(urlsplit(onward(left)).query).items()}
        self.hostile.nonce = sent["nonce"]
        self._change_cookie()
        key = self._return_address()
        self.meanwhile(self)
        query = changed({"state": sent["state"], "code": "a code"}, self.hostile.query)
        return self.on_return(self, key, [*query.items(), *self.hostile.twice])

    def arrive(self, key: str, query: Query, browser: Browser | None = None) -> Response:
        """Come back from the provider, in this browser or another."""
        return (browser or self.browser).client.get(f"/auth/callback/{key}", params=query)

    def sign_in_before(self) -> None:
        """The member is known by their subject; nothing else is left of it."""
        meanwhile, self.meanwhile = self.meanwhile, lambda scene: None
        assert self.sign_in().status_code == 303
        self.meanwhile, self.browser = meanwhile, self.door.browser()
        with Session(self.door.owner) as session:
            session.execute(delete(SignIn))
            session.commit()

    def _change_cookie(self) -> None:
        if self.hostile.browser == BROWSER:
            return
        cookies, name = self.browser.client.cookies, login_cookie_name(self.door.settings)
        cookies.delete(name)
        if self.hostile.browser is not None:
            cookies.set(name, self.hostile.browser)

    def _return_address(self) -> str:
        there = self.hostile.came_back_to
        if there is None:
            return self.key
        self.door.change(Provider, self.provider_id, issuer=there.issuer)
        return self.key if there.key == self.hostile.provider.key else self.door.cast.agencies["council"].hex
