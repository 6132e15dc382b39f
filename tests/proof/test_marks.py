"""Every sealed field holds a word of its own in some world, or stands on a short list with the reason."""

import marac.app  # noqa: F401  # every room's tables
from marac import clock
from marac.store.scope import Scoped
from marac.store.sealing import Keyring
from tests.conftest import MASTER
from tests.proof.cases import OF_A_LIST
from tests.proof.house import MOMENT
from tests.proof.marks import Marks
from tests.proof.world import World

WORLDS = 60  # at most: what happens seldom is not in the first of them
THROUGH_THE_PLATFORM = {("transfer", "destination"), ("transfer", "reason")}  # tests/proof/leaving.py


def _kinds(of: type[Scoped] = Scoped) -> list[type[Scoped]]:
    return [kind for each in of.__subclasses__() for kind in (each, *_kinds(each))]


def test_no_sealed_field_is_left_without_a_word() -> None:
    left = {(str(kind.__tablename__), name) for kind in _kinds() for name in kind.SEALED}
    without = OF_A_LIST | THROUGH_THE_PLATFORM
    keyring = Keyring(MASTER)
    with clock.at(MOMENT):
        for seed in range(WORLDS):
            marks = Marks()
            World(seed, MOMENT, keyring, marks)
            left -= {(mark.row.__tablename__, mark.field) for mark in marks.put.values()}
            if left <= without:
                break
    assert left == without
