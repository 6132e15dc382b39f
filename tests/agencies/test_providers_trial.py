"""An administrator tries a provider: what it publishes line by line, and a sign-in that lets nobody in."""

import re
from datetime import timedelta

import pytest
from starlette.responses import RedirectResponse

from agencies.pages.providers_words import sentence, stages
from agencies.signin.refusal import Check
from marac import clock
from marac.store.people import Appointment, Provider
from marac.verbs import Verb
from tests.agencies.front_door import FrontDoor, onward, words_of
from tests.agencies.office import FIELDS, ISSUER, SECRET, Office
from tests.agencies.signin.hostile import GONE, Hostile
from tests.agencies.signin.hostile import ISSUER as HOSTILE


@pytest.fixture
def office(door: FrontDoor) -> Office:
    return Office(door)


def outcome(page: str, what: str) -> str:
    """What the page says of one line."""
    found = re.search(rf'scope="row">{re.escape(what)}</th>(.*?)</tr>', page, re.DOTALL)
    assert found, page
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


def test_what_a_sound_provider_publishes_is_right_line_by_line(office: Office) -> None:
    page = office.post(f"/{office.add()}/try")
    assert page.status_code == 200
    assert "Nothing that it publishes will be refused" in page.text and "Will be refused" not in page.text
    for what, said in (
        ("Issuer", f"{ISSUER} Right"),
        ("PKCE", "S256 Right"),
        ("Signature of ID tokens", "RS256 Right Accepted: RS256."),
        ("Issuer in each answer (RFC 9207)", "promised Right An answer without it is refused."),
        ("Strength of sign-in (acr)", "aal1, aal2 Right Required: aal2."),
        ("Keys", "1 of 1 usable Right"),
    ):
        assert outcome(page.text, what) == said
    assert "Not offered" in outcome(page.text, "Being told of sign-outs there")


def test_trying_what_it_publishes_is_not_yet_a_trial(office: Office) -> None:
    added = office.add()
    office.post(f"/{added}/try")
    assert office.row(added).tried_at is None


@pytest.mark.parametrize(
    "says, what, said",
    [
        ({"issuer": HOSTILE + "/"}, "Issuer", f"{HOSTILE}/ Will be refused It must be {HOSTILE} to the letter."),
        (
            {"token_endpoint": "http://idp.police.test/token"},
            "Token address",
            "http://idp.police.test/token Will be refused The address must begin with https://.",
        ),
        ({"jwks_uri": GONE}, "Address of its keys", "Nothing Will be refused The metadata gives no jwks_uri."),
        (
            {"end_session_endpoint": "http://idp.police.test/out"},
            "Signing out there too",
            "http://idp.police.test/out Will be refused The address must begin with https://.",
        ),
        (
            {"code_challenge_methods_supported": ["plain"]},
            "PKCE",
            "plain Will be refused It must know the method S256.",
        ),
        (
            {"id_token_signing_alg_values_supported": ["HS256", "none"]},
            "Signature of ID tokens",
            "HS256, none Will be refused None of those that are allowed: ES256.",
        ),
        (
            {"token_endpoint_auth_methods_supported": ["tls_client_auth"]},
            "How this service proves itself",
            "tls_client_auth Will be refused It must take client_secret_basic.",
        ),
        (
            {"response_types_supported": ["id_token"]},
            "Authorization code flow",
            "id_token Will be refused It must offer the response type code.",
        ),
        ({"acr_values_supported": ["low"]}, "Strength of sign-in (acr)", "low Will be refused Required: aal2."),
        ({"jwks": {"keys": []}, "scope": "x"}, "Not read", "jwks, scope To know Metadata may not set these; they"),
        ({"issuer": "<script>alert(1)</script>"}, "Issuer", "&lt;script&gt;alert(1)&lt;/script&gt; Will be refused"),
    ],
)
def test_what_will_be_refused_is_said_in_words(office: Office, says: dict[str, object], what: str, said: str) -> None:
    hostile = Hostile()
    office.door.app.state.discovery = hostile.discovery
    hostile.metadata = dict(says)
    added = office.add(issuer=HOSTILE, algorithms=["ES256"])
    page = office.post(f"/{added}/try")
    assert page.status_code == 200
    assert outcome(page.text, what).startswith(said)
    assert ("until what is marked red is put right" in page.text) == ("Will be refused" in said)


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/keys"])
def test_what_cannot_be_fetched_is_said_in_words(office: Office, path: str) -> None:
    hostile = Hostile()
    office.door.app.state.discovery = hostile.discovery
    added = office.add(issuer=HOSTILE, algorithms=["ES256"])
    hostile.answers[path] = lambda: RedirectResponse("https://elsewhere.example/")
    assert "The provider redirects where it must answer." in office.post(f"/{added}/try").text


