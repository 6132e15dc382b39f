"""What the form asks about each person beyond names, dates of birth and contact details (domain.md 3.1).

These answers go with the person to every case seat; the perpetrator's also to the perpetrator's side. So nothing here
may lead to where somebody is: landlord, surgery, school and employer are the topic "places" or protected details.
"""

from collections.abc import Mapping
from types import MappingProxyType

from marac.cases.topics import descriptions
from marac.cases.topics.fields import Field, FieldKind
from marac.vocabulary import PartyRole

_LANGUAGE = Field("language", "Language and dialect", width="two-thirds")
_INTERPRETER = Field(
    "interpreter",
    "Is an interpreter needed?",
    FieldKind.YES_NO_UNKNOWN,
    hint="Never a relative, friend or anybody from the household.",
)
_GENDER = Field("gender", "Gender", FieldKind.CHOICE, descriptions.GENDERS, hint="As the person describes it.")
_RELATIONSHIP_TO_VICTIM = Field(
    "relationship_to_victim", "What is this person to the victim?", FieldKind.CHOICE, descriptions.RELATIONSHIPS
)
_RELATIONSHIP_TO_PERPETRATOR = Field(
    "relationship_to_perpetrator",
    "What is this person to the perpetrator?",
    FieldKind.CHOICE,
    descriptions.RELATIONSHIPS,
)
_NEEDS = Field(
    "support_needs",
    "Needs that bear on safety or on how to reach them",
    FieldKind.CHOICES,
    descriptions.SUPPORT_NEEDS,
)

VICTIM: tuple[Field, ...] = (
    _GENDER,
    _LANGUAGE,
    _INTERPRETER,
    Field("pregnant", "Pregnant, or a baby under 18 months?", FieldKind.YES_NO_UNKNOWN),
    Field("due_date", "Date the baby is due", FieldKind.DATE, shown_if=("pregnant", "yes")),
    _NEEDS,
    Field(
        "kind_of_work",
        "Kind of work",
        width="two-thirds",
        hint="Not the employer's name or place: those go under “Landlord, GP, schools and work”.",
    ),
    Field("work_risk", "Does the perpetrator reach them through work?", FieldKind.YES_NO_UNKNOWN),
)

PERPETRATOR: tuple[Field, ...] = (
    _GENDER,
    _RELATIONSHIP_TO_VICTIM,
    Field("lives_with_victim", "Lives with the victim?", FieldKind.YES_NO_UNKNOWN),
    _LANGUAGE,
    Field("interpreter", "Is an interpreter needed?", FieldKind.YES_NO_UNKNOWN),
    Field("occupation", "Work or occupation", width="two-thirds", hint="Also volunteering with children or adults."),
    Field("weapons", "Access to weapons, also through work or sport?", FieldKind.YES_NO_UNKNOWN),
    Field("justice", "Custody, bail or licence", FieldKind.CHOICE, descriptions.JUSTICE),
    Field("justice_end", "Date this ends, or of release", FieldKind.DATE),
    Field("mappa", "MAPPA", FieldKind.CHOICE, descriptions.MAPPA_LEVELS),
    Field("parental_responsibility", "Parental responsibility for a child of this case?", FieldKind.YES_NO_UNKNOWN),
    Field("gp_surgery", "GP surgery of the perpetrator", width="two-thirds"),
)

CHILD: tuple[Field, ...] = (
    Field("gender", "Gender", FieldKind.CHOICE, descriptions.CHILD_GENDERS),
    Field("unborn", "Not yet born?", FieldKind.YES_NO),
    Field("due_date", "Date the baby is due", FieldKind.DATE, shown_if=("unborn", "yes")),
    _RELATIONSHIP_TO_VICTIM,
    _RELATIONSHIP_TO_PERPETRATOR,
    Field("lives_with", "Lives with", FieldKind.CHOICE, descriptions.LIVES_WITH),
    Field(
        "status",
        "Plans and enquiries",
        FieldKind.CHOICES,
        descriptions.CHILD_STATUS,
    ),
    Field("social_worker", "Social worker or lead professional", width="two-thirds"),
    Field(
        "school_stage",
        "School",
        FieldKind.CHOICE,
        descriptions.SCHOOL_STAGES,
        hint="Not its name: that goes under “Landlord, GP, schools and work”.",
    ),
)

ADULT_AT_RISK: tuple[Field, ...] = (
    _GENDER,
    _RELATIONSHIP_TO_VICTIM,
    _RELATIONSHIP_TO_PERPETRATOR,
    Field("same_household", "Same household as the victim?", FieldKind.YES_NO_UNKNOWN),
    _LANGUAGE,
    _INTERPRETER,
    _NEEDS,
    Field("social_worker", "Social worker or care provider", width="two-thirds"),
)

PARTICULARS: Mapping[PartyRole, tuple[Field, ...]] = MappingProxyType(
    {
        PartyRole.VICTIM: VICTIM,
        PartyRole.PERPETRATOR: PERPETRATOR,
        PartyRole.CHILD: CHILD,
        PartyRole.ADULT_AT_RISK: ADULT_AT_RISK,
    }
)
