"""Providers that change their keys, go away or have the wrong time; the others go on."""

import pytest

from tests.interop.conftest import NewVisitor
from tests.interop.house import House
from tests.interop.op import OidcProvider, running
from tests.interop.visitor import Visitor
from tests.registered import email

REP, CLERK = email("police_rep"), email("coordinator")


def test_new_keys_are_trusted_at_once(house: House, police: OidcProvider, new_visitor: NewVisitor) -> None:
    """The house holds the old ones for a quarter of an hour."""
    assert new_visitor().sign_in(REP).status_code == 303
    for _ in range(2):
        police.stop()
        police.start()
        assert new_visitor().sign_in(REP).status_code == 303
    assert house.refusals() == []


def test_a_provider_that_is_down_shuts_out_its_own_agency_only(
    bare: House, council: OidcProvider, new_visitor: NewVisitor
) -> None:
    bare.enrol("council", council)
    with running() as provider:
        bare.enrol("police", provider)
        provider.stop()
        told = new_visitor().post(f"{bare.address}/sign-in", {"email": REP, "next": "/"})
        assert told.status_code == 503
        assert "does not answer" in told.text
        assert provider.issuer not in told.text
        visitor = new_visitor()
        assert visitor.sign_in(CLERK).status_code == 303
        assert bare.reads_home(visitor, "coordinator")
        assert bare.refusals() == ["unreachable"]


def test_a_provider_that_goes_down_in_the_middle_is_said_plainly(bare: House, visitor: Visitor) -> None:
    with running() as provider:
        bare.enrol("police", provider)
        back = visitor.authenticate(visitor.leave(REP), REP)
        provider.stop()
        assert visitor.get(back).status_code == 503
        assert bare.refusals() == ["unreachable"]
        assert not bare.reads_home(visitor, "police_rep")


@pytest.mark.parametrize("seconds", [30, -30])
def test_half_a_minute_between_two_clocks_is_nothing(
    house: House, police: OidcProvider, visitor: Visitor, seconds: int
) -> None:
    police.clock(seconds)
    try:
        assert visitor.sign_in(REP).status_code == 303
    finally:
        police.clock(0)


@pytest.mark.parametrize(("seconds", "check"), [(600, "issued-at"), (-600, "authentication-time")])
def test_ten_minutes_are_too_many(
    house: House, police: OidcProvider, visitor: Visitor, seconds: int, check: str
) -> None:
    police.clock(seconds)
    try:
        assert visitor.sign_in(REP).status_code == 403
        assert house.refusals() == [check]
    finally:
        police.clock(0)
