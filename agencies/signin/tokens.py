"""The code exchanged for tokens, and the ID token verified before what it says is believed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from joserfc import jws, jwt
from joserfc.errors import BadSignatureError, JoseError, MissingAlgorithmError, UnsupportedAlgorithmError
from joserfc.jwk import Key

from agencies.signin.claims import CLAIMS, HEADER, Expected
from agencies.signin.metadata import Discovery, Metadata
from agencies.signin.own_key import signs_for_us
from agencies.signin.provider import ProviderSettings
from agencies.signin.refusal import Check, SignInRefused, pass_all
from agencies.signin.wire import within_reach
from marac.policy.providers import PRIVATE_KEY


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
    if provider.auth_method == PRIVATE_KEY:
        client.register_client_auth_method(signs_for_us(provider, metadata.token_endpoint))
    asked = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier, "redirect_uri": redirect_uri}
    try:
        async with within_reach(), client:
            answer = await client.fetch_token(metadata.token_endpoint, **asked)
    except (OAuthError, ValueError, TypeError, OverflowError, RecursionError) as error:
        raise SignInRefused(Check.TOKEN_EXCHANGE) from error
    pass_all(ANSWER, answer)
    return Tokens(answer["id_token"], answer.get("access_token") or "")


def _has_both_tokens(answer: dict[str, Any]) -> bool:
    """In visible ASCII (RFC 6749, A.12), so that the access token can be hashed."""
    tokens = answer.get("id_token"), answer.get("access_token")
    return all(isinstance(token, str) and token.isascii() and token for token in tokens)


ANSWER: dict[Check, Callable[[dict[str, Any]], bool]] = {Check.TOKEN_EXCHANGE: _has_both_tokens}


async def identify(discovery: Discovery, metadata: Metadata, tokens: Tokens, expected: Expected) -> Identity:
    """The identity in an ID token that passed every check. Raises SignInRefused."""
    token = await _verify(discovery, metadata, tokens.id_token, expected.provider)
    pass_all(CLAIMS, token, expected)
    claims = token.claims
    return Identity(
        issuer=expected.provider.issuer,
        subject=claims["sub"],
        email=claims["email"],
        acr=claims.get("acr"),
        amr=tuple(claims.get("amr") or ()),
        sid=claims.get("sid"),
        id_token=tokens.id_token,
    )


async def _verify(discovery: Discovery, metadata: Metadata, id_token: str, provider: ProviderSettings) -> jwt.Token:
    registry = pinned(provider)
    try:
        header = jws.extract_compact(id_token.encode(), registry=registry).headers()
        pass_all(HEADER, dict(header), provider)
        # The key is ours to choose: jwk, jku and x5c in a token's header are never looked at.
        key = await discovery.key(metadata, header.get("kid"))
        return verified(id_token, key, registry)
    except BadSignatureError as error:
        raise SignInRefused(Check.SIGNATURE) from error
    except (UnsupportedAlgorithmError, MissingAlgorithmError) as error:
        raise SignInRefused(Check.ALGORITHM) from error
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise SignInRefused(Check.TOKEN_FORM) from error


def pinned(provider: ProviderSettings) -> jws.JWSRegistry:
    """The signatures agreed with this provider, and no other, whatever a token or its metadata names."""
    return jws.JWSRegistry(algorithms=sorted(provider.algorithms), strict_check_header=False)


def verified(token: str, key: Key, registry: jws.JWSRegistry) -> jwt.Token:
    """What a token says, once its signature is right. Raises joserfc's errors."""
    return jwt.decode(token, key, registry=registry)
