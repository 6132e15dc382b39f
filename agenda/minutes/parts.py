"""What minutes are made of, as plain data: a front sheet without case content, and one part a case."""

import json
from dataclasses import asdict, dataclass, field, fields
from hashlib import sha256
from typing import Any

MARKING = "OFFICIAL-SENSITIVE"


@dataclass(frozen=True)
class FrontSheet:
    """Who met, when and under which rules (domain.md 3.4). It names no case, since a reader may be walled off one.

    `checkpoint`: how many entries the record of sharing had when this was made, its hash, and when that was signed.
    """

    marac: str
    day: str
    starts_at: str
    venue: str
    chair: str
    minute_taker: str
    present: list[list[str]]
    observers: list[list[str]]
    apologies: list[list[str]]
    statement: list[str]
    statement_version: int
    checkpoint: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Said:
    """One attributed line: of which agency, fact or opinion, from where and when."""

    agency: str
    text: str
    label: str = ""
    kind: str = ""
    source: str = ""


@dataclass(frozen=True)
class AgreedAction:
    label: str
    wording: str
    risk: str
    agency: str
    person: str
    due: str
    status: str
    outcome: str


@dataclass(frozen=True)
class CasePart:
    """One case as one recipient may have it."""

    code: str
    tags: list[str]
    warnings: list[str]
    people: list[list[str]]
    referral: list[list[str]]
    seated: list[str]
    information: list[Said] = field(default_factory=list)
    voice: list[Said] = field(default_factory=list)
    no_voice: str = ""
    risks: list[list[str]] = field(default_factory=list)
    decisions: list[str] = field(default_factory=list)
    notes: list[Said] = field(default_factory=list)
    actions: list[AgreedAction] = field(default_factory=list)
    telling: list[list[str]] = field(default_factory=list)
    deferred: list[list[str]] = field(default_factory=list)
    flag_until: str = ""
    erased: bool = False


def erased_part(label: str) -> CasePart:
    """What stands where a case was, once its key was destroyed (C77)."""
    return CasePart(code=label, tags=[], warnings=[], people=[], referral=[], seated=[], erased=True)


def as_content(part: CasePart) -> dict[str, Any]:
    return {name: value for name, value in asdict(part).items() if name != "erased"}


def from_content(content: dict[str, Any]) -> CasePart:
    """A part again, from what was kept of it by this version or an earlier one."""
    kept = {item.name: content[item.name] for item in fields(CasePart) if item.name in content}
    said = {name: [Said(**line) for line in content[name]] for name in ("information", "voice", "notes")}
    return CasePart(**{**kept, **said, "actions": [AgreedAction(**a) for a in content["actions"]]})


def canonical_hash(content: dict[str, Any]) -> str:
    """SHA-256, in hexadecimal, of the content as JSON: keys sorted, no spaces, UTF-8."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def manifest_hash(front_hash: str, part_hashes: list[str]) -> str:
    """One hash for a whole copy: of its front sheet's and its parts', in order."""
    return sha256("\n".join([front_hash, *part_hashes]).encode()).hexdigest()
