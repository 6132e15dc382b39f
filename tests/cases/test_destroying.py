"""A destroyed key is gone for every process, and only two people destroy one, whatever the application tries (C77)."""

import threading
from dataclasses import replace

import pytest
from sqlalchemy import Engine, text
from sqlmodel import select

from marac.cases.models import Case
from marac.cases.operations.keeping import erasure_of
from marac.cases.operations.naming import names_of
from marac.settings import Settings
from marac.store.keys import CaseKey
from marac.store.people import Member
from marac.store.unlocking import open_keyring
from marac.store.work import Work, open_work
from tests.cases.kept import closed_heron, confirm, does, erase, hold, propose
from tests.cast import Cast


@pytest.fixture
def closed(cast: Cast) -> Cast:
    return closed_heron(cast)


def test_a_server_that_remembers_the_key_forgets_it_at_its_next_work(
    closed: Cast, settings: Settings, engine: Engine
) -> None:
    """Another process, with a keyring of its own, which has the case's key in hand."""
    other = replace(closed, store=replace(closed.store, keyring=open_keyring(settings, engine)))

    def victim(work: Work, case: Case) -> str:
        return names_of(work, [case.id])[case.id].victim

    assert does(other, "police_rep", victim) == "OKAFOR, Sam"
    assert len(other.store.keyring.kept) == 1
    erase(closed)
    assert does(other, "police_rep", victim) == "ERASED"


def test_a_part_that_could_not_be_destroyed_at_once_is_destroyed_when_a_server_starts(
    closed: Cast, settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = closed.store.keyring.store

    def full(_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(store, "destroy", full)
        erase(closed)
    assert not store.is_destroyed(closed.cases["HERON"])
    open_keyring(settings, engine)
    assert store.is_destroyed(closed.cases["HERON"])


def test_nothing_is_destroyed_when_the_work_is_rolled_back(closed: Cast) -> None:
    does(closed, "coordinator", propose)

    def breaks(work: Work, case: Case) -> None:
        confirm(work, case)
        raise InterruptedError

    with pytest.raises(InterruptedError):
        does(closed, "chair", breaks)
    with open_work(closed.store, closed["chair"]) as work:
        assert names_of(work, [closed.cases["HERON"]])[closed.cases["HERON"]].victim == "OKAFOR, Sam"
        work.session.info.pop("opened", None)


def test_the_application_can_neither_empty_a_key_nor_fill_in_a_receipt(closed: Cast, engine: Engine) -> None:
    erasure = does(closed, "coordinator", propose)
    for statement in (
        "UPDATE case_key SET wrapped = ''",
        "DELETE FROM case_key",
        "UPDATE key_count SET destroyed = 0",
        "UPDATE key_check SET box = ''",
        f"UPDATE erasure SET confirmed_at = now() WHERE id = '{erasure.id}'",
        "DELETE FROM erasure",
        "DELETE FROM hold",
        "UPDATE hold SET placed_at = now()",
    ):
        with pytest.raises(Exception, match="permission denied"), engine.begin() as connection:
            connection.execute(text(statement))
    with open_work(closed.store, closed["chair"]) as work:
        assert work.find(Member, closed.members["chair"])
        assert work.all(select(CaseKey))[0].wrapped


def test_a_receipt_cannot_be_taken_back(closed: Cast) -> None:
    erase(closed)
    with pytest.raises(Exception, match="row-level security"), open_work(closed.store, closed["chair"]) as work:
        work.session.connection().execute(text("UPDATE erasure SET ended_at = now()"))


def test_a_hold_that_is_being_placed_is_waited_for(closed: Cast) -> None:
    """Both at once: the chair's confirmation waits for the hold, sees it, and destroys nothing."""
    does(closed, "coordinator", propose)
    outcome: list[object] = []

    def confirms() -> None:
        with open_work(closed.store, closed["chair"]) as work:
            found = erasure_of(work, closed.cases["HERON"])
            assert found
            asked = text("SELECT scope.destroy_key(:id)")
            outcome.append(work.session.connection().execute(asked, {"id": found.id}).scalar())

    with open_work(closed.store, closed["auditor"]) as work:
        hold(work, work.find(Case, closed.cases["HERON"]))
        confirming = threading.Thread(target=confirms)
        confirming.start()
        confirming.join(1.5)
        assert not outcome, "it waits"
    confirming.join(20)
    assert outcome == [None]
