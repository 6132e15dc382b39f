"""An administrator registers an agency's provider: what is shown, what is refused, and what is never said."""

import re
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from marac.store.people import Agency, Appointment, Partner, Provider
from marac.verbs import Verb
from marac.vocabulary import AgencyKind, Role
from tests.agencies.front_door import FrontDoor, words_of
from tests.agencies.office import FIELDS, ISSUER, SECRET, Office
from tests.cast import Cast, install
from tests.conftest import ClientOf


@pytest.fixture
def office(door: FrontDoor) -> Office:
    return Office(door)


def test_a_provider_is_added_switched_off_and_not_tried(office: Office) -> None:
    assert office.get().text.count("police.example") == 1
    added = office.add()
    row, page = office.row(added), office.get(f"/{added}").text
    assert (row.switched_on, row.tried_at, row.version) == (False, None, 1)
    for shown in ("Police sign-in 2026", ISSUER, "marac-new", "aal2", "300 seconds", "Not tried since"):
        assert shown in page
    for address in ("auth/callback/", "auth/backchannel/"):
        assert f"https://127.0.0.1:8443/{address}{row.key}" in page
    assert "https://127.0.0.1:8443/signed-out" in page
    assert "Police sign-in 2026" in office.get().text and office.in_use().id != added


def test_the_secret_is_sealed_and_never_said_again(office: Office) -> None:
    added = office.add()
    pages = [office.get(), office.get(f"/{added}"), office.get(f"/{added}/change"), office.post(f"/{added}/try")]
    again = FIELDS | {"issuer": "not an issuer", "secret": SECRET + "-two"}
    pages += [office.post(f"/{added}/change", **again, version=1), office.post(**again)]
    pages += [office.post(f"/{added}/change", **FIELDS, version=7)]
    assert [page.status_code for page in pages] == [200, 200, 200, 200, 422, 422, 409]
    assert not any(SECRET in page.text for page in pages)
    assert SECRET.encode() not in office.row(added).secret_sealed
    assert not any(SECRET in words_of(event) for event in office.door.record())
    assert office.door.cast.store.keyring.open_secret(office.row(added), "secret_sealed") == SECRET


def test_an_empty_secret_keeps_the_one_there_is(office: Office) -> None:
    added = office.add()
    answer = office.post(f"/{added}/change", **FIELDS | {"secret": "", "max_age": ""}, version=1)
    assert answer.status_code == 303
    row = office.row(added)
    assert (row.max_age, row.version) == (None, 2)
    assert office.door.cast.store.keyring.open_secret(row, "secret_sealed") == SECRET


def test_a_secret_is_never_carried_over_to_another_issuer(office: Office) -> None:
    added = office.add()
    moved = FIELDS | {"secret": "", "issuer": "https://elsewhere.example"}
    answer = office.post(f"/{added}/change", **moved, version=1)
    assert answer.status_code == 422 and "Enter the secret that the provider gave you." in answer.text
    assert office.row(added).issuer == ISSUER


