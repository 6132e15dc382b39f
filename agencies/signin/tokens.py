"""The code exchanged for tokens, and every check of the ID token before it is believed."""

import math
from dataclasses import dataclass
from typing import Any

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import (
    BadSignatureError,
    ClaimError,
    ExpiredTokenError,
    JoseError,
    MissingAlgorithmError,
    UnsupportedAlgorithmError,
)

from agencies.signin.metadata import Discovery, Metadata
from agencies.signin.provider import ProviderSettings, email_domain
from agencies.signin.refusal import Check, SignInRefused
from agencies.signin.wire import within_reach
from marac import clock

LEEWAY = 60  # seconds that two clocks may differ
OLDEST = 600  # seconds between a token's issue and its use
LONGEST = 255  # characters of sub and sid (Core 1.0, 2)


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the token endpoint gave; the access token is used only to check the ID token."""

    id_token: str
    access_token: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who signed in, as their provider says. An account is known by (issuer, subject), never by e-mail."""

    issuer: str
    subject: str
    email: str
    acr: str | None
    amr: tuple[str, ...]
    sid: str | None
    id_token: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token must answer to."""

    provider: ProviderSettings
    nonce: str
    access_token: str


async def exchange(
    discovery: Discovery, provider: ProviderSettings, metadata: Metadata, code: str, verifier: str, redirect_uri: str
) -> Tokens:
    """The code for tokens, with the PKCE verifier. Raises SignInRefused."""
    client = AsyncOAuth2Client(
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        token_endpoint_auth_method=provider.auth_method,
        **discovery.wire.options(),
    )
    asked = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier, "redirect_uri": redirect_uri}
    try:
        async with within_reach(), client:
            answer = await client.fetch_token(metadata.token_endpoint, **asked)
    except (OAuthError, ValueError, TypeError, RecursionError) as error:
        raise SignInRefused(Check.TOKEN_EXCHANGE) from error
    id_token, access_token = answer.get("id_token"), answer.get("access_token")
    if not (isinstance(id_token, str) and isinstance(access_token, str)):
        raise SignInRefused(Check.TOKEN_EXCHANGE)
    return Tokens(id_token, access_token)


async def identify(discovery: Discovery, metadata: Metadata, tokens: Tokens, expected: Expected) -> Identity:
    """The identity in an ID token that passed every check. Raises SignInRefused."""
    header, claims = await _verify(discovery, metadata, tokens.id_token, expected.provider)
    _check_shape(claims)
    _check_registered(header, claims, expected)
    _check_age(claims, expected)
    _check_strength(claims, expected.provider)
    email = _check_email(claims, expected.provider)
    return Identity(
        issuer=expected.provider.issuer,
        subject=claims["sub"],
        email=email,
        acr=claims.get("acr"),
        amr=tuple(claims.get("amr") or ()),
        sid=claims.get("sid"),
        id_token=tokens.id_token,
    )


async def _verify(
    discovery: Discovery, metadata: Metadata, id_token: str, provider: ProviderSettings
) -> tuple[dict[str, Any], dict[str, Any]]:
    # The key is ours to choose: jwk, jku and x5c in a token's header are never looked at.
    registry = jws.JWSRegistry(algorithms=sorted(provider.algorithms), strict_check_header=False)
    try:
        header = jws.extract_compact(id_token.encode(), registry=registry).headers()
        _check_header(header, provider)
        key = await discovery.key(metadata, header.get("kid"))
        token = jwt.decode(id_token, key, registry=registry)
    except BadSignatureError as error:
        raise SignInRefused(Check.SIGNATURE) from error
    except (UnsupportedAlgorithmError, MissingAlgorithmError) as error:
        raise SignInRefused(Check.ALGORITHM) from error
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise SignInRefused(Check.TOKEN_FORM) from error
    return dict(token.header), dict(token.claims)


def _check_header(header: dict[str, Any], provider: ProviderSettings) -> None:
    if header.get("alg") not in provider.algorithms:
        raise SignInRefused(Check.ALGORITHM)
    # A logout token or an access token is signed by the same key; it is no proof of a sign-in.
    if str(header.get("typ", "JWT")).upper() != "JWT":
        raise SignInRefused(Check.TOKEN_TYPE)
    if not isinstance(header.get("kid", ""), str):
        raise SignInRefused(Check.TOKEN_FORM)


def _check_shape(claims: dict[str, Any]) -> None:
    amr = claims.get("amr", [])
    methods = isinstance(amr, list) and all(isinstance(method, str) for method in amr)
    right = {
        Check.SUBJECT: _is_text(claims.get("sub")),
        Check.SESSION_ID: "sid" not in claims or _is_text(claims["sid"]),
        Check.NONCE: isinstance(claims.get("nonce"), str),
        Check.ACCESS_TOKEN_HASH: isinstance(claims.get("at_hash", ""), str),
        Check.ASSURANCE: isinstance(claims.get("acr", ""), str),
        Check.METHODS: methods,
        Check.AUTHENTICATION_TIME: "auth_time" not in claims or _is_time(claims["auth_time"]),
    }
    for check, passed in right.items():
        if not passed:
            raise SignInRefused(check)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and 1 <= len(value) <= LONGEST and value.isprintable()


def _is_time(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


_BY_CLAIM = {
    "iss": Check.ISSUER,
    "aud": Check.AUDIENCE,
    "azp": Check.AUTHORIZED_PARTY,
    "exp": Check.EXPIRED,
    "nbf": Check.NOT_YET_VALID,
    "iat": Check.ISSUED_AT,
    "nonce": Check.NONCE,
    "at_hash": Check.ACCESS_TOKEN_HASH,
}


def _check_registered(header: dict[str, Any], claims: dict[str, Any], expected: Expected) -> None:
    provider = expected.provider
    # One audience: a token made for others too was made for somebody else's use as well.
    if claims.get("aud") not in (provider.client_id, [provider.client_id]):
        raise SignInRefused(Check.AUDIENCE)
    token = CodeIDToken(
        claims,
        header,
        options={"iss": {"essential": True, "value": provider.issuer}, "exp": {"essential": True}},
        params={"nonce": expected.nonce, "client_id": provider.client_id, "access_token": expected.access_token},
    )
    try:
        token.validate(now=int(clock.now().timestamp()), leeway=LEEWAY)
    except ExpiredTokenError as error:
        raise SignInRefused(Check.EXPIRED) from error
    except ClaimError as error:
        raise SignInRefused(_BY_CLAIM.get(error.claim, Check.TOKEN_FORM)) from error


def _check_age(claims: dict[str, Any], expected: Expected) -> None:
    now, max_age = clock.now().timestamp(), expected.provider.max_age
    if now - claims["iat"] > OLDEST + LEEWAY:
        raise SignInRefused(Check.ISSUED_AT)
    if max_age is None:
        return
    entered = claims.get("auth_time")
    if entered is None or not -LEEWAY <= now - entered <= max_age + LEEWAY:
        raise SignInRefused(Check.AUTHENTICATION_TIME)


def _check_strength(claims: dict[str, Any], provider: ProviderSettings) -> None:
    if provider.acr and claims.get("acr") not in provider.acr:
        raise SignInRefused(Check.ASSURANCE)
    if not provider.amr <= set(claims.get("amr", [])):
        raise SignInRefused(Check.METHODS)


def _check_email(claims: dict[str, Any], provider: ProviderSettings) -> str:
    email = claims.get("email")
    if not isinstance(email, str) or email_domain(email) is None:
        raise SignInRefused(Check.EMAIL)
    if claims.get("email_verified", True) not in (True, "true"):
        raise SignInRefused(Check.EMAIL)
    # One agency's provider must not speak for another's people.
    if not provider.owns(email):
        raise SignInRefused(Check.EMAIL_DOMAIN)
    return email
