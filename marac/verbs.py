"""What can happen, in the words of the record: `noun.past-tense`, each one of the operations of section 62."""

from enum import StrEnum


class Operation(StrEnum):
    """The six operations of Data Protection Act 2018 s62, and a refusal (house.md 4.14, 11)."""

    COLLECTION = "collection"
    ALTERATION = "alteration"
    CONSULTATION = "consultation"
    DISCLOSURE = "disclosure"
    COMBINATION = "combination"
    ERASURE = "erasure"
    REFUSED = "refused"


class Verb(StrEnum):
    """Every kind of event that the record knows."""

    REFERRAL_STARTED = "referral.started"
    REFERRAL_CHANGED = "referral.changed"
    REFERRAL_SUBMITTED = "referral.submitted"
    REFERRAL_WITHDRAWN = "referral.withdrawn"
    REFERRAL_TRIAGED = "referral.triaged"
    PERSON_LINKED = "person.linked"
    PERSON_UNLINKED = "person.unlinked"
    CASE_OPENED = "case.opened"
    CASE_RESTRICTED = "case.restricted"
    SEAT_GIVEN = "seat.given"
    SEAT_CHANGED = "seat.changed"
    WALL_RAISED = "wall.raised"
    WALL_LIFTED = "wall.lifted"
    WALL_DECIDED = "wall.decided"
    EMPLOYER_SET = "employer.set"
    HOME_GIVEN = "home.given"
    HOME_TAKEN_BACK = "home.taken-back"
    DETAIL_OPENED = "detail.opened"
    DETAIL_GIVEN = "detail.given"
    DETAIL_NAMED = "detail.named"
    DETAIL_UNNAMED = "detail.unnamed"
    DETAIL_IN_EMERGENCY = "detail.opened-in-emergency"
    NOTICE_READ = "notice.read"
    OBSERVER_ADMITTED = "observer.admitted"
    OBSERVER_SENT_OUT = "observer.sent-out"
    CASE_TRANSFERRED = "case.transferred"
    RESEARCH_REQUESTED = "research.requested"
    RESEARCH_ANSWERED = "research.answered"
    RESEARCH_RETURNED = "research.returned"
    SEAT_ENDED = "seat.ended"
    LINE_RECORDED = "line.recorded"
    LINE_CORRECTED = "line.corrected"
    LINE_DECIDED = "line.decided"
    LINE_SHARED = "line.shared"
    LINE_OPENED_TO_SEAT = "line.opened-to-seat"
    LINE_SAID = "line.said"
    LINE_HEARD = "line.heard"
    MEETING_CONVENED = "meeting.convened"
    CASE_LISTED = "case.listed"
    CASE_MOVED = "case.moved"
    CASE_REMOVED = "case.removed"
    LIST_PUBLISHED = "list.published"
    MEETING_OPENED = "meeting.opened"
    MEETING_CLOSED = "meeting.closed"
    STATEMENT_ACCEPTED = "statement.accepted"
    ATTENDANCE_RECORDED = "attendance.recorded"
    CONFLICT_DECLARED = "conflict.declared"
    HEARING_CALLED = "hearing.called"
    HEARING_CHANGED = "hearing.changed"
    HEARING_CLOSED = "hearing.closed"
    HEARING_DEFERRED = "hearing.deferred"
    NOTE_WRITTEN = "note.written"
    NOTE_CHANGED = "note.changed"
    ACTION_AGREED = "action.agreed"
    ACTION_CHANGED = "action.changed"
    ACTION_COMPLETED = "action.completed"
    ACTION_NOT_POSSIBLE = "action.not-possible"
    ACTION_NOT_DONE = "action.not-done"
    ACTION_REASSIGNED = "action.reassigned"
    MINUTES_APPROVED = "minutes.approved"
    MINUTES_ISSUED = "minutes.issued"
    MINUTES_DOWNLOADED = "minutes.downloaded"
    PAGE_READ = "page.read"
    LEDGER_READ = "ledger.read"
    LEDGER_EXPORTED = "ledger.exported"
    RECORD_EXPORTED = "record.exported"
    CHECKPOINT_RECEIVED = "checkpoint.received"
    SIGNED_IN = "member.signed-in"
    SIGNED_OUT = "member.signed-out"
    SIGN_IN_REFUSED = "sign-in.refused"
    LOGOUT_HEARD = "logout.heard"
    LOGOUT_REFUSED = "logout.refused"
    STATEMENT_SIGNED = "statement.signed"
    REQUEST_REFUSED = "request.refused"
    REQUEST_NOT_FOUND = "request.not-found"
    MEMBER_ADMITTED = "member.admitted"
    AGENCY_ADMITTED = "agency.admitted"
    AGREEMENT_RECORDED = "agreement.recorded"
    AGREEMENT_REVIEWED = "agreement.reviewed"
    AGREEMENT_RECOMMENDED = "agreement.recommended"
    AGREEMENT_SUSPENDED = "agreement.suspended"
    AGREEMENT_REINSTATED = "agreement.reinstated"
    AGREEMENT_WITHDRAWN = "agreement.withdrawn"
    AGREEMENT_EXTENSION_ASKED = "agreement.extension-asked"
    AGREEMENT_EXTENDED = "agreement.extended"
    AGREEMENT_LAPSED = "agreement.lapsed"
    AGREEMENT_DOWNLOADED = "agreement.downloaded"
    ACTION_HANDED_OVER = "action.handed-over"
    PROVIDER_ADDED = "provider.added"
    PROVIDER_CHANGED = "provider.changed"
    PROVIDER_TRIED = "provider.tried"
    PROVIDER_SWITCHED_ON = "provider.switched-on"
    PROVIDER_SWITCHED_OFF = "provider.switched-off"
    ACCOUNT_UNBOUND = "account.unbound"
    AGENCY_CHANGED = "agency.changed"
    MEMBER_CHANGED = "member.changed"
    MEMBER_RETIRED = "member.retired"
    APPOINTMENT_MADE = "appointment.made"
    APPOINTMENT_PROPOSED = "appointment.proposed"
    APPOINTMENT_CONFIRMED = "appointment.confirmed"
    APPOINTMENT_DECLINED = "appointment.declined"
    APPOINTMENT_ENDED = "appointment.ended"
    CONDITIONS_CHANGED = "conditions.changed"
    HOLD_PLACED = "hold.placed"
    HOLD_LIFTED = "hold.lifted"
    ERASURE_PROPOSED = "erasure.proposed"
    ERASURE_ENDED = "erasure.ended"
    CASE_ERASED = "case.erased"
    CONTENT_OPENED = "content.opened"
    CONTENT_READ = "content.read"
    CONTENT_CLOSED = "content.closed"
    ALERT_RAISED = "alert.raised"
    ALERT_REVIEWED = "alert.reviewed"
    SAMPLE_DRAWN = "sample.drawn"
    SAMPLE_JUDGED = "sample.judged"
    QUESTION_ASKED = "question.asked"
    QUESTION_ANSWERED = "question.answered"
    QUESTION_CLOSED = "question.closed"


