"""A referral, from its start to its sending (C08, C10 to C12, C19)."""

from marac.cases.operations.refer.answers import (
    answered,
    risk_of,
    safe_contact_of,
    save_risk,
    save_section,
    sections_of,
    set_criteria,
    set_safe_contact,
    topic_done,
)
from marac.cases.operations.refer.sending import advocate_services, may_submit, readiness, submit
from marac.cases.operations.refer.start import start_referral

__all__ = [
    "advocate_services",
    "answered",
    "may_submit",
    "readiness",
    "risk_of",
    "safe_contact_of",
    "save_risk",
    "save_section",
    "sections_of",
    "set_criteria",
    "set_safe_contact",
    "start_referral",
    "submit",
    "topic_done",
]
