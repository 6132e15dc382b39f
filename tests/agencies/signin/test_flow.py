"""The way out and back: what the browser may bring home, and what it may not."""

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from starlette.responses import PlainTextResponse, Response

from agencies.signin import flow
from agencies.signin.metadata import Metadata
from agencies.signin.refusal import Check, SignInRefused
from marac import clock
from tests.agencies.signin import test_metadata, test_tokens
from tests.agencies.signin.hostile import BROWSER, CALLBACK, GONE, ISSUER, Hostile, settings

Change = Callable[[Hostile], None]


def brings(**query: Any) -> Change:
    return lambda hostile: hostile.query.update(query)


def promises(*changes: Change) -> Change:
    def change(hostile: Hostile) -> None:
        hostile.metadata["authorization_response_iss_parameter_supported"] = True
        for other in changes:
            other(hostile)

    return change


def twice(name: str, value: str) -> Change:
    return lambda hostile: hostile.twice.append((name, value))


def browser(value: str | None) -> Change:
    return lambda hostile: setattr(hostile, "browser", value)


def back_at(**changes: Any) -> Change:
    return lambda hostile: setattr(hostile, "came_back_to", settings(**changes))


def token_says(**answer: Any) -> Change:
    return lambda hostile: hostile.answer.update(answer)


def token_endpoint(body: str, status: int) -> Change:
    def say() -> Response:
        return PlainTextResponse(body, status)

    return lambda hostile: hostile.answers.update({"/token": say})


def half_a_character(hostile: Hostile) -> None:
    hostile.claims["at_hash"] = "AAAAAAAAAAAAAAAAAAAAAA"
    hostile.dress["/token"] = lambda body: PlainTextResponse(json.dumps(body | {"access_token": "\ud800"}))


REFUSED: dict[str, tuple[Change, Check]] = {
    "no state": (brings(state=GONE), Check.STATE),
    "an empty state": (brings(state=""), Check.STATE),
    "another sign-in's state": (brings(state="another"), Check.STATE),
    "an endless state": (brings(state="x" * 5000), Check.STATE),
    "two codes": (twice("code", "another"), Check.DUPLICATE_PARAMETER),
    "two states": (twice("state", "another"), Check.DUPLICATE_PARAMETER),
    "two issuers": (promises(brings(iss=ISSUER), twice("iss", ISSUER)), Check.DUPLICATE_PARAMETER),
    "no code": (brings(code=GONE), Check.CODE),
    "an empty code": (brings(code=""), Check.CODE),
    "an endless code": (brings(code="x" * 5000), Check.CODE),
    "another issuer's answer": (brings(iss="https://idp.council.test"), Check.ISSUER_PARAMETER),
    "another issuer's answer where ours promised to say": (
        promises(brings(iss="https://x.test")),
        Check.ISSUER_PARAMETER,
    ),
    "no issuer though promised": (promises(), Check.ISSUER_PARAMETER),
    "no issuer in an error though promised": (promises(brings(error="access_denied")), Check.ISSUER_PARAMETER),
    "the provider's refusal": (brings(error="access_denied", code=GONE), Check.PROVIDER_REFUSED),
    "a refusal and a code at once": (brings(error="access_denied"), Check.PROVIDER_REFUSED),
    "a refusal that would write on the page": (
        brings(error="server_error", error_description="<script>alert(1)</script>"),
        Check.PROVIDER_REFUSED,
    ),
    "the issuer of the answer with a slash more": (brings(iss=ISSUER + "/"), Check.ISSUER_PARAMETER),
    "an empty issuer of the answer": (brings(iss=""), Check.ISSUER_PARAMETER),
    "another browser": (browser("another"), Check.BROWSER),
    "a browser without the cookie": (browser(None), Check.BROWSER),
    "another agency's return address": (back_at(key="b" * 32), Check.OTHER_PROVIDER),
    "an agency that changed its provider meanwhile": (back_at(issuer="https://new.test"), Check.OTHER_PROVIDER),
    "no ID token": (token_says(id_token=GONE), Check.TOKEN_EXCHANGE),
    "an ID token that is a list": (token_says(id_token=["a"]), Check.TOKEN_EXCHANGE),
    "no access token": (token_says(access_token=GONE), Check.TOKEN_EXCHANGE),
    "an error in the token answer": (token_says(error="invalid_grant"), Check.TOKEN_EXCHANGE),
    "a token answer that is no JSON": (token_endpoint("<html>", 200), Check.TOKEN_EXCHANGE),
    "a token answer that is a list": (token_endpoint("[]", 200), Check.TOKEN_EXCHANGE),
    "a token life that is a word": (token_says(expires_in="long"), Check.TOKEN_EXCHANGE),
    "a token life without end": (token_endpoint('{"expires_in": Infinity}', 200), Check.TOKEN_EXCHANGE),
    "an empty access token": (token_says(access_token=""), Check.TOKEN_EXCHANGE),
    "an access token that cannot be hashed": (half_a_character, Check.TOKEN_EXCHANGE),
    "an access token that is a number": (token_says(access_token=7), Check.TOKEN_EXCHANGE),
    "a token endpoint out of order": (token_endpoint("{}", 503), Check.UNREACHABLE),
}


@pytest.mark.parametrize("change, check", REFUSED.values(), ids=REFUSED)
def test_a_return_is_refused_with(change: Change, check: Check) -> None:
    hostile = Hostile()
    change(hostile)
    with pytest.raises(SignInRefused) as refusal:
        asyncio.run(hostile.sign_in())
    assert refusal.value.check == check


