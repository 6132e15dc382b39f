"""The statement that a request for research carries, and on which ground its receiver may answer (domain.md 4.1)."""

from marac.store.people import Agency, Marac
from marac.vocabulary import AgencyKind

PUBLIC_BODIES = {
    AgencyKind.POLICE,
    AgencyKind.CHILDREN,
    AgencyKind.ADULTS,
    AgencyKind.COUNCIL,
    AgencyKind.PRIMARY_CARE,
    AgencyKind.ACUTE_TRUST,
    AgencyKind.MENTAL_HEALTH,
    AgencyKind.MIDWIFERY,
    AgencyKind.PROBATION,
    AgencyKind.EDUCATION,
    AgencyKind.FIRE,
}


def statement(marac: Marac) -> str:
    """Without this statement in the request, the condition "disclosure on request" does not apply."""
    return (
        f"This request is made by the {marac.name} MARAC for the public task of preventing and detecting crime and "
        "protecting people at high risk of domestic abuse and their children (UK GDPR Annex 1, disclosure on request; "
        "Crime and Disorder Act 1998, section 115)."
    )


def ground(agency: Agency) -> str:
    """On what its receiver may usually rely; each agency's data protection officer decides."""
    if agency.competent_authority:
        return (
            f"{agency.name} is a competent authority: for law enforcement it answers under Part 3 of the Data "
            "Protection Act 2018, otherwise as its own public task (UK GDPR Article 6(1)(e))."
        )
    if agency.kind in PUBLIC_BODIES:
        return f"{agency.name} may answer as its own public task (UK GDPR Article 6(1)(e))."
    return (
        f"{agency.name} may answer as a recognised legitimate interest (UK GDPR Article 6(1)(ea)), "
        "since this request states the public task."
    )


DUTY = (
    "Section 115 is a power, not a duty: you decide what is relevant and proportionate. Do not contact the victim as "
    "part of research, unless somebody is in immediate danger; go through the advocate or the referrer."
)
