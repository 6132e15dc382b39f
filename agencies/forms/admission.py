"""Forms of administration: an agency, a member, an appointment, the conditions of access."""

import re
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field

from marac import clock
from marac.vocabulary import AgencyKind, Role, Side
from marac.web.forms import Form

_EMAIL = re.compile(r"[^@\s]{1,64}@(?:[a-z0-9-]+\.)+[a-z0-9-]{2,}")
LEAST_IDLE, MOST_IDLE = 5, 30
MOST_HOURS = 12
MOST_MONTHS = 60


def _email(typed: object) -> str:
    """Lower case, as it is kept and compared."""
    found = str(typed).strip().lower()
    if not _EMAIL.fullmatch(found) or len(found) > 254:
        raise ValueError("Enter a work e-mail address, such as name@agency.example.")
    return found


def _not_to_come(value: date | None) -> date | None:
    if value and value > clock.today():
        raise ValueError("The date cannot be in the future.")
    return value


def _not_gone(value: date | None) -> date | None:
    if value and value < clock.today():
        raise ValueError("The date cannot be in the past.")
    return value


def _within(least: int, most: int, what: str) -> Any:
    def read(typed: object) -> int | None:
        text = str(typed).strip()
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            raise ValueError(f"Enter {what} as a whole number from {least} to {most}.")
        return int(text)

    return BeforeValidator(read)


Email = Annotated[str, BeforeValidator(_email)]
Past = Annotated[date, AfterValidator(_not_to_come)]
Coming = Annotated[date, AfterValidator(_not_gone)]
Months = Annotated[int, _within(1, MOST_MONTHS, "months")]


class AgencyForm(Form):
    """`parent_id`: the agency from which this unit must be kept apart."""

    name: str = Field(title="Enter the agency's name", min_length=2, max_length=120)
    short_name: str = Field(title="Enter a short name", min_length=2, max_length=30)
    kind: AgencyKind = Field(title="Choose what kind of agency it is")
    parent_id: UUID | None = Field(default=None, title="Choose the agency from the list")
    core: bool = False
    competent_authority: bool = False
    gets_case_data: bool = False


class MemberForm(Form):
    name: str = Field(title="Enter their name", min_length=2, max_length=120)
    job_title: str = Field(title="Enter their job title", min_length=2, max_length=120)
    email: Email = Field(title="Enter their work e-mail address")


class AppointmentForm(Form):
    """`from_on` empty: today. `until_on` empty: until it is ended."""

    role: Role = Field(title="Choose a role")
    side: Side = Field(default=Side.NEITHER, title="Choose a side")
    from_on: Coming | None = Field(default=None, title="Enter a real date, or leave it empty")
    until_on: Coming | None = Field(default=None, title="Enter a real date, or leave it empty")


class AdmitForm(AppointmentForm, MemberForm):
    """A member with their first role; errors stand in the order of the page, which is that of the bases reversed."""

    trained_on: Past | None = Field(default=None, title="Enter a real date, or leave it empty")


class DeputyForm(Form):
    deputy_id: UUID = Field(title="Choose the deputy")
    from_on: Coming | None = Field(default=None, title="Enter a real date, or leave it empty")
    until_on: Coming = Field(title="Enter the last day on which the deputy acts")


class TrainingForm(Form):
    trained_on: Past | None = Field(default=None, title="Enter a real date, or leave it empty")


class ConditionsForm(Form):
    """Months empty: not asked for."""

    idle_minutes: Annotated[int, _within(LEAST_IDLE, MOST_IDLE, "minutes")] = Field(title="Enter the minutes")
    session_hours: Annotated[int, _within(1, MOST_HOURS, "hours")] = Field(title="Enter the hours")
    training_months: Months | None = Field(default=None, title="Enter months, or leave it empty")
    statement_months: Months | None = Field(default=None, title="Enter months, or leave it empty")
