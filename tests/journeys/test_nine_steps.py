"""The nine steps, each by the right person in their own browser and refused to another (product.md 3)."""

from playwright.sync_api import expect

from marac.settings import Settings
from tests.cast import Cast
from tests.journeys.conftest import NewContext
from tests.journeys.steps import Desk


def refer(desk: Desk) -> tuple[str, str]:
    desk.go("refer").follow("Start a referral").press("Start", exact=True)
    path = desk.here
    desk.follow("Victim", exact=True)
    desk.fill("Surname", "Bellamy").fill("Forenames", "Rowan").press("Save")
    print(desk.main.inner_text())
    desk.follow("Add a date of birth").date("Date of birth", "1988-04-02").press("Save")
    desk.follow("Add an address")
    desk.choose("Which address is it?", "Home address").fill("Address", "3 Nowhere Close, Testshire")
    desk.choose("Does the perpetrator know it?", "Yes").choose("Is it a refuge", "No")
    desk.choose("Have you confirmed both?", "Yes").press("Save")
    desk.follow("Add a telephone number").fill("Telephone number", "07700 900441")
    desk.choose("Does the perpetrator know it?", "No").press("Save")
    desk.reads("Protected")
    desk.press("Continue")
    print(desk.here, desk.main.inner_text())
    return path, ""


def test_the_nine_steps(house: Settings, cast: Cast, new_context: NewContext) -> None:
    police = Desk.of("police_rep", house, cast, new_context)
    try:
        refer(police)
    finally:
        print(police.page.url, police.main.inner_text())
    assert 0
