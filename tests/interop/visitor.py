"""A browser without scripts, over real HTTP: it follows addresses, fills in forms and keeps cookies as browsers do."""

import re
from html import unescape
from http.cookies import SimpleCookie
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import httpx2
from httpx2 import Response

from tests.agencies.front_door import onward

HOPS = 8


class Visitor:
    """One person's. Cookies do not tell ports apart, and loopback is as good as TLS: so it is in browsers."""

    def __init__(self, house: str) -> None:
        self.house = house
        self.cookies: dict[tuple[str, str], str] = {}
        self._http = httpx2.Client(trust_env=False, verify=False, timeout=20)  # nothing here speaks TLS

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def get(self, address: str) -> Response:
        return self._send("GET", address)

    def post(self, address: str, fields: dict[str, str]) -> Response:
        return self._send("POST", address, fields)

    def put(self, method: str, address: str, row: dict[str, Any]) -> None:
        """What a page's script would send, and what succeeds."""
        answer = self._send(method, address, row=row)
        assert answer.status_code == 200, f"{answer.status_code} {answer.text}"

    def follow(self, answer: Response) -> Response:
        """Go where redirects lead; the last answer that redirects no more, or sends the browser to the house."""
        for _ in range(HOPS):
            if answer.next_request is None or to_house(answer, self.house):
                return answer
            answer = self.get(str(answer.next_request.url))
        raise AssertionError("redirected without end")

    def fill(self, page: Response, **typed: str) -> Response:
        """Post a page's form with its hidden fields."""
        action = re.search(r'<form[^>]*action="([^"]+)"', page.text)
        assert action, page.text
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
        return self.post(urljoin(str(page.url), unescape(action[1])), hidden | typed)

    def leave(self, email: str, next_path: str = "/") -> str:
        """Type an e-mail address at the house; the address at the provider that it answers with."""
        return onward(self.post(f"{self.house}/sign-in", {"email": email, "next": next_path}))

    def authenticate(self, address: str, email: str, otp: bool = True) -> str:
        """Sign in at oidc-provider; the address with which it sends the browser back."""
        answer = self.follow(self.get(address))
        if not answer.is_redirect:
            answer = self.follow(self.fill(answer, email=email, **({"otp": "yes"} if otp else {})))
        assert to_house(answer, self.house), f"{answer.status_code} at {answer.url}: {answer.text}"
        return answer.headers["location"]

    def sign_in(self, email: str, otp: bool = True, next_path: str = "/") -> Response:
        """All of it; the house's answer to the callback."""
        return self.get(self.authenticate(self.leave(email, next_path), email, otp))

    def _send(
        self, method: str, address: str, fields: dict[str, str] | None = None, row: dict[str, Any] | None = None
    ) -> Response:
        parts = urlsplit(address)
        own = {"origin": f"{parts.scheme}://{parts.netloc}"} if method != "GET" else {}
        sent = {name: value for (name, path), value in self.cookies.items() if (parts.path or "/").startswith(path)}
        if sent:
            own["cookie"] = "; ".join(f"{name}={value}" for name, value in sent.items())
        answer = self._http.request(method, address, data=fields, json=row, headers=own)
        self._http.cookies.clear()  # its own jar keeps Secure cookies from loopback
        for line in answer.headers.get_list("set-cookie"):
            self._keep(line)
        return answer

    def _keep(self, line: str) -> None:
        for name, morsel in SimpleCookie(line).items():
            gone = morsel["max-age"] == "0" or "1970" in morsel["expires"] or not morsel.value
            place = (name, morsel["path"] or "/")
            if gone:
                self.cookies.pop(place, None)
            else:
                self.cookies[place] = morsel.value


def to_house(answer: Response, house: str) -> bool:
    return answer.is_redirect and answer.headers["location"].startswith(house + "/")


def changed(address: str, **parameters: str | None) -> str:
    """The address with parameters put in place of its own; None takes one away."""
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query)) | parameters
    return urlunsplit(parts._replace(query=urlencode({n: v for n, v in query.items() if v is not None})))
