"""Row-level security alone: in worlds by chance everybody asks every table, with no filter of the application's.

What each gets must be what the oracle says: nothing beyond it, and nothing of it hidden.
"""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.proof import writes, written
from tests.proof.chance import Chance
from tests.proof.facts import Eyes, World
from tests.proof.oracle import sees, sentences

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
SIZES = (2, 2, 3, 2, 3, 4, 2, 3, 2, 3)  # cases in a world
LARGE = 25  # every so many worlds one is large
LARGEST = 12
LOOK = 3  # of everybody in a world, at most so many look; over the worlds every hat and side does
WRITE = 5  # in every so many worlds they write as well


@dataclass(frozen=True, slots=True)
class Difference:
    """Rows of one table that a viewer gets and should not, and those that they should and do not."""

    seed: int
    eyes: Eyes
    table: str
    leaked: frozenset[str]
    hidden: frozenset[str]

    def __str__(self) -> str:
        said = f"world {self.seed}, {self.eyes.hat}/{self.eyes.side}, {self.table}"
        return f"{said}: {len(self.leaked)} leaked, {len(self.hidden)} wrongly hidden"


@dataclass(slots=True)
class Tally:
    """What was covered."""

    worlds: int = 0
    lookers: int = 0
    pairs: int = 0
    tried: int = 0
    hats: Counter[str] = field(default_factory=Counter)
    shown: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        shown = sum(self.shown.values())
        return (
            f"{self.worlds:,} worlds, {self.lookers:,} viewers under {len(self.hats)} hats,"
            f" {len(written.TABLES)} tables: {self.pairs:,} (viewer, row) pairs,"
            f" {shown:,} shown, 0 leaked, 0 wrongly hidden; {self.tried:,} writes beyond a viewer tried, 0 done"
        )


def world_of(seed: int) -> World:
    """The world of one seed; every twenty-fifth is as large as they come."""
    cases = LARGEST if seed % LARGE == LARGE - 1 else SIZES[seed % len(SIZES)]
    return Chance(seed, AT, cases).world


def lookers(world: World, seed: int, most: int = LOOK) -> list[Eyes]:
    """Some of everybody: each hat that is there first, then by lot."""
    dice = random.Random(seed)
    order = dice.sample(world.eyes, len(world.eyes))
    first: dict[str, Eyes] = {}
    for eyes in order:
        first.setdefault(eyes.hat, eyes)
    chosen = dice.sample(list(first.values()), len(first))
    chosen += [eyes for eyes in order if eyes not in chosen]
    return chosen[:most]


def differences(connection: written.Connection, seed: int, tally: Tally, most: int = LOOK) -> list[Difference]:
    """Write one world, ask as some of its people, compare; the caller's transaction takes it back."""
    world = world_of(seed)
    written.write(connection, world)
    rows = Counter(row.table for row in world.everything() if row.table in written.RULED)
    found: list[Difference] = []
    written.as_the_application(connection)
    for eyes in lookers(world, seed, most):
        said, should = written.ask(connection, eyes, world.at), sees(world, eyes)
        found += _compared(seed, eyes, said, should)
        told = written.sentences(connection, [case.id for case in world.cases])
        assert told == sentences(world, eyes), f"world {seed}, {eyes.hat}/{eyes.side}: of what they may not know"
        tally.lookers += 1
        tally.hats[eyes.hat] += 1
        tally.pairs += rows.total()
        for table, count in rows.items():
            tally.shown[table] += len(should.get(table, ()))
            tally.kept[table] += count - len(should.get(table, ()))
        if seed % WRITE == 0 and not found:
            tally.tried += writes.beyond(connection, world, eyes, should, random.Random(seed))
    written.as_the_superuser(connection)
    tally.worlds += 1
    return found


def _compared(seed: int, eyes: Eyes, said: dict[str, set[str]], should: dict[str, set[str]]) -> list[Difference]:
    found = []
    for table in said.keys() | should.keys():
        got, meant = said.get(table, set()), should.get(table, set())
        if got != meant:
            found.append(Difference(seed, eyes, table, frozenset(got - meant), frozenset(meant - got)))
    return found


def run(worlds: int, seed: int = 0) -> str:
    """So many worlds from a seed on; what was covered.

    Raises AssertionError naming every table, viewer and world where row-level security and the oracle differ.
    """
    tally = Tally()
    with written.database() as connection:
        for number in range(seed, seed + worlds):
            with connection.transaction(force_rollback=True):
                found = differences(connection, number, tally)
            assert not found, "\n".join(map(str, found))
            if number % written.EVERY == written.EVERY - 1:
                written.sweep(connection)
    return str(covered(tally))


def covered(tally: Tally) -> Tally:
    """Where enough worlds were tried, each table must have been shown to somebody and kept from somebody."""
    if tally.worlds >= 100:
        assert written.RULED == tally.shown.keys() == tally.kept.keys()
        assert min(tally.shown.values()) and min(tally.kept.values()), (tally.shown, tally.kept)
    return tally
