"""The way to the provider and back: what is kept meanwhile, and what the browser must bring home."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from authlib.oauth2.client import OAuth2Client

from agencies.signin.metadata import Discovery, Metadata
from agencies.signin.provider import ProviderSettings
from agencies.signin.refusal import Check, SignInRefused
from agencies.signin.tokens import Expected, Identity, exchange, identify
from marac import clock

SCOPE = "openid email"
TIME_TO_SIGN_IN = timedelta(minutes=10)
_LONGEST_PARAMETER = 2048
_SAME_SITE_PATH = re.compile(r"/(?!/)[!-\[\]-~]{0,1999}")  # printable ASCII, no backslash


@dataclass(frozen=True, slots=True)
class Transaction:
    """One sign-in under way, as it is stored; hashes are SHA-256."""

    state_hash: bytes
    provider_key: str
    issuer: str
    nonce: str
    verifier: str
    redirect_uri: str
    next: str
    browser_hash: bytes
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Callback:
    """What the browser brought to the redirect address, each parameter once."""

    state_hash: bytes
    code: str | None
    issuer: str | None
    error: str | None


def new_token() -> str:
    """256 random bits for a cookie or a parameter."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> bytes:
    """What is stored in a token's place."""
    return hashlib.sha256(token.encode()).digest()


def safe_next(path: str | None, otherwise: str = "/") -> str:
    """Where to go after sign-in: a path of this site, or otherwise."""
    return path if path and _SAME_SITE_PATH.fullmatch(path) else otherwise


async def begin(
    discovery: Discovery,
    provider: ProviderSettings,
    *,
    next_path: str | None,
    redirect_uri: str,
    browser: str,
    login_hint: str | None = None,
) -> tuple[str, Transaction]:
    """The address to send the browser to, and what to store before it goes.

    browser is the value of the login cookie, shared by tabs. login_hint must never be an e-mail
    address: it stands in the URL. Raises SignInRefused when the provider cannot be asked.
    """
    metadata = await discovery.metadata(provider.issuer)
    state, nonce, verifier = new_token(), new_token(), secrets.token_urlsafe(48)
    client = OAuth2Client(None, provider.client_id, scope=SCOPE, code_challenge_method="S256")
    url, _ = client.create_authorization_url(
        metadata.authorization_endpoint,
        state=state,
        code_verifier=verifier,
        redirect_uri=redirect_uri,
        nonce=nonce,
        **_asked_of(provider, login_hint),
    )
    return url, Transaction(
        state_hash=hashed(state),
        provider_key=provider.key,
        issuer=provider.issuer,
        nonce=nonce,
        verifier=verifier,
        redirect_uri=redirect_uri,
        next=safe_next(next_path),
        browser_hash=hashed(browser),
        expires_at=clock.now() + TIME_TO_SIGN_IN,
    )


def _asked_of(provider: ProviderSettings, login_hint: str | None) -> dict[str, str]:
    asked = {
        "acr_values": " ".join(sorted(provider.acr)) or None,
        "max_age": None if provider.max_age is None else str(provider.max_age),
        "login_hint": login_hint,
    }
    return {name: value for name, value in asked.items() if value is not None}


def read_callback(query: Iterable[tuple[str, str]]) -> Callback:
    """The callback's parameters; its state_hash's transaction is consumed before anything else.

    Raises SignInRefused.
    """
    given: dict[str, str] = {}
    for name, value in query:
        if name in given:
            raise SignInRefused(Check.DUPLICATE_PARAMETER)
        given[name] = value
    state = given.get("state", "")
    if not state or len(state) > _LONGEST_PARAMETER:
        raise SignInRefused(Check.STATE)
    return Callback(hashed(state), given.get("code"), given.get("iss"), given.get("error"))


async def finish(
    discovery: Discovery,
    callback: Callback,
    transaction: Transaction,
    provider: ProviderSettings,
    *,
    browser: str | None,
) -> Identity:
    """Who came back. provider is the one of the path that was called. Raises SignInRefused."""
    _check_return(callback, transaction, provider, browser)
    metadata = await discovery.metadata(provider.issuer)
    code = _code(callback, metadata)
    tokens = await exchange(discovery, provider, metadata, code, transaction.verifier, transaction.redirect_uri)
    expected = Expected(provider, transaction.nonce, tokens.access_token)
    return await identify(discovery, metadata, tokens, expected)


def _check_return(
    callback: Callback, transaction: Transaction, provider: ProviderSettings, browser: str | None
) -> None:
    right = {
        Check.STATE: hmac.compare_digest(callback.state_hash, transaction.state_hash),
        Check.OTHER_PROVIDER: (transaction.provider_key, transaction.issuer) == (provider.key, provider.issuer),
        Check.BROWSER: browser is not None and hmac.compare_digest(hashed(browser), transaction.browser_hash),
        Check.LOGIN_EXPIRED: clock.now() < transaction.expires_at,
    }
    for check, passed in right.items():
        if not passed:
            raise SignInRefused(check)


def _code(callback: Callback, metadata: Metadata) -> str:
    """The code, from the right issuer only: it must not reach another's token endpoint (RFC 9207)."""
    if callback.issuer is None and metadata.promises_issuer:
        raise SignInRefused(Check.ISSUER_PARAMETER)
    if callback.issuer is not None and callback.issuer != metadata.issuer:
        raise SignInRefused(Check.ISSUER_PARAMETER)
    if callback.error is not None:
        raise SignInRefused(Check.PROVIDER_REFUSED)
    if not callback.code or len(callback.code) > _LONGEST_PARAMETER:
        raise SignInRefused(Check.CODE)
    return callback.code


def sign_out_address(metadata: Metadata, provider: ProviderSettings, id_token: str, back_to: str) -> str | None:
    """Where the browser ends its session at the provider too; None when the provider offers no such place."""
    if metadata.end_session_endpoint is None:
        return None
    asks = {"id_token_hint": id_token, "client_id": provider.client_id, "post_logout_redirect_uri": back_to}
    mark = "&" if "?" in metadata.end_session_endpoint else "?"
    return f"{metadata.end_session_endpoint}{mark}{urlencode(asks)}"
