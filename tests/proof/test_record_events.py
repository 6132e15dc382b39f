"""As `make proof` does at length: 16 writers, two sequencers, connections cut off."""

from tests.proof import record_events


def test_nothing_is_lost_doubled_or_out_of_order() -> None:
    assert "0 lost, 0 doubled, no gap" in record_events.run(5000)