def test_a_key_that_fits_no_algorithm_is_refused(office: Office) -> None:
    office.door.app.state.discovery = Hostile().discovery
    added = office.add(issuer=HOSTILE, algorithms=["RS256"])
    said = outcome(office.post(f"/{added}/try").text, "Keys")
    assert said == "0 of 1 usable Will be refused None fits the algorithms that are allowed."


def test_a_trial_that_passes_every_check_lets_nobody_in(office: Office) -> None:
    added = office.add()
    token, before = office.browser.token, len(office.door.sessions("police_rep"))
    page = office.trial(added)
    assert page.status_code == 200 and "Every check was passed. The provider can be switched on." in page.text
    assert page.text.count(">Passed<") == 7 and "police.rep@police.example" in page.text
    assert office.browser.token == token and "set-cookie" not in page.headers
    assert len(office.door.sessions("police_rep")) == before
    account = office.door.account("police_rep")
    assert (account.issuer, account.subject, account.last_sign_in_at) == ("", "", None)
    row = office.row(added)
    assert row.tried_at is not None and row.tried_by == office.door.cast.members["administrator"]
    assert not row.switched_on
    last = office.door.record()[-1]
    assert (last.verb, last.reason, last.hat) == (Verb.PROVIDER_TRIED, "", "administrator")
    assert "police.rep" not in words_of(last) and SECRET not in words_of(last)
    assert "Tried with success" in office.get(f"/{added}").text


def test_a_trial_that_is_refused_names_the_check(office: Office) -> None:
    added = office.add()
    page = office.trial(added, second_factor="no")
    assert page.status_code == 200
    assert "The sign-in was not as strong as required here (acr). Check: assurance." in page.text
    assert outcome(page.text, "The sign-in was recent and strong enough") == "Refused"
    assert outcome(page.text, "It was made for this client, for this sign-in, just now") == "Passed"
    assert outcome(page.text, "The e-mail address belongs to the agency") == "Not reached"
    assert office.row(added).tried_at is None
    assert office.door.record()[-1].reason == "assurance"


@pytest.mark.parametrize(
    "subject, changes, check",
    [
        ("new-2", {}, "email-domain"),
        ("new-1", {"secret": "wrong"}, "token-exchange"),
        ("new-1", {"amr": "fido"}, "methods"),
        ("new-1", {"algorithms": ["ES256"]}, "algorithm"),
    ],
)
def test_what_a_trial_is_refused_for_is_told_to_the_administrator(
    office: Office, subject: str, changes: dict[str, object], check: str
) -> None:
    added = office.add(**changes)
    assert f"Check: {check}." in office.trial(added, subject).text
    assert office.row(added).tried_at is None


def test_a_provider_that_does_not_answer_is_said_at_once(office: Office) -> None:
    added = office.add(issuer="https://127.0.0.1:9999/nobody")
    page = office.post(f"/{added}/trial")
    assert page.status_code == 200 and "A sign-in would be refused" in page.text
    assert "The provider cannot be reached, or did not answer within five seconds." in page.text


