"""Non-interference through the pages, in small; the whole of it is `make proof`."""

from collections.abc import Iterator

import pytest

from tests.proof import clauses, hiding, pairs, worlds
from tests.proof.addresses import ROUTES
from tests.proof.house import Proving, proving

WORLDS = 20
SHARE = 0.04


def test_in_random_worlds_everybody_meets_what_is_for_them_alone() -> None:
    """Nothing beyond the audience, nothing wrongly hidden; what was shown is on the record, and no more."""
    found = worlds.Found()
    with proving() as one:
        for seed in range(WORLDS):
            found += worlds.walk(one, seed, SHARE)
    assert not found.wrong, "\n".join(found.wrong[:20])
    assert found.counts["words met"] > 50 * WORLDS
    assert found.counts["parts of papers"]
    assert not {route.name for route in ROUTES} - found.routes


def test_what_is_hidden_changes_no_byte() -> None:
    assert pairs.run(3, share=0.01, viewers=1, kinds=2, items=2)


def test_the_forbidden_and_the_absent_are_answered_alike() -> None:
    assert hiding.run(2, viewers=1)


@pytest.fixture(scope="module")
def unpoliced() -> Iterator[Proving]:
    """A database whose policies bind nobody, so that the application's own clauses stand alone."""
    with proving("superuser") as one:
        yield one


def test_the_clauses_alone_let_nothing_through(unpoliced: Proving) -> None:
    assert not worlds.walk(unpoliced, 1, 0.1).wrong


@pytest.mark.parametrize("mutant", clauses.MUTANTS, ids=lambda mutant: mutant.name)
def test_a_clause_that_is_taken_away_is_missed(unpoliced: Proving, mutant: clauses.Mutant) -> None:
    assert clauses.caught(unpoliced, mutant)
