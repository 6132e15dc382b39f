"""The referral form as data, one topic a page (domain.md 3.1).

Names, dates of birth, addresses, numbers, safe-contact warnings, risk answers and criteria have rows of their own.
Every topic and every question may stay empty but for the few that are `required`.
"""

from types import MappingProxyType

from marac.cases.topics.answers import Answer, asked, in_words, validate
from marac.cases.topics.choices import INCIDENT_TYPES, SOURCES
from marac.cases.topics.dates import spoken_day
from marac.cases.topics.fields import Field, FieldKind, Option, Topic
from marac.cases.topics.grounds import CRITERIA, GROUNDS, LEGAL_ORDERS, RISK
from marac.cases.topics.handling import CONSENT, EQUALITY, HANDLING, POLICE, REFERRAL, SAFE_CONTACT
from marac.cases.topics.particulars import PARTICULARS
from marac.cases.topics.people import CHILDREN, OTHERS, PERPETRATORS, PLACES, VICTIM
from marac.vocabulary import TopicVisibility

__all__ = [
    "INCIDENT_TYPES",
    "PARTICULARS",
    "SOURCES",
    "TOPICS",
    "Answer",
    "Field",
    "FieldKind",
    "Option",
    "Topic",
    "TopicVisibility",
    "asked",
    "find",
    "in_words",
    "spoken_day",
    "validate",
]

TOPICS: tuple[Topic, ...] = (
    REFERRAL,
    VICTIM,
    PERPETRATORS,
    CHILDREN,
    OTHERS,
    PLACES,
    GROUNDS,
    LEGAL_ORDERS,
    RISK,
    CRITERIA,
    CONSENT,
    SAFE_CONTACT,
    POLICE,
    EQUALITY,
    HANDLING,
)

_BY_CODE = MappingProxyType({topic.code: topic for topic in TOPICS})


def find(code: str) -> Topic:
    """The topic of this code; raises KeyError when there is none."""
    return _BY_CODE[code]
