"""Changes of who may see what take effect at once; and the machine that looks would notice if they did not."""

import pytest

from tests.proof import changes, mutants

RUNS, STEPS = 500, 50
LATE = ("seats: over means still there", "walls: none stands", "lines: named is for all who are seated")


def test_every_change_takes_effect_at_the_next_question() -> None:
    assert "0 differences" in changes.run(RUNS, steps=STEPS)


@pytest.mark.parametrize("name", LATE)
def test_a_change_that_took_no_effect_would_be_noticed(name: str) -> None:
    (mutant,) = [mutant for mutant in mutants.MUTANTS if mutant.name == name]
    with pytest.raises(AssertionError, match="leaked"):
        changes.run(30, steps=STEPS, mutant=mutant)
