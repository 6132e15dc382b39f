"""A demonstration partnership: invented people in agencies of Staffordshire.

Reference rows are made as an installation makes them, by the owner of the tables (`partnership`). Everything about
cases is made by members through the rooms' operations, each in their own role and at a moment of the past (`past`,
`present`, `coming`, `reviewing`), so that only what is allowed exists. Days count from the day of seeding, and chance
falls alike each time: two seedings on one day tell the same stories under other ids and keys.

`plots` are stories without names; `casting` gives them people (`names`); `walk` holds the four cases that the
README follows. `referring`, `listing`, `researching`, `hearing` and `agreeing` each call one room's operations.
"""

import gc
from collections.abc import Callable
from time import monotonic
from typing import TypeVar

from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from marac import clock
from marac.demo.casting import Casting
from marac.demo.coming import make_coming, make_north
from marac.demo.names import Names
from marac.demo.partnership import install
from marac.demo.past import make_past
from marac.demo.present import make_today
from marac.demo.reviewing import make_reviewed
from marac.demo.world import World
from marac.settings import Settings
from marac.store.unlocking import open_keyring
from marac.store.work import PLANNED_ONCE, Store

T = TypeVar("T")

# Nothing is lost with the last second of an unfinished seeding: it is begun again.
QUICK = {**PLANNED_ONCE, "options": f"{PLANNED_ONCE['options']} -c synchronous_commit=off"}


def seed(settings: Settings) -> None:
    """Fill an empty, migrated database; one line of progress for each part."""
    engine = create_engine(settings.database_url, connect_args=QUICK, hide_parameters=True)
    gc.disable()  # a tenth quicker
    try:
        fill(settings, Store(engine, open_keyring(settings, engine)))
    finally:
        gc.enable()
        engine.dispose()


def fill(settings: Settings, store: Store) -> World:
    """The parts, in the order in which they happened."""
    owner = create_engine(settings.owner_url, connect_args=QUICK, poolclass=NullPool)
    today = clock.today()
    world = World(store, install(owner, store.keyring, today), today)
    casting = Casting(world, Names(world.chance))
    past = _part("three past meetings", lambda: make_past(world, casting))
    listed = _part("today's meeting", lambda: make_today(world, casting, past))
    _part("the next meeting and the inbox", lambda: make_coming(world, casting))
    _part("the other MARAC", lambda: make_north(world, casting))
    _part("what was looked at afterwards", lambda: make_reviewed(world, past, listed))
    return world


def _part(name: str, make: Callable[[], T]) -> T:
    begun = monotonic()
    print(f"Demonstration data: {name}", end="", flush=True)
    made = make()
    print(f" ({monotonic() - begun:.0f} s)", flush=True)
    return made
