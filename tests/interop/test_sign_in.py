"""What oidc-provider and the house agree on, and what the house refuses from a provider that means well."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.interop.conftest import NewVisitor
from tests.interop.house import House
from tests.interop.op import OidcProvider
from tests.interop.visitor import Visitor, changed
from tests.registered import email

REP, CLERK = email("police_rep"), email("coordinator")


def test_a_first_sign_in_binds_issuer_and_subject(house: House, police: OidcProvider, visitor: Visitor) -> None:
    assert house.account("police_rep").subject == ""
    answer = visitor.sign_in(REP)
    assert answer.status_code == 303
    assert house.reads_home(visitor, "police_rep")
    account, session = house.account("police_rep"), house.session_of("police_rep")
    assert (account.issuer, account.subject) == (police.issuer, REP.encode().hex())
    assert (session.issuer, session.subject, session.acr) == (account.issuer, account.subject, "aal2")
    assert session.provider_session
    assert house.refusals() == []


def test_a_bound_account_is_known_by_its_subject(house: House, visitor: Visitor, new_visitor: NewVisitor) -> None:
    visitor.sign_in(REP)
    house.change(house.account("police_rep"), email="new.name@police.example")
    assert new_visitor().sign_in(REP).status_code == 303
    house.change(house.account("police_rep"), email=REP, subject="somebody before")
    assert new_visitor().sign_in(REP).status_code == 403
    assert house.refusals() == ["other-subject"]


def test_it_asks_with_pkce_a_nonce_and_the_assurance_wanted(house: House, visitor: Visitor) -> None:
    asked = parse_qs(urlsplit(visitor.leave(REP)).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["code_challenge"][0]) == 43
    assert len(asked["nonce"][0]) >= 43 and len(asked["state"][0]) >= 43
    assert (asked["acr_values"], asked["max_age"], asked["response_type"]) == (["aal2"], ["300"], ["code"])
    assert REP not in str(asked)


def test_the_provider_wants_pkce(house: House, visitor: Visitor) -> None:
    """What the provider was asked to demand, so that the others mean something."""
    without = changed(visitor.leave(REP), code_challenge=None, code_challenge_method=None)
    back = visitor.follow(visitor.get(without)).headers["location"]
    assert "error=invalid_request" in back
    assert visitor.get(back).status_code == 403
    assert house.refusals() == ["provider-refused"]


@pytest.mark.parametrize(("kept", "check"), [("verifier", "token-exchange"), ("nonce", "nonce")])
def test_a_code_of_another_sign_in_is_refused(house: House, visitor: Visitor, kept: str, check: str) -> None:
    back = visitor.authenticate(visitor.leave(REP), REP)
    house.change(house.under_way(), **{kept: "x" * 64})
    assert visitor.get(back).status_code == 403
    assert house.refusals() == [check]


def test_a_callback_is_used_once(house: House, visitor: Visitor) -> None:
    back = visitor.authenticate(visitor.leave(REP), REP)
    assert visitor.get(back).status_code == 303
    assert visitor.get(back).status_code == 403
    assert house.refusals() == ["state"]


def test_a_callback_is_of_use_in_its_own_browser_only(house: House, visitor: Visitor, new_visitor: NewVisitor) -> None:
    back = visitor.authenticate(visitor.leave(REP), REP)
    assert new_visitor().get(back).status_code == 403
    assert house.refusals() == ["browser"]


def test_without_the_second_factor_nobody_is_let_in(house: House, visitor: Visitor) -> None:
    assert visitor.sign_in(REP, otp=False).status_code == 403
    assert house.refusals() == ["assurance"]
    assert not house.reads_home(visitor, "police_rep")


def test_nor_without_the_method_that_is_required(bare: House, police: OidcProvider, visitor: Visitor) -> None:
    bare.enrol("police", police, acr="aal1 aal2", amr="otp")
    assert visitor.sign_in(REP, otp=False).status_code == 403
    assert bare.refusals() == ["methods"]


@pytest.mark.parametrize("said", [None, "http://127.0.0.1:9"], ids=["taken away", "another"])
def test_the_issuer_of_the_answer_is_looked_at(house: House, visitor: Visitor, said: str | None) -> None:
    """RFC 9207."""
    back = visitor.authenticate(visitor.leave(REP), REP)
    assert "iss=" in back
    assert visitor.get(changed(back, iss=said)).status_code == 403
    assert house.refusals() == ["issuer-parameter"]


def test_the_other_agencys_provider_cannot_answer(house: House, council: OidcProvider, visitor: Visitor) -> None:
    back = visitor.authenticate(visitor.leave(REP), REP)
    assert visitor.get(changed(back, iss=council.issuer)).status_code == 403
    assert house.refusals() == ["issuer-parameter"]


def test_the_callback_of_the_other_agency_is_refused(house: House, visitor: Visitor) -> None:
    back = visitor.authenticate(visitor.leave(REP), REP)
    theirs = parse_qs(urlsplit(visitor.leave(CLERK)).query)["redirect_uri"][0]
    assert visitor.get(f"{theirs}?{urlsplit(back).query}").status_code == 403
    assert house.refusals() == ["other-provider"]


def test_one_agencys_provider_does_not_speak_for_anothers_people(house: House, visitor: Visitor) -> None:
    back = visitor.authenticate(visitor.leave(REP), CLERK)
    assert visitor.get(back).status_code == 403
    assert house.refusals() == ["email-domain"]


def test_two_agencies_may_share_a_provider(bare: House, police: OidcProvider, new_visitor: NewVisitor) -> None:
    bare.enrol("police", police)
    bare.enrol("council", police)
    for name in ("police_rep", "coordinator"):
        visitor = new_visitor()
        assert visitor.sign_in(email(name)).status_code == 303
        assert bare.reads_home(visitor, name)
        assert bare.account(name).issuer == police.issuer
    mixed = new_visitor()
    assert mixed.get(mixed.authenticate(mixed.leave(REP), CLERK)).status_code == 403
    assert bare.refusals() == ["email-domain"]


def test_somebody_who_was_not_admitted_is_not_let_in(house: House, visitor: Visitor) -> None:
    assert visitor.sign_in("nobody.asked@police.example").status_code == 403
    assert house.refusals() == ["unknown-account"]
