"""Pictures of the main screens, each by the role that meets it, of a demonstration of its own: `make screenshots`."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.commands.test_run import Machine
from tests.journeys.steps import PATIENCE, Desk

FOLDER = Path(__file__).parents[1] / "docs" / "screenshots"
SIZE = {"width": 1280, "height": 860}
MOST_BYTES = 200_000
COLOURS = 128
CHAIR, COORDINATOR, AUDITOR = "Rhiannon Achebe", "Tomasz Wieland", "Edmund Faleti"
COUNCIL, POLICE, ADVOCATE = "Marjorie Delacroix", "Imran Tolland", "Daniel Osei"
HERE = "South Staffordshire"


class Demonstration(Machine):
    """`make run` in a home of its own."""

    def environment(self, port: int = 0) -> dict[str, str]:
        return super().environment(port) | {"MARAC_DEMO": "yes"}


@contextmanager
def demonstration() -> Iterator[str]:
    """The address of a fresh demonstration, thrown away afterwards."""
    with TemporaryDirectory(prefix="marac-pictures-") as home:
        machine = Demonstration(Path(home))
        try:
            if not machine.run()[-1].startswith("Ready"):
                raise RuntimeError("the demonstration does not start")
            yield f"http://127.0.0.1:{machine.port}"
        finally:
            machine.command("stop")
            machine.clear()


class Photographer:
    """Opens a browser for each person, and keeps pictures of what they see."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.desks: dict[str, Desk] = {}

    def open(self) -> Page:
        context = self.browser.new_context(base_url=self.address, viewport=SIZE)  # type: ignore[arg-type]
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        return page

    def desk(self, name: str) -> Desk:
        """Somebody's browser, signed in by their first card of this MARAC."""
        if name not in self.desks:
            page = self.open()
            page.goto("/sign-in")
            page.locator(".role-card").filter(has_text=name).filter(has_text=HERE).first.click()
            page.wait_for_url("**/m/**")
            self.desks[name] = Desk(page, "/".join(page.url.removeprefix(self.address).split("/")[:4]) + "/")
        return self.desks[name]

    def keep(self, desk: Desk | Page, name: str) -> None:
        """Write the visible part of the page, in few colours: screens are flat."""
        page = desk.page if isinstance(desk, Desk) else desk
        page.mouse.move(0, 0)
        picture = Image.open(BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
        file = FOLDER / f"{name}.png"
        picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
        size = file.stat().st_size
        if size > MOST_BYTES:
            raise RuntimeError(f"{file.name} holds {size} bytes")
        print(f"{file.name}  {size // 1000} kB")


def before_the_meeting(at: Photographer) -> None:
    front = at.open()
    front.goto("/sign-in")
    at.keep(front, "sign-in")
    council = at.desk(COUNCIL)
    at.keep(council.go("work"), "work")
    at.keep(council.go("research"), "workbench")
    police = at.desk(POLICE)
    at.keep(police.go("refer").press("Start a referral").press("Start", exact=True).reads("topics completed"), "refer")
    at.keep(police.go("actions").reads("Actions"), "actions")
    coordinator = at.desk(COORDINATOR)
    at.keep(coordinator.go("inbox"), "inbox")
    at.keep(coordinator.go("cases").press("ALDER").press("Possible matches").reads("ALDER"), "matches")
    at.keep(coordinator.go("meetings").press("Prepare").reads("What is not ready"), "prepare")


def in_the_meeting(at: Photographer) -> None:
    chair, advocate = at.desk(CHAIR), at.desk(ADVOCATE)
    chair.go("meetings").press("Go to the meeting").press("Open the meeting").reads("Attendance")
    live = chair.here
    for name in (CHAIR, COORDINATOR, ADVOCATE, POLICE, COUNCIL):
        desk = at.desk(name).go(live.replace("/live", "/statement")).press("I accept it for this meeting")
        desk.page.wait_for_url("**/live")
    chair.go(live).press("HERON").reads("You are looking ahead at HERON").press("Call HERON")
    expect(advocate.page.locator(".live-head__code")).to_have_text("HERON")
    expect(chair.page.locator(".live-clock")).to_be_visible()
    at.keep(chair, "live-chair")
    at.keep(advocate, "live-advocate")
    at.keep(advocate.press("HERON").reads("Overview"), "case")


def after_the_meeting(at: Photographer) -> None:
    council, auditor = at.desk(COUNCIL), at.desk(AUDITOR)
    council.go("minutes").main.get_by_role("row").get_by_role("link").first.click()
    at.keep(council.reads("Your agency's copy"), "minutes")
    auditor.go("ledger").pick("Case", "MARTEN").pick("Kind", "Disclosure").press("Apply").reads("who saw ")
    at.keep(auditor, "ledger")
    auditor.main.get_by_role("link", name="who saw").first.click()
    at.keep(auditor.reads("Step by step"), "who-saw")


def auditors_rooms(at: Photographer) -> None:
    auditor = at.desk(AUDITOR)
    at.keep(auditor.go("ledger/flows").reads("smaller ones stand under the table"), "flows")
    auditor.go("samples").main.get_by_role("table").get_by_role("link").first.click()
    at.keep(auditor.reads("looked at"), "sample")
    auditor.go("alerts").press("Read without a purpose")
    at.keep(auditor.reads("The rule"), "alert")


SCENES: tuple[Callable[[Photographer], None], ...] = (
    before_the_meeting,
    in_the_meeting,
    after_the_meeting,
    auditors_rooms,
)


def main() -> int:
    FOLDER.mkdir(exist_ok=True)
    with demonstration() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--disable-dev-shm-usage"])
        try:
            at = Photographer(browser, address)
            for scene in SCENES:
                scene(at)
        finally:
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
