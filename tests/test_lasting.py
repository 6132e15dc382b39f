"""The database that tests share is as it was for each of them."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from tests.cast import Cast
from tests.database import drop
from tests.lasting import Lasting

ADDED = text("""
INSERT INTO agency SELECT (jsonb_populate_record(a, jsonb_build_object(
  'id', gen_random_uuid(), 'name', CAST(:name AS text), 'short_name', CAST(:name AS text)))).*
  FROM agency a WHERE short_name = 'council'
""")
NAMES = text("SELECT short_name FROM agency")


@pytest.fixture
def shared(with_cast: Cast) -> Iterator[Lasting]:
    one = Lasting("shared", of="template_cast")
    yield one
    one.close()
    drop(one.name)


def names(shared: Lasting) -> list[str]:
    with shared.owner.connect() as connection:
        return list(connection.execute(NAMES).scalars())


def test_rows_are_put_back_and_come_in_the_order_of_their_writing(shared: Lasting) -> None:
    before = names(shared)
    for _ in range(6):
        with shared.owner.begin() as connection:
            for number in range(20):
                connection.execute(ADDED, {"name": f"Added {number}"})
        assert names(shared) == [*before, *(f"Added {number}" for number in range(20))]
        with shared.owner.begin() as connection:
            connection.execute(text("DELETE FROM agency WHERE short_name = 'Added 3'"))
            connection.execute(text("UPDATE agency SET name = 'Other' WHERE short_name = 'council'"))
        shared.put_back()
        assert names(shared) == before


def test_whoever_holds_a_row_is_sent_away(shared: Lasting) -> None:
    before = names(shared)
    held = shared.engine.connect()
    held.execute(text("SELECT FROM marac"))
    shared.put_back()
    assert names(shared) == before
    held.invalidate()
    held.close()


def test_what_is_more_than_rows_is_made_anew(shared: Lasting) -> None:
    before = names(shared)
    with shared.owner.begin() as connection:
        connection.execute(text("ALTER TABLE agency RENAME COLUMN short_name TO called"))
    shared.put_back()
    assert names(shared) == before
