"""The words of what is done with a case: triage, meeting, actions, minutes. Standard library only."""

from enum import StrEnum


class MeetingStatus(StrEnum):
    PLANNED = "planned"
    PUBLISHED = "published"
    OPEN = "open"
    CLOSED = "closed"


class HearingStatus(StrEnum):
    """A case's place in one meeting (domain.md 1.12, AgendaItem)."""

    LISTED = "listed"
    CALLED = "called"
    HEARD = "heard"
    DEFERRED = "deferred"
    REMOVED = "removed"


class DeferralReason(StrEnum):
    NO_TIME = "no-time"
    REFERRER_ABSENT = "referrer-absent"
    KEY_AGENCY_ABSENT = "key-agency-absent"
    WRONG_AREA = "wrong-area"
    NOT_IDENTIFIED = "not-identified"


class Presence(StrEnum):
    """How an agency or a person stands to one meeting (domain.md 1.8)."""

    EXPECTED = "expected"
    PRESENT = "present"
    APOLOGIES = "apologies"
    LEFT = "left"
    OBSERVER = "observer"


class NoteKind(StrEnum):
    NOTE = "note"
    RISK = "risk"
    DECISION = "decision"
    VOICE = "voice"


class RiskTo(StrEnum):
    VICTIM = "victim"
    CHILDREN = "children"
    OTHERS = "others"
    PROFESSIONALS = "professionals"


class ActionStatus(StrEnum):
    """How an action stands; overdue is worked out, never stored (domain.md 1.12)."""

    OPEN = "open"
    COMPLETED = "completed"
    NOT_POSSIBLE = "not-possible"
    NOT_DONE = "not-done"


class MinutesStatus(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    ISSUED = "issued"


class Triage(StrEnum):
    """What the coordinator may decide about a referral (domain.md 1.5)."""

    ACCEPT = "accept"
    MORE_INFORMATION = "more-information"
    RETURN = "return"
    ALERT_ONLY = "alert-only"


class SamePerson(StrEnum):
    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class Standing(StrEnum):
    """How an agency stands to one information-sharing agreement (S22; domain.md 1.12); worked out, never stored."""

    MISSING = "missing"
    IN_FORCE = "in-force"
    REVIEW_DUE = "review-due"
    OVERDUE = "overdue"
    EXTENDED = "extended"
    NOT_REVIEWED = "not-reviewed"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"


class RemarkKind(StrEnum):
    """What happened to an agreement, kept as said."""

    RECORDED = "recorded"
    REVIEWED = "reviewed"
    RECOMMENDED = "recommended"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    WITHDRAWN = "withdrawn"
    EXTENSION_ASKED = "extension-asked"
    EXTENDED = "extended"
    LAPSED = "lapsed"
    HANDED_OVER = "handed-over"
