"""Agreements on a real database: recorded, reviewed, suspended, lapsed; what is handed over, and who is shut out."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from agencies.operations import agreements, lapsing
from marac import clock
from marac.policy import agreements as policy
from marac.proceedings import RemarkKind, Standing
from marac.store.agreements import Agreement, AgreementDocument, AgreementRemark
from marac.store.work import open_work
from marac.vocabulary import ALLOWED, Conflict, NotFound, Refused
from tests.agencies.agreed import agree, agreement_of, barred, change, day, deciding, require, signed, suspend
from tests.cast import Cast

# When access is open --------------------------------------------------------


def test_access_needs_both_agreements_where_the_marac_says_so(cast: Cast, owner: Engine) -> None:
    assert barred(cast, owner, "council_rep") == ""
    require(owner)
    assert "umbrella information-sharing protocol of Testshire council has not been" in barred(
        cast, owner, "council_rep"
    )
    agree(cast, "council", umbrella=True)
    assert "information-sharing agreement of Testshire council has not been" in barred(cast, owner, "council_rep")
    agree(cast, "council")
    assert barred(cast, owner, "council_rep") == ""
    assert barred(cast, owner, "police_rep") != ""


@pytest.mark.parametrize(
    ("name", "shut"),
    [
        ("police_rep", True),
        ("idva", True),
        ("contributor", True),
        ("observer", True),
        ("chair", False),
        ("coordinator", False),
        ("auditor", False),
        ("officer", False),
        ("administrator", False),
        ("signatory", False),
    ],
)
def test_who_is_appointed_by_the_marac_is_not_shut_out(cast: Cast, owner: Engine, name: str, shut: bool) -> None:
    require(owner)
    assert bool(barred(cast, owner, name)) is shut


@pytest.mark.parametrize(
    ("dates", "shut"),
    [
        ({"review_on": day(-1)}, ""),
        ({"review_on": day(-60)}, ""),
        ({"review_on": day(-61)}, "its review is more than 60 days overdue"),
        ({"expires_on": day(0)}, ""),
        ({"expires_on": day(-1)}, "has expired"),
        ({"suspended_at": clock.now()}, "was suspended"),
        ({"withdrawn_at": clock.now()}, "was withdrawn"),
        ({"signed_on": day(1)}, "has not been recorded"),
    ],
)
def test_the_database_and_the_rule_say_the_same_of_every_state(
    all_agreed: Cast, owner: Engine, dates: dict[str, object], shut: str
) -> None:
    found = agreement_of(all_agreed, "council")
    change(owner, found.id, **dates)
    said = barred(all_agreed, owner, "council_rep")
    assert shut in said if shut else said == ""
    with open_work(all_agreed.store, all_agreed["signatory"]) as work:
        standing = agreements.stands(work, work.find(Agreement, found.id))
    assert (standing in policy.OPEN) is not bool(shut)


def test_a_unit_is_covered_by_its_parent_unless_it_signed_itself(all_agreed: Cast, owner: Engine) -> None:
    cast = all_agreed
    with owner.begin() as connection:
        move = text("UPDATE agency SET parent_id = :parent WHERE id = :unit")
        connection.execute(move, {"parent": cast.agencies["council"], "unit": cast.agencies["fire"]})
        drop = text(
            "DELETE FROM agreement_remark WHERE agreement_id IN (SELECT id FROM agreement WHERE agency_id = :u)"
        )
        connection.execute(drop, {"u": cast.agencies["fire"]})
        for table in ("agreement_document WHERE agreement_id IN (SELECT id FROM agreement WHERE agency_id = :u)",
                      "agreement WHERE agency_id = :u"):  # fmt: skip
            connection.execute(text(f"DELETE FROM {table}"), {"u": cast.agencies["fire"]})
    assert barred(cast, owner, "outsider") == ""
    suspend(cast)
    assert "was suspended" in barred(cast, owner, "outsider")
    for umbrella in (True, False):
        agree(cast, "fire", umbrella=umbrella)
    assert barred(cast, owner, "outsider") == ""


# Recorded, reviewed, recommended --------------------------------------------


def test_a_new_version_takes_the_place_of_the_one_before(cast: Cast) -> None:
    first, second = agree(cast, "council"), agree(cast, "council")
    with open_work(cast.store, cast["auditor"]) as work:
        found = work.find(Agreement, second)
        assert [version.id for version in agreements.versions_of(work, found)] == [second, first]
        assert work.find(Agreement, first).replaced_at is not None
        paper = work.first(select(AgreementDocument).where(AgreementDocument.agreement_id == second))
        assert paper and paper.content.startswith(b"%PDF-")
        assert len(found.document_sha256) == 64


def test_a_signatory_renews_their_own_agency_s_agreement_and_no_other(cast: Cast) -> None:
    with open_work(cast.store, cast["signatory"]) as work:
        agreements.record(work, cast.agencies["council"], signed(cast), umbrella=False)
    for name in ("police_signatory", "auditor", "chair", "coordinator", "council_rep"):
        with pytest.raises(Refused), open_work(cast.store, cast[name]) as work:
            agreements.record(work, cast.agencies["council"], signed(cast), umbrella=False)


def test_the_database_refuses_what_another_agency_s_signatory_writes(cast: Cast) -> None:
    found = agree(cast, "council")
    with pytest.raises(DBAPIError), open_work(cast.store, cast["police_signatory"]) as work:
        work.require(ALLOWED)
        work.keep(AgreementRemark(agreement_id=found, kind=RemarkKind.SUSPENDED, hat="signatory"))
        work.session.flush()


def test_a_review_gives_the_next_one_and_another_s_is_a_conflict(cast: Cast, owner: Engine) -> None:
    found = agree(cast, "council", review=-20)
    with open_work(cast.store, cast["signatory"]) as work:
        row = work.find(Agreement, found, lock=True)
        assert agreements.stands(work, row) is Standing.OVERDUE
        agreements.review(work, row, day(300), "All as it was", 1)
        assert agreements.stands(work, row) is Standing.IN_FORCE
    with pytest.raises(Conflict), open_work(cast.store, cast["signatory"]) as work:
        agreements.review(work, work.find(Agreement, found, lock=True), day(200), "", 1)
    with pytest.raises(Refused), open_work(cast.store, cast["police_signatory"]) as work:
        agreements.review(work, work.find(Agreement, found), day(200), "", 2)


def test_auditors_recommend_and_cannot_suspend(all_agreed: Cast, owner: Engine) -> None:
    with deciding(all_agreed, "auditor") as (work, found):
        agreements.recommend(work, found, "Suspend it until the review is done")
    with pytest.raises(Refused, match="Auditors recommend"), deciding(all_agreed, "auditor") as (work, found):
        lapsing.suspend(work, found, "No", None, found.version)
    assert barred(all_agreed, owner, "council_rep") == ""
    with open_work(all_agreed.store, all_agreed["signatory"]) as work:
        said = [r.said for r in agreements.remarks_on(work, [found.id])]
    assert said == ["", "Suspend it until the review is done"]


def test_an_outsider_sees_no_agreement_but_their_own_agency_s(all_agreed: Cast) -> None:
    found = agreement_of(all_agreed, "council")
    with pytest.raises(NotFound), open_work(all_agreed.store, all_agreed["outsider"]) as work:
        work.find(Agreement, found.id)
    with open_work(all_agreed.store, all_agreed["outsider"]) as work:
        assert {held.agency.id for held in agreements.register(work)} == {all_agreed.agencies["fire"]}
