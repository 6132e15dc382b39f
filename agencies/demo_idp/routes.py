"""The demonstration provider's addresses, under /demo-idp/{tenant}, and the guard before them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from authlib.common.urls import add_params_to_uri
from authlib.oauth2 import OAuth2Error
from joserfc.jwk import RSAKey
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route

from agencies.demo_idp.server import ALGORITHM, Pairs, ReadRequest, TenantServer
from agencies.demo_idp.tenant import Codes, DemoPerson, DemoTenant, Entrance, at_base
from marac.settings import Settings
from marac.web.page import Drawn, Page, draw
from marac.web.posted import read_form

PATH = "/demo-idp"
CALLED_BY_SERVERS = (f"{PATH}/token/",)  # such requests send neither Sec-Fetch-Site nor Origin


class NotADemonstration(RuntimeError):
    """The demonstration provider lets anybody in as anybody: it stands on this machine's own demonstration only."""


def mount(
    settings: Settings,
    tenants: Callable[[str], DemoTenant | None],
    people: Callable[[str], Sequence[DemoPerson]],
    key: RSAKey | None = None,
    render: Callable[[Request, Drawn], str] = draw,
) -> Mount:
    """The provider's routes. tenants and people are asked in a worker thread.

    Without a key one is made, and lasts as long as the process. Raises NotADemonstration.
    """
    if not settings.demo_sign_in:
        raise NotADemonstration("the demonstration provider needs demonstration data and a loopback address")
    key = key or RSAKey.generate_key(2048)
    key.ensure_kid()
    provider = DemoProvider(settings.base_url, tenants, people, key, render)
    paths: list[tuple[str, str, list[str], Any]] = [
        ("/{tenant}/.well-known/openid-configuration", "metadata", ["GET"], provider.show_metadata),
        ("/{tenant}/keys", "keys", ["GET"], provider.show_keys),
        ("/{tenant}/authorize", "authorize", ["GET", "POST"], provider.authorize),
        ("/token/{tenant}", "token", ["POST"], provider.token),
        ("/{tenant}/sign-out", "sign_out", ["GET", "POST"], provider.sign_out),
    ]
    routes = [Route(path, view, methods=verbs, name=f"demo_idp.{name}") for path, name, verbs, view in paths]
    return Mount(PATH, routes=routes)


@dataclass(frozen=True)
class DemoIdpPage(Page):
    """The person picker, or, without people, the word that one has signed out."""

    template: ClassVar[str] = "agencies/demo_idp.html"
    organisation: str
    people: Sequence[DemoPerson] | None = None
    action: str = ""


@dataclass(frozen=True)
class DemoProvider:
    """The handlers; one tenant's server is made anew for each request."""

    base_url: str
    tenants: Callable[[str], DemoTenant | None]
    people: Callable[[str], Sequence[DemoPerson]]
    key: RSAKey
    render: Callable[[Request, Drawn], str]
    codes: Codes = field(default_factory=Codes)

    async def _server(self, request: Request) -> TenantServer:
        name = request.path_params["tenant"]
        tenant = await run_in_threadpool(self.tenants, name)
        if tenant is None:
            raise HTTPException(404)
        return TenantServer(at_base(tenant, self.base_url), f"{self.base_url}{PATH}/{name}", self.codes, self.key)

    async def show_metadata(self, request: Request) -> Response:
        server = await self._server(request)
        return JSONResponse(_metadata(server.issuer, f"{self.base_url}{PATH}/token/{server.tenant.name}"))

    async def show_keys(self, request: Request) -> Response:
        return JSONResponse((await self._server(request)).public_keys())

    async def authorize(self, request: Request) -> Response:
        """The person picker; a login_hint that names somebody, as the sign-in page's cards send it, picks them."""
        server = await self._server(request)
        asked = ReadRequest(request.method, str(request.url), request.headers, request.query_params.multi_items())
        try:
            grant = server.get_consent_grant(asked)
        except OAuth2Error as error:
            return _with_issuer(server.handle_error_response(asked, error), server.issuer)
        except ValueError:  # Authlib will not quote a parameter with odd characters in its message
            raise HTTPException(400) from None
        people = await run_in_threadpool(self.people, server.tenant.name)
        chosen, declined = await _choice(request, people)
        if chosen is None and not declined:
            return self._page(request, DemoIdpPage(server.tenant.title, people, _here(request)))
        answer: Response = server.create_authorization_response(asked, grant_user=chosen, grant=grant)
        return _with_issuer(answer, server.issuer)

    async def token(self, request: Request) -> Response:
        server = await self._server(request)
        asked = ReadRequest(request.method, str(request.url), request.headers, await _form(request))
        answer: Response = server.create_token_response(asked)
        return answer

    async def sign_out(self, request: Request) -> Response:
        server = await self._server(request)
        pairs = await _form(request) if request.method == "POST" else request.query_params.multi_items()
        asked = ReadRequest(request.method, str(request.url), request.headers, pairs)
        answer: Response | None = server.create_endpoint_response("end_session", asked)
        return answer or self._page(request, DemoIdpPage(server.tenant.title))

    def _page(self, request: Request, page: DemoIdpPage) -> Response:
        return HTMLResponse(self.render(request, page.whole()))


async def _choice(request: Request, people: Sequence[DemoPerson]) -> tuple[Entrance | None, bool]:
    """Who enters, and whether they would rather not."""
    by_subject = {person.subject: person for person in people}
    if request.method == "POST":
        given = dict(await _form(request))
        picked = by_subject.get(given.get("subject", ""))
        entrance = Entrance(picked, given.get("second_factor") == "yes") if picked else None
        return entrance, "decline" in given
    hinted = by_subject.get(request.query_params.get("login_hint", ""))
    asks_again = request.query_params.get("prompt") in ("login", "select_account")
    return (Entrance(hinted) if hinted and not asks_again else None), False


async def _form(request: Request) -> Pairs:
    form = await read_form(request, 50)
    return [(name, value) for name, value in form.multi_items() if isinstance(value, str)]


def _here(request: Request) -> str:
    return f"{request.url.path}?{request.url.query}"


def _with_issuer(response: Response, issuer: str) -> Response:
    """RFC 9207: the answer says whose it is, an error too."""
    if location := response.headers.get("location"):
        response.headers["location"] = add_params_to_uri(location, {"iss": issuer})
    return response


def _metadata(issuer: str, token_endpoint: str) -> dict[str, Any]:
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": token_endpoint,
        "jwks_uri": f"{issuer}/keys",
        "end_session_endpoint": f"{issuer}/sign-out",
        "authorization_response_iss_parameter_supported": True,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [ALGORITHM],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": ["openid", "email"],
        "acr_values_supported": ["aal1", "aal2"],
        "claims_supported": ["sub", "email", "email_verified", "auth_time", "acr", "amr", "sid"],
    }
