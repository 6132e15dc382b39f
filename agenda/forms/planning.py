"""Forms before the meeting: convene, accept to a list, plan, take off, seat, confirm."""

import re
from datetime import date, time
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field

from marac.vocabulary import SeatKind
from marac.web.forms import Form

_TIME = re.compile(r"(\d{1,2})[:. ]?(\d{2})")
LEAST, MOST = 3, 90


def _time(typed: object) -> object:
    """9:30, 09.30 or 0930."""
    found = _TIME.fullmatch(str(typed).strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValueError("Enter a time such as 9:30 or 14:00.")
    return time(int(found[1]), int(found[2]))


def _version(typed: object) -> int:
    """What is no number is nobody's version, so that it conflicts."""
    return int(str(typed)) if str(typed).isdecimal() else -1


Version = Annotated[int, BeforeValidator(_version)]
TimeOfDay = Annotated[time, BeforeValidator(_time)]
Minutes = Annotated[int, Field(title=f"Enter a length from {LEAST} to {MOST} minutes, in figures", ge=LEAST, le=MOST)]
Reason = Annotated[str, Field(title="Give the reason", min_length=3, max_length=500)]


class ConveneForm(Form):
    """`due_on` and `due_at` empty: one working day before, at noon."""

    held_on: date = Field(title="Enter the date of the meeting, such as 5 12 2026")
    held_at: TimeOfDay = Field(title="Enter the time at which it starts")
    venue: str = Field(title="Enter where it is held", min_length=2, max_length=200)
    chair_id: UUID | None = Field(default=None, title="Choose the chair from the list")
    due_on: date | None = Field(default=None, title="Enter a real date, or leave it empty")
    due_at: TimeOfDay | None = None


class AcceptForm(Form):
    """`meeting`: a meeting's id, or "later"."""

    meeting: str = Field(title="Choose a meeting")
    minutes: Minutes = 12
    acting_chair: UUID | None = Field(default=None, title="Choose who chairs this case")
    acting_coordinator: UUID | None = Field(default=None, title="Choose who coordinates this case")


class PlanForm(Form):
    minutes: Minutes
    pinned: bool = False
    version: Version = -1


class ActingForm(Form):
    acting_chair: UUID | None = Field(default=None, title="Choose who chairs this case")
    acting_coordinator: UUID | None = Field(default=None, title="Choose who coordinates this case")


class RemoveForm(Form):
    """`interim`: what keeps the victim safe meanwhile; required once the list is published (S23)."""

    reason: Reason
    interim: str = Field(default="", max_length=500)
    version: Version = -1


class OrderForm(Form):
    """`hearing`: up or down by one; without it, the order suggested."""

    direction: str = "up"
    version: Version = -1


class PublishForm(Form):
    """`times_known`: walled cases stay where somebody they are kept from is in the meeting (S19)."""

    version: Version = -1
    times_known: bool = False


class ConfirmForm(Form):
    """Agencies ticked, those of them that are quiet, and who speaks for the victim."""

    agency: list[UUID] = []
    quiet: list[UUID] = []
    advocate: UUID | None = None


class AddSeatForm(Form):
    seat_agency: UUID = Field(title="Choose an agency")
    kind: SeatKind = Field(title="Choose what it is asked to do")
    seat_reason: Reason
    seat_quiet: bool = False


class EndSeatForm(Form):
    reason: Reason


class TransferForm(Form):
    """Where a case goes, and why; both are kept sealed (S23)."""

    destination: str = Field(title="Name the MARAC that it goes to", min_length=1, max_length=200)
    reason: str = Field(title="Say why it moves", min_length=1, max_length=4000)
