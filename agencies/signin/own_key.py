"""The key with which this house says at a provider's token endpoint who it is (RFC 7523)."""

from typing import Any

from authlib.oauth2.rfc7523 import PrivateKeyJWT
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey

from agencies.signin.provider import ProviderSettings
from marac import clock

ALGORITHM = "RS256"  # every provider that takes signatures should know this one (OpenID Connect Discovery 1.0, 3)
BITS = 3072
SECONDS = 60  # that one signature is good for


def new_key() -> str:
    """A private key, as PEM."""
    return RSAKey.generate_key(BITS).as_pem(private=True).decode()


def published(pem: str) -> dict[str, Any]:
    """The public part as a JWK set, for the provider to fetch. Raises ValueError for what is no key."""
    return dict(KeySet([_read(pem)]).as_dict(private=False, use="sig", alg=ALGORITHM))


def signs_for_us(provider: ProviderSettings, token_endpoint: str) -> PrivateKeyJWT:
    """What an OAuth client is to register, so that it signs instead of sending a secret. Raises ValueError."""
    key, now = _read(provider.client_secret), int(clock.now().timestamp())
    return PrivateKeyJWT(token_endpoint, {"iat": now, "exp": now + SECONDS}, {"kid": key.kid}, ALGORITHM)


def _read(pem: str) -> RSAKey:
    """Named by its thumbprint, so that a new one has a new name."""
    try:
        key = RSAKey.import_key(pem)
    except (JoseError, TypeError) as error:
        raise ValueError("no private key") from error
    key.ensure_kid()
    return key
