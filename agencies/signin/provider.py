"""What this house knows of one agency's identity provider."""

import re
from dataclasses import dataclass, field

from marac.policy.providers import AUTH_METHODS, PRIVATE_KEY, SAFE_ALGORITHMS

_KEY = re.compile(r"[0-9a-f]{32}")
_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+[a-z0-9-]+")
_EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f]{1,64}@([^@\s\x00-\x1f\x7f]{1,190})")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderSettings:
    """One agency's registration with its provider; max_age is in seconds.

    client_secret: shared with the provider, or our private key (PEM) for private_key_jwt. acr: any one of these must
    be asserted; amr: all of these. Raises ValueError for settings under which no check would be worth anything.
    """

    key: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    email_domains: frozenset[str]
    auth_method: str = "client_secret_basic"
    algorithms: frozenset[str] = frozenset({"RS256"})
    acr: frozenset[str] = frozenset()
    amr: frozenset[str] = frozenset()
    max_age: int | None = None

    def __post_init__(self) -> None:
        # The key stands in the redirect address; an empty list of algorithms would mean "any recommended".
        sound = {
            "key": _KEY.fullmatch(self.key) is not None,
            "issuer": self.issuer.startswith(("https://", "http://")) and not set("?# ") & set(self.issuer),
            "client_id": bool(self.client_id),
            "client_secret": bool(self.client_secret),
            "auth_method": self.auth_method in AUTH_METHODS and _fits(self.auth_method, self.client_secret),
            "algorithms": bool(self.algorithms) and self.algorithms <= SAFE_ALGORITHMS,
            "email_domains": bool(self.email_domains) and all(map(_DOMAIN.fullmatch, self.email_domains)),
            "max_age": self.max_age is None or self.max_age >= 0,
        }
        if wrong := [name for name, right in sound.items() if not right]:
            raise ValueError(f"unsound provider settings: {', '.join(wrong)}")

    def owns(self, email: str) -> bool:
        """Whether this provider may speak for the address: the domain itself, not one below it."""
        return email_domain(email) in self.email_domains


def _fits(auth_method: str, secret: str) -> bool:
    """Our own key is never sent as a password, and a password is no key."""
    return (auth_method == PRIVATE_KEY) == secret.startswith("-----BEGIN")


def email_domain(email: str) -> str | None:
    """The part after the @, in lower case; None for what is no e-mail address."""
    match = _EMAIL.fullmatch(email)
    return match[1].lower() if match else None


def resolve_issuer(stored: str, base_url: str) -> str:
    """The issuer as it is at this address; demonstration issuers are stored as paths (house.md 4.14, 19)."""
    return base_url.rstrip("/") + stored if stored.startswith("/") else stored
