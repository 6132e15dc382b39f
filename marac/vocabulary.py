"""The words everyone uses. Standard library only."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """The closed table of roles (house.md 4.14, 3); a member wears one as a hat at a time."""

    ADMINISTRATOR = "administrator"
    AGENCY_ADMINISTRATOR = "agency-administrator"
    SIGNATORY = "signatory"
    DATA_PROTECTION_OFFICER = "data-protection-officer"
    CALDICOTT_GUARDIAN = "caldicott-guardian"
    AUDITOR = "auditor"
    GOVERNANCE = "governance"
    CHAIR = "chair"
    COORDINATOR = "coordinator"
    REPRESENTATIVE = "representative"
    ADVOCATE = "advocate"
    CONTRIBUTOR = "contributor"
    GUEST = "guest"
    OBSERVER = "observer"


Hat = Role
# Hats under which a member speaks for the agency that employs them (house.md 4.14, 1).
FOR_THE_AGENCY = frozenset({Role.REPRESENTATIVE, Role.ADVOCATE, Role.CONTRIBUTOR, Role.GUEST})
# Hats that see across agencies in their own MARAC and confer no seat (S9).
FOR_THE_MEETING = frozenset({Role.CHAIR, Role.COORDINATOR})


class Side(StrEnum):
    """Whose side a worker is on; held per appointment, not per agency (S6)."""

    VICTIM = "victim"
    PERPETRATOR = "perpetrator"
    NEITHER = "neither"


class AgencyKind(StrEnum):
    POLICE = "police"
    VICTIM_SERVICE = "victim-service"
    PERPETRATOR_SERVICE = "perpetrator-service"
    CHILDREN = "children"
    ADULTS = "adults"
    COUNCIL = "council"
    SOCIAL_LANDLORD = "social-landlord"
    PRIMARY_CARE = "primary-care"
    ACUTE_TRUST = "acute-trust"
    MENTAL_HEALTH = "mental-health"
    MIDWIFERY = "midwifery"
    SUBSTANCE_MISUSE = "substance-misuse"
    PROBATION = "probation"
    EDUCATION = "education"
    FIRE = "fire"
    VOLUNTARY = "voluntary"
    GOVERNANCE = "governance"
    OTHER = "other"


class CaseStatus(StrEnum):
    """Where a case is in its life (domain.md 1.9, 1.12)."""

    DRAFT = "draft"
    REFERRED = "referred"
    MORE_INFORMATION = "more-information"
    ACCEPTED = "accepted"
    ALERT_ONLY = "alert-only"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    LISTED = "listed"
    HEARD = "heard"
    CLOSED = "closed"


class PartyRole(StrEnum):
    VICTIM = "victim"
    PERPETRATOR = "perpetrator"
    CHILD = "child"
    ADULT_AT_RISK = "adult-at-risk"


class NameKind(StrEnum):
    NAME = "name"
    ALIAS = "alias"
    NEW_NAME = "new-name"


class DetailKind(StrEnum):
    """What one contact detail of a person is (S12, S13)."""

    HOME_ADDRESS = "home-address"
    CURRENT_ADDRESS = "current-address"
    FORMER_ADDRESS = "former-address"
    PHONE = "phone"
    EMAIL = "email"
    SAFE_TIME = "safe-time"
    SCHOOL = "school"
    WORKPLACE = "workplace"
    ROUTINE = "routine"


class SafeContactWarning(StrEnum):
    """Warnings that reach every seat and action owner first (S12)."""

    NEVER_WRITE = "never-write"
    NO_VOICEMAIL = "no-voicemail"
    NO_TEXT = "no-text"
    PHONE_IS_READ = "phone-is-read"
    EMAIL_IS_READ = "email-is-read"
    WITHHELD_NUMBER_ONLY = "withheld-number-only"
    VIA_ADVOCATE_ONLY = "via-advocate-only"
    INTERPRETER_NOT_FAMILY = "interpreter-not-family"
    VISIT_IN_PAIRS = "visit-in-pairs"
    NO_HOME_VISIT = "no-home-visit"


class SeatKind(StrEnum):
    """The four kinds of seat (S2)."""

    CHECK = "check"
    CASE = "case"
    HEARING = "hearing"
    ACTION = "action"


class TopicVisibility(StrEnum):
    """Who sees one topic of the referral (topics.py; S6, S14)."""

    COMMON = "common"
    POLICE = "police"
    REFERRER = "referrer"
    COORDINATOR = "coordinator"


class Criterion(StrEnum):
    """Why a case meets the threshold (domain.md 1.2); any one is enough."""

    VISIBLE_HIGH_RISK = "visible-high-risk"
    PROFESSIONAL_JUDGEMENT = "professional-judgement"
    POTENTIAL_ESCALATION = "potential-escalation"
    REPEAT = "repeat"
    TRANSFER_IN = "transfer-in"


class RiskAnswer(StrEnum):
    YES = "yes"
    NO = "no"
    DONT_KNOW = "dont-know"
    NOT_ASKED = "not-asked"


class ResearchAnswer(StrEnum):
    """One agency's answer about one person (screens.md, research workbench)."""

    KNOWN = "known"
    NOT_KNOWN = "not-known"
    POSSIBLE = "possible"
    COULD_NOT_SEARCH = "could-not-search"


class LineKind(StrEnum):
    FACT = "fact"
    OPINION = "opinion"
    VOICE = "voice"


class Sharing(StrEnum):
    """The decision on one line (S8); private until decided."""

    PRIVATE = "private"
    SEATED = "seated"
    NAMED = "named"
    SAY_ONLY = "say-only"
    WITHHELD = "withheld"


class WithholdingReason(StrEnum):
    NOT_RELEVANT = "not-relevant"
    NOT_PROPORTIONATE = "not-proportionate"
    VICTIM_ASKED = "victim-asked"
    THIRD_PARTY = "third-party"
    PREJUDICES_INVESTIGATION = "prejudices-investigation"
    PRIVILEGED = "privileged"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person looking: everything is seen and done as somebody, under one appointment."""

    member_id: UUID
    agency_id: UUID
    marac_id: UUID
    hat: Hat
    side: Side = Side.NEITHER
    appointment_id: UUID | None = None
    sign_in_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SystemViewer:
    """Work done by nobody in person: a name, and a database role of its own."""

    name: str
    database_role: str


SIGN_IN = SystemViewer("sign-in", "marac_sign_in")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A policy's answer: true when allowed, and always able to say why."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Verdict(True)


def refused(reason: str) -> Verdict:
    """A verdict of no, with a sentence that a representative can read."""
    return Verdict(False, reason)


class Refused(Exception):
    """What was asked may be seen but not done: 403, with the reason."""


class NotFound(Exception):
    """What was asked does not exist for this viewer: 404."""


class Conflict(Exception):
    """Somebody else changed it first: 409, nothing overwritten."""


class Unrecorded(Exception):
    """A change without a verdict or without an audit event: 500, nothing committed."""


class Unscoped(Exception):
    """A query that does not say as whom it looks, or a table that does not say who sees it."""
