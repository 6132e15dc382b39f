"""A story before it has names: what the invented cases of the demonstration are cast from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marac.demo.story import Deed, Remark, Reply, Told
from marac.proceedings import NoteKind, RiskTo
from marac.vocabulary import LineKind, SafeContactWarning

W = SafeContactWarning


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Somebody of a plot. `kin`: what they are to the victim; `named`: of whose family in the plot.

    `home`: whether they live with the victim, as the form asks it.
    """

    gender: str = "woman"
    ages: tuple[int, int] = (22, 46)
    kin: str = ""
    named: str = ""
    home: str = "no"
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kid:
    """A child. `of`: "perpetrator" where the perpetrator is the parent too, else "other"."""

    ages: tuple[int, int] = (3, 11)
    of: str = "perpetrator"
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """In its texts {v} is the victim's forename, {p} and {q} the perpetrators', {k} the first child's.

    `what`: two tellings, so that two cases of one plot do not read alike. An agency called council, children or
    mental-health is the one of the case's area.
    """

    referrers: tuple[str, ...]
    victim: Who = Who()
    perpetrators: tuple[Who, ...] = (Who(gender="man", kin="ex-partner"),)
    kids: tuple[Kid, ...] = ()
    types: str
    now: str
    what: tuple[str, str]
    grounds: Mapping[str, Any] = field(default_factory=dict)
    wants: str
    yes: str
    unknown: str = ""
    not_asked: str = ""
    criteria: str = "visible-high-risk"
    judgement: str = ""
    warnings: tuple[SafeContactWarning, ...] = (W.NO_VOICEMAIL,)
    note: str = ""
    staff: str = ""
    tenure: str = "private"
    more: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    consent: bool = True
    replies: tuple[Reply, ...] = ()
    remarks: tuple[Remark, ...] = ()
    deeds: tuple[Deed, ...] = ()
    teller: str = "new-era"
    no_voice: str = ""
    no_perpetrator: str = ""


def risk(text: str, to: RiskTo = RiskTo.VICTIM) -> Remark:
    return Remark(text, NoteKind.RISK, to)


def decision(text: str) -> Remark:
    return Remark(text, NoteKind.DECISION)


def note(agency: str, text: str) -> Remark:
    return Remark(text, NoteKind.NOTE, None, agency)


def voice(text: str) -> Remark:
    return Remark(text, NoteKind.VOICE, None, "new-era")


def says(text: str, by: str, source: str, days_old: int) -> Told:
    """The victim's voice, as their advocate brings it."""
    return Told(text, kind=LineKind.VOICE, by=by, source=source, days_old=days_old)
