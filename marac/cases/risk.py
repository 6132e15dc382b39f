"""Risk checklists as data: neutral labels of our own; each MARAC may load its licensed wording (domain.md 3.6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from marac.vocabulary import RiskAnswer

# Domain.md 1.0: a default; each MARAC sets its own.
USUAL_HIGH_SCORE = 14
LONGEST_COMMENT = 500

HINT = (
    "The score never decides by itself. A referral with a low score, or with no list at all, is accepted on any other "
    "criterion, professional judgement among them."
)


class Four(StrEnum):
    """The four-word test for stalking."""

    FIXATED = "fixated"
    OBSESSED = "obsessed"
    UNWANTED = "unwanted"
    REPEATED = "repeated"

    @property
    def hint(self) -> str:
        return FOUR_HINTS[self]


FOUR_HINTS: Mapping[Four, str] = {
    Four.FIXATED: "Follows, watches or waits near home or work",
    Four.OBSESSED: "Checks on the victim, online or off; orders or cancels things in their name",
    Four.UNWANTED: "Messages, calls, letters, gifts or damage that the victim does not want",
    Four.REPEATED: "It has happened more than once",
}


@dataclass(frozen=True, slots=True)
class RiskItem:
    number: int
    code: str
    label: str
    page: int


@dataclass(frozen=True, slots=True)
class RiskPage:
    number: int
    title: str
    items: tuple[RiskItem, ...]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """More questions, asked when one item of the list is answered yes; they do not count in the score."""

    code: str
    title: str
    after: str
    items: tuple[RiskItem, ...]
    tags: tuple[Four, ...] = ()


@dataclass(frozen=True, slots=True)
class RiskTool:
    """One version of one checklist; answers are kept by item code, so versions live side by side."""

    code: str
    version: str
    title: str
    pages: tuple[RiskPage, ...]
    follow_up: FollowUp | None = None

    @property
    def items(self) -> tuple[RiskItem, ...]:
        return tuple(item for page in self.pages for item in page.items)

    @property
    def every_item(self) -> tuple[RiskItem, ...]:
        """The list and its follow-up."""
        return self.items + (self.follow_up.items if self.follow_up else ())

    def page(self, number: int) -> RiskPage:
        """Page by number, from 1; raises KeyError when there is none."""
        return {page.number: page for page in self.pages}[number]

    def item(self, code: str) -> RiskItem:
        """Item of the list or its follow-up; raises KeyError when there is none."""
        return {item.code: item for item in self.every_item}[code]

    def follow_up_asked(self, answers: Mapping[str, RiskAnswer]) -> bool:
        return self.follow_up is not None and answers.get(self.follow_up.after) is RiskAnswer.YES


def _pages(prefix: str, themes: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[RiskPage, ...]:
    pages: list[RiskPage] = []
    before = 0
    for number, (title, labels) in enumerate(themes, start=1):
        items = tuple(RiskItem(n, f"{prefix}{n}", label, number) for n, label in enumerate(labels, start=before + 1))
        pages.append(RiskPage(number, title, items))
        before += len(labels)
    return tuple(pages)


STALKING = FollowUp(
    code="S11",
    title="More about the stalking",
    after="R8",
    items=tuple(
        RiskItem(number, f"S{number}", label, 1)
        for number, label in enumerate(
            (
                "Extreme fear",
                "Earlier harassment, of this or another victim",
                "Property damaged",
                "Turns up three or more times a week",
                "Loitering near home or work",
                "Threats of physical or sexual harm",
                "Third parties targeted",
                "Violence to others during the stalking",
                "Others recruited to help",
                "Drink or drug misuse",
                "Known past violence",
            ),
            start=1,
        )
    ),
    tags=tuple(Four),
)

R24 = RiskTool(
    code="R24",
    version="1",
    title="Risk list, 24 questions",
    pages=_pages(
        "R",
        (
            (
                "This time, and how the victim is",
                (
                    "Injury this time",
                    "Level of fear",
                    "What is feared",
                    "Cut off from support",
                    "Low mood / suicidal thoughts (victim)",
                ),
            ),
            (
                "Separation, children and contact",
                (
                    "Separation, tried or made",
                    "Dispute over children",
                    "Stalking / constant contact",
                    "Pregnancy or new baby",
                ),
            ),
            (
                "How the abuse is changing",
                (
                    "Happening more often",
                    "Getting worse",
                    "Control / jealousy",
                    "Weapon or object used",
                    "Threat to kill",
                ),
            ),
            (
                "Kinds of harm",
                (
                    "Strangulation / suffocation",
                    "Sexual harm",
                    "Other people who threaten",
                    "Harm to others / children",
                    "Harm to animals",
                    "Money pressure / dependence",
                ),
            ),
            (
                "The perpetrator",
                (
                    "Substance use / mental ill-health (perpetrator)",
                    "Suicide talk or attempt (perpetrator)",
                    "Order, bail or contact terms broken",
                    "Police or criminal history",
                ),
            ),
        ),
    ),
    follow_up=STALKING,
)

TOOLS: Mapping[tuple[str, str], RiskTool] = {(tool.code, tool.version): tool for tool in (R24,)}


def find(code: str, version: str) -> RiskTool:
    """The tool under which answers were given; raises KeyError when it is not loaded."""
    return TOOLS[code, version]


def score(answers: Mapping[str, RiskAnswer], tool: RiskTool = R24) -> int:
    """How many items of the list are answered yes; the follow-up does not count."""
    return sum(answers.get(item.code) is RiskAnswer.YES for item in tool.items)


def in_words(answers: Mapping[str, RiskAnswer], tool: RiskTool = R24) -> str:
    """The score with what was not answered, since 9 of 24 asked is not 9 of 12 asked."""
    blank = (None, RiskAnswer.NOT_ASKED)
    missing = sum(answers.get(item.code) in blank for item in tool.items)
    unknown = sum(answers.get(item.code) is RiskAnswer.DONT_KNOW for item in tool.items)
    words = f"{score(answers, tool)} yes of {len(tool.items)}"
    if unknown:
        words += f", {unknown} not known"
    return f"{words}, {missing} not asked" if missing else words
