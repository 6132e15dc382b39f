"""A rule that is taken out of the policies is noticed, and named."""

from tests.proof import mutants


def test_every_mutant_of_the_policies_is_noticed() -> None:
    assert len(mutants.MUTANTS) >= 40
    assert "all noticed" in mutants.run()
