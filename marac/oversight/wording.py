"""The record's words in plain English: what was done, to what kind of thing, and how a line was shared."""

from collections.abc import Mapping

from marac.store.audit import AuditEvent
from marac.verbs import Verb
from marac.vocabulary import Sharing, WithholdingReason

DONE: Mapping[Verb, str] = {
    Verb.REFERRAL_STARTED: "began a referral",
    Verb.REFERRAL_SUBMITTED: "sent a referral",
    Verb.SEAT_GIVEN: "gave a seat",
    Verb.RESEARCH_REQUESTED: "asked for research",
    Verb.LINE_RECORDED: "recorded a line",
    Verb.LINE_DECIDED: "decided who may see a line",
    Verb.LINE_SHARED: "shared a line",
    Verb.LINE_OPENED_TO_SEAT: "opened shared lines to a new seat",
    Verb.LINE_SAID: "marked a line as said",
    Verb.DETAIL_OPENED: "opened a detail",
    Verb.DETAIL_NAMED: "named who may open a protected detail",
    Verb.DETAIL_UNNAMED: "took off who may open a protected detail",
    Verb.DETAIL_IN_EMERGENCY: "opened protected details in an emergency",
    Verb.NOTICE_READ: "said that a notice was read",
    Verb.OBSERVER_ADMITTED: "let an observer in for a case",
    Verb.OBSERVER_SENT_OUT: "sent an observer out of a case",
    Verb.CASE_TRANSFERRED: "moved a case to another MARAC",
    Verb.MINUTES_ISSUED: "issued minutes",
    Verb.MINUTES_DOWNLOADED: "opened the PDF of minutes",
    Verb.PAGE_READ: "was shown",
    Verb.LEDGER_READ: "read the ledger",
    Verb.RECORD_EXPORTED: "took the record away to check it",
    Verb.CHECKPOINT_RECEIVED: "said that the agency has a checkpoint",
    Verb.LEDGER_EXPORTED: "exported their agency's ledger",
    Verb.REQUEST_REFUSED: "was refused",
    Verb.REQUEST_NOT_FOUND: "asked for what does not exist for them",
    Verb.SIGNED_IN: "signed in",
    Verb.SIGNED_OUT: "signed out",
    Verb.SIGN_IN_REFUSED: "was refused at sign-in",
    Verb.LOGOUT_HEARD: "told by a provider of a sign-out, of which nothing was open here",
    Verb.LOGOUT_REFUSED: "refused what claimed to be a provider's word of a sign-out",
    Verb.STATEMENT_SIGNED: "signed the confidentiality statement of the year",
    Verb.AGENCY_ADMITTED: "added an agency",
    Verb.AGENCY_CHANGED: "changed an agency",
    Verb.MEMBER_ADMITTED: "admitted a member",
    Verb.MEMBER_CHANGED: "changed what is known of a member",
    Verb.MEMBER_RETIRED: "retired a member",
    Verb.APPOINTMENT_MADE: "granted a role",
    Verb.APPOINTMENT_PROPOSED: "proposed somebody for a role",
    Verb.APPOINTMENT_CONFIRMED: "confirmed, as second person, who has a role",
    Verb.APPOINTMENT_DECLINED: "declined, as second person, who was proposed",
    Verb.APPOINTMENT_ENDED: "ended a role",
    Verb.CONDITIONS_CHANGED: "changed the conditions of access",
    Verb.AGREEMENT_RECORDED: "recorded an agreement",
    Verb.AGREEMENT_REVIEWED: "reviewed an agreement",
    Verb.AGREEMENT_RECOMMENDED: "recommended something about an agreement",
    Verb.AGREEMENT_SUSPENDED: "suspended an agreement",
    Verb.AGREEMENT_REINSTATED: "ended the suspension of an agreement",
    Verb.AGREEMENT_WITHDRAWN: "withdrew from an agreement",
    Verb.AGREEMENT_EXTENSION_ASKED: "asked for an agreement to be extended",
    Verb.AGREEMENT_EXTENDED: "extended an agreement, as second person",
    Verb.AGREEMENT_LAPSED: "saw an agreement lapse",
    Verb.AGREEMENT_DOWNLOADED: "opened a signed agreement",
    Verb.ACTION_HANDED_OVER: "handed an action over, as an agreement ended",
    Verb.HOLD_PLACED: "put a case on hold",
    Verb.HOLD_LIFTED: "lifted a hold",
    Verb.ERASURE_PROPOSED: "proposed that a case is erased",
    Verb.ERASURE_ENDED: "ended a proposal to erase a case",
    Verb.CASE_ERASED: "erased a case, as second person",
    Verb.CONTENT_OPENED: "opened content for review",
    Verb.CONTENT_READ: "read opened content",
    Verb.CONTENT_CLOSED: "ended an opening of content",
    Verb.ALERT_RAISED: "was shown an alert by the rules",
    Verb.ALERT_REVIEWED: "reviewed an alert",
    Verb.SAMPLE_DRAWN: "drew a sample",
    Verb.SAMPLE_JUDGED: "looked at an item of a sample",
    Verb.QUESTION_ASKED: "asked an agency",
    Verb.QUESTION_ANSWERED: "answered the auditor",
    Verb.QUESTION_CLOSED: "closed a question",
}
# As steps of one item's history.
STEPS: Mapping[Verb, str] = {
    Verb.LINE_RECORDED: "recorded it",
    Verb.LINE_CORRECTED: "corrected it",
    Verb.LINE_DECIDED: "decided who may see it",
    Verb.LINE_SHARED: "made it visible",
    Verb.LINE_OPENED_TO_SEAT: "gave an agency a seat that opens it",
    Verb.LINE_SAID: "marked it as said in the meeting",
    Verb.PAGE_READ: "was shown it",
    Verb.MINUTES_ISSUED: "issued minutes that hold it",
    Verb.MINUTES_DOWNLOADED: "opened the PDF that holds it",
    Verb.DETAIL_OPENED: "opened it",
    Verb.LEDGER_READ: "looked up who saw it",
    Verb.DETAIL_GIVEN: "gave it",
    Verb.DETAIL_NAMED: "named who may open it",
    Verb.DETAIL_UNNAMED: "ended who may open it",
    Verb.DETAIL_IN_EMERGENCY: "declared a threat to life",
    Verb.CONTENT_READ: "read it in an opening",
    Verb.REFERRAL_CHANGED: "recorded or changed it",
    Verb.REFERRAL_STARTED: "began the referral with it",
    Verb.REFERRAL_SUBMITTED: "sent the referral that holds it",
}
KINDS: Mapping[str, str] = {
    "case_file": "case",
    "person_name": "name",
    "birth_date": "date of birth",
    "detail": "contact detail",
    "protected_detail": "protected detail",
    "protected_audience": "agency named for a protected detail",
    "emergency_opening": "emergency opening",
    "notice": "notice to an agency",
    "observation": "observer let in",
    "transfer": "move to another MARAC",
    "safe_contact": "safe-contact warnings",
    "particulars": "particulars of a person",
    "referral_section": "referral topic",
    "risk_assessment": "risk list",
    "line": "line of information",
    "line_audience": "named audience",
    "note": "note of the meeting",
    "action_update": "report on an action",
    "note_audience": "audience of a note",
    "minutes_part": "case in a copy of the minutes",
    "minutes_issue": "copy of the minutes",
    "route": "page",
    "checkpoint": "checkpoint",
    "agreement": "agreement",
    "agreement_document": "signed document",
    "agreement_remark": "remark",
    "opening": "opening of content",
    "opening_told": "agency told of an opening",
    "sample_item": "item of a sample",
}
# A name or date of birth is opened by a deed of its own only where it is protected (S13).
OPENED: Mapping[str, str] = {"person_name": "protected name", "birth_date": "protected date of birth"}
# The items of a case by kind, in the order in which they are listed.
_GROUPED: Mapping[str, tuple[str, ...]] = {
    "Protected details": ("protected_detail",),
    "Names, dates of birth and contact details": ("person_name", "birth_date", "detail"),
    "Lines of information": ("line",),
    "Referral and risk": ("referral", "referral_section", "risk_assessment", "particulars"),
    "Safe contact": ("safe_contact",),
    "The meeting": ("hearing", "note", "action", "action_update"),
    "Copies of the minutes": ("minutes_part",),
}
GROUPS = tuple(_GROUPED)
GROUP_OF: Mapping[str, str] = {table: group for group, tables in _GROUPED.items() for table in tables}
NEVER_ON_PAPER = frozenset({"protected_detail"})  # no export, print or paper reads it (S12)
SAID = "said"
_WHOSE = {"victim": "Victim's", "perpetrator": "Perpetrator's", "child": "Child's", "adult-at-risk": "Adult at risk's"}
_SHARED: Mapping[str, str] = {
    Sharing.SEATED: "with everyone seated",
    Sharing.NAMED: "with named agencies",
    Sharing.SAY_ONLY: "to be said in the meeting only",
    Sharing.PRIVATE: "kept private for now",
    f"{Sharing.SEATED}, and one not named": "with everyone seated, one of them not named to its agency",
    f"{Sharing.SEATED}, to agencies not named": "with everyone seated, who are not named to its agency",
    **{reason: f"not shared, {reason.replace('-', ' ')}" for reason in WithholdingReason},
}


