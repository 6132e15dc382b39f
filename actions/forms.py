"""What is asked when an action is agreed, reported on or handed on."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field
from starlette.datastructures import FormData

from actions.catalogue import ActionType, answers
from marac import clock
from marac.policy import actions as policy
from marac.proceedings import RiskTo
from marac.web.forms import Form, Invalid


def _due(value: date) -> date:
    verdict = policy.may_be_due(value, clock.today())
    if not verdict:
        raise ValueError(verdict.reason)
    return value


DueDate = Annotated[date, AfterValidator(_due)]
Version = Annotated[int, Field(title="Open this page again: it has no version", ge=1, le=2**31)]


class AgreeForm(Form):
    """`wording_asked`: the vague wording that was questioned; posted again unchanged, it is meant."""

    agency_id: UUID = Field(title="Choose the agency that will do it")
    member_id: UUID | None = Field(default=None, title="Choose one of this agency's people")
    wording: str = Field(title="Say what will be done", min_length=1, max_length=policy.LONGEST_WORDING)
    wording_asked: str = ""
    risk_to: RiskTo = Field(title="Say whose risk this answers")
    risk: str = Field(default="", max_length=policy.LONGEST_WORDING)
    due_on: DueDate = Field(title="Enter a real date by which it will be done")
    quiet: str = ""


class CompleteForm(Form):
    version: Version
    evidence: str = Field(title="Say what shows that this was done", min_length=1, max_length=policy.LONGEST_REPORT)
    outcome: str = Field(default="", max_length=policy.LONGEST_REPORT)
    warnings_read: str = ""


class NotPossibleForm(Form):
    version: Version
    changed: str = Field(title="Say which circumstances changed", min_length=1, max_length=policy.LONGEST_REPORT)


class NotDoneForm(Form):
    version: Version
    why: str = Field(title="Say why this was not done", min_length=1, max_length=policy.LONGEST_REPORT)


class OpenAgainForm(Form):
    version: Version
    again: str = Field(title="Say why it is opened again", min_length=1, max_length=policy.LONGEST_REPORT)


class ReassignForm(Form):
    version: Version
    member_id: UUID | None = Field(default=None, title="Choose one of the agency's people")
    due_on: DueDate | None = Field(default=None, title="Enter a real date by which it will be done")
    reason: str = Field(default="", max_length=policy.LONGEST_REPORT)


class ConditionForm(Form):
    version: Version
    code: str = Field(title="Choose the question", min_length=1)
    answer: answers.Answer = Field(title="Answer yes, no or not known")


def conditions_posted(posted: FormData, action_type: ActionType) -> dict[str, str]:
    """The answer to each question of this kind of action. Raises Invalid where one is missing: none is assumed."""
    given = {code: str(posted.get(code, "")) for code in answers.questions(action_type)}
    missing = [code for code, answer in given.items() if answer not in list(answers.Answer)]
    if missing:
        raise Invalid(dict.fromkeys(missing, "Answer yes, no or not known."), given)
    return given
