"""An identity provider that says whatever the test wants, reached in-process."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
from joserfc.jwk import ECKey, Key, KeySet
from joserfc.jws import JWSRegistry
from joserfc.util import json_b64encode, urlsafe_b64encode
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from agencies.signin import flow
from agencies.signin.metadata import Discovery
from agencies.signin.provider import ProviderSettings
from agencies.signin.tokens import Identity
from agencies.signin.wire import Wire
from marac import clock

ISSUER = "https://idp.police.test"
CALLBACK = "https://marac.test/auth/callback/" + "a" * 32
BROWSER = "the value of the login cookie"
KEY = ECKey.generate_key("P-256", {"kid": "first"})
GONE = object()  # a claim or field to leave out


def settings(**changes: Any) -> ProviderSettings:
    usual: dict[str, Any] = {
        "key": "a" * 32,
        "issuer": ISSUER,
        "client_id": "marac",
        "client_secret": "a secret",
        "email_domains": frozenset({"police.test"}),
        "algorithms": frozenset({"ES256"}),
    }
    return ProviderSettings(**usual | changes)


def changed(usual: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in (usual | changes).items() if value is not GONE}


class Hostile:
    """A provider and the browser that comes back from it; a test changes what either says."""

    def __init__(self) -> None:
        self.provider = settings()
        self.metadata: dict[str, Any] = {}
        self.claims: dict[str, Any] = {}
        self.header: dict[str, Any] = {}
        self.key: Key = KEY
        self.published: list[Key] = [KEY]
        self.keys: dict[str, Any] | None = None
        self.answer: dict[str, Any] = {}
        self.forge: Callable[[str], str] = str
        self.answers: dict[str, Callable[[], Response]] = {}
        self.dress: dict[str, Callable[[dict[str, Any]], Response]] = {}
        self.query: dict[str, Any] = {}
        self.twice: list[tuple[str, str]] = []
        self.browser: str | None = BROWSER
        self.came_back_to: ProviderSettings | None = None
        self.nonce = ""
        self.asked: list[str] = []
        self.form: dict[str, list[str]] = {}
        paths = {"/.well-known/openid-configuration": self.show_metadata, "/keys": self.show_keys}
        routes = [Route(path, view) for path, view in paths.items()]
        app = Starlette(routes=[*routes, Route("/token", self.token, methods=["POST"])])
        self.discovery = Discovery(Wire(transport=httpx2.ASGITransport(app=app)))

    def show_metadata(self, request: Request) -> Response:
        addresses = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/keys"}
        usual = {"issuer": ISSUER} | {name: ISSUER + path for name, path in addresses.items()}
        return self._say(request, changed(usual, self.metadata))

    def show_keys(self, request: Request) -> Response:
        return self._say(request, self.keys or dict(KeySet(self.published).as_dict()))

    async def token(self, request: Request) -> Response:
        self.form = parse_qs((await request.body()).decode())
        usual = {"token_type": "Bearer", "access_token": "an access token", "id_token": self.id_token()}
        return self._say(request, changed(usual, self.answer))

    def _say(self, request: Request, body: dict[str, Any]) -> Response:
        self.asked.append(request.url.path)
        if request.url.path in self.answers:
            return self.answers[request.url.path]()
        return self.dress.get(request.url.path, JSONResponse)(body)

    def id_token(self) -> str:
        now = int(clock.now().timestamp())
        usual = {
            "iss": ISSUER,
            "aud": "marac",
            "sub": "s-1",
            "iat": now,
            "exp": now + 300,
            "nonce": self.nonce,
            "email": "ada@police.test",
        }
        header = changed({"typ": "JWT", "alg": "ES256", "kid": self.key.kid}, self.header)
        body = ".".join(json_b64encode(part).decode() for part in (header, changed(usual, self.claims)))
        # Signed by hand, since a library would refuse to write most of these.
        signature = JWSRegistry.algorithms[header["alg"]].sign(body.encode(), self.key)
        return self.forge(f"{body}.{urlsafe_b64encode(signature).decode()}")

    async def sign_in(self, meanwhile: Callable[[], None] = lambda: None) -> Identity:
        """All of it: out to the provider, and back with what the test wants brought back."""
        url, transaction = await flow.begin(
            self.discovery, self.provider, next_path="/", redirect_uri=CALLBACK, browser=BROWSER
        )
        sent = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        self.nonce = sent["nonce"]
        meanwhile()
        query = changed({"state": sent["state"], "code": "a code"}, self.query)
        callback = flow.read_callback([*query.items(), *self.twice])
        returned_to = self.came_back_to or self.provider
        return await flow.finish(self.discovery, callback, transaction, returned_to, browser=self.browser)


def redirect(path: str) -> Callable[[], Response]:
    return lambda: RedirectResponse(ISSUER + path)