_COLLECTED = {Verb.REFERRAL_STARTED, Verb.LINE_RECORDED, Verb.NOTE_WRITTEN, Verb.DETAIL_GIVEN}
_CONSULTED = {
    Verb.PAGE_READ,
    Verb.LEDGER_READ,
    Verb.CASE_OPENED,
    Verb.DETAIL_OPENED,
    Verb.DETAIL_IN_EMERGENCY,
    Verb.NOTICE_READ,
    Verb.AGREEMENT_DOWNLOADED,
    Verb.CONTENT_OPENED,
    Verb.CONTENT_READ,
}
_DISCLOSED = {
    Verb.DETAIL_NAMED,
    Verb.OBSERVER_ADMITTED,
    Verb.CASE_TRANSFERRED,
    Verb.REFERRAL_SUBMITTED,
    Verb.SEAT_GIVEN,
    Verb.RESEARCH_REQUESTED,
    Verb.LINE_SHARED,
    Verb.LINE_OPENED_TO_SEAT,
    Verb.LINE_SAID,
    Verb.LINE_HEARD,
    Verb.LIST_PUBLISHED,
    Verb.MINUTES_ISSUED,
    Verb.MINUTES_DOWNLOADED,
    Verb.RECORD_EXPORTED,
    Verb.LEDGER_EXPORTED,
}
_COMBINED = {Verb.PERSON_LINKED, Verb.PERSON_UNLINKED}
_ERASED = {Verb.ERASURE_PROPOSED, Verb.ERASURE_ENDED, Verb.CASE_ERASED}
_REFUSED = {Verb.SIGN_IN_REFUSED, Verb.LOGOUT_REFUSED, Verb.REQUEST_REFUSED, Verb.REQUEST_NOT_FOUND}


def operation_of(verb: Verb) -> Operation:
    """Which operation of section 62 an event counts as; anything that only changes is alteration."""
    for verbs, operation in (
        (_COLLECTED, Operation.COLLECTION),
        (_CONSULTED, Operation.CONSULTATION),
        (_DISCLOSED, Operation.DISCLOSURE),
        (_COMBINED, Operation.COMBINATION),
        (_ERASED, Operation.ERASURE),
        (_REFUSED, Operation.REFUSED),
    ):
        if verb in verbs:
            return operation
    return Operation.ALTERATION
