"""How this house says who it is with a key of its own, instead of a secret that two must keep."""

import asyncio
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from agencies.signin.own_key import new_key, published
from agencies.signin.provider import ProviderSettings
from tests.agencies.signin.hostile import ISSUER, Hostile, settings

PEM = new_key()


def own(pem: str = PEM, **changes: Any) -> ProviderSettings:
    return settings(auth_method="private_key_jwt", client_secret=pem, **changes)


def test_the_token_endpoint_gets_a_signature_and_no_secret() -> None:
    hostile = Hostile()
    hostile.provider = own()
    asyncio.run(hostile.sign_in())
    assert "client_secret" not in hostile.form
    assert hostile.form["client_assertion_type"] == ["urn:ietf:params:oauth:client-assertion-type:jwt-bearer"]
    token = jwt.decode(
        hostile.form["client_assertion"][0], KeySet.import_key_set({"keys": published(PEM)["keys"]}), ["RS256"]
    )
    claims = token.claims
    assert (claims["iss"], claims["sub"], claims["aud"]) == ("marac", "marac", f"{ISSUER}/token")
    assert claims["exp"] - claims["iat"] == 60 and len(claims["jti"]) >= 36
    assert token.header["kid"] == published(PEM)["keys"][0]["kid"]


def test_each_signature_is_its_own() -> None:
    said = set()
    for _ in range(2):
        hostile = Hostile()
        hostile.provider = own()
        asyncio.run(hostile.sign_in())
        said.add(hostile.form["client_assertion"][0])
    assert len(said) == 2


def test_only_the_public_part_is_published() -> None:
    keys = published(PEM)["keys"]
    assert [key.keys() for key in keys] == [{"kty", "n", "e", "kid", "use", "alg"}]


def test_a_new_key_has_a_new_name() -> None:
    assert published(new_key())["keys"][0]["kid"] != published(PEM)["keys"][0]["kid"]


@pytest.mark.parametrize("pem", ["", "no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_what_is_no_key_is_not_published(pem: str) -> None:
    with pytest.raises(ValueError):
        published(pem)


@pytest.mark.parametrize("method, secret", [("private_key_jwt", "a secret"), ("client_secret_basic", PEM)])
def test_a_key_is_never_sent_as_a_password_nor_a_password_used_as_a_key(method: str, secret: str) -> None:
    with pytest.raises(ValueError, match="auth_method"):
        settings(auth_method=method, client_secret=secret)
