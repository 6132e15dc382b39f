"""The order of discussion as a checklist: ticked by what has been said and recorded, not by hand (domain.md 1.8)."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from uuid import UUID

from agenda.operations.ending import Ending
from marac.proceedings import HearingStatus
from marac.vocabulary import AgencyKind as Kind

CHILD_AND_HEALTH = {
    Kind.CHILDREN,
    Kind.PRIMARY_CARE,
    Kind.ACUTE_TRUST,
    Kind.MENTAL_HEALTH,
    Kind.MIDWIFERY,
    Kind.EDUCATION,
}
ADVOCATES = {Kind.VICTIM_SERVICE}
POLICE = {Kind.POLICE}
OTHERS = set(Kind) - ADVOCATES - POLICE - CHILD_AND_HEALTH


@dataclass(frozen=True)
class Step:
    text: str
    done: bool


@dataclass(frozen=True)
class Facts:
    """`agencies`: those with a case or hearing seat, and their kind; `spoken`: who said or was noted something."""

    status: HearingStatus
    referrer: UUID
    agencies: Mapping[UUID, Kind]
    spoken: Set[UUID]
    risks: bool
    actions: bool
    ending: Ending


def steps(facts: Facts) -> list[Step]:
    """Nine steps; one of agencies that are not seated says so, and asks for nothing."""
    ending = facts.ending
    return [
        Step("Case named, conflicts of interest asked", facts.status is not HearingStatus.LISTED),
        Step("Referrer: why now, latest incident, risk", facts.referrer in facts.spoken),
        Step("Advocate: the victim's voice", ending.voice or ending.no_voice_reason),
        _spoken(facts, "Police: both parties", POLICE),
        _spoken(facts, "Children's services, health, education", CHILD_AND_HEALTH),
        _spoken(facts, "Adult care, housing, probation, others", OTHERS),
        Step("Risks summed up", facts.risks),
        Step("Actions, and who tells the victim", facts.actions and not ending.missing),
        Step("Case closed", facts.status is HearingStatus.HEARD),
    ]


def _spoken(facts: Facts, text: str, kinds: Set[Kind]) -> Step:
    asked = {agency for agency, kind in facts.agencies.items() if kind in kinds}
    return Step(text, asked <= facts.spoken) if asked else Step(f"{text} (none seated)", True)
