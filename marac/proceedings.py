"""The words of what is done with a case: triage, meeting, actions, minutes; and of who does it. Imports words alone."""

from enum import StrEnum

from marac.vocabulary import FOR_THE_AGENCY, Hat

# Hats under which a member acts within their own agency's part of cases: those who speak for it, and who decides.
WITHIN_THE_AGENCY = FOR_THE_AGENCY | {Hat.CALDICOTT_GUARDIAN}


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


class LifeThreat(StrEnum):
    """Why a protected detail is opened by whom it was not given to: a life is in danger (S12)."""

    ATTACK_NOW = "attack-now"
    KILLING_FEARED = "killing-feared"
    MISSING = "missing"
    CHILD_IN_DANGER = "child-in-danger"
    SUICIDE_FEARED = "suicide-feared"


class NoticeKind(StrEnum):
    """What an agency is told until it says that it has read it."""

    LINE_CORRECTED = "line-corrected"
    DETAIL_OPENED = "detail-opened"


class Occasion(StrEnum):
    """Why a checkpoint was signed: a minute in which something happened, a day's first, a meeting's end."""

    MINUTE = "minute"
    DAY = "day"
    MEETING = "meeting"


class WallCause(StrEnum):
    """Why a wall stands: set by a person, declared by whom it is against, or raised by itself (S17, S18, S20)."""

    SET = "set"
    CONFLICT = "conflict"
    OWN_NAME = "own-name"
    OWN_ADDRESS = "own-address"
    REVERSED_PAIR = "reversed-pair"


class OpenedAgain(StrEnum):
    """Why a case is opened again to those whom a wall, or a restriction, kept out (S17)."""

    MISTAKE = "by-mistake"
    NOT_THE_SAME = "not-the-same-person"
    NO_CONFLICT = "no-conflict-any-more"
    PARTY_GONE = "party-no-longer-in-the-case"
    TAKEN_OVER = "other-agency-took-over"
    ORDER_CHANGED = "court-order-changed"
    SAFETY = "needed-for-safety"


class HoldKind(StrEnum):
    """Why a case is kept although it could be erased (C77)."""

    HOMICIDE_REVIEW = "homicide-review"
    COURT = "court"
    COMPLAINT = "complaint"
    SUBJECT_ACCESS = "subject-access"
    OTHER = "other"


class ErasureGround(StrEnum):
    """Why a case's content is destroyed; the only reason that outlives it."""

    NO_LONGER_NEEDED = "no-longer-needed"
    MADE_IN_ERROR = "made-in-error"
    RIGHT_TO_ERASURE = "right-to-erasure"
    ORDERED = "ordered"


class DownloadReason(StrEnum):
    """Why something leaves as a file; of a log kept under DPA 2018 s62 only the last five are lawful (s62(4), (5))."""

    FOR_THE_MEETING = "for-the-meeting"
    OWN_FILE = "own-file"
    TO_DO_AN_ACTION = "to-do-an-action"
    OVERSIGHT = "oversight"
    LEGAL_REQUEST = "legal-request"
    LAWFULNESS = "lawfulness"
    SELF_MONITORING = "self-monitoring"
    INTEGRITY_AND_SECURITY = "integrity-and-security"
    CRIMINAL_PROCEEDINGS = "criminal-proceedings"
    COMMISSIONER = "commissioner"
