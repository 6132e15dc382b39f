"""The rows of the case file: the case, its referral, its people, what is known of them, and links between them."""

from marac.cases.models.details import Detail, ProtectedAudience, ProtectedDetail, SafeContact
from marac.cases.models.file import Case, Referral, ReferralSection, RiskAssessment
from marac.cases.models.links import BlindIndex, PersonLink
from marac.cases.models.people import BirthDate, Particulars, Person, PersonName

__all__ = [
    "BirthDate",
    "BlindIndex",
    "Case",
    "Detail",
    "Particulars",
    "Person",
    "PersonLink",
    "PersonName",
    "ProtectedAudience",
    "ProtectedDetail",
    "Referral",
    "ReferralSection",
    "RiskAssessment",
    "SafeContact",
]
