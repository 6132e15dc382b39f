"""Grants and revocations through the operations and their commits: everybody sees what the oracle says, at once."""

import pytest

import tests.database as databases
from tests.cast import Cast
from tests.conftest import Database
from tests.proof.deeds import Deeds

STEPS = 15


@pytest.mark.parametrize("seed", range(2))
def test_after_every_deed_everybody_sees_what_they_should(cast: Cast, database: Database, seed: int) -> None:
    deeds = Deeds(cast, databases.plain(database.superuser_url), seed)
    assert deeds.differences() == []
    for number in range(STEPS):
        name = deeds.step()
        assert (deeds.differences(), number, name) == ([], number, name)
    assert deeds.done >= STEPS / 2