@pytest.mark.parametrize(
    "field, typed, said",
    [
        ("name", " ", "Enter a name by which you know this provider."),
        ("issuer", "idp.police.example", "Enter an address that begins with https:// and has no ? or # in it."),
        ("issuer", "http://idp.police.example", "Enter an address that begins with https://."),
        ("issuer", "https://idp.example/?a=b", "Enter an address that begins with https:// and has no ? or # in it."),
        ("issuer", "https://user@idp.example/", "Enter an address that begins with https:// and has no ? or # in it."),
        ("client_id", "", "Enter the client ID."),
        ("auth_method", "none", "Choose how this service shows the provider who it is."),
        ("secret", "", "Enter the secret that the provider gave you."),
        ("secret", "-----BEGIN PRIVATE KEY-----", "Enter the secret on one line."),
        ("email_domains", "police", "police is not an e-mail domain."),
        ("email_domains", "fire.example", "Another agency signs in with fire.example through another provider."),
        ("algorithms", ["none"], "Choose at least one algorithm from the list."),
        ("algorithms", [], "Choose at least one algorithm from the list."),
        ("algorithms", ["HS256"], "Choose at least one algorithm from the list."),
        ("max_age", "an hour", "Enter a whole number of seconds."),
        ("max_age", "-1", "Enter a number of seconds from 0 to 43200."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    office: Office, field: str, typed: Any, said: str
) -> None:
    answer = office.post(**FIELDS | {"max_age": "777", "amr": "kept-amr", field: typed})
    assert answer.status_code == 422
    assert re.search(rf'id="{field}-error"[^>]*>.*?{re.escape(said)}', answer.text)
    assert f'<a href="#{field}">' in answer.text
    assert "kept-amr" in answer.text and SECRET not in answer.text
    if isinstance(typed, str) and field != "secret" and field != "auth_method":
        assert f'value="{typed}"' in answer.text or not typed.strip()


def test_an_agency_that_shares_a_provider_may_share_its_domain(office: Office) -> None:
    office.door.change(Provider, _provider_of(office, "fire").id, issuer=ISSUER, client_id="marac-new")
    added = office.add(email_domains="Police.example, @fire.example police.example")
    assert office.row(added).email_domains == ["police.example", "fire.example"]


def _provider_of(office: Office, agency: str) -> Provider:
    return office.beside(agency).in_use()


def test_of_two_tabs_the_second_is_shown_both(office: Office) -> None:
    added = office.add()
    assert office.post(f"/{added}/change", **FIELDS | {"client_id": "theirs"}, version=1).status_code == 303
    answer = office.post(f"/{added}/change", **FIELDS | {"client_id": "mine", "secret": "newer"}, version=1)
    assert answer.status_code == 409
    assert "theirs" in answer.text and "mine" in answer.text and "newer" not in answer.text
    assert office.row(added).client_id == "theirs"


def test_the_one_in_use_keeps_its_issuer(office: Office) -> None:
    used = office.in_use()
    answer = office.post(f"/{used.id}/change", **FIELDS, version=1)
    assert answer.status_code == 422
    assert "People sign in through this now." in answer.text


def test_every_change_is_recorded_by_field_and_without_its_value(office: Office) -> None:
    added = office.add()
    office.post(f"/{added}/change", **FIELDS | {"max_age": "60", "name": "Renamed"}, version=1)
    of_it = [event for event in office.door.record() if {"id": str(added)}.items() <= event.items[0].items()]
    assert [event.verb for event in of_it] == [Verb.PROVIDER_ADDED, Verb.PROVIDER_CHANGED]
    assert of_it[1].items[0]["f"] == ["max_age", "name", "secret"]
    assert not any(told in words_of(event) for event in of_it for told in (ISSUER, "marac-new", "Renamed"))


@pytest.mark.parametrize("name", ["police_rep", "chair", "coordinator", "auditor", "officer", "outsider", "observer"])
def test_for_everybody_else_there_are_no_providers(office: Office, client_of: ClientOf, name: str) -> None:
    client, added, cast = client_of(name), office.add(), office.door.cast
    paths = [office.path, f"{office.path}/new", f"{office.path}/{added}", f"{office.path}/{added}/change"]
    paths += [f"{office.path}/{added}/switch"]
    for path in paths:
        own = path.replace("/administrator/", f"/{cast[name].hat}/")
        assert client.get(own).status_code == client.get(path).status_code == 404
    for deed in ("", f"/{added}/change", f"/{added}/try", f"/{added}/trial", f"/{added}/on", f"/{added}/off"):
        own = (office.path + deed).replace("/administrator/", f"/{cast[name].hat}/")
        assert client.post(own, data=FIELDS).status_code == 404


def test_another_maracs_administrator_finds_nothing(office: Office, owner: Engine, cast: Cast) -> None:
    elsewhere = install(owner, cast.store, "Elsewhere")
    theirs = elsewhere.agencies["police"]
    with Session(owner) as session:
        stranger = Agency(name="A stranger", short_name="stranger", kind=AgencyKind.OTHER)
        session.add(stranger)
        session.flush()
        alone = Provider(agency_id=stranger.id, key=uuid4().hex, issuer="https://x.example", client_id="x")
        session.add_all([alone, Partner(marac_id=elsewhere.marac, agency_id=stranger.id)])
        session.commit()
        ids = (stranger.id, alone.id)
    base = office.path.rsplit("/agencies/", 1)[0]
    get, post = office.browser.client.get, office.browser.client.post
    assert get(f"{base}/agencies/{theirs}/providers").status_code == 404
    for path in (f"/agencies/{ids[0]}/providers", f"/agencies/{ids[0]}/providers/{ids[1]}"):
        assert get(base + path).status_code == 404
    assert post(f"{base}/agencies/{ids[0]}/providers", data=FIELDS).status_code == 404
    # Nor does a provider of one agency lie under another's address.
    assert get(f"{office.path}/{ids[1]}").status_code == 404
    assert get(f"{office.path}/{_provider_of(office, 'fire').id}").status_code == 404


def test_an_agencys_own_administrator_reads_its_own_and_changes_nothing(
    office: Office, client_of: ClientOf, cast: Cast
) -> None:
    client, added = client_of("police_rep"), office.add()
    office.door.change(Appointment, cast["police_rep"].appointment_id, role=Role.AGENCY_ADMINISTRATOR)
    own = office.path.replace("/administrator/", "/agency-administrator/")
    page = client.get(f"{own}/{added}")
    assert page.status_code == 200 and "Only the MARAC&#39;s administrator changes" in page.text
    assert client.get(own).status_code == 200
    for deed in ("", f"/{added}/change", f"/{added}/try", f"/{added}/trial", f"/{added}/on", f"/{added}/off"):
        answer = client.post(own + deed, data=FIELDS | {"version": "1"})
        assert (deed, answer.status_code) == (deed, 403)
    other = own.replace(str(office.agency), str(cast.agencies["fire"]))
    assert client.get(other).status_code == 404
    assert office.row(added).version == 1


def test_with_a_key_of_our_own_no_secret_is_shared_and_the_public_part_is_published(office: Office) -> None:
    added = office.add(auth_method="private_key_jwt", secret="")
    row, anybody = office.row(added), office.door.browser().client
    path = f"/auth/keys/{row.key}"
    assert f"https://127.0.0.1:8443{path}" in office.get(f"/{added}").text
    keys = anybody.get(path).json()["keys"]
    assert len(keys) == 1 and keys[0].keys() == {"kty", "n", "e", "kid", "use", "alg"}
    again = FIELDS | {"auth_method": "private_key_jwt", "secret": ""}
    office.post(f"/{added}/change", **again, version=1)
    assert anybody.get(path).json()["keys"] == keys
    office.post(f"/{added}/change", **again, new_key="yes", version=2)
    assert anybody.get(path).json()["keys"] != keys
    back = office.post(f"/{added}/change", **FIELDS | {"secret": ""}, version=3)
    assert back.status_code == 422 and "Enter the secret" in back.text


def test_where_we_sign_nothing_there_is_no_key(office: Office) -> None:
    anybody = office.door.browser().client
    for key in (office.row(office.add()).key, "0" * 32, "x"):
        assert anybody.get(f"/auth/keys/{key}").status_code == 404
