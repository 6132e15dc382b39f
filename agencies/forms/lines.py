"""What is posted about a line: its words, the decision about it, its correction."""

from datetime import date
from uuid import UUID

from pydantic import Field, field_validator

from marac import clock
from marac.policy.lines import Sensitive
from marac.proceedings import RiskTo
from marac.vocabulary import LineKind, Sharing, WithholdingReason
from marac.web.forms import Form

LONGEST_LINE = 4000
LONGEST_SOURCE = 200
LONGEST_REASON = 1000


class LineForm(Form):
    """A new line. Where it comes from is asked of every fact and opinion (domain.md 3.2)."""

    text: str = Field(min_length=1, max_length=LONGEST_LINE, title="Enter what your agency holds")
    kind: LineKind = Field(default=LineKind.FACT, title="Choose fact or opinion")
    source: str = Field(min_length=1, max_length=LONGEST_SOURCE, title="Enter where this comes from")
    source_date: date | None = Field(default=None, title="Enter the date of the source as a real date")
    person_id: UUID | None = Field(default=None, title="Choose whom this is about")
    sensitive: Sensitive | None = Field(default=None, title="Choose what it would reveal")

    @field_validator("source_date")
    @classmethod
    def not_to_come(cls, value: date | None) -> date | None:
        if value and value > clock.today():
            raise ValueError("The date of the source cannot be in the future.")
        return value


class DecisionForm(Form):
    """Who learns of a line. `shown`: which audience the page showed; `step`: look first, or save."""

    sharing: Sharing = Field(title="Choose who learns of this line")
    named: list[UUID] = Field(default_factory=list, title="Choose agencies from the list")
    to_chair: bool = False
    to_coordinator: bool = False
    for_perpetrators_side: bool = False
    withholding: WithholdingReason | None = Field(default=None, title="Choose why it is not shared")
    reason: str = Field(default="", max_length=LONGEST_REASON)
    bears_on: RiskTo | None = Field(default=None, title="Choose which risk it bears on")
    version: int = 0
    shown: str = ""
    step: str = "save"


class CorrectionForm(Form):
    text: str = Field(min_length=1, max_length=LONGEST_LINE, title="Enter the corrected line")
    version: int = 0