@pytest.mark.parametrize("who", ["nobody", "police_rep"])
def test_a_trial_ends_for_its_administrator_only(office: Office, who: str) -> None:
    added = office.add()
    back = office.newcomer.sign_in(office.leave(added))
    other = office.door.browser()
    if who != "nobody":
        other.sign_in(who)
    answer = other.client.get(back)
    assert answer.status_code == 403 and "Something about this sign-in was not right" in answer.text
    assert "Trial" not in answer.text and office.row(added).tried_at is None
    assert office.door.record()[-1].reason == "trial-of-another"
    assert office.browser.client.get(back).status_code == 403  # it is spent


def test_a_trial_in_another_browser_of_the_administrators_is_refused(office: Office) -> None:
    added = office.add()
    back = office.newcomer.sign_in(office.leave(added))
    other = office.door.browser()
    other.sign_in("administrator")
    assert "Check: browser." in other.client.get(back).text
    assert office.row(added).tried_at is None


def test_two_trials_may_be_under_way_in_two_tabs(office: Office) -> None:
    added = office.add()
    first, second = office.leave(added), office.leave(added)
    for address in (first, second):
        assert "Every check was passed" in office.browser.client.get(office.newcomer.sign_in(address)).text


@pytest.mark.parametrize("check", list(Check))
def test_every_check_can_be_told(check: Check) -> None:
    assert sentence(check).endswith(".") and sentence(check) != check.value
    assert [stage.state for stage in stages(check)].count("refused") == 1


def test_a_trial_replayed_is_refused(office: Office) -> None:
    added = office.add()
    back = office.newcomer.sign_in(office.leave(added))
    assert office.browser.client.get(back).status_code == 200
    assert office.browser.client.get(back).status_code == 403


def test_a_trial_does_not_count_for_settings_changed_meanwhile(office: Office) -> None:
    added = office.add()
    back = office.newcomer.sign_in(office.leave(added))
    office.post(f"/{added}/change", **FIELDS | {"max_age": "400"}, version=1)
    page = office.browser.client.get(back)
    assert "the provider was changed meanwhile: try it once more" in page.text
    assert office.row(added).tried_at is None


def test_a_change_that_bears_on_sign_in_must_be_tried_again(office: Office) -> None:
    added = office.add()
    office.trial(added)
    office.post(f"/{added}/change", **FIELDS | {"name": "Renamed", "secret": ""}, version=1)
    assert office.row(added).tried_at is not None
    office.post(f"/{added}/change", **FIELDS | {"name": "Renamed", "amr": "", "secret": ""}, version=2)
    assert office.row(added).tried_at is None


def test_who_is_administrator_no_more_learns_nothing_of_their_trial(office: Office) -> None:
    added = office.add()
    back = office.newcomer.sign_in(office.leave(added))
    yesterday = clock.today() - timedelta(days=1)
    office.door.change(Appointment, office.door.cast["administrator"].appointment_id, until_on=yesterday)
    assert office.browser.client.get(back).status_code == 403
    assert office.row(added).tried_at is None


def test_a_member_cannot_sign_in_through_a_provider_that_is_only_tried(office: Office) -> None:
    added = office.add()
    office.trial(added)
    browser = office.door.browser()
    address = onward(browser.client.post("/sign-in", data={"email": "police.rep@police.example"}))
    assert "/demo-idp/new" not in address  # still through the one in use
    used = browser.client.get(f"/auth/callback/{office.row(added).key}?state=x&code=y")
    assert used.status_code == 403


def test_one_in_use_can_be_tried_too(office: Office) -> None:
    office.door.change(Provider, office.in_use().id, tried_at=None)
    used = office.in_use()
    address = onward(office.post(f"/{used.id}/trial"))
    subject = office.door.account("police_rep").id.hex
    at_home = office.browser.client.post(address, data={"subject": subject, "second_factor": "yes"})
    page = office.browser.client.get(at_home.headers["location"])
    assert "Every check was passed" in page.text and office.row(used.id).tried_at is not None
