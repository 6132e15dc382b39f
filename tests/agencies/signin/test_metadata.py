"""Discovery and keys: traps a provider, or somebody in its place, may set; and how often it is asked."""

import asyncio
import gzip
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from joserfc.jwk import ECKey, RSAKey
from joserfc.util import urlsafe_b64encode
from starlette.responses import JSONResponse, PlainTextResponse, Response

from agencies.signin.metadata import Discovery, Metadata, read_keys
from agencies.signin.refusal import Check, SignInRefused
from agencies.signin.wire import MAX_BYTES, Wire
from tests.agencies.signin.hostile import GONE, ISSUER, KEY, Hostile, redirect

Change = Callable[[Hostile], None]
CARD = "/.well-known/openid-configuration"
SECOND = ECKey.generate_key("P-256", {"kid": "second"})


def publishes(**fields: Any) -> Change:
    return lambda hostile: hostile.metadata.update(fields)


def answers(path: str, say: Callable[[], Response]) -> Change:
    return lambda hostile: hostile.answers.update({path: say})


def text(body: str, status: int = 200) -> Callable[[], Response]:
    return lambda: PlainTextResponse(body, status)


def packed() -> Response:
    return Response(gzip.compress(b"{}"), headers={"content-encoding": "gzip"})


def dressed(path: str, dress: Callable[[dict[str, Any]], Response]) -> Change:
    """The right answer in the wrong clothes: nothing but the check of these keeps it out."""
    return lambda hostile: hostile.dress.update({path: dress})


def as_an_error(body: dict[str, Any]) -> Response:
    return JSONResponse(body, 500)


def as_a_redirect(body: dict[str, Any]) -> Response:
    return JSONResponse(body, 302, {"location": ISSUER + "/elsewhere"})


def zipped(body: dict[str, Any]) -> Response:
    return Response(gzip.compress(JSONResponse(body).body), headers={"content-encoding": "gzip"})


def padded(body: dict[str, Any]) -> Response:
    return JSONResponse(body | {"padding": "x" * MAX_BYTES})


def with_inline_keys(hostile: Hostile) -> None:
    hostile.metadata["jwks"] = {"keys": [SECOND.as_dict(private=False)]}
    hostile.key = SECOND


def breaks() -> Response:
    raise httpx2.ReadError("the line went dead")


REFUSED: dict[str, tuple[Change, Check]] = {
    "another issuer": (publishes(issuer="https://idp.evil.test"), Check.METADATA_ISSUER),
    "the issuer with a slash more": (publishes(issuer=ISSUER + "/"), Check.METADATA_ISSUER),
    "the issuer in capitals": (publishes(issuer="https://IDP.police.test"), Check.METADATA_ISSUER),
    "the issuer without TLS": (publishes(issuer="http://idp.police.test"), Check.METADATA_ISSUER),
    "the issuer with its port": (publishes(issuer=ISSUER + ":443"), Check.METADATA_ISSUER),
    "the issuer in a list": (publishes(issuer=[ISSUER]), Check.METADATA_ISSUER),
    "no issuer": (publishes(issuer=GONE), Check.METADATA_ISSUER),
    "a redirect": (answers(CARD, redirect("/elsewhere")), Check.REDIRECTED),
    "a redirect to its keys": (answers("/keys", redirect("/elsewhere")), Check.REDIRECTED),
    "a redirect from its token endpoint": (answers("/token", redirect("/elsewhere")), Check.REDIRECTED),
    "a right document sent as a redirect": (dressed(CARD, as_a_redirect), Check.REDIRECTED),
    "right tokens sent as a redirect": (dressed("/token", as_a_redirect), Check.REDIRECTED),
    "a right document sent as an error": (dressed(CARD, as_an_error), Check.UNREACHABLE),
    "right keys sent as an error": (dressed("/keys", as_an_error), Check.UNREACHABLE),
    "a right document, packed": (dressed(CARD, zipped), Check.UNREADABLE),
    "right tokens, packed": (dressed("/token", zipped), Check.UNREADABLE),
    "a right document with too much beside it": (dressed(CARD, padded), Check.TOO_LARGE),
    "right keys with too much beside them": (dressed("/keys", padded), Check.TOO_LARGE),
    "right tokens with too much beside them": (dressed("/token", padded), Check.TOO_LARGE),
    "keys written into its metadata": (with_inline_keys, Check.UNKNOWN_KEY),
    "an end of sessions without TLS": (publishes(end_session_endpoint="http://idp.test/end"), Check.INSECURE_ADDRESS),
    "an end of sessions that is a number": (publishes(end_session_endpoint=7), Check.METADATA),
    "more than will be read": (answers(CARD, text("x" * (MAX_BYTES + 1))), Check.TOO_LARGE),
    "more keys than will be read": (answers("/keys", text("x" * (MAX_BYTES + 1))), Check.TOO_LARGE),
    "more token than will be read": (answers("/token", text("x" * (MAX_BYTES + 1))), Check.TOO_LARGE),
    "an answer packed to unpack larger": (answers(CARD, packed), Check.UNREADABLE),
    "no JSON": (answers(CARD, text("<html>")), Check.UNREADABLE),
    "JSON nested without end": (answers(CARD, text("[" * 100_000)), Check.UNREADABLE),
    "JSON that is no object": (answers(CARD, text("[]")), Check.UNREADABLE),
    "an error page": (answers(CARD, text("{}", 500)), Check.UNREACHABLE),
    "silence": (answers(CARD, breaks), Check.UNREACHABLE),
    "an authorization address without TLS": (
        publishes(authorization_endpoint="http://idp.police.test/a"),
        Check.INSECURE_ADDRESS,
    ),
    "a token address on this machine": (publishes(token_endpoint="http://127.0.0.1/token"), Check.INSECURE_ADDRESS),
    "keys from a file": (publishes(jwks_uri="file:///etc/passwd"), Check.INSECURE_ADDRESS),
    "an address with a password in it": (publishes(token_endpoint="https://a:b@idp.test/t"), Check.INSECURE_ADDRESS),
    "no token address": (publishes(token_endpoint=GONE), Check.METADATA),
    "a token address that is a list": (publishes(token_endpoint=["https://idp.test/t"]), Check.METADATA),
    "no list of keys": (lambda hostile: setattr(hostile, "keys", {"keys": "none"}), Check.UNREADABLE),
    "a shared secret among its keys": (
        lambda hostile: setattr(hostile, "keys", {"keys": [{"kty": "oct", "k": "AAAA", "kid": "first"}]}),
        Check.UNKNOWN_KEY,
    ),
}


