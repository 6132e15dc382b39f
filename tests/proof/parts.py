"""The parts of `make proof`: which module shows what, how much of it as it stands, and how much in full."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import tests.database as databases


@dataclass(frozen=True)
class Part:
    """`module.run(amount)`, in pieces of `piece`; with a seed from which on, where its pieces must differ.

    `amount`: as it stands, unless the environment says otherwise by `asked` (without one it takes no amount);
    `full`: the figure that it is to be raised to once.
    """

    name: str
    module: str
    asked: str
    amount: int
    full: int
    piece: int
    seeded: bool = False

    @property
    def wanted(self) -> int:
        return int(os.environ.get(self.asked, self.amount))

    def pieces(self) -> Iterator[tuple[int, int]]:
        """From which on, and how many."""
        for first in range(0, self.wanted, self.piece):
            yield first, min(self.piece, self.wanted - first)


# The longest first, so that both cores are busy to the end. What is seeded is as much as the environment says.
PARTS = (
    Part("random worlds through the pages", "worlds", "WORLDS", 400, 2_000, 100, seeded=True),
    Part("events of many writers", "record_events", "EVENTS", 100_000, 1_000_000, 100_000),
    Part("row-level security alone", "rls", "POLICED", 4_000, 10_000, 1_000, seeded=True),
    Part("changes of who may see", "changes", "RUNS", 1_500, 5_000, 500, seeded=True),
    Part("existence hidden", "hiding", "HIDDEN", 20, 40, 20, seeded=True),
    Part("forged ids in forms", "forged", "FORGED", 12, 40, 6, seeded=True),
    Part("paired worlds", "pairs", "PAIRS", 20, 40, 10, seeded=True),
    Part("event streams in random worlds", "following", "STREAMED", 20, 100, 20, seeded=True),
    Part("deeds told to open screens", "told", "TOLD", 20, 100, 20, seeded=True),
    Part("time taken by forbidden and absent", "timing", "TIMED", 2_000, 2_000, 2_000),
    Part("mutants of the application's clauses", "clauses", "CLAUSES", 12, 12, 12),
    Part("mutants of the policies", "mutants", "", 1, 1, 1),
    Part("forged records", "tampering", "EDITS", 1_000, 1_000, 500),
    Part("sealed content", "sealing", "MOVES", 1_000, 1_000, 1_000),
)


def done(part: Part, first: int, amount: int) -> tuple[str, bool, float]:
    """What a piece has shown, whether it held, and the seconds that it took. Run in a process of its own."""
    began = time.monotonic()
    module: Any = import_module(f"tests.proof.{part.module}")
    try:
        given = (amount, first) if part.seeded else (amount,) if part.asked else ()
        said, held = module.run(*given), True
    except AssertionError as wrong:
        said, held = str(wrong) or "an assertion without words", False
    except Exception as fault:
        said, held = f"{type(fault).__name__}: {fault}", False
    finally:
        databases.stop()
    return said, held, time.monotonic() - began
