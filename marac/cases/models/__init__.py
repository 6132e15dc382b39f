"""The rows of the case file: the case, its referral, its people, what is known of them, and links between them."""

from marac.cases.models.details import Detail, ProtectedAudience, ProtectedDetail, SafeContact
from marac.cases.models.emergencies import EmergencyOpening, Notice
from marac.cases.models.file import Case, Referral, ReferralSection, RiskAssessment
from marac.cases.models.keeping import Erasure, Hold
from marac.cases.models.links import BlindIndex, PartyEmployer, PersonLink
from marac.cases.models.people import BirthDate, Particulars, Person, PersonName
from marac.cases.models.transfers import Transfer

__all__ = [
    "BirthDate",
    "BlindIndex",
    "Case",
    "Detail",
    "EmergencyOpening",
    "Erasure",
    "Hold",
    "Notice",
    "Particulars",
    "PartyEmployer",
    "Person",
    "PersonLink",
    "PersonName",
    "ProtectedAudience",
    "ProtectedDetail",
    "Referral",
    "ReferralSection",
    "RiskAssessment",
    "SafeContact",
    "Transfer",
]
