"""SQLAlchemy keeps what it made of a statement: for one table, hat and side, and for no other."""

from itertools import combinations
from typing import Any

from sqlmodel import select

from agencies.models import Line
from marac.cases.models import Case
from marac.store import scope
from marac.vocabulary import Role, Side

HATS = (Role.CHAIR, Role.REPRESENTATIVE, Role.GUEST)


def key(narrowing: Any) -> Any:
    return select(Case).options(narrowing)._generate_cache_key()


def test_what_was_made_is_kept_for_each_hat_and_side_apart() -> None:
    made = [scope._narrowed(kind, hat, side) for kind in (Case, Line) for hat in HATS for side in Side]
    assert not [pair for pair in combinations(made, 2) if key(pair[0]) == key(pair[1])]


def test_it_is_kept_for_the_same_hat_and_side() -> None:
    first, again = (scope._narrowed(Case, Role.CHAIR, Side.NEITHER) for _ in range(2))
    assert key(first) == key(again) is not None


def test_a_clause_made_anew_is_never_taken_for_the_old_one() -> None:
    old = scope._narrowed(Case, Role.CHAIR, Side.NEITHER)
    scope._narrowed.cache_clear()
    assert key(old) != key(scope._narrowed(Case, Role.CHAIR, Side.NEITHER))
