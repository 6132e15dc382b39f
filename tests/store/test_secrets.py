"""Secrets of the installation, sealed under the master key in rows of their own."""

from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag

from marac.store.people import Provider
from marac.store.sealing import Keyring

MASTER = b"tests: thirty-two bytes of a key"


def row() -> Provider:
    return Provider(agency_id=uuid4(), key=uuid4().hex, issuer="https://idp.example", client_id="marac")


def test_a_secret_is_opened_by_who_holds_the_master_key() -> None:
    kept = row()
    Keyring(MASTER).seal_secret(kept, "secret_sealed", "sesame")
    assert b"sesame" not in kept.secret_sealed
    assert Keyring(MASTER).open_secret(kept, "secret_sealed") == "sesame"
    with pytest.raises(InvalidTag):
        Keyring(MASTER[::-1]).open_secret(kept, "secret_sealed")


def test_a_secret_does_not_open_in_another_row() -> None:
    kept, other = row(), row()
    Keyring(MASTER).seal_secret(kept, "secret_sealed", "sesame")
    other.secret_sealed = kept.secret_sealed
    with pytest.raises(InvalidTag):
        Keyring(MASTER).open_secret(other, "secret_sealed")


def test_no_secret_is_the_empty_one() -> None:
    assert Keyring(MASTER).open_secret(row(), "secret_sealed") == ""
