"""A rule that is taken out of the policies is noticed, and named; so is a condition, whichever it is."""

from tests.proof import mutants

SHARE = 25  # one in so many of the conditions; `make proof` leaves out each of them


def test_every_mutant_of_the_policies_is_noticed() -> None:
    assert len(mutants.MUTANTS) >= 40
    assert "all noticed" in mutants.run(SHARE)
