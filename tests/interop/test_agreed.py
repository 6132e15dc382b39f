"""What a house and a provider may agree on when they are registered with each other."""

import asyncio
from typing import Any

import pytest

from agencies.operations.providers import of_agency, switch_on
from agencies.signin.inspection import Finding, Inspected, inspect
from agencies.signin.provider import ProviderSettings
from agencies.signin.wire import Wire
from marac import clock
from marac.store.work import open_work
from tests.interop.conftest import NewVisitor
from tests.interop.house import House
from tests.interop.op import OidcProvider
from tests.interop.visitor import Visitor
from tests.registered import email

REP = email("police_rep")


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_a_secret_is_sent_as_agreed(bare: House, police: OidcProvider, visitor: Visitor, method: str) -> None:
    bare.enrol("police", police, {"token_endpoint_auth_method": method}, auth_method=method)
    assert visitor.sign_in(REP).status_code == 303


def test_a_wrong_secret_is_refused_there(bare: House, police: OidcProvider, visitor: Visitor) -> None:
    bare.enrol("police", police, secret="mistyped")
    assert visitor.sign_in(REP).status_code == 403
    assert bare.refusals() == ["token-exchange"]


def test_the_house_signs_for_itself_with_the_key_that_it_publishes(
    bare: House, police: OidcProvider, visitor: Visitor
) -> None:
    """The provider fetches the key from the house (RFC 7523)."""
    method = "private_key_jwt"
    keys = f"{bare.address}/auth/keys/{{key}}"
    bare.enrol("police", police, {"token_endpoint_auth_method": method, "jwks_uri": keys}, auth_method=method)
    assert visitor.sign_in(REP).status_code == 303


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256"])
def test_an_algorithm_that_is_allowed(bare: House, police: OidcProvider, visitor: Visitor, algorithm: str) -> None:
    bare.enrol("police", police, {"id_token_signed_response_alg": algorithm}, algorithms=[algorithm])
    assert visitor.sign_in(REP).status_code == 303


def test_an_algorithm_that_is_not(bare: House, police: OidcProvider, visitor: Visitor) -> None:
    bare.enrol("police", police, {"id_token_signed_response_alg": "ES256"})
    assert visitor.sign_in(REP).status_code == 403
    assert bare.refusals() == ["algorithm"]


def test_agencies_with_one_domain_share_one_client(bare: House, police: OidcProvider, new_visitor: NewVisitor) -> None:
    """As the organisations of a health service do: who admitted somebody says where they belong."""
    for agency in ("police", "council"):
        bare.enrol(agency, police, email_domains=["police.example", "council.example"])
    for name in ("police_rep", "coordinator"):
        visitor = new_visitor()
        assert visitor.sign_in(email(name)).status_code == 303
        assert bare.reads_home(visitor, name)


def test_an_agency_moves_to_another_provider(
    house: House, police: OidcProvider, council: OidcProvider, new_visitor: NewVisitor
) -> None:
    assert new_visitor().sign_in(REP).status_code == 303
    on_its_way = new_visitor()
    back = on_its_way.authenticate(on_its_way.leave(REP), REP)
    house.enrol("police", council, switched_on=False, tried_at=clock.now())
    with open_work(house.cast.store, house.cast["administrator"]) as work:
        old, new = of_agency(work, house.cast.agencies["police"])
        assert switch_on(work, new, new.version, instead_of=old.version) == 1
    assert on_its_way.get(back).status_code == 403
    assert new_visitor().sign_in(REP).status_code == 303
    assert house.account("police_rep").issuer == council.issuer
    assert house.refusals() == ["unknown-provider"]


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_what_it_publishes_is_found_sound(police: OidcProvider, algorithm: str) -> None:
    found = inspected(police.issuer, algorithms=frozenset({algorithm}), acr=frozenset({"aal2"}))
    assert found.sound
    says = {line.what: line.says for line in found.lines}
    assert says["PKCE"] == "S256"
    assert (says["Issuer in each answer (RFC 9207)"], says["Being told of sign-outs there"]) == ("promised", "offered")


def test_what_it_cannot_do_is_found_before_anybody_signs_in(police: OidcProvider) -> None:
    found = inspected(police.issuer, acr=frozenset({"aal3"}))
    assert [line.what for line in found.lines if line.finding is Finding.REFUSED] == ["Strength of sign-in (acr)"]
    assert not inspected(police.issuer + "/other").sound


def inspected(issuer: str, **settings: Any) -> Inspected:
    usual: dict[str, Any] = {"client_id": "marac", "client_secret": "x", "email_domains": frozenset({"police.example"})}
    asked = ProviderSettings(key="a" * 32, issuer=issuer, **usual | settings)
    return asyncio.run(inspect(Wire(loopback_http=True), asked))
