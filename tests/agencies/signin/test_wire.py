"""The way out: which addresses may be asked, by what means, and for how long."""

import asyncio

import httpx2
import pytest

from agencies.signin.refusal import Check, SignInRefused
from agencies.signin.wire import Wire
from tests.agencies.signin.hostile import ISSUER, Hostile, settings

ADDRESSES = [
    ("https://idp.test/x", True, True),
    ("http://127.0.0.1:8000/x", False, True),
    ("http://localhost/x", False, True),
    ("http://[::1]/x", False, True),
    ("http://127.0.0.1.evil.test/x", False, False),
    ("http://10.0.0.1/x", False, False),
    ("http://idp.test/x", False, False),
    ("https://idp.test/x#part", False, False),
    ("https:///x", False, False),
    ("ftp://idp.test/x", False, False),
]


@pytest.mark.parametrize("url, usual, demo", ADDRESSES)
def test_http_is_for_the_demonstration_on_this_machine_only(url: str, usual: bool, demo: bool) -> None:
    assert Wire().allows(url) is usual
    assert Wire(loopback_http=True).allows(url) is demo


def test_nothing_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.evil.test:3128")
    options = Wire().options()
    assert options["trust_env"] is False
    assert options["follow_redirects"] is False
    assert httpx2.AsyncClient(**options)._mounts == {}


def test_an_issuer_without_tls_is_not_asked() -> None:
    hostile = Hostile()
    hostile.provider = settings(issuer="http://idp.police.test")
    with pytest.raises(SignInRefused, match=Check.INSECURE_ADDRESS):
        asyncio.run(hostile.sign_in())
    assert hostile.asked == []


def test_a_provider_that_dawdles_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    async def dawdle(request: httpx2.Request) -> httpx2.Response:
        await asyncio.sleep(30)
        raise AssertionError

    monkeypatch.setattr("agencies.signin.wire.SECONDS", 0.01)
    wire = Wire(transport=httpx2.MockTransport(dawdle))
    with pytest.raises(SignInRefused, match=Check.UNREACHABLE):
        asyncio.run(wire.get_json(ISSUER))