BEFORE_THE_CODE_IS_SPENT = [
    name for name, (_, check) in REFUSED.items() if check not in (Check.TOKEN_EXCHANGE, Check.UNREACHABLE)
]


@pytest.mark.parametrize("name", BEFORE_THE_CODE_IS_SPENT)
def test_the_code_goes_nowhere_with(name: str) -> None:
    hostile = Hostile()
    REFUSED[name][0](hostile)
    with pytest.raises(SignInRefused):
        asyncio.run(hostile.sign_in())
    assert "/token" not in hostile.asked


def test_a_return_after_ten_minutes_is_refused() -> None:
    hostile = Hostile()
    begun = asyncio.run(
        flow.begin(hostile.discovery, hostile.provider, next_path="/", redirect_uri=CALLBACK, browser=BROWSER)
    )
    state = parse_qs(urlsplit(begun[0]).query)["state"][0]
    callback = flow.read_callback([("state", state), ("code", "a code")])
    with (
        clock.at(clock.now() + timedelta(minutes=10, seconds=1)),
        pytest.raises(SignInRefused, match=Check.LOGIN_EXPIRED),
    ):
        asyncio.run(flow.finish(hostile.discovery, callback, begun[1], hostile.provider, browser=BROWSER))


def test_every_check_is_tried() -> None:
    tried = {check for table in (REFUSED, test_tokens.REFUSED, test_metadata.REFUSED) for _, check in table.values()}
    assert tried | {Check.LOGIN_EXPIRED} == set(Check)


def test_what_is_sent_to_the_provider() -> None:
    hostile = Hostile()
    provider = settings(acr=frozenset({"aal3", "aal2"}), max_age=0)
    url, kept = asyncio.run(
        flow.begin(
            hostile.discovery, provider, next_path="/m/north", redirect_uri=CALLBACK, browser=BROWSER, login_hint="s-1"
        )
    )
    assert url.startswith(ISSUER + "/authorize?")
    sent = dict(parse_qsl(urlsplit(url).query))
    assert {name: sent[name] for name in sorted(sent) if name not in ("state", "nonce", "code_challenge")} == {
        "acr_values": "aal2 aal3",
        "client_id": "marac",
        "code_challenge_method": "S256",
        "login_hint": "s-1",
        "max_age": "0",
        "redirect_uri": CALLBACK,
        "response_type": "code",
        "scope": "openid email",
    }
    assert sent["nonce"] == kept.nonce
    assert kept.state_hash == flow.hashed(sent["state"])
    assert sent["state"] not in repr(kept)
    assert BROWSER not in repr(kept)
    assert kept.verifier not in url
    assert kept.expires_at - clock.now() <= timedelta(minutes=10)


def test_two_sign_ins_share_nothing_but_the_browser() -> None:
    hostile = Hostile()

    async def begin() -> flow.Transaction:
        begun = await flow.begin(
            hostile.discovery, hostile.provider, next_path="/", redirect_uri=CALLBACK, browser=BROWSER
        )
        return begun[1]

    first, second = asyncio.run(begin()), asyncio.run(begin())
    assert first.browser_hash == second.browser_hash
    for name in ("state_hash", "nonce", "verifier"):
        assert getattr(first, name) != getattr(second, name)


def test_the_exchange_carries_the_verifier_and_the_client() -> None:
    hostile = Hostile()
    hostile.provider = settings(auth_method="client_secret_post")
    asyncio.run(hostile.sign_in())
    assert hostile.form["grant_type"] == ["authorization_code"]
    assert hostile.form["redirect_uri"] == [CALLBACK]
    assert hostile.form["client_secret"] == ["a secret"]
    assert len(hostile.form["code_verifier"][0]) >= 43


NEXT = [
    ("/m/north/chair/meetings", "/m/north/chair/meetings"),
    ("/m/north?page=2#cases", "/m/north?page=2#cases"),
    ("/", "/"),
    (None, "/"),
    ("", "/"),
    ("https://evil.test/", "/"),
    ("//evil.test/", "/"),
    ("/\\evil.test/", "/"),
    ("\\/evil.test/", "/"),
    ("/m\\..\\x", "/"),
    ("javascript:alert(1)", "/"),
    ("/\t/evil.test", "/"),
    ("/m\r\nSet-Cookie: a=b", "/"),
    ("/m\x00", "/"),
    ("/m\n", "/"),
    (" /m", "/"),
    ("m/north", "/"),
    ("/mé", "/"),
    ("/" + "x" * 2000, "/"),
]


@pytest.mark.parametrize("given, taken", NEXT)
def test_the_next_page_is_one_of_ours(given: str | None, taken: str) -> None:
    assert flow.safe_next(given) == taken


def metadata(end: str | None) -> Metadata:
    return Metadata(ISSUER, ISSUER + "/a", ISSUER + "/t", ISSUER + "/k", end, False)


def test_signing_out_at_the_provider() -> None:
    assert flow.sign_out_address(metadata(None), settings(), "https://marac.test/") is None
    url = flow.sign_out_address(metadata(ISSUER + "/end?tenant=1"), settings(), "https://marac.test/out")
    assert url is not None
    assert dict(parse_qsl(urlsplit(url).query)) == {
        "tenant": "1",
        "client_id": "marac",
        "post_logout_redirect_uri": "https://marac.test/out",
    }
