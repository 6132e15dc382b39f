"""Holding a case, and destroying its key by two people: nothing of it can be read, the record stands (C77)."""

import pytest
from sqlalchemy import Engine, text
from sqlmodel import select

from marac.cases.models import BlindIndex, Case, Hold, PersonName, SafeContact
from marac.cases.operations.keeping import (
    end_erasure,
    erasure_of,
    held_case,
    is_gone,
    lift_hold,
    place_hold,
)
from marac.cases.operations.naming import names_of
from marac.proceedings import HoldKind
from marac.store.audit import AuditEvent
from marac.store.keys import CaseKey
from marac.store.keystore import Erased
from marac.store.work import Work, open_work
from marac.verbs import Operation, Verb
from marac.vocabulary import CaseStatus, Conflict, Refused, Role
from tests.cases.kept import closed_heron, confirm, does, erase, hold, propose
from tests.cast import Cast, open_case


@pytest.fixture
def closed(cast: Cast) -> Cast:
    return closed_heron(cast)


def test_two_people_erase_and_a_receipt_is_kept(closed: Cast) -> None:
    erase(closed)
    with open_work(closed.store, closed["chair"]) as work:
        found = erasure_of(work, closed.cases["HERON"])
        assert found and found.confirmed_at
        assert (found.code, found.proposed_by, found.confirmed_by) == (
            "HERON",
            closed.members["coordinator"],
            closed.members["chair"],
        )
        assert found.unreadable == {"person_name": 3, "safe_contact": 1, "seat": 6, "wall": 1}
        assert found.fingerprints == 3
        assert found.reason == "Erased"
        assert is_gone(work, closed.cases["HERON"])
        key = work.all(select(CaseKey))[0]
        assert key.wrapped == b"" and key.destroyed_at
    with open_work(closed.store, closed["coordinator"]) as work:
        assert not work.all(select(BlindIndex))


def test_what_was_written_reads_as_erased_and_nothing_can_be_added(closed: Cast) -> None:
    erase(closed)
    for who in ("coordinator", "police_rep", "idva"):
        with open_work(closed.store, closed[who]) as work:
            assert {name.surname for name in work.all(select(PersonName))} == {"Erased"}
            assert names_of(work, [closed.cases["HERON"]])[closed.cases["HERON"]].victim == "ERASED"
            contact = work.all(select(SafeContact))[0]
            assert contact.warnings == []
            assert not work.session.info.get("opened"), "what cannot be read is not recorded as read"
            with pytest.raises(Erased):
                contact.note = "more"


def test_the_record_says_who_erased_and_stands(closed: Cast) -> None:
    with open_work(closed.store, closed["auditor"]) as work:
        before = {event.id for event in work.all(select(AuditEvent))}
    erase(closed)
    with open_work(closed.store, closed["auditor"]) as work:
        events = work.all(select(AuditEvent))
    assert before <= {event.id for event in events}
    new = [event for event in events if event.id not in before]
    assert {(event.verb, event.operation) for event in new} == {
        (Verb.ERASURE_PROPOSED, Operation.ERASURE),
        (Verb.CASE_ERASED, Operation.ERASURE),
    }
    assert {event.reason for event in new} == {"no-longer-needed"}
    assert "seven years" not in str([event.items for event in new])


def test_nobody_erases_alone_whichever_hat_they_wear(closed: Cast, owner: Engine) -> None:
    does(closed, "coordinator", propose)
    with pytest.raises(Refused, match="somebody else"):
        does(closed, "coordinator", confirm, Role.CHAIR)
    with pytest.raises(Refused, match="chair"):
        does(closed, "coordinator", confirm)
    # and the database by itself
    with open_work(closed.store, closed.as_hat("coordinator", Role.CHAIR)) as work:
        found = erasure_of(work, closed.cases["HERON"])
        assert found
        asked = text("SELECT scope.destroy_key(:id)")
        assert work.session.connection().execute(asked, {"id": found.id}).scalar() is None


@pytest.mark.parametrize("who", ["chair", "auditor", "officer"])
def test_a_hold_stops_proposing_and_confirming_until_it_is_lifted(closed: Cast, who: str) -> None:
    does(closed, "coordinator", propose)
    with open_work(closed.store, closed[who]) as work:
        placed = place_hold(work, closed.cases["HERON"], "HERON", HoldKind.COURT, "An inquest.")
    with pytest.raises(Refused, match="hold stands"):
        does(closed, "chair", confirm)
    with open_work(closed.store, closed["chair"]) as work:
        found = erasure_of(work, closed.cases["HERON"])
        assert found
        asked = text("SELECT scope.destroy_key(:id)")
        assert work.session.connection().execute(asked, {"id": found.id}).scalar() is None
    with open_work(closed.store, closed[who]) as work:
        mine = work.find(Hold, placed.id)
        assert mine.reason == "An inquest."
        lift_hold(work, mine, "It is over.")
        work.session.info.pop("opened", None)
    does(closed, "chair", confirm)


def test_only_those_whom_it_is_for_hold_and_propose(closed: Cast) -> None:
    for who in ("coordinator", "police_rep"):
        with pytest.raises(Refused, match="places and lifts"):
            does(closed, who, hold)
    for who in ("chair", "police_rep", "auditor"):
        with pytest.raises(Refused, match="coordinator proposes"):
            does(closed, who, propose)


def test_an_officer_holds_a_case_on_which_their_agency_has_had_a_seat_and_no_other(closed: Cast) -> None:
    officer = closed["officer"]
    with open_work(closed.store, officer) as work:
        assert held_case(work, "HERON") == closed.cases["HERON"]
        assert held_case(work, "TEAL") is None
    elsewhere = closed.as_hat("outsider", Role.DATA_PROTECTION_OFFICER)
    walled = closed.as_hat("walled_rep", Role.DATA_PROTECTION_OFFICER)
    for viewer in (elsewhere, walled, closed["police_rep"]):
        with open_work(closed.store, viewer) as work:
            assert held_case(work, "HERON") is None


@pytest.mark.parametrize("status", [CaseStatus.ACCEPTED, CaseStatus.LISTED, CaseStatus.REFERRED])
def test_a_case_that_is_not_over_is_not_erased(cast: Cast, status: CaseStatus) -> None:
    open_case(cast, status=status)
    with pytest.raises(Refused, match="once it is over"):
        does(cast, "coordinator", propose)


def test_a_proposal_is_ended_and_may_be_made_again(closed: Cast) -> None:
    def end(work: Work, case: Case) -> None:
        found = erasure_of(work, case.id)
        assert found
        end_erasure(work, found)

    does(closed, "coordinator", propose)
    with pytest.raises(Refused, match="has been proposed"):
        does(closed, "coordinator", propose)
    does(closed, "chair", end)
    assert does(closed, "coordinator", propose).ended_at is None
    does(closed, "chair", confirm)
    with pytest.raises(Refused, match="cannot be undone"):
        does(closed, "chair", end)
    with pytest.raises((Refused, Conflict)):
        does(closed, "chair", confirm)