def done(verb: Verb) -> str:
    return DONE.get(verb, _plain(verb))


def step(verb: Verb, reason: str) -> str:
    if verb is Verb.LINE_HEARD:
        return "was heard" if reason == SAID else "was available while present"
    return STEPS.get(verb, _plain(verb))


def kind(verb: Verb, table: str) -> str:
    """What kind of thing an item is; of one opened by itself, that it is protected."""
    opened = OPENED.get(table) if verb is Verb.DETAIL_OPENED else None
    return opened or KINDS.get(table, table.replace("_", " "))


def name(table: str, label: str) -> str:
    """What an item is called: by its code, by whose it is and what, or by its kind alone."""
    party, _, sort = label.partition(" ")
    if party in _WHOSE:
        kind = "particulars" if table == "particulars" else KINDS.get(table, table)
        said = f"{_WHOSE[party]} {(sort or kind).replace('-', ' ')}"
        return f"{said}, protected" if table in NEVER_ON_PAPER else said
    said = "Line" if table == "line" else KINDS.get(table, table.replace("_", " ")).capitalize()
    return f"{said} {label.replace('-', ' ')}" if label and table != "minutes_part" else said


def reason(event: AuditEvent) -> str:
    """A code of the record in words; what was said to somebody refused stays as it was said."""
    if event.verb in {Verb.LINE_DECIDED, Verb.LINE_SHARED}:
        return _SHARED.get(event.reason, event.reason)
    return event.reason if " " in event.reason else event.reason.replace("-", " ")


def _plain(verb: Verb) -> str:
    return verb.value.replace(".", " ").replace("-", " ")
