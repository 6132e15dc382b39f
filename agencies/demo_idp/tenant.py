"""The demonstration's organisations and people, and the codes that are on their way."""

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from marac import clock

CODE_LIVES = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody who can sign in; subject is opaque, since it stands in addresses."""

    subject: str
    name: str
    email: str
    job: str = ""
    roles: str = ""


@dataclass(frozen=True)
class DemoTenant:
    """One organisation's provider and the one client registered with it: this house. Authlib asks its methods."""

    name: str
    title: str
    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str
    signed_out_uri: str = ""

    @property
    def client_metadata(self) -> dict[str, list[str]]:
        return {"post_logout_redirect_uris": [self.signed_out_uri] if self.signed_out_uri else []}

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_allowed_scope(self, scope: str | None) -> str:
        return " ".join(word for word in (scope or "").split() if word in ("openid", "email"))

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == self.redirect_uri

    def check_client_secret(self, client_secret: str) -> bool:
        return secrets.compare_digest(self.client_secret.encode(), client_secret.encode())

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method in ("client_secret_basic", "client_secret_post")

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass(frozen=True, slots=True)
class Entrance:
    """A person who has just shown who they are, and how strongly."""

    person: DemoPerson
    second_factor: bool = True

    @property
    def acr(self) -> str:
        return "aal2" if self.second_factor else "aal1"

    @property
    def amr(self) -> list[str]:
        return ["pwd", "otp", "mfa"] if self.second_factor else ["pwd"]


@dataclass(frozen=True)
class Code:
    """An authorization code and all that the ID token will say."""

    value: str = field(repr=False)
    client_id: str
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str
    entrance: Entrance
    made_at: datetime = field(default_factory=clock.now)
    sid: str = field(default_factory=lambda: secrets.token_urlsafe(16))

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> int:
        return int(self.made_at.timestamp())

    def get_acr(self) -> str:
        return self.entrance.acr

    def get_amr(self) -> list[str]:
        return self.entrance.amr


class Codes:
    """The codes under way, in memory: one process serves the demonstration."""

    def __init__(self) -> None:
        self._live: dict[str, Code] = {}

    def keep(self, code: Code) -> None:
        self._live = {value: old for value, old in self._live.items() if _alive(old)} | {code.value: code}

    def take(self, value: str, client_id: str) -> Code | None:
        """The code, once: a second use, or another's use, finds nothing."""
        code = self._live.pop(value, None)
        return code if code and code.client_id == client_id and _alive(code) else None

    def knows_nonce(self, nonce: str) -> bool:
        return any(code.nonce == nonce for code in self._live.values())


def _alive(code: Code) -> bool:
    return clock.now() - code.made_at < CODE_LIVES


def at_base(tenant: DemoTenant, base_url: str) -> DemoTenant:
    """The tenant with its addresses, stored as paths, as they are on this port (house.md 4.14, 19)."""
    return replace(
        tenant,
        redirect_uri=_absolute(tenant.redirect_uri, base_url),
        signed_out_uri=_absolute(tenant.signed_out_uri, base_url),
    )


def _absolute(address: str, base_url: str) -> str:
    return base_url + address if address.startswith("/") else address
