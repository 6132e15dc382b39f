"""A line as its own agency reads it: its words, what was decided, and in one sentence who can read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Self
from uuid import UUID

from agencies.models import Line
from agencies.operations.audience import Audience, Seating
from agencies.operations.decisions import Choice
from marac.cases.models import Case
from marac.policy.lines import Sensitive
from marac.proceedings import RiskTo
from marac.vocabulary import LineKind, Sharing, Verdict, WithholdingReason

KINDS = {LineKind.FACT: "Fact", LineKind.OPINION: "Professional opinion", LineKind.VOICE: "The victim's voice"}
SHARINGS = {
    Sharing.SEATED: "Share with everyone seated",
    Sharing.NAMED: "Share with named agencies",
    Sharing.SAY_ONLY: "Say in the meeting only",
    Sharing.WITHHELD: "Do not share",
    Sharing.PRIVATE: "Keep private to your agency for now",
}
TO_HATS_ONLY = "Share with the chair and the coordinator only"
DECIDED = {
    Sharing.SEATED: ("Shared with everyone seated", "green"),
    Sharing.NAMED: ("Shared with named agencies", "turquoise"),
    Sharing.SAY_ONLY: ("To be said in the meeting only", "purple"),
    Sharing.WITHHELD: ("Not shared", "grey"),
    Sharing.PRIVATE: ("Private on purpose", "grey"),
}
DECIDED_FOR_HATS = ("Shared with the chair or coordinator only", "turquoise")
UNDECIDED = ("Private: not decided", "yellow")
REASONS = {
    WithholdingReason.NOT_RELEVANT: "Not relevant to this case",
    WithholdingReason.NOT_PROPORTIONATE: "Not proportionate",
    WithholdingReason.VICTIM_ASKED: "The victim asked that it is not told",
    WithholdingReason.THIRD_PARTY: "About a third party",
    WithholdingReason.PREJUDICES_INVESTIGATION: "Would prejudice an investigation",
    WithholdingReason.PRIVILEGED: "Legally privileged",
    WithholdingReason.UNCONFIRMED: "Not confirmed",
}
RISKS = {
    RiskTo.VICTIM: "The risk to the victim",
    RiskTo.CHILDREN: "The risk to the children",
    RiskTo.OTHERS: "The risk to others",
    RiskTo.PROFESSIONALS: "The risk to professionals",
}
CLASSES = {
    Sensitive.IMMIGRATION_STATUS: "Immigration status",
    Sensitive.SEXUAL_HEALTH: "Sexual health",
    Sensitive.HIV: "HIV",
    Sensitive.GENDER_HISTORY: "Gender history",
    Sensitive.SEXUAL_ORIENTATION: "Sexual orientation",
    Sensitive.COUNSELLING: "Counselling",
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """ "6 agencies will see this: ..."; `mark` tells it from any other."""

    agencies: tuple[str, ...] = ()
    hats: tuple[str, ...] = ()
    one_not_named: bool = False
    nameless: bool = False
    apart: tuple[str, ...] = ()
    mark: str = ""

    @classmethod
    def of(cls, sharing: Sharing, audience: Audience) -> Self:
        mark = sha256("\n".join([sharing.value, *audience.names]).encode()).hexdigest()[:24]
        names = tuple(audience.agency_names)
        hats = tuple(str(hat) for hat in audience.hats)
        apart = tuple(str(hat) for hat in audience.apart)
        return cls(names, hats, audience.one_not_named, audience.nameless, apart, mark)


@dataclass(frozen=True, slots=True)
class LineView:
    """One line on its owner's screen."""

    id: UUID
    code: str
    text: str
    kind: str
    source: str
    source_date: str
    about: str
    recorded_at: datetime
    decision: str
    colour: str
    undecided: bool
    why: str
    bears_on: str
    sensitive: str
    corrected: bool
    sentence: Sentence
    everyone: Sentence
    may_share: Verdict
    version: int


def line_view(
    case: Case,
    line: Line,
    seating: Seating,
    named: Sequence[UUID],
    people: Mapping[UUID, str],
    may_share: Verdict,
) -> LineView:
    """`may_share`: with everyone seated. `people`: names of those whom a line may be about."""
    undecided = line.sharing is Sharing.PRIVATE and line.decided_at is None
    for_hats = line.sharing is Sharing.NAMED and not named
    decision, colour = UNDECIDED if undecided else DECIDED_FOR_HATS if for_hats else DECIDED[line.sharing]
    withheld = REASONS[line.withholding] if line.withholding else ""
    about = people.get(line.person_id, "somebody not shown here") if line.person_id else ""
    return LineView(
        id=line.id,
        code=f"{case.code}-{line.label}",
        text=line.text,
        kind=KINDS[line.kind],
        source=line.source,
        source_date=line.source_date,
        about=about,
        recorded_at=line.recorded_at,
        decision=decision,
        colour=colour,
        undecided=undecided,
        why=". ".join(part for part in (withheld, line.reason) if part),
        bears_on=RISKS[RiskTo(line.bears_on)].lower() if line.bears_on else "",
        sensitive=CLASSES[Sensitive(line.sensitive)] if line.sensitive else "",
        corrected=line.corrects_id is not None,
        sentence=Sentence.of(line.sharing, seating.audience_of(line, named)),
        everyone=Sentence.of(Sharing.SEATED, Choice(Sharing.SEATED).audience(seating)),
        may_share=may_share,
        version=line.version,
    )
