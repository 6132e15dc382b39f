"""What the demonstration tells of one case, from its referral to its actions; data only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marac.demo.maracs import SOUTH
from marac.proceedings import NoteKind, RiskTo
from marac.vocabulary import (
    Criterion,
    DetailKind,
    LineKind,
    NameKind,
    PartyRole,
    SafeContactWarning,
    Sharing,
    WithholdingReason,
)


@dataclass(frozen=True, slots=True)
class Called:
    surname: str
    forenames: str
    kind: NameKind = NameKind.NAME
    searchable: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """An address, number or time; `known` and `refuge` as the referrer answers, None for not known."""

    kind: DetailKind
    value: str
    postcode: str = ""
    known: bool | None = None
    refuge: bool | None = False
    audience: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Human:
    """Somebody in a case; `key` names them inside their story."""

    key: str
    party: PartyRole
    names: tuple[Called, ...]
    born: tuple[str, ...] = ()
    particulars: Mapping[str, Any] = field(default_factory=dict)
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A line that an agency holds, and what it decides about it; `by`: who, other than its representative."""

    text: str
    sharing: Sharing = Sharing.SEATED
    kind: LineKind = LineKind.FACT
    source: str = "Case file"
    days_old: int | None = 20
    about: str = ""
    by: str = ""
    named: tuple[str, ...] = ()
    hats: bool = True
    for_perpetrators_side: bool = False
    withholding: WithholdingReason | None = None
    reason: str = ""
    bears_on: RiskTo | None = None
    sensitive: str = ""
    said: bool = True
    decided: bool = True


@dataclass(frozen=True, slots=True)
class Reply:
    """What one agency answers: whom it knows, and what it brings. `by`: who answers, if not its representative."""

    agency: str
    knows: tuple[str, ...]
    lines: tuple[Told, ...] = ()
    possibly: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """An action; `ends`: completed, not-possible, not-done or open, with what is then reported."""

    code: str
    agency: str
    wording: str
    risk: str
    risk_to: RiskTo = RiskTo.VICTIM
    member: str = ""
    days: int = 7
    ends: str = "open"
    report: str = ""
    evidence: str = ""
    unmet: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Remark:
    """One line of the minutes."""

    text: str
    kind: NoteKind = NoteKind.NOTE
    risk_to: RiskTo | None = None
    agency: str = ""
    for_perpetrators_side: bool = False


@dataclass(frozen=True, slots=True)
class Discussion:
    """What is said and settled when the case is heard."""

    remarks: tuple[Remark, ...] = ()
    deeds: tuple[Deed, ...] = ()
    teller: str = "new-era"
    teller_method: str = "By telephone, on the safe number, at the agreed time"
    no_voice: str = ""
    no_perpetrator: str = ""


@dataclass(frozen=True, slots=True)
class Warned:
    """How to reach the victim safely."""

    warnings: tuple[SafeContactWarning, ...] = ()
    note: str = ""
    staff: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    referrer: str
    people: tuple[Human, ...]
    sections: Mapping[str, Mapping[str, Any]]
    yes: str
    criteria: tuple[Criterion, ...]
    code: str = ""
    marac: str = SOUTH
    judgement: str = ""
    comments: Mapping[str, str] = field(default_factory=dict)
    unknown: str = ""
    not_asked: str = ""
    warned: Warned = Warned()
    replies: tuple[Reply, ...] = ()
    ahead: tuple[Deed, ...] = ()
    discussion: Discussion = Discussion()

    def risk(self) -> dict[str, dict[str, str]]:
        """The answers to the risk list by item: yes as listed, no for the rest."""
        said = {**dict.fromkeys((f"R{number}" for number in range(1, 25)), "no")}
        said |= dict.fromkeys(self.yes.split(), "yes")
        said |= dict.fromkeys(self.unknown.split(), "dont-know") | dict.fromkeys(self.not_asked.split(), "not-asked")
        return {code: {"answer": answer, "comment": self.comments.get(code, "")} for code, answer in said.items()}