@pytest.mark.parametrize("change, check", REFUSED.values(), ids=REFUSED)
def test_a_provider_is_refused_that_answers_with(change: Change, check: Check) -> None:
    hostile = Hostile()
    change(hostile)
    with pytest.raises(SignInRefused) as refusal:
        asyncio.run(hostile.sign_in())
    assert refusal.value.check == check


OVERRIDES: dict[str, Any] = {
    "scope": "profile",
    "client_id": "another",
    "code_challenge_method": "plain",
    "response_type": "token",
    "verify": False,
    "headers": {"x": "y"},
    "proxy": "http://proxy.evil.test",
    "id_token_signing_alg_values_supported": ["none"],
    "jwks": {"keys": [SECOND.as_dict(private=False)]},
}


def test_fields_that_would_override_ours_are_dropped() -> None:
    hostile = Hostile()
    hostile.metadata.update(OVERRIDES)
    assert asyncio.run(hostile.sign_in()).subject == "s-1"
    assert hostile.form["code_verifier"][0]
    assert set(Metadata.__slots__).isdisjoint(OVERRIDES)


def test_keys_that_cannot_be_used_are_left_out() -> None:
    usable = [KEY.as_dict(private=False), RSAKey.generate_key(2048).as_dict(private=False)]
    useless: list[Any] = [
        {"kty": "oct", "k": "AAAA"},
        {"kty": "RSA", "n": urlsafe_b64encode(b"\xc1" * 128).decode(), "e": "AQAB"},
        {"kty": "RSA", "n": urlsafe_b64encode(b"\xc1" * 4096).decode(), "e": "AQAB"},
        {"kty": "EC", "crv": "P-256", "x": "!", "y": "!"},
        {"kty": "EC"},
        {"kty": "unheard-of"},
        "a word",
        KEY.as_dict(private=False, use="enc"),
    ]
    assert len(read_keys({"keys": useless + usable})) == 2


class Hand:
    """A clock moved by hand, in seconds."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def with_hand(hostile: Hostile) -> Hand:
    hand = Hand()
    hostile.discovery = Discovery(hostile.discovery.wire, hand)
    return hand


def test_metadata_is_kept_an_hour_and_keys_a_quarter() -> None:
    hostile = Hostile()
    hand = with_hand(hostile)
    for hand.seconds in (0, 899, 900, 1799, 1800, 3599, 3600):
        asyncio.run(hostile.sign_in())
    assert hostile.asked.count(CARD) == 2
    assert hostile.asked.count("/keys") == 4


def test_a_sign_in_right_after_a_rotation_works() -> None:
    hostile = Hostile()
    with_hand(hostile)
    asyncio.run(hostile.sign_in())
    hostile.key, hostile.published = SECOND, [SECOND]
    asyncio.run(hostile.sign_in())
    assert hostile.asked.count("/keys") == 2


def test_unknown_keys_are_looked_up_three_times_a_minute() -> None:
    hostile = Hostile()
    hand = with_hand(hostile)
    asyncio.run(hostile.sign_in())
    hostile.key = SECOND
    for hand.seconds in range(10):
        with pytest.raises(SignInRefused, match=Check.UNKNOWN_KEY):
            asyncio.run(hostile.sign_in())
    assert hostile.asked.count("/keys") == 1 + 3
    hand.seconds, hostile.published = 60, [SECOND]
    asyncio.run(hostile.sign_in())
    assert hostile.asked.count("/keys") == 1 + 4


def test_a_withdrawn_key_is_forgotten() -> None:
    hostile = Hostile()
    hand = with_hand(hostile)
    asyncio.run(hostile.sign_in())
    hostile.published, hand.seconds = [SECOND], 900
    with pytest.raises(SignInRefused, match=Check.UNKNOWN_KEY):
        asyncio.run(hostile.sign_in())


def test_a_refused_document_is_not_kept() -> None:
    hostile = Hostile()
    hostile.metadata["issuer"] = "https://idp.evil.test"
    with pytest.raises(SignInRefused):
        asyncio.run(hostile.sign_in())
    hostile.metadata.clear()
    assert asyncio.run(hostile.sign_in()).subject == "s-1"


def test_metadata_of_an_issuer_with_a_path_is_beside_it() -> None:
    asked: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.url.path)
        return httpx2.Response(200, json={"issuer": "https://idp.test/tenant/"})

    wire = Wire(transport=httpx2.MockTransport(answer))
    with pytest.raises(SignInRefused, match=Check.METADATA):
        asyncio.run(Discovery(wire).metadata("https://idp.test/tenant/"))
    assert asked == ["/tenant/.well-known/openid-configuration"]
