"""The Caldicott guardian of the demonstration has something to decide, and reads no restricted case."""

from marac.vocabulary import Role
from tests.demo.conftest import Seeded


def test_what_waits_for_the_guardian_is_there_by_its_code(seeded: Seeded) -> None:
    client = seeded.client("Dr Yusuf Penhale", Role.CALDICOTT_GUARDIAN)
    home = client.get("/m/south-staffordshire/caldicott-guardian/own-lines").text
    assert "1 line waits for a decision." in home
    assert "ALDER" in home
    assert "TEAL" not in home
