"""What a question of the referral form is."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from marac.vocabulary import PartyRole, TopicVisibility

Width = Literal["full", "two-thirds", "20", "10", "5", "4", "3", "2"]

LONGEST_TEXT = 200
LONGEST_LONG = 4000


class FieldKind(StrEnum):
    TEXT = "text"
    LONG = "long"
    YES_NO = "yes_no"
    YES_NO_UNKNOWN = "yes_no_unknown"
    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer offered; an `exclusive` one of several ("None of these") stands alone."""

    value: str
    label: str
    hint: str = ""
    exclusive: bool = False


YES = Option("yes", "Yes")
NO = Option("no", "No")
UNKNOWN = Option("unknown", "Not known")

_GIVEN = {FieldKind.YES_NO: (YES, NO), FieldKind.YES_NO_UNKNOWN: (YES, NO, UNKNOWN)}


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `shown_if` names an earlier field and the answer to it that brings this question up.

    `past`: a date that may not lie in the future. Yes/no kinds bring their own options.
    """

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    options: tuple[Option, ...] = ()
    hint: str = ""
    required: bool = False
    width: Width = "full"
    shown_if: tuple[str, str] | None = None
    past: bool = False

    def __post_init__(self) -> None:
        if self.kind in _GIVEN:
            object.__setattr__(self, "options", _GIVEN[self.kind])

    @property
    def longest(self) -> int:
        """Most characters of an answer in words."""
        return LONGEST_LONG if self.kind is FieldKind.LONG else LONGEST_TEXT


@dataclass(frozen=True, slots=True)
class Topic:
    """One page of the referral form. A topic with a `party` also lists the people of that part, with PARTICULARS."""

    code: str
    title: str
    fields: tuple[Field, ...]
    visibility: TopicVisibility
    hint: str = ""
    party: PartyRole | None = None


def options(**labels: str) -> tuple[Option, ...]:
    """Options from value=label; an underscore in a value becomes a hyphen."""
    return tuple(Option(value.replace("_", "-"), label) for value, label in labels.items())
