"""What a kind of action is: who usually owns it, by when, what shows that it was done."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from marac.vocabulary import AgencyKind


class Group(StrEnum):
    TARGET_HARDENING = "target-hardening"
    HOUSING = "housing"
    POLICE = "police"
    ADVOCACY = "advocacy"
    CHILDREN = "children"
    ADULTS = "adults"
    HEALTH = "health"
    SUBSTANCE_MISUSE = "substance-misuse"
    PROBATION = "probation"
    EDUCATION = "education"
    PANELS = "panels"
    ALL_AGENCIES = "all-agencies"
    CHAIR = "chair"

    @property
    def heading(self) -> str:
        return HEADINGS[self]


HEADINGS: Mapping[Group, str] = {
    Group.TARGET_HARDENING: "Target hardening and sanctuary",
    Group.HOUSING: "Housing",
    Group.POLICE: "Police",
    Group.ADVOCACY: "IDVA, New Era and Women's Aid",
    Group.CHILDREN: "Children's services",
    Group.ADULTS: "Adult social care",
    Group.HEALTH: "Health",
    Group.SUBSTANCE_MISUSE: "Substance misuse",
    Group.PROBATION: "Probation",
    Group.EDUCATION: "Education",
    Group.PANELS: "Referral to another panel",
    Group.ALL_AGENCIES: "All agencies",
    Group.CHAIR: "Chair and coordinator",
}


class Condition(StrEnum):
    """What must hold before the work may start (domain.md 5.1); each is asked as a question."""

    PERPETRATOR_LIVES_ELSEWHERE = "perpetrator-lives-elsewhere"
    VICTIMS_CHOICE = "victims-choice"
    RIGHT_TO_OCCUPY = "right-to-occupy"
    OWNERS_PERMISSION = "owners-permission"
    NOT_A_REFUGE = "not-a-refuge"

    @property
    def question(self) -> str:
        return QUESTIONS[self]


QUESTIONS: Mapping[Condition, str] = {
    Condition.PERPETRATOR_LIVES_ELSEWHERE: "Does the perpetrator live somewhere else?",
    Condition.VICTIMS_CHOICE: "Does the victim want this done?",
    Condition.RIGHT_TO_OCCUPY: "Does the victim have the right to live at the address?",
    Condition.OWNERS_PERMISSION: "Has the landlord or owner given permission?",
    Condition.NOT_A_REFUGE: "Is the address somewhere other than a refuge?",
}


class Count(StrEnum):
    """What a usual time is counted in."""

    HOURS = "hours"
    WORKING_DAYS = "working days"
    CALENDAR_DAYS = "days"
    WEEKS = "weeks"
    NEXT_MEETING = "by the next meeting"
    NEXT_PANEL = "by that panel's next meeting"
    NEXT_SCHOOL_DAY = "by the next school day"
    BY_DATE = "by a date to be agreed"


COUNTED = frozenset({Count.HOURS, Count.WORKING_DAYS, Count.CALENDAR_DAYS, Count.WEEKS})


@dataclass(frozen=True, slots=True)
class UsualTime:
    """How long an action usually takes, from the meeting; `most` 0 with a counted unit means the same day."""

    count: Count
    least: int = 0
    most: int = 0

    @property
    def words(self) -> str:
        if self.count not in COUNTED:
            return self.count.value
        if not self.most:
            return "the same day"
        if not self.least:
            return f"within {self.most} {self.count}"
        return f"{self.most} {self.count}" if self.least == self.most else f"{self.least} to {self.most} {self.count}"


def hours(least: int, most: int) -> UsualTime:
    return UsualTime(Count.HOURS, least, most)


def working_days(least: int, most: int | None = None) -> UsualTime:
    return UsualTime(Count.WORKING_DAYS, least, least if most is None else most)


def weeks(least: int, most: int) -> UsualTime:
    return UsualTime(Count.WEEKS, least, most)


SAME_DAY = UsualTime(Count.HOURS)
NEXT_MEETING = UsualTime(Count.NEXT_MEETING)
NEXT_PANEL = UsualTime(Count.NEXT_PANEL)
NEXT_SCHOOL_DAY = UsualTime(Count.NEXT_SCHOOL_DAY)
BY_DATE = UsualTime(Count.BY_DATE)

EVERY_AGENCY = tuple(kind for kind in AgencyKind if kind is not AgencyKind.GOVERNANCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionType:
    """One entry of the catalogue (domain.md 5); owners, times and evidence are usual, not binding.

    `alerts_perpetrator`: the perpetrator may learn of it, so ask "advocate consulted, victim warned first?".
    `contacts_victim`: passes the safe-contact gate (C34). `needs_address`: the owner needs the victim's address.
    `reviews_months`: months after completion at which the work is looked at again.
    """

    code: str
    title: str
    group: Group
    owner_kinds: tuple[AgencyKind, ...]
    usual_time: UsualTime
    evidence: str
    note: str = ""
    conditions: tuple[Condition, ...] = ()
    reviews_months: tuple[int, ...] = ()
    milestones: tuple[str, ...] = ()
    needs_address: bool = False
    alerts_perpetrator: bool = False
    contacts_victim: bool = False
    perpetrator_facing: bool = False
