"""Around every answer: other origins refused (CSRF), a strict content policy, nothing stored by browsers."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
ALWAYS = {
    "content-security-policy": CONTENT,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "vary": "HX-Request, Cookie",
}
SAFE = {"GET", "HEAD", "OPTIONS"}


class Guard:
    """ASGI middleware. `exempt`: paths that other machines post to, and that check what they are sent themselves."""

    def __init__(self, app: ASGIApp, origin: str, exempt: tuple[str, ...] = ()) -> None:
        self.app = app
        self.origin = origin
        self.exempt = exempt

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in ALWAYS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-store")
                if self.origin.startswith("https:"):
                    headers.setdefault("strict-transport-security", "max-age=63072000; includeSubDomains")
            await send(message)

        if scope["method"] not in SAFE and not self._ours(scope):
            return await PlainTextResponse("This was sent from another site.", 403)(scope, receive, with_headers)
        return await self.app(scope, receive, with_headers)

    def _ours(self, scope: Scope) -> bool:
        """The browser says where a form came from; other ports of this host are other origins."""
        if scope["path"].startswith(self.exempt) and self.exempt:
            return True
        headers = Headers(scope=scope)
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        if origin is not None and origin != self.origin:
            return False
        return site == "same-origin" if site is not None else origin == self.origin
