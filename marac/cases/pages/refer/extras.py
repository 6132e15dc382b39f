"""What some topics ask besides their own questions: risk list, criteria, warnings before any contact."""

import re
from typing import Any

from marac.cases import risk, topics
from marac.cases.models import ReferralSection
from marac.cases.operations.refer import (
    answered,
    safe_contact_of,
    set_criteria,
    set_safe_contact,
)
from marac.cases.operations.safe_contact import SAID
from marac.cases.pages.refer.draft import Draft
from marac.store.people import Marac
from marac.vocabulary import Criterion, SafeContactWarning

RISK, CRITERIA, SAFE_CONTACT = "risk", "criteria", "safe-contact"
FILLED_IN = {"with-victim", "from-records"}

_CRITERIA = {
    Criterion.VISIBLE_HIGH_RISK: (
        "Visible high risk",
        "14 or more answers of the risk list are yes, or your area's number",
    ),
    Criterion.PROFESSIONAL_JUDGEMENT: ("Professional judgement", "Serious concern, whatever the score"),
    Criterion.POTENTIAL_ESCALATION: ("Potential escalation", "3 or more incidents reported to police in 12 months"),
    Criterion.REPEAT: ("Repeat", "A further incident within 12 months of the last referral, whatever the score"),
    Criterion.TRANSFER_IN: ("Transfer", "The case comes from another MARAC"),
}
EXTRA: dict[str, tuple[topics.Field, ...]] = {
    CRITERIA: (
        topics.Field(
            "criteria",
            "Why does this case belong to a MARAC?",
            topics.FieldKind.CHOICES,
            tuple(topics.Option(criterion.value, *words) for criterion, words in _CRITERIA.items()),
        ),
        topics.Field(
            "judgement",
            "What your professional judgement rests on",
            topics.FieldKind.LONG,
            shown_if=("criteria", Criterion.PROFESSIONAL_JUDGEMENT.value),
        ),
    ),
    SAFE_CONTACT: (
        topics.Field(
            "warnings",
            "Warnings before anybody calls, writes or visits",
            topics.FieldKind.CHOICES,
            tuple(topics.Option(warning.value, words) for warning, words in SAID.items()),
            hint="Every agency with a part in this case sees them first.",
        ),
        topics.Field(
            "safe_note",
            "How and when contact is safe",
            topics.FieldKind.LONG,
            hint="No numbers or addresses: every agency seated reads this. Put exact times and numbers with the "
            "victim's contact details, where they are protected.",
        ),
        topics.Field("staff_warning", "Warnings for staff who visit", topics.FieldKind.LONG, hint="Dogs, weapons."),
    ),
}

_NUMBER = re.compile(r"(?:\d[\s().-]{0,2}){9,}")
_EMAIL = re.compile(r"\S@\S")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)


def fields_of(topic: topics.Topic) -> tuple[topics.Field, ...]:
    return (*EXTRA.get(topic.code, ()), *topic.fields)


def section_of(draft: Draft, topic: topics.Topic) -> ReferralSection | None:
    return draft.sections.get(topic.code)


def load(draft: Draft, topic: topics.Topic) -> tuple[dict[str, Any], str]:
    """The answers that stand, and the version of all that this page saves."""
    section = section_of(draft, topic)
    values: dict[str, Any] = dict(section.answers) if section else {}
    version = str(section.version if section else 0)
    if topic.code == CRITERIA:
        referral = draft.referral
        values |= {"criteria": list(referral.criteria) or _proposed(draft), "judgement": referral.judgement}
        version += f".{referral.version}"
    if topic.code == SAFE_CONTACT:
        row = safe_contact_of(draft.work, draft.case)
        if row:
            values |= {"warnings": row.warnings, "safe_note": row.note, "staff_warning": row.staff_warning}
        version += f".{row.version if row else 0}"
    return values, version


def keep(draft: Draft, topic: topics.Topic, answers: dict[str, Any]) -> dict[str, Any]:
    """Save what has a row of its own; the answers left for the topic's section."""
    work, case = draft.work, draft.case
    if topic.code == CRITERIA:
        met = [Criterion(value) for value in answers.get("criteria", [])]
        judged = answers.get("judgement", "")
        set_criteria(work, case, met, judged, version=draft.referral.version, done=False)
    if topic.code == SAFE_CONTACT:
        row = safe_contact_of(work, case)
        warnings = [SafeContactWarning(value) for value in answers.get("warnings", [])]
        note, staff = answers.get("safe_note", ""), answers.get("staff_warning", "")
        set_safe_contact(work, case, warnings, note, staff, version=row.version if row else 0)
    own = {asked.name for asked in EXTRA.get(topic.code, ())}
    return {name: answer for name, answer in answers.items() if name not in own}


def mistakes(topic: topics.Topic, answers: dict[str, Any]) -> dict[str, str]:
    """What the questions themselves cannot tell, by field."""
    if topic.code == CRITERIA:
        judged = Criterion.PROFESSIONAL_JUDGEMENT in answers.get("criteria", [])
        if judged and not answers.get("judgement"):
            return {"judgement": "Say what your professional judgement rests on"}
    if topic.code == SAFE_CONTACT:
        said = {asked.name: answers.get(asked.name, "") for asked in fields_of(topic)}
        return {
            name: "Leave out numbers, e-mail addresses and postcodes: every agency seated reads this. "
            "Put them with the victim's contact details"
            for name, text in said.items()
            if isinstance(text, str) and leads_to_somebody(text)
        }
    return {}


def leads_to_somebody(text: str) -> bool:
    """Whether a text holds a telephone number, an e-mail address or a postcode."""
    return any(pattern.search(text) for pattern in (_NUMBER, _EMAIL, _POSTCODE))


def goes_on(topic: topics.Topic, answers: dict[str, Any]) -> bool:
    """Whether the risk list itself follows."""
    return topic.code == RISK and answers.get("list_done") in FILLED_IN


def _proposed(draft: Draft) -> list[str]:
    """Visible high risk is proposed, never forced: only until this page was saved once."""
    if CRITERIA in draft.referral.topics_done or not high_score(draft):
        return []
    return [Criterion.VISIBLE_HIGH_RISK.value]


def high_score(draft: Draft) -> bool:
    marac = draft.work.find(Marac, draft.case.marac_id)
    return risk.score(answered(draft.assessment)) >= marac.high_risk_score


def notice(draft: Draft, topic: topics.Topic) -> str:
    """What stands above the questions."""
    if topic.code == CRITERIA and draft.assessment:
        words = risk.in_words(answered(draft.assessment))
        proposed = " Visible high risk is proposed: untick it if you do not agree." if _proposed(draft) else ""
        return f"Risk list: {words}.{proposed} The score never rejects by itself."
    return ""
