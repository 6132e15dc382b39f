"""What is posted in the auditor's rooms."""

from datetime import date
from uuid import UUID

from pydantic import Field

from marac.policy.alerts import AlertStatus
from marac.policy.openings import OpeningGround
from marac.policy.questions import Finding
from marac.policy.samples import MOST_OF_AN_AGENCY, ItemVerdict
from marac.web.forms import Form

LONGEST = 2000
RELOAD = "Reload the page and try again"


class OpeningForm(Form):
    case_id: UUID = Field(title="Choose a case")
    line: str = Field(default="", max_length=20)
    ground: OpeningGround = Field(title="Choose the reason")
    reason: str = Field(title="Say in a sentence why you need to read it", min_length=1, max_length=LONGEST)
    hours: int = Field(title="Choose for how long")


class ReviewForm(Form):
    outcome: AlertStatus = Field(title="Choose whether it is explained or passed on")
    note: str = Field(title="Say what you found", min_length=1, max_length=LONGEST)
    version: int = Field(title=RELOAD)


class SampleForm(Form):
    since: date = Field(title="Enter the first day")
    until: date = Field(title="Enter the last day")
    per_agency: int = Field(title=f"Enter a number from 1 to {MOST_OF_AN_AGENCY}", ge=1, le=MOST_OF_AN_AGENCY)


class JudgeForm(Form):
    verdict: ItemVerdict = Field(title="Choose what you found")
    note: str = Field(default="", max_length=LONGEST)
    version: int = Field(title=RELOAD)


class AskForm(Form):
    """`to`: an agency, or an agency and one of its people, with a space between."""

    to: str = Field(title="Choose whom you ask")
    words: str = Field(title="Write your question", min_length=1, max_length=LONGEST)
    due_on: date = Field(title="Enter the day by which you need the answer")
    case_id: UUID | None = None
    item_id: UUID | None = None


class AnswerForm(Form):
    words: str = Field(title="Write your answer", min_length=1, max_length=LONGEST)
    version: int = Field(title=RELOAD)


class CloseForm(Form):
    finding: Finding = Field(title="Choose what came of it")
    version: int = Field(title=RELOAD)
