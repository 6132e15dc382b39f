"""What is posted from the live screens."""

from datetime import date
from uuid import UUID, uuid4

from pydantic import Field, field_validator

from marac import clock
from marac.proceedings import DeferralReason, NoteKind, Presence, RiskTo
from marac.web.forms import Form

LONGEST_NOTE = 4_000
LONGEST_REASON = 1_000
WHAT = f"^(note|decision|voice|risk-({'|'.join(RiskTo)}))$"
RELOAD = "Open this page again: it has no version"


class CallForm(Form):
    """`after`: the hearing that stood as being heard when the chair looked."""

    after: UUID | None = None
    conflicted: list[UUID] = []


class NoteForm(Form):
    """`what`: the kind of note, a risk with whose it is: "risk-victim"."""

    client_id: UUID = Field(default_factory=uuid4)
    text: str = Field(title="Write the note", min_length=1, max_length=LONGEST_NOTE)
    what: str = Field(default=NoteKind.NOTE.value, pattern=WHAT, title="Choose what it is")
    agency_id: UUID | None = None
    line_id: UUID | None = None
    for_perpetrators_side: str = ""

    @property
    def kind(self) -> NoteKind:
        return NoteKind(self.what.partition("-")[0])

    @property
    def risk_to(self) -> RiskTo | None:
        return RiskTo(self.what.partition("-")[2]) if self.kind is NoteKind.RISK else None


class ChangeForm(Form):
    version: int = Field(title=RELOAD, ge=1, le=2**31)
    text: str = Field(title="Write the note", min_length=1, max_length=LONGEST_NOTE)


class ReasonForm(Form):
    version: int = Field(title=RELOAD, ge=1, le=2**31)
    reason: str = Field(title="Give the reason", min_length=1, max_length=LONGEST_REASON)


class VoiceForm(Form):
    """Either the voice, or why there is none."""

    version: int = Field(title=RELOAD, ge=1, le=2**31)
    voice: str = Field(default="", max_length=LONGEST_NOTE)
    reason: str = Field(default="", max_length=LONGEST_REASON)
    client_id: UUID = Field(default_factory=uuid4)


class TellerForm(Form):
    """Who tells the victim, in which safe way, by when; or why nobody does."""

    version: int = Field(title=RELOAD, ge=1, le=2**31)
    agency_id: UUID | None = Field(default=None, title="Choose the agency that tells the victim")
    method: str = Field(default="", max_length=LONGEST_REASON)
    by: date | None = Field(default=None, title="Enter a real date")
    why_not: str = Field(default="", max_length=LONGEST_REASON)


class DeferForm(Form):
    deferral: DeferralReason = Field(title="Choose why it is deferred")
    reason: str = Field(title="Say what happened", min_length=1, max_length=LONGEST_REASON)
    wording: str = Field(title="Say what keeps them safe until then", min_length=1, max_length=LONGEST_REASON)
    agency_id: UUID = Field(title="Choose who does it")
    due_on: date = Field(title="Enter a real date by which it is done")


class MemberForm(Form):
    member_id: UUID = Field(title="Choose who")


class AttendForm(Form):
    member_id: UUID = Field(title="Choose who")
    presence: Presence = Field(title="Choose how they stand to this meeting")
    information_sent: bool | None = None
    received_on: date | None = Field(default=None, title="Enter a real date")
    version: int | None = None

    @field_validator("received_on")
    @classmethod
    def not_to_come(cls, value: date | None) -> date | None:
        if value and value > clock.today():
            raise ValueError("The date when information came cannot be in the future.")
        return value
