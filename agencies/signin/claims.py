"""What an ID token must say before it is believed: one table for its header, one for its claims.

No check trusts the shape of what it reads: a claim may be any JSON value, numbers without end among them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeGuard

from authlib.oidc.core.util import create_half_hash
from joserfc.jwt import Token

from agencies.signin.provider import ProviderSettings, email_domain
from agencies.signin.refusal import Check
from marac import clock

LEEWAY = 60  # seconds that two clocks may differ
OLDEST = 600  # seconds between a token's issue and its use
LONGEST = 255  # characters of sub and sid (Core 1.0, 2)
_MOST_SECONDS = 2**53  # beyond it, numbers are no longer told apart


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token must answer to."""

    provider: ProviderSettings
    nonce: str
    access_token: str


def is_text(value: object) -> TypeGuard[str]:
    """Whether a claim is text that may be kept: something, not too much, and no control characters."""
    return isinstance(value, str) and 1 <= len(value) <= LONGEST and value.isprintable()


def is_time(value: object) -> TypeGuard[float]:
    """Whether a claim is a moment in seconds; JSON's NaN and Infinity are none."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _MOST_SECONDS


def _seconds_since(value: float) -> float:
    return clock.now().timestamp() - value


def _is_an_id_token(header: dict[str, Any], provider: ProviderSettings) -> bool:
    """A logout token or an access token is signed by the same key; it is no proof of a sign-in."""
    return str(header.get("typ", "JWT")).upper() == "JWT"


HEADER: dict[Check, Callable[[dict[str, Any], ProviderSettings], bool]] = {
    Check.ALGORITHM: lambda header, provider: str(header.get("alg")) in provider.algorithms,
    Check.TOKEN_TYPE: _is_an_id_token,
    Check.TOKEN_FORM: lambda header, provider: isinstance(header.get("kid", ""), str),
}


def _is_for_us_alone(token: Token, expected: Expected) -> bool:
    """A token made for others too was made for somebody else's use as well."""
    client = expected.provider.client_id
    return token.claims.get("aud") in (client, [client])


def _was_asked_for_by_us(token: Token, expected: Expected) -> bool:
    return "azp" not in token.claims or token.claims["azp"] == expected.provider.client_id


def _has_not_expired(token: Token, expected: Expected) -> bool:
    expiry = token.claims.get("exp")
    return is_time(expiry) and _seconds_since(expiry) <= LEEWAY


def _has_begun(token: Token, expected: Expected) -> bool:
    begins = token.claims.get("nbf", 0)
    return is_time(begins) and _seconds_since(begins) >= -LEEWAY


def _was_just_issued(token: Token, expected: Expected) -> bool:
    issued = token.claims.get("iat")
    return is_time(issued) and -LEEWAY <= _seconds_since(issued) <= OLDEST + LEEWAY


def _hashes_the_access_token(token: Token, expected: Expected) -> bool:
    """Optional in the code flow (Core 1.0, 3.1.3.6), where some providers never send it."""
    if "at_hash" not in token.claims:
        return True
    right = create_half_hash(expected.access_token, token.header["alg"])
    return right is not None and token.claims["at_hash"] == right.decode()


def _entered_lately(token: Token, expected: Expected) -> bool:
    entered, max_age = token.claims.get("auth_time"), expected.provider.max_age
    if max_age is None:
        return entered is None or is_time(entered)
    return is_time(entered) and -LEEWAY <= _seconds_since(entered) <= max_age + LEEWAY


def _is_assured(token: Token, expected: Expected) -> bool:
    acr, wanted = token.claims.get("acr", ""), expected.provider.acr
    return acr in wanted if is_text(acr) and wanted else not wanted and (acr == "" or is_text(acr))


def _used_the_methods(token: Token, expected: Expected) -> bool:
    amr = token.claims.get("amr", [])
    methods = isinstance(amr, list) and all(isinstance(method, str) for method in amr)
    return methods and expected.provider.amr <= set(amr)


def _has_an_email(token: Token, expected: Expected) -> bool:
    """In ASCII: some letters of other scripts turn into ours when an address is written small."""
    email = token.claims.get("email")
    written = isinstance(email, str) and email.isascii() and email_domain(email) is not None
    return written and token.claims.get("email_verified", True) in (True, "true")


def _has_an_email_of_the_agency(token: Token, expected: Expected) -> bool:
    """One agency's provider must not speak for another's people."""
    email = token.claims.get("email")
    return isinstance(email, str) and expected.provider.owns(email)


CLAIMS: dict[Check, Callable[[Token, Expected], bool]] = {
    Check.ISSUER: lambda token, expected: token.claims.get("iss") == expected.provider.issuer,
    Check.AUDIENCE: _is_for_us_alone,
    Check.AUTHORIZED_PARTY: _was_asked_for_by_us,
    Check.EXPIRED: _has_not_expired,
    Check.NOT_YET_VALID: _has_begun,
    Check.ISSUED_AT: _was_just_issued,
    Check.NONCE: lambda token, expected: token.claims.get("nonce") == expected.nonce,
    Check.ACCESS_TOKEN_HASH: _hashes_the_access_token,
    Check.SUBJECT: lambda token, expected: is_text(token.claims.get("sub")),
    Check.SESSION_ID: lambda token, expected: "sid" not in token.claims or is_text(token.claims["sid"]),
    Check.AUTHENTICATION_TIME: _entered_lately,
    Check.ASSURANCE: _is_assured,
    Check.METHODS: _used_the_methods,
    Check.EMAIL: _has_an_email,
    Check.EMAIL_DOMAIN: _has_an_email_of_the_agency,
}
