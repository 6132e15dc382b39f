"""What people do at their own browsers, and what one walk through the nine steps has come to so far."""

from dataclasses import dataclass, field
from datetime import date
from typing import Self

from playwright.sync_api import Locator, Page, expect

from marac.settings import Settings
from tests.cast import Cast
from tests.journeys.conftest import NewContext
from tests.registered import email

PATIENCE = 15_000  # milliseconds
VICTIM, PERPETRATOR, OTHER = "BELLAMY, Rowan", "MARLOWE, Casey", "PENROSE, Alex"
NUMBER = "07700 900441"
SHARED = "Damage to the tenant's front door was reported in October."
PRIVATE = "A cousin of the tenant works in our rent office."
POLICES = "A van seen twice outside the flat was hired by the former partner."
VOICE = "Wants to stay in the flat and to be told first."
NOTE, RISK, DECISION = "The door will be mended this week.", "Followed on the way home.", "Stays high risk."
SURVEY, EVIDENCE = "Carry out a security survey of the home", "Survey report 4471 of today"
NOT_FOUND = "Page not found"


@dataclass
class Desk:
    """Somebody signed in as themselves, in a browser of their own."""

    page: Page
    home: str

    @classmethod
    def of(cls, name: str, house: Settings, cast: Cast, new_context: NewContext) -> Self:
        """Signed in by e-mail, through the provider's own page, on the first page of their role."""
        page = new_context().new_page()
        page.set_default_timeout(PATIENCE)
        home = f"/m/{cast.slug}/{cast[name].hat}/"
        page.goto("/sign-in")
        page.get_by_label("Work e-mail address").fill(email(name))
        page.get_by_role("button", name="Continue", exact=True).click()
        page.get_by_role("button", name=f"Continue as {name.replace('_', ' ').title()}").click()
        page.wait_for_url(f"{house.base_url}{home}**")
        return cls(page, home)

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    @property
    def here(self) -> str:
        """The address of this page, after the hat."""
        return self.page.url.split("#")[0].split("?")[0].partition(self.home)[2]

    def go(self, path: str) -> Self:
        answer = self.page.goto(f"{self.home}{path}")
        assert answer
        assert answer.status == 200, f"{path}: {answer.status} {self.main.inner_text()}"
        return self

    def refused(self, path: str, status: int, reason: str = "Page not found") -> None:
        answer = self.page.goto(f"{self.home}{path}")
        assert answer
        assert answer.status == status, path
        self.reads(reason)

    def reads(self, *words: str) -> Self:
        for each in words:
            expect(self.main).to_contain_text(each, use_inner_text=True, timeout=PATIENCE)
        return self

    def reads_nothing_of(self, *words: str) -> None:
        """Of this page as it stands: say first what it reads."""
        shown = self.page.locator("body").inner_text()
        assert not [each for each in words if each in shown]

    def press(self, name: str, exact: bool = False) -> Self:
        """A button, or a link."""
        role = self.main.get_by_role
        role("button", name=name, exact=exact).or_(role("link", name=name, exact=exact)).first.click()
        return self

    def unfold(self, name: str) -> Self:
        self.main.get_by_text(name, exact=True).click()
        return self

    def fill(self, label: str, words: str) -> Self:
        self.main.get_by_label(label, exact=True).first.fill(words)
        return self

    def pick(self, label: str, option: str) -> Self:
        self.main.get_by_label(label, exact=True).first.select_option(label=option)
        return self

    def choose(self, question: str, *answers: str) -> Self:
        group = self.main.get_by_role("group", name=question)
        for answer in answers:
            group.get_by_label(answer, exact=True).first.check()
        return self

    def date(self, question: str, day: str) -> Self:
        """`day` as year-month-day."""
        group = self.main.get_by_role("group", name=question)
        for label, part in zip(("Year", "Month", "Day"), day.split("-"), strict=True):
            group.get_by_label(label).fill(part)
        return self


@dataclass
class Walk:
    """Who is at which browser, and what the walk has come to so far."""

    desks: dict[str, Desk]
    cases: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    meeting: str = ""
    day: str = ""
    line: str = ""

    def __getitem__(self, name: str) -> Desk:
        return self.desks[name]

    @property
    def case(self) -> str:
        return self.cases[VICTIM]

    @property
    def code(self) -> str:
        return self.codes[VICTIM]


def spoken(day: str) -> str:
    """ "5 December 2026" from year-month-day."""
    return f"{date.fromisoformat(day):%-d %B %Y}"
