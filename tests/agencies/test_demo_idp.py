"""The demonstration's provider, used as an agency's own would be, and abused."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import httpx2
import pytest
from authlib.oidc.discovery import OpenIDProviderMetadata
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.testclient import TestClient

from agencies.demo_idp.routes import NotADemonstration, mount
from agencies.signin import flow
from agencies.signin.refusal import Check, SignInRefused
from marac import clock
from marac.settings import Settings
from tests.agencies.visit import BASE, KEY, PEOPLE, Visit, house, provider, tenant


@pytest.fixture
def visit() -> Visit:
    return Visit()


def test_a_person_picks_themselves_and_is_signed_in(visit: Visit) -> None:
    url, transaction = visit.begin(provider())
    page = visit.browser.get(url)
    assert page.status_code == 200
    organisation, names, action = page.text.split("|")
    assert (organisation, names) == ("Police", "Ada Osei, Bo Lind")
    answer = visit.browser.post(action, data={"subject": "p-1", "second_factor": "yes"})
    identity = visit.finish(answer.headers["location"], transaction, provider())
    assert (identity.issuer, identity.subject) == (f"{BASE}/demo-idp/police", "p-1")
    assert identity.email == "ada.osei@police.example"
    assert (identity.acr, identity.amr) == ("aal2", ("pwd", "otp", "mfa"))
    assert identity.sid


def test_a_card_of_the_sign_in_page_goes_straight_through(visit: Visit) -> None:
    url, transaction = visit.begin(provider(), hint="p-2")
    answer = visit.browser.get(url)
    assert answer.status_code == 303
    assert visit.finish(answer.headers["location"], transaction, provider()).subject == "p-2"


@pytest.mark.parametrize("hint, more", [("stranger", ""), ("n-1", ""), ("p-1", "&prompt=login")])
def test_a_hint_that_settles_nothing_brings_the_picker(visit: Visit, hint: str, more: str) -> None:
    url, _ = visit.begin(provider(), hint=hint)
    assert visit.browser.get(url + more).status_code == 200


def test_a_person_of_one_organisation_is_not_offered_at_another(visit: Visit) -> None:
    url, _ = visit.begin(provider("new-era"))
    assert visit.browser.post(url, data={"subject": "p-1"}).status_code == 200


def test_without_a_second_factor_an_agency_that_wants_one_refuses(visit: Visit) -> None:
    with pytest.raises(SignInRefused, match=Check.ASSURANCE):
        visit.sign_in(provider(), subject="p-1")
    assert visit.sign_in(provider(acr=frozenset(), amr=frozenset()), subject="p-1").acr == "aal1"


def test_declining_comes_back_as_a_refusal(visit: Visit) -> None:
    with pytest.raises(SignInRefused, match=Check.PROVIDER_REFUSED):
        visit.sign_in(provider(), decline="yes")


def test_one_organisations_answer_is_refused_at_anothers_address(visit: Visit) -> None:
    url, transaction = visit.begin(provider(), hint="p-1")
    location = visit.browser.get(url).headers["location"]
    with pytest.raises(SignInRefused, match=Check.OTHER_PROVIDER):
        visit.finish(location, transaction, provider("new-era"))


def test_one_organisations_token_is_refused_by_another(visit: Visit) -> None:
    settings = provider()
    url, transaction = visit.begin(settings, hint="p-1")
    location = visit.browser.get(url).headers["location"]
    with pytest.raises(SignInRefused, match=Check.EMAIL_DOMAIN):
        visit.finish(location, transaction, provider(email_domains=frozenset({"new-era.example"})))


def test_a_code_is_spent_once(visit: Visit) -> None:
    settings = provider()
    url, transaction = visit.begin(settings, hint="p-1")
    location = visit.browser.get(url).headers["location"]
    visit.finish(location, transaction, settings)
    with pytest.raises(SignInRefused, match=Check.TOKEN_EXCHANGE):
        visit.finish(location, transaction, settings)


def test_a_failed_exchange_spends_the_code(visit: Visit) -> None:
    settings = provider()
    url, transaction = visit.begin(settings, hint="p-1")
    location = visit.browser.get(url).headers["location"]
    for secret in ("wrong", settings.client_secret):
        wrong = provider(client_secret=secret)
        if secret != "wrong":
            asyncio.run(_exchange(visit, location, "v" * 64))  # the right client with a wrong verifier
        with pytest.raises(SignInRefused, match=Check.TOKEN_EXCHANGE):
            visit.finish(location, transaction, wrong)


def code_of(location: str) -> str:
    return parse_qs(urlsplit(location).query)["code"][0]


def test_a_code_is_given_to_its_own_client_only(visit: Visit) -> None:
    url, _ = visit.begin(provider(), hint="p-1")
    code = code_of(visit.browser.get(url).headers["location"])
    other = provider("new-era")
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": f"{BASE}/auth/callback/{'a' * 32}"}
    answer = visit.browser.post("/demo-idp/token/new-era", data=form, auth=(other.client_id, other.client_secret))
    assert answer.json()["error_description"] == "Invalid 'code' in request."


def test_a_code_lives_a_minute(visit: Visit) -> None:
    url, transaction = visit.begin(provider(), hint="p-1")
    location = visit.browser.get(url).headers["location"]
    with clock.at(clock.now() + timedelta(seconds=61)), pytest.raises(SignInRefused, match=Check.TOKEN_EXCHANGE):
        visit.finish(location, transaction, provider())


async def _exchange(visit: Visit, location: str, verifier: str) -> None:
    settings = provider()
    form = {
        "grant_type": "authorization_code",
        "code": code_of(location),
        "code_verifier": verifier,
        "redirect_uri": f"{BASE}/auth/callback/{settings.key}",
    }
    async with httpx2.AsyncClient(**visit.discovery.wire.options()) as client:
        answer = await client.post(
            f"{BASE}/demo-idp/token/police", data=form, auth=(settings.client_id, settings.client_secret)
        )
    assert answer.json()["error"] == "invalid_grant"


def request_changed(url: str, **changes: str | None) -> str:
    parts = urlsplit(url)
    query = {**dict(parse_qsl(parts.query)), **changes}
    return parts._replace(query=urlencode({name: value for name, value in query.items() if value})).geturl()


SENT_BACK = {
    "without PKCE": {"code_challenge": None, "code_challenge_method": None},
    "with PKCE in the clear": {"code_challenge_method": "plain"},
    "with PKCE of no method": {"code_challenge_method": None},
    "without nonce": {"nonce": None},
    "without saying where to": {"redirect_uri": None},
    "for more than is given": {"scope": "openid admin"},
    "for tokens at once": {"response_type": "token"},
    "without asking anybody": {"prompt": "none", "login_hint": None},
}


@pytest.mark.parametrize("changes", SENT_BACK.values(), ids=SENT_BACK)
def test_a_request_is_sent_back_with_its_issuer(visit: Visit, changes: dict[str, str | None]) -> None:
    url, transaction = visit.begin(provider(), hint="p-1")
    answer = visit.browser.get(request_changed(url, **changes))
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(transaction.redirect_uri)
    with pytest.raises(SignInRefused, match=Check.PROVIDER_REFUSED):
        visit.finish(answer.headers["location"], transaction, provider())


STOPPED = {
    "back to another address": {"redirect_uri": "https://evil.test/"},
    "back to an address with odd letters": {"redirect_uri": 'https://evil.test/"é'},
    "of an unknown client": {"client_id": "another"},
    "of no client": {"client_id": None},
}


@pytest.mark.parametrize("changes", STOPPED.values(), ids=STOPPED)
def test_a_request_is_stopped(visit: Visit, changes: dict[str, str | None]) -> None:
    url, _ = visit.begin(provider(), hint="p-1")
    answer = visit.browser.get(request_changed(url, **changes))
    assert answer.status_code in (400, 401)
    assert "location" not in answer.headers


def test_a_repeated_parameter_is_stopped(visit: Visit) -> None:
    url, _ = visit.begin(provider(), hint="p-1")
    assert visit.browser.get(url + "&state=another").status_code == 400


def test_an_unknown_organisation_is_not_found(visit: Visit) -> None:
    for path in (".well-known/openid-configuration", "keys", "authorize", "sign-out"):
        assert visit.browser.get(f"/demo-idp/stranger/{path}").status_code == 404


def test_the_metadata_is_sound(visit: Visit) -> None:
    document = visit.browser.get("/demo-idp/police/.well-known/openid-configuration").json()
    OpenIDProviderMetadata(document).validate()
    keys = visit.browser.get("/demo-idp/police/keys").json()["keys"]
    assert [(key["use"], "d" in key) for key in keys] == [("sig", False)]


def test_signing_out_leads_back_only_to_the_registered_address(visit: Visit) -> None:
    settings = provider()
    identity = visit.sign_in(settings, subject="p-1", second_factor="yes")
    metadata = asyncio.run(visit.discovery.metadata(settings.issuer))

    def leave(back_to: str, hint: str = "") -> httpx2.Response:
        address = flow.sign_out_address(metadata, settings, back_to)
        assert address is not None
        return visit.browser.get(f"{address}&id_token_hint={hint}" if hint else address)

    assert leave(f"{BASE}/auth/signed-out").headers["location"] == f"{BASE}/auth/signed-out"
    assert leave(f"{BASE}/auth/signed-out", identity.id_token).headers["location"] == f"{BASE}/auth/signed-out"
    assert leave("https://evil.test/").status_code == 200
    assert leave(f"{BASE}/auth/signed-out", "not a token").status_code == 400
    assert visit.browser.post(f"{settings.issuer}/sign-out").status_code == 200


def test_only_a_key_that_is_given_outlives_the_process() -> None:
    def published(key: RSAKey | None) -> Any:
        app = Starlette(routes=[mount(house(), tenant, lambda name: PEOPLE[name], key)])
        return TestClient(app, base_url=BASE).get("/demo-idp/police/keys").json()

    assert published(KEY) == published(KEY)
    assert published(None) != published(None)


@pytest.mark.parametrize(
    "settings",
    [
        lambda: house(demo="no"),
        lambda: house("https://marac.example"),
        lambda: house("http://127.0.0.1.evil.example"),
        lambda: house("http://0.0.0.0:8000"),
        lambda: house("http://192.168.0.4:8000"),
    ],
    ids=["no demonstration", "a real host", "a host that looks like loopback", "every address", "the local network"],
)
def test_it_does_not_stand_on(settings: Callable[[], Settings]) -> None:
    with pytest.raises(NotADemonstration):
        mount(settings(), tenant, lambda name: [])


def test_another_site_cannot_pick_a_person(visit: Visit) -> None:
    url, _ = visit.begin(provider())
    answer = visit.browser.post(url, data={"subject": "p-1"}, headers={"origin": "https://evil.test"})
    assert answer.status_code == 403
