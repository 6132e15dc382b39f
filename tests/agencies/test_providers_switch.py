"""One provider in use at a time: switched on once tried, off at once, and from one to the next with its people."""

from uuid import UUID

import pytest

from marac.store.people import Account, Provider
from marac.verbs import Verb
from tests.agencies.front_door import FrontDoor, onward
from tests.agencies.office import FIELDS, Office


@pytest.fixture
def office(door: FrontDoor) -> Office:
    return Office(door)


def switch_on(office: Office, added: UUID, version: int = 1, **typed: object) -> int:
    other = office.in_use().version
    return office.post(f"/{added}/on", version=version, **{"instead_of": other} | typed).status_code


def test_what_was_never_tried_is_not_switched_on(office: Office) -> None:
    added = office.add()
    assert "Try to sign in first" in office.get(f"/{added}").text
    assert "Try to sign in first" in office.get(f"/{added}/switch").text
    answer = office.post(f"/{added}/on", version=1, instead_of=1)
    assert answer.status_code == 403 and "Try to sign in first" in answer.text
    assert office.in_use().id != added


def test_from_one_provider_to_the_next_members_are_bound_anew(office: Office) -> None:
    door, old = office.door, office.in_use()
    door.browser().sign_in("police_rep")
    before = door.account("police_rep")
    assert before.subject and before.issuer == old.issuer
    added = office.add()
    office.trial(added)
    page = office.get(f"/{added}/switch").text
    assert "is switched off in the same act" in page and "1 member was known by another sign-in" in page
    assert switch_on(office, added) == 303
    assert office.in_use().id == added and not office.row(old.id).switched_on
    unbound = door.account("police_rep")
    assert (unbound.issuer, unbound.subject, unbound.bound_at) == ("", "", None)
    verbs = [event.verb for event in door.record()][-3:]
    assert verbs == [Verb.PROVIDER_SWITCHED_OFF, Verb.ACCOUNT_UNBOUND, Verb.PROVIDER_SWITCHED_ON]
    browser = door.browser()
    assert office.sign_in_by_email(browser, "police.rep@police.example").status_code == 303
    assert browser.token is not None
    bound = door.account("police_rep")
    assert (bound.issuer, bound.subject) == (office.row(added).issuer, "new-1")


def test_other_agencies_accounts_stay_bound(office: Office) -> None:
    office.door.browser().sign_in("council_rep")
    before = office.door.account("council_rep")
    added = office.add()
    office.trial(added)
    switch_on(office, added)
    after = office.door.account("council_rep")
    assert (after.issuer, after.subject) == (before.issuer, before.subject) != ("", "")


def test_switched_off_and_on_again_keeps_who_is_bound_unless_asked(office: Office) -> None:
    added = office.add()
    office.trial(added)
    switch_on(office, added)
    office.sign_in_by_email(office.door.browser(), "police.rep@police.example")
    assert office.post(f"/{added}/off", version=2).status_code == 303
    page = office.get(f"/{added}/switch").text
    assert "Bind all 1 members who have signed in before anew" in page
    assert office.post(f"/{added}/on", version=3, instead_of=0).status_code == 303
    assert office.door.account("police_rep").subject == "new-1"
    office.post(f"/{added}/off", version=4)
    assert office.post(f"/{added}/on", version=5, instead_of=0, rebind="yes").status_code == 303
    assert office.door.account("police_rep").subject == ""


def test_switched_off_nobody_signs_in_through_it(office: Office) -> None:
    used = office.in_use()
    assert "Nobody of" in office.get(f"/{used.id}/switch").text
    assert office.post(f"/{used.id}/off", version=1).status_code == 303
    browser = office.door.browser()
    answer = browser.client.post("/sign-in", data={"email": "police.rep@police.example"})
    assert answer.status_code == 422 and "We cannot sign you in" in answer.text


@pytest.mark.parametrize("typed, left", [({}, 1), ({"sign_out": "yes"}, 0)])
def test_whoever_came_in_through_it_may_be_signed_out_with_it(office: Office, typed: dict[str, str], left: int) -> None:
    police, council = office.door.browser(), office.door.browser()
    police.sign_in("police_rep")
    council.sign_in("council_rep")
    office.post(f"/{office.in_use().id}/off", version=1, **typed)
    assert len([one for one in office.door.sessions("police_rep") if one.ended_at is None]) == left
    assert police.client.get(office.door.home("police_rep")).headers["location"].startswith("/sign-in") == (not left)
    assert not council.client.get(office.door.home("council_rep")).headers["location"].startswith("/sign-in")


def test_a_stale_page_switches_nothing(office: Office) -> None:
    added = office.add()
    office.trial(added)
    office.post(f"/{added}/change", **FIELDS | {"name": "Renamed", "secret": ""}, version=1)
    assert switch_on(office, added, version=1) == 409
    assert switch_on(office, added, version=2, instead_of=9) == 409
    assert office.post(f"/{office.in_use().id}/off", version=9).status_code == 409
    assert office.in_use().id != added and not office.row(added).switched_on
    assert switch_on(office, added, version=2) == 303
    assert office.post(f"/{added}/on", version=3, instead_of=0).status_code == 403  # it is on


def test_what_was_taken_by_another_agency_meanwhile_is_not_switched_on(office: Office) -> None:
    added = office.add(email_domains="police.example new.example")
    office.trial(added)
    fire = office.beside("fire").in_use()
    office.door.change(Provider, fire.id, email_domains=["new.example"])
    answer = office.post(f"/{added}/on", version=1, instead_of=1)
    assert answer.status_code == 403 and "Another agency signs in with new.example" in answer.text


def test_agencies_that_share_a_provider_are_told_apart_by_the_account(office: Office) -> None:
    """One client at one provider for two agencies: who was admitted by the fire service goes in as the fire service."""
    door, fire = office.door, office.beside("fire")
    door.change(Provider, fire.in_use().id, email_domains=["police.example"])
    door.change(Account, door.account("outsider").id, email="bo@police.example")
    found = []
    for one in (office, fire):  # each moves from the demonstration's provider, while the other is still there
        added = one.add()
        one.trial(added)
        assert switch_on(one, added) == 303
        found.append(one.row(added).key)
    keys = {}
    for email in ("police.rep@police.example", "bo@police.example", "nobody@police.example"):
        answer = door.browser().client.post("/sign-in", data={"email": email})
        assert answer.status_code == 200
        keys[email] = [key for key in found if key in answer.text]
    assert keys["police.rep@police.example"] == [found[0]]
    assert keys["bo@police.example"] == [found[1]]
    assert len(keys["nobody@police.example"]) == 1


def test_a_whole_sign_in_through_a_shared_provider_leads_to_ones_own_agency(office: Office) -> None:
    door, fire = office.door, office.beside("fire")
    door.change(Provider, fire.in_use().id, switched_on=False)
    shared = {"email_domains": "police.example fire.example"}
    for one in (office, fire):
        added = one.add(**shared)
        one.trial(added)
        if one is fire:
            assert one.post(f"/{added}/on", version=1, instead_of=0).status_code == 303
        else:
            assert switch_on(one, added) == 303
    door.change(Account, door.account("outsider").id, email="bo@fire.example")
    browser = door.browser()
    address = onward(browser.client.post("/sign-in", data={"email": "bo@fire.example"}))
    assert browser.client.get(fire.newcomer.sign_in(address, "new-2")).status_code == 303
    assert len(door.sessions("outsider")) == 1 and not door.sessions("police_rep")
