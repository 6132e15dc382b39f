"""The way to the provider and back: what is kept meanwhile, and what the browser must bring home."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from authlib.oauth2.client import OAuth2Client

from agencies.signin.claims import Expected
from agencies.signin.metadata import Discovery, Metadata
from agencies.signin.provider import ProviderSettings
from agencies.signin.refusal import Check, pass_all
from agencies.signin.tokens import Identity, exchange, identify
from marac import clock

SCOPE = "openid email"
TIME_TO_SIGN_IN = timedelta(minutes=10)
_LONGEST_CODE = 2048
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
    trial_by: UUID | None = None  # the administrator who tries a provider: nobody is let in


@dataclass(frozen=True, slots=True)
class Callback:
    """What the browser brought to the redirect address; of a parameter that came twice, the first."""

    state_hash: bytes
    code: str | None
    issuer: str | None
    error: str | None
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Return:
    """A callback beside the sign-in under way that its state names; browser is the value of the login cookie."""

    callback: Callback
    transaction: Transaction
    provider: ProviderSettings
    browser: str | None


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
    """The callback's parameters; its state_hash's transaction is consumed before anything is checked."""
    given: dict[str, str] = {}
    repeats = False
    for name, value in query:
        repeats |= name in given
        given.setdefault(name, value)
    return Callback(hashed(given.get("state", "")), given.get("code"), given.get("iss"), given.get("error"), repeats)


async def finish(
    discovery: Discovery,
    callback: Callback,
    transaction: Transaction,
    provider: ProviderSettings,
    *,
    browser: str | None,
) -> Identity:
    """Who came back. provider is the one of the path that was called. Raises SignInRefused."""
    pass_all(ON_RETURN, Return(callback, transaction, provider, browser))
    metadata = await discovery.metadata(provider.issuer)
    pass_all(BEFORE_THE_CODE_IS_SPENT, callback, metadata)
    code = callback.code or ""
    tokens = await exchange(discovery, provider, metadata, code, transaction.verifier, transaction.redirect_uri)
    expected = Expected(provider, transaction.nonce, tokens.access_token)
    return await identify(discovery, metadata, tokens, expected)


def _is_for_this_provider(back: Return) -> bool:
    return (back.transaction.provider_key, back.transaction.issuer) == (back.provider.key, back.provider.issuer)


def _is_this_browser(back: Return) -> bool:
    return back.browser is not None and hmac.compare_digest(hashed(back.browser), back.transaction.browser_hash)


ON_RETURN: dict[Check, Callable[[Return], bool]] = {
    Check.STATE: lambda back: hmac.compare_digest(back.callback.state_hash, back.transaction.state_hash),
    Check.DUPLICATE_PARAMETER: lambda back: not back.callback.repeats,
    Check.OTHER_PROVIDER: _is_for_this_provider,
    Check.BROWSER: _is_this_browser,
    Check.LOGIN_EXPIRED: lambda back: clock.now() < back.transaction.expires_at,
}


def _names_its_issuer(callback: Callback, metadata: Metadata) -> bool:
    """A code must not reach another issuer's token endpoint (RFC 9207, 2.4)."""
    if callback.issuer is None:
        return not metadata.promises_issuer
    return callback.issuer == metadata.issuer


BEFORE_THE_CODE_IS_SPENT: dict[Check, Callable[[Callback, Metadata], bool]] = {
    Check.ISSUER_PARAMETER: _names_its_issuer,
    Check.PROVIDER_REFUSED: lambda callback, metadata: callback.error is None,
    Check.CODE: lambda callback, metadata: 0 < len(callback.code or "") <= _LONGEST_CODE,
}


def sign_out_address(metadata: Metadata, provider: ProviderSettings, back_to: str) -> str | None:
    """Where the browser ends its session at the provider too; None when the provider offers no such place.

    Without id_token_hint: an ID token names its subject and their e-mail, and nothing personal stands in an address.
    A provider may ask for a click instead (RP-Initiated Logout 1.0, 2). A form would keep it out of the address, but
    providers' cookies do not travel with forms of another site.
    """
    if metadata.end_session_endpoint is None:
        return None
    asks = {"client_id": provider.client_id, "post_logout_redirect_uri": back_to}
    mark = "&" if "?" in metadata.end_session_endpoint else "?"
    return f"{metadata.end_session_endpoint}{mark}{urlencode(asks)}"
