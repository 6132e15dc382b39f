"""A thousand sealed values moved or changed; a key destroyed, and yesterday's dump restored."""

import pytest

from tests.proof import moving, sealing


def test_nothing_moved_opens_and_what_was_destroyed_stays_destroyed() -> None:
    assert sealing.run(1000).startswith("1000 of 1000 sealed values")


def test_without_what_binds_it_to_its_place_a_moved_value_would_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The positive twin: the moves are real, and it is the binding that refuses them."""

    def nowhere(row: object, column: str) -> bytes:
        return b""

    monkeypatch.setattr("marac.store.sealing.place", nowhere)
    monkeypatch.setattr(moving, "place", nowhere)
    refused = moving.moved(80)
    assert not any(refused[move] for move in ("row", "column", "table", "MARAC", "secret of another agency"))
    assert all(refused[move] == 10 for move in ("case", "key version", "format", "one bit"))
