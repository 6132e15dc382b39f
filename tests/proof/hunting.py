"""Hunting mutants of the policies: worlds by chance, each written once for all that nobody has noticed yet."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from tests.proof import rls, written
from tests.proof.facts import World
from tests.proof.oracle import sees

Statement = Callable[[written.Connection], list[str]]
Seen = dict[str, set[str]]
WORLDS = 100  # a mutant must be noticed in so many worlds


@dataclass(frozen=True, slots=True)
class Mutant:
    """One rule taken away. `rule`: which of the product's; `where`: the tables that are then asked."""

    name: str
    rule: str
    where: tuple[str, ...]
    made: tuple[Statement, ...]

    def apply(self, connection: written.Connection) -> None:
        for statements in self.made:
            for statement in statements(connection):
                connection.execute(statement.encode())


@dataclass(slots=True)
class Hunt:
    """Mutants, each of which is to be noticed in one of the worlds; a world is written once for all that are left."""

    connection: written.Connection
    left: list[Mutant]
    noticed: dict[Mutant, tuple[int, set[str]]] = field(default_factory=dict)

    def go(self, worlds: int = WORLDS, first: int = 0) -> "Hunt":
        for seed in range(first, first + worlds):
            if self.left:
                with self.connection.transaction(force_rollback=True):
                    self._in_world(seed)
        return self

    def _in_world(self, seed: int) -> None:
        world = rls.world_of(seed)
        written.write(self.connection, world)
        should = cache(lambda eyes, where: sees(world, eyes, where))
        alive = []
        for mutant in self.left:
            with self.connection.transaction(force_rollback=True):
                mutant.apply(self.connection)
                written.as_the_application(self.connection)
                found = self._differing(world, mutant.where, should)
            if found:
                self.noticed[mutant] = (seed + 1, found)
            else:
                alive.append(mutant)
        self.left = alive

    def _differing(self, world: World, where: tuple[str, ...], should: Callable[..., Seen]) -> set[str]:
        for eyes in world.eyes:
            said, meant = written.ask(self.connection, eyes, world.at, where), should(eyes, where)
            if found := {table for table in where if said.get(table, set()) != meant.get(table, set())}:
                return found
        return set()
