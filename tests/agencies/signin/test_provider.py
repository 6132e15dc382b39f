"""A provider's settings, cookies and the page in between."""

from types import SimpleNamespace
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response

from agencies.demo_idp.routes import DemoIdpPage
from agencies.demo_idp.tenant import DemoPerson
from agencies.signin.cookies import clear_cookie, login_cookie_name, set_cookie
from agencies.signin.leaving import leave_for
from agencies.signin.provider import email_domain, resolve_issuer
from marac.settings import Settings
from marac.web.house import House
from marac.web.page import Drawn, draw
from marac.web.viewer import cookie_name
from tests.agencies.signin.hostile import settings

UNSOUND: dict[str, Any] = {
    "no algorithm": {"algorithms": frozenset()},
    "no signature": {"algorithms": frozenset({"ES256", "none"})},
    "a shared secret": {"algorithms": frozenset({"HS256"})},
    "no e-mail domain": {"email_domains": frozenset()},
    "a domain that is a wildcard": {"email_domains": frozenset({"*.police.test"})},
    "a domain in capitals": {"email_domains": frozenset({"Police.test"})},
    "a key that is a name": {"key": "police_west"},
    "an issuer with a query": {"issuer": "https://idp.test?x"},
    "an issuer that is a path": {"issuer": "/demo-idp/police"},
    "no secret": {"client_secret": ""},
    "no client": {"client_id": ""},
    "no authentication of us": {"auth_method": "none"},
    "an age below nothing": {"max_age": -1},
}


@pytest.mark.parametrize("changes", UNSOUND.values(), ids=UNSOUND)
def test_settings_are_unsound_with(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=f"unsound provider settings: {next(iter(changes))}"):
        settings(**changes)


def test_the_secret_is_not_shown() -> None:
    assert "a secret" not in repr(settings())


@pytest.mark.parametrize(
    "email, domain",
    [
        ("ada@police.test", "police.test"),
        ("Ada@Police.TEST", "police.test"),
        ("ada", None),
        ("@police.test", None),
        ("ada@", None),
        ("a b@police.test", None),
        ("a@b@police.test", None),
        ("ada@police.test\n", None),
        ("a" * 65 + "@police.test", None),
    ],
)
def test_the_domain_of_an_address(email: str, domain: str | None) -> None:
    assert email_domain(email) == domain


def test_demonstration_issuers_follow_the_port() -> None:
    assert resolve_issuer("/demo-idp/police", "http://127.0.0.1:8001") == "http://127.0.0.1:8001/demo-idp/police"
    assert resolve_issuer("https://idp.test", "http://127.0.0.1:8001") == "https://idp.test"


@pytest.mark.parametrize(
    "demo, session, login",
    [("no", "__Host-sid", "__Host-login"), ("yes", "__Host-sid-8001", "__Host-login-8001")],
)
def test_cookie_names_tell_demonstrations_apart(demo: str, session: str, login: str) -> None:
    house = Settings.read({"PORT": "8001", "MARAC_DEMO": demo})
    assert (cookie_name(house), login_cookie_name(house)) == (session, login)


def test_a_cookie_is_for_this_host_and_this_browser_session() -> None:
    response = Response()
    set_cookie(response, "__Host-sid", "token")
    assert response.headers["set-cookie"] == "__Host-sid=token; HttpOnly; Path=/; SameSite=lax; Secure"
    response = Response()
    clear_cookie(response, "__Host-sid")
    assert "Max-Age=0" in response.headers["set-cookie"]
    assert "Secure" in response.headers["set-cookie"]


def drawn(page: Drawn) -> str:
    request = Request({"type": "http", "path_params": {}, "app": SimpleNamespace(state=SimpleNamespace(), routes=[])})
    store: Any = None
    request.app.state.house = House(Settings.read({}), store)
    return draw(request, page)


def test_leaving_is_a_page_that_goes_on_by_itself() -> None:
    html = drawn(leave_for("https://idp.test/a?b=1&c=2", "Brackenshire Police"))
    assert '<meta http-equiv="refresh" content="0;url=https://idp.test/a?b=1&amp;c=2">' in html
    assert 'href="https://idp.test/a?b=1&amp;c=2"' in html
    assert "<h1" in html
    with pytest.raises(ValueError, match="address of the web"):
        leave_for("javascript:alert(1)", "Brackenshire Police")


def test_the_picker_is_a_form_that_works_without_scripts() -> None:
    person = DemoPerson("p-1", "Ada <Osei>", "ada@police.example", "Detective sergeant", "Chair, North")
    html = drawn(DemoIdpPage("Police", [person], "/demo-idp/police/authorize?state=a&nonce=b").whole())
    assert '<form method="post" action="/demo-idp/police/authorize?state=a&amp;nonce=b">' in html
    assert 'name="subject" value="p-1"' in html
    assert "Ada &lt;Osei&gt;" in html
    assert "style=" not in html
    assert "You have signed out of Police" in drawn(DemoIdpPage("Police").whole())
