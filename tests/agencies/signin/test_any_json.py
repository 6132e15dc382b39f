"""Whatever JSON a provider puts wherever it speaks: somebody is let in or a check refuses; nothing breaks."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from starlette.responses import Response

from agencies.signin.refusal import Check, SignInRefused
from tests.agencies.signin.hostile import KEY, Hostile, settings
from tests.agencies.signin.test_metadata import CARD
from tests.agencies.signin.test_tokens import RSA

ODD: list[Any] = [
    None,
    True,
    0,
    -1,
    10**400,
    -(10**400),
    1e308,
    float("inf"),
    float("nan"),
    "",
    " ",
    "x",
    "\x00",
    "\ud800",
    "\u212a@police.test",
    "none",
    "http://[",
    "https://x:99999999/",
    "https://\u2100.test/",
    "x" * 5000,
    [],
    [None],
    ["x", 1],
    {},
    {"a": {"b": []}},
]
CLAIMS = "iss sub aud exp iat nbf nonce azp at_hash sid acr amr auth_time email email_verified jti".split()
HEADER = "typ kid jwk jku x5u x5c x5t crit b64 cty zip".split()
METADATA = (
    "issuer authorization_endpoint token_endpoint jwks_uri end_session_endpoint jwks scope client_id headers verify "
    "authorization_response_iss_parameter_supported id_token_signing_alg_values_supported"
).split()
ANSWER = "id_token access_token token_type expires_in expires_at refresh_token scope error error_description".split()
IN_A_KEY = "kty crv x y n e d use key_ops alg kid x5c".split()


def says(body: Any) -> Callable[[dict[str, Any]], Response]:
    """As JSON is written by those who do not mind what it says."""
    return lambda usual: Response(json.dumps(body(usual)), media_type="application/json")


def in_claims(hostile: Hostile, name: str, odd: Any) -> None:
    hostile.provider = settings(max_age=300, amr=frozenset({"otp"}), acr=frozenset({"aal2"}))
    hostile.claims = {"acr": "aal2", "amr": ["otp"], "auth_time": 0} | {name: odd}


def in_header(hostile: Hostile, name: str, odd: Any) -> None:
    hostile.header = {name: odd}


def in_metadata(hostile: Hostile, name: str, odd: Any) -> None:
    hostile.dress[CARD] = says(lambda usual: usual | {name: odd})


def in_answer(hostile: Hostile, name: str, odd: Any) -> None:
    hostile.dress["/token"] = says(lambda usual: usual | {name: odd})


def in_key(hostile: Hostile, name: str, odd: Any) -> None:
    keys = [key.as_dict(private=False) | {name: odd} for key in (KEY, RSA)]
    hostile.dress["/keys"] = says(lambda usual: {"keys": keys})


def as_all(hostile: Hostile, path: str, odd: Any) -> None:
    hostile.dress[path] = says(lambda usual: odd)


PLACES: dict[str, tuple[Callable[[Hostile, str, Any], None], list[str]]] = {
    "a claim": (in_claims, CLAIMS),
    "the token's header": (in_header, HEADER),
    "its metadata": (in_metadata, METADATA),
    "its token answer": (in_answer, ANSWER),
    "its keys": (in_key, IN_A_KEY),
    "the whole of an answer": (as_all, [CARD, "/token", "/keys"]),
}


@pytest.mark.parametrize("put, names", PLACES.values(), ids=PLACES)
def test_nothing_breaks_whatever_is_in(put: Callable[[Hostile, str, Any], None], names: list[str]) -> None:
    for name in names:
        for odd in ODD:
            hostile = Hostile()
            put(hostile, name, odd)
            try:
                asyncio.run(hostile.sign_in())
            except SignInRefused as refusal:
                assert refusal.check in set(Check)
            except Exception as fault:
                pytest.fail(f"{name} = {str(odd)[:40]!r}: {fault!r}"[:300])
