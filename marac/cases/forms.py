"""What is posted about a referral or a case."""

from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from marac.proceedings import LifeThreat, OpenedAgain, SamePerson, Triage
from marac.vocabulary import DetailKind, PartyRole
from marac.web.forms import Form, Invalid

LONGEST = 4000
# What often only one agency holds or can do: worked through before it is walled off (S17).
HELD = {
    "markers": "Warning markers on the people and addresses",
    "weapons": "Weapons and licences",
    "orders": "Orders, bail and conditions, and acting on a breach",
    "children": "Risk to children",
    "life": "Answering a threat to life",
}


class TriageForm(Form):
    """One outcome; what it needs said stands in a field of its own, so that nothing typed is lost."""

    outcome: Triage = Field(title="Choose what becomes of this referral")
    version: int = Field(title="Reload the page and decide again")
    missing: str = Field(default="", max_length=LONGEST)
    why: str = Field(default="", max_length=LONGEST)
    signposting: str = Field(default="", max_length=LONGEST)
    alert_why: str = Field(default="", max_length=LONGEST)

    @property
    def reason(self) -> str:
        """What the referrer will read. Raises Invalid when it was not said."""
        needed = {
            Triage.MORE_INFORMATION: ("missing", "Say what is missing"),
            Triage.RETURN: ("why", "Give the reason why it is returned"),
            Triage.ALERT_ONLY: ("alert_why", "Give the reason for an alert only"),
        }
        field, error = needed[self.outcome]
        if not (text := str(getattr(self, field))):
            raise Invalid({field: f"{error}."}, typed_of(self))
        if self.outcome is Triage.RETURN and self.signposting:
            text += f"\n\nWhere to turn instead: {self.signposting}"
        return text


class ReopenForm(Form):
    reason: str = Field(title="Say why it is taken up again", min_length=1, max_length=LONGEST)


class UrgentForm(Form):
    """Nothing said takes the mark off."""

    urgent: Literal["yes", "no"] = "no"
    urgent_why: str = Field(default="", max_length=LONGEST)

    @property
    def reason(self) -> str:
        """Raises Invalid when it is urgent and nobody says why."""
        if self.urgent == "yes" and not self.urgent_why:
            raise Invalid({"urgent_why": "Say why it cannot wait."}, typed_of(self))
        return self.urgent_why if self.urgent == "yes" else ""


class MatchForm(Form):
    person_id: UUID
    other_id: UUID
    decision: SamePerson = Field(title="Choose same, not the same or unsure")


class Against(StrEnum):
    AGENCY = "agency"
    MEMBERS = "members"


class WallForm(Form):
    """A wall on a whole agency names somebody cleared inside it, or another force, or says why neither (S17)."""

    agency_id: UUID = Field(title="Choose an agency")
    against: Against = Field(title="Choose whom the wall is against")
    members: list[UUID] = []
    cleared: list[UUID] = []
    other_force: str = Field(default="", max_length=200)
    nobody_why: str = Field(default="", max_length=LONGEST)
    worked: list[str] = []
    instead: str = Field(default="", max_length=LONGEST)
    reason: str = Field(title="Say why the wall is needed", min_length=1, max_length=LONGEST)

    def check(self) -> None:
        """Raises Invalid."""
        errors = self._whole_agency() if self.against is Against.AGENCY else {}
        if self.against is Against.MEMBERS and not self.members:
            errors["members"] = "Tick at least one person."
        if errors:
            raise Invalid(errors, typed_of(self))

    def _whole_agency(self) -> dict[str, str]:
        errors = {}
        if not (self.cleared or self.other_force or self.nobody_why):
            errors["cleared"] = "Clear somebody, name another force, or say why there is neither."
        if missing := [text.lower() for code, text in HELD.items() if code not in self.worked]:
            errors["worked"] = f"Work through these too: {'; '.join(missing)}."
        return errors

    @property
    def whole_reason(self) -> str:
        """What is kept sealed with the wall."""
        parts = [self.reason]
        if self.against is Against.AGENCY:
            parts += [f"Nobody cleared and no other force: {self.nobody_why}"] if self.nobody_why else []
            parts.append(f"Worked through: {', '.join(code for code in HELD if code in self.worked)}.")
            parts += [f"Who does it instead: {self.instead}"] if self.instead else []
        return "\n".join(parts)


class DecideWallForm(Form):
    stays: Literal["yes", "no"] = Field(title="Choose whether the wall stays")
    why: str = Field(title="Say why", min_length=1, max_length=LONGEST)
    cleared: list[UUID] = []


class LiftWallForm(Form):
    because: OpenedAgain = Field(title="Choose why this wall is lifted")


class OpenAgainForm(Form):
    because: OpenedAgain = Field(title="Choose why this case is opened again")


class NameForm(Form):
    """Exactly those ticked of one agency may open a restricted case; nobody ticked: nobody of it may."""

    named_agency: UUID = Field(title="Choose an agency")
    named: list[UUID] = []


class EmployersForm(Form):
    employer: list[UUID] = []


class AudienceForm(Form):
    """Agencies that may open one protected detail; none ticked takes all of them off."""

    agencies: list[UUID] = []


class EmergencyForm(Form):
    """Why, and of what, a protected detail is opened by whom it was not given to (S12)."""

    danger: LifeThreat = Field(title="Choose what is threatened")
    reason: str = Field(title="Say what you know and from whom", min_length=1, max_length=LONGEST)
    party: Literal[PartyRole.VICTIM, PartyRole.CHILD, PartyRole.ADULT_AT_RISK] = Field(title="Choose whose it is")
    kind: DetailKind = Field(title="Choose what you need to know")


def typed_of(form: Form) -> dict[str, Any]:
    """What was typed, to draw it again."""
    return form.model_dump(mode="json")
