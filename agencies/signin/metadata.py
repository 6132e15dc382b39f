"""What a provider publishes about itself: its addresses and its keys, fetched, checked and kept a while."""

import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, RSAKey

from agencies.signin.refusal import Check, SignInRefused, pass_all
from agencies.signin.wire import Wire

METADATA_SECONDS = 3600
KEYS_SECONDS = 900
FORCED_FETCHES = 3  # in FORCED_SECONDS; a flat pause would refuse the first sign-in after a rotation
FORCED_SECONDS = 60
_MODULUS = range(342, 1367)  # base64url characters of 2048 to 8192 bits; a larger one costs too much to verify


@dataclass(frozen=True, slots=True)
class Metadata:
    """The only fields of a discovery document that are read; all others are dropped."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str | None
    promises_issuer: bool  # RFC 9207: every answer will carry `iss`


class Discovery:
    """Metadata and keys by issuer; one for the process. seconds is a clock that never goes back."""

    def __init__(self, wire: Wire, seconds: Callable[[], float] = time.monotonic) -> None:
        self.wire = wire
        self._seconds = seconds
        self._metadata: dict[str, tuple[float, Metadata]] = {}
        self._keys: dict[str, tuple[float, tuple[Key, ...]]] = {}
        self._forced: defaultdict[str, deque[float]] = defaultdict(deque)

    async def metadata(self, issuer: str) -> Metadata:
        """The provider's addresses. Raises SignInRefused."""
        kept = self._metadata.get(issuer)
        if kept and self._seconds() - kept[0] < METADATA_SECONDS:
            return kept[1]
        document = await self.wire.get_json(issuer.removesuffix("/") + "/.well-known/openid-configuration")
        found = read_metadata(document, issuer, self.wire)
        self._metadata[issuer] = (self._seconds(), found)
        return found

    async def key(self, metadata: Metadata, kid: str | None) -> Key:
        """The key a token names; an unknown name is looked up anew, a few times a minute. Raises SignInRefused."""
        kept = self._keys.get(metadata.issuer)
        fresh = kept is not None and self._seconds() - kept[0] < KEYS_SECONDS
        keys = kept[1] if kept and fresh else await self._fetch(metadata)
        found = _pick(keys, kid)
        if found is None and fresh and self._may_force(metadata.issuer):
            found = _pick(await self._fetch(metadata), kid)
        if found is None:
            raise SignInRefused(Check.UNKNOWN_KEY)
        return found

    async def _fetch(self, metadata: Metadata) -> tuple[Key, ...]:
        keys = read_keys(await self.wire.get_json(metadata.jwks_uri))
        self._keys[metadata.issuer] = (self._seconds(), keys)
        return keys

    def _may_force(self, issuer: str) -> bool:
        now, past = self._seconds(), self._forced[issuer]
        while past and now - past[0] >= FORCED_SECONDS:
            past.popleft()
        if len(past) >= FORCED_FETCHES:
            return False
        past.append(now)
        return True


def read_metadata(document: dict[str, Any], issuer: str, wire: Wire) -> Metadata:
    """A discovery document, believed only when it is its issuer's own (Discovery 1.0, 4.3). Raises SignInRefused."""
    pass_all(DOCUMENT, document, issuer, wire)
    return Metadata(
        issuer=issuer,
        authorization_endpoint=document["authorization_endpoint"],
        token_endpoint=document["token_endpoint"],
        jwks_uri=document["jwks_uri"],
        end_session_endpoint=document.get("end_session_endpoint") or None,
        promises_issuer=document.get("authorization_response_iss_parameter_supported") is True,
    )


def _addresses(document: dict[str, Any]) -> list[Any]:
    needed = [document.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    return [*needed, end] if (end := document.get("end_session_endpoint")) else needed


def _are_texts(document: dict[str, Any], issuer: str, wire: Wire) -> bool:
    return all(isinstance(url, str) and url for url in _addresses(document))


def _are_allowed(document: dict[str, Any], issuer: str, wire: Wire) -> bool:
    return all(isinstance(url, str) and wire.allows(url) for url in _addresses(document))


DOCUMENT: dict[Check, Callable[[dict[str, Any], str, Wire], bool]] = {
    Check.METADATA_ISSUER: lambda document, issuer, wire: document.get("issuer") == issuer,
    Check.METADATA: _are_texts,
    Check.INSECURE_ADDRESS: _are_allowed,
}


def read_keys(document: dict[str, Any]) -> tuple[Key, ...]:
    """The public signature keys of a key set; whatever else it holds is left out. Raises SignInRefused."""
    pass_all(KEY_SET, document)
    return tuple(key for item in document["keys"] if (key := _read_key(item)) is not None)


KEY_SET: dict[Check, Callable[[dict[str, Any]], bool]] = {
    Check.UNREADABLE: lambda document: isinstance(document.get("keys"), list),
}


def _read_key(item: Any) -> Key | None:
    if not isinstance(item, dict) or item.get("use", "sig") != "sig":
        return None
    try:
        match item.get("kty"):
            case "RSA" if len(str(item.get("n", ""))) in _MODULUS:
                return RSAKey.import_key(item)
            case "EC":
                return ECKey.import_key(item)
            case _:
                return None
    except (JoseError, ValueError, TypeError, KeyError):
        return None


def _pick(keys: tuple[Key, ...], kid: str | None) -> Key | None:
    """By name; a token without one is taken only from a provider with one key (Core 1.0, 10.1)."""
    if kid is None:
        return keys[0] if len(keys) == 1 else None
    return next((key for key in keys if key.kid == kid), None)
