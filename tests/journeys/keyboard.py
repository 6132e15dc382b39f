"""Somebody with a keyboard alone, in a browser without JavaScript; one browser, another cookie for each person."""

from dataclasses import dataclass
from typing import Self

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import Engine

from marac.settings import Settings
from marac.web.viewer import cookie_name
from tests.cast import Cast, sign_in
from tests.journeys.conftest import NewContext

FAR = 120  # more presses than this nobody should need
FOCUSED = "element => element === document.activeElement"


@dataclass
class Keys:
    page: Page
    house: Settings
    cast: Cast
    owner: Engine
    home: str = ""

    @classmethod
    def of(cls, house: Settings, cast: Cast, owner: Engine, new_context: NewContext) -> Self:
        return cls(new_context(java_script_enabled=False).new_page(), house, cast, owner)

    def become(self, name: str, path: str) -> Self:
        """Another person at this browser, on a page of theirs."""
        https = self.house.base_url.replace("http:", "https:")
        token = sign_in(self.owner, self.cast, name)
        self.page.context.clear_cookies()
        self.page.context.add_cookies([{"name": cookie_name(self.house), "value": token, "url": https}])
        self.home = f"/m/{self.cast.slug}/{self.cast[name].hat}/"
        return self.go(path)

    def go(self, path: str) -> Self:
        answer = self.page.goto(f"{self.home}{path}")
        assert answer
        assert answer.status == 200, f"{path}: {answer.status}"
        return self

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def reach(self, thing: Locator) -> Self:
        """Press Tab until it has the focus, past the navigation by the link that skips it."""
        expect(thing).to_be_attached()
        for _ in range(FAR):
            if thing.evaluate(FOCUSED):
                return self
            self.page.keyboard.press("Tab")
            skip = self.page.get_by_role("link", name="Skip to main content")
            if skip.evaluate(FOCUSED):
                self.page.keyboard.press("Enter")
        raise AssertionError(f"{thing} is not reached by Tab")

    def press(self, name: str, exact: bool = True) -> Self:
        """A button or a link, with Enter."""
        role = self.main.get_by_role
        self.reach(role("button", name=name, exact=exact).or_(role("link", name=name, exact=exact)).first)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self

    def unfold(self, name: str) -> Self:
        self.reach(self.main.locator("summary").filter(has_text=name))
        self.page.keyboard.press("Enter")
        return self

    def write(self, label: str, words: str) -> Self:
        """Into a field, in place of what stood there; from a list, what begins so."""
        self.reach(self.main.get_by_label(label, exact=True).first)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(words)
        return self

    def date(self, question: str, day: str) -> Self:
        """`day` as year-month-day."""
        group = self.main.get_by_role("group", name=question)
        for label, part in zip(("Day", "Month", "Year"), reversed(day.split("-")), strict=True):
            self.reach(group.get_by_label(label))
            self.page.keyboard.type(part)
        return self

    def choose(self, question: str, answer: str) -> Self:
        """With the arrows, from the first of the group."""
        group = self.main.get_by_role("group", name=question)
        wanted = group.get_by_label(answer, exact=True)
        first = group.get_by_role("radio").or_(group.get_by_role("checkbox")).first
        self.reach(first)
        self.page.keyboard.press("Space")
        for _ in range(group.get_by_role("radio").count()):
            if not wanted.evaluate(FOCUSED):
                self.page.keyboard.press("ArrowDown")
        expect(wanted).to_be_checked()
        return self

    def reads(self, *words: str) -> Self:
        for each in words:
            expect(self.main).to_contain_text(each, use_inner_text=True)
        return self

    def reads_nothing_of(self, *words: str) -> Self:
        """Of this page as it stands: say first what it reads."""
        shown = self.page.content()
        assert not [each for each in words if each in shown]
        return self
