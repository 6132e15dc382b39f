"""What happens at the door stands in the ledger of those who answer for it, under the agency whose door it was."""

import pytest
from sqlmodel import select

from agencies.signin.session import record_refusal
from marac.store.people import Provider
from marac.store.work import open_work
from marac.vocabulary import SIGN_IN
from tests.cast import Cast
from tests.conftest import ClientOf


def refused_at(cast: Cast, agency: str, check: str) -> None:
    with open_work(cast.store, SIGN_IN) as work:
        found = select(Provider.key).where(Provider.agency_id == cast.agencies[agency])
        key = work.all(found)[0]
    record_refusal(cast.store, check, key, "reference")


@pytest.mark.parametrize("name, reads", [("auditor", {"nonce", "browser"}), ("officer", {"nonce"})])
def test_refused_sign_ins_are_read_by_who_answers_for_them(
    cast: Cast, client_of: ClientOf, name: str, reads: set[str]
) -> None:
    own = next(key for key, agency_id in cast.agencies.items() if agency_id == cast["officer"].agency_id)
    refused_at(cast, own, "nonce")
    refused_at(cast, "landlord", "browser")
    hat = cast[name].hat
    page = client_of(name).get(f"/m/{cast.slug}/{hat}/ledger?operation=refused").text
    assert page.count("was refused at sign-in") == len(reads)
    assert {check for check in ("nonce", "browser") if check in page} == reads


def test_nobody_else_reads_them(cast: Cast, client_of: ClientOf) -> None:
    refused_at(cast, "police", "nonce")
    for name in ("chair", "coordinator", "police_rep", "administrator"):
        assert client_of(name).get(f"/m/{cast.slug}/{cast[name].hat}/ledger").status_code == 403, name
