"""Signing out here ends the session at the provider; signing out there ends it here."""

from tests.agencies.front_door import onward
from tests.interop.conftest import NewVisitor
from tests.interop.house import House
from tests.interop.op import OidcProvider
from tests.interop.visitor import Visitor
from tests.registered import email

REP = email("police_rep")


def leave_provider(visitor: Visitor, address: str) -> str:
    """Confirm there that one wants to sign out; the address that it sends the browser to."""
    confirmed = visitor.fill(visitor.get(address), logout="yes")
    assert confirmed.is_redirect, confirmed.text
    return confirmed.headers["location"]


def test_signing_out_here_ends_it_there(house: House, police: OidcProvider, visitor: Visitor) -> None:
    visitor.sign_in(REP)
    address = onward(visitor.post(f"{house.address}/sign-out", {}))
    assert address.startswith(f"{police.issuer}/session/end?")
    assert not house.reads_home(visitor, "police_rep")
    back = leave_provider(visitor, address)
    assert back.partition("?")[0] == f"{house.address}/signed-out"
    page = visitor.get(back)
    assert (page.status_code, "You have signed out" in page.text) == (200, True)
    asks_again = visitor.follow(visitor.get(visitor.leave(REP)))
    assert not asks_again.is_redirect and "Second factor" in asks_again.text


def test_while_signed_in_there_nothing_is_asked_again(house: House, visitor: Visitor) -> None:
    """The difference that signing out there makes."""
    visitor.sign_in(REP)
    assert visitor.follow(visitor.get(visitor.leave(REP))).is_redirect


def test_signing_out_there_ends_it_here(house: House, police: OidcProvider, new_visitor: NewVisitor) -> None:
    """Back-channel: the provider itself calls the house, which the browser need not do."""
    visitor, bystander = new_visitor(), new_visitor()
    visitor.sign_in(REP)
    bystander.sign_in(email("walled_rep"))
    assert house.reads_home(visitor, "police_rep")
    leave_provider(visitor, f"{police.issuer}/session/end")
    assert house.ended("police_rep") == "signed-out-at-provider"
    assert not house.reads_home(visitor, "police_rep")
    assert house.reads_home(bystander, "walled_rep")
