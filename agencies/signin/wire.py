"""The one way out to identity providers: https, no redirects, no environment, little and soon."""

import asyncio
import ipaddress
import json
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, TypedDict

import httpx2

from agencies.signin.refusal import Check, SignInRefused, pass_all

SECONDS = 5.0
MAX_BYTES = 256 * 1024


class ClientOptions(TypedDict):
    """What every client that speaks to a provider is made with."""

    transport: httpx2.AsyncBaseTransport
    timeout: float
    follow_redirects: bool
    trust_env: bool


class Wire:
    """Guarded connections to providers.

    loopback_http lets the demonstration's own provider be reached without TLS; transport stands in
    for the network in tests. Everything here raises SignInRefused and nothing else.
    """

    def __init__(self, *, loopback_http: bool = False, transport: httpx2.AsyncBaseTransport | None = None) -> None:
        self.loopback_http = loopback_http
        self._transport = transport
        self._tls: ssl.SSLContext | None = None

    def allows(self, url: str) -> bool:
        """Whether an address may be asked: https, or loopback http in the demonstration."""
        try:
            parts = httpx2.URL(url)
        except (httpx2.InvalidURL, ValueError):
            return False
        if not parts.host or parts.userinfo or parts.fragment:
            return False
        return parts.scheme == "https" or (self.loopback_http and parts.scheme == "http" and is_loopback(parts.host))

    def options(self) -> ClientOptions:
        """The settings of a client, the guarded transport among them."""
        return ClientOptions(
            transport=_Guarded(self, self._transport or self._network()),
            timeout=SECONDS,
            follow_redirects=False,
            trust_env=False,
        )

    async def get_json(self, url: str) -> dict[str, Any]:
        """A JSON object from a provider, whole within SECONDS."""
        async with within_reach(), httpx2.AsyncClient(**self.options()) as client:
            response = await client.get(url, headers={"accept": "application/json"})
        pass_all(DOCUMENT_ANSWER, response)
        try:
            answer = json.loads(response.content)
        except (ValueError, RecursionError) as error:
            raise SignInRefused(Check.UNREADABLE) from error
        if not isinstance(answer, dict):
            raise SignInRefused(Check.UNREADABLE)
        return answer

    def _network(self) -> httpx2.AsyncBaseTransport:
        self._tls = self._tls or httpx2.create_ssl_context(trust_env=False)
        return httpx2.AsyncHTTPTransport(verify=self._tls, trust_env=False)


@asynccontextmanager
async def within_reach() -> AsyncIterator[None]:
    """Whatever the network does inside, it is over within SECONDS or refused."""
    try:
        async with asyncio.timeout(SECONDS):
            yield
    except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError) as error:
        raise SignInRefused(Check.UNREACHABLE) from error


def is_loopback(host: str) -> bool:
    """Whether a host can only be this machine; names other than localhost are not looked up."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _Guarded(httpx2.AsyncBaseTransport):
    def __init__(self, wire: Wire, inner: httpx2.AsyncBaseTransport) -> None:
        self.wire = wire
        self.inner = inner

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        if not self.wire.allows(str(request.url)):
            raise SignInRefused(Check.INSECURE_ADDRESS)
        request.headers["accept-encoding"] = "identity"  # a packed answer would unpack past the limit
        response = await self.inner.handle_async_request(request)
        try:
            pass_all(ANY_ANSWER, response)
        except SignInRefused:
            await response.aclose()
            raise
        assert isinstance(response.stream, httpx2.AsyncByteStream)
        response.stream = _Capped(response.stream)
        return response

    async def aclose(self) -> None:
        await self.inner.aclose()


ANY_ANSWER: dict[Check, Callable[[httpx2.Response], bool]] = {
    Check.REDIRECTED: lambda response: not 300 <= response.status_code < 400,
    Check.UNREADABLE: lambda response: response.headers.get("content-encoding", "identity") == "identity",
}
DOCUMENT_ANSWER: dict[Check, Callable[[httpx2.Response], bool]] = {
    Check.UNREACHABLE: lambda response: response.status_code == 200,
}


class _Capped(httpx2.AsyncByteStream):
    def __init__(self, inner: httpx2.AsyncByteStream) -> None:
        self.inner = inner

    async def __aiter__(self) -> AsyncIterator[bytes]:
        read = 0
        async for part in self.inner:
            read += len(part)
            if read > MAX_BYTES:
                raise SignInRefused(Check.TOO_LARGE)
            yield part

    async def aclose(self) -> None:
        await self.inner.aclose()
