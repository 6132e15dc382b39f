"""Information that an agency holds on a case: who records, decides and corrects it, and says it (S8 to S16)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from marac.policy.seats import SETTLED
from marac.vocabulary import (
    ALLOWED,
    FOR_THE_AGENCY,
    FOR_THE_MEETING,
    CaseStatus,
    Hat,
    LineKind,
    Sharing,
    Side,
    Verdict,
    Viewer,
    refused,
)


class Sensitive(StrEnum):
    """Classes that are never shared with everyone seated (S14)."""

    IMMIGRATION_STATUS = "immigration-status"
    SEXUAL_HEALTH = "sexual-health"
    HIV = "hiv"
    GENDER_HISTORY = "gender-history"
    SEXUAL_ORIENTATION = "sexual-orientation"
    COUNSELLING = "counselling"


class CaseFacts(Protocol):
    status: CaseStatus


class StandingFacts(Protocol):
    """How the viewer's agency is seated: only to check, or so that others must not learn of it (S5)."""

    @property
    def only_checks(self) -> bool: ...
    @property
    def quiet(self) -> bool: ...


class LineFacts(Protocol):
    agency_id: UUID
    side: Side
    kind: LineKind
    corrected_at: datetime | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What an agency wishes to do with one line, as far as rules ask.

    `somebody`: at least one agency is named, or chair or coordinator where no agency can be.
    `because`: a reason from the closed list is given.
    `police_unexplained`: immigration status would go to police, and nobody has said why.
    """

    sharing: Sharing
    somebody: bool = False
    to_perpetrators_side: bool = False
    because: bool = False
    bears_on: bool = False
    sensitive: bool = False
    police_unexplained: bool = False


def may_record(viewer: Viewer, case: CaseFacts, standing: StandingFacts, kind: LineKind = LineKind.FACT) -> Verdict:
    """A seat that only checks answers first: so that no nil return can lose what was written (C30)."""
    if viewer.hat not in FOR_THE_AGENCY:
        return refused("Only somebody who speaks for an agency records its information.")
    if case.status in SETTLED:
        return refused("This case is closed: nothing more is recorded on it.")
    if standing.only_checks:
        return refused("Answer first whether your agency knows them. Lines are recorded once it does, or may.")
    if kind is LineKind.VOICE and (viewer.hat is not Hat.ADVOCATE or viewer.side is Side.PERPETRATOR):
        return refused("The victim's voice is brought by their advocate. Record what you were told as a fact.")
    return ALLOWED


def is_own(viewer: Viewer, line: LineFacts) -> bool:
    """Of their agency and of their side in it: colleagues on the other side read what is shared with them (S6)."""
    my_side = (line.side is Side.PERPETRATOR) is (viewer.side is Side.PERPETRATOR)
    return viewer.hat in FOR_THE_AGENCY and line.agency_id == viewer.agency_id and my_side


def guards(viewer: Viewer, line: LineFacts) -> bool:
    """Their agency's Caldicott guardian: of both sides, unless the appointment is on one of them (S6, S21)."""
    perpetrators = line.side is Side.PERPETRATOR
    my_side = viewer.side is Side.NEITHER or perpetrators is (viewer.side is Side.PERPETRATOR)
    return viewer.hat is Hat.CALDICOTT_GUARDIAN and line.agency_id == viewer.agency_id and my_side


def may_guard(viewer: Viewer) -> Verdict:
    if viewer.hat is Hat.CALDICOTT_GUARDIAN:
        return ALLOWED
    return refused("An agency's lines are listed here for its Caldicott guardian alone.")


def _may_change(viewer: Viewer, line: LineFacts, case: CaseFacts) -> Verdict:
    if not (is_own(viewer, line) or guards(viewer, line)):
        return refused("Only the agency that recorded this line changes it.")
    if case.status in SETTLED:
        return refused("This case is closed: its lines stay as they are.")
    if line.corrected_at is not None:
        return refused("This line was corrected: its later version stands in its place.")
    return ALLOWED


def may_decide(viewer: Viewer, line: LineFacts, case: CaseFacts) -> Verdict:
    """Who may decide about a line: its own agency, its guardian included, and nobody for it (S8, S21)."""
    return _may_change(viewer, line, case)


def may_correct(viewer: Viewer, line: LineFacts, case: CaseFacts) -> Verdict:
    if viewer.hat is Hat.CALDICOTT_GUARDIAN:
        return refused("A Caldicott guardian decides who learns of a line. Whoever speaks for the agency words it.")
    return _may_change(viewer, line, case)


def may_share(line: LineFacts, standing: StandingFacts, decision: Decision) -> Verdict:
    """Whether this decision may be taken about this line."""
    for check in (_to_everyone, _to_named, _kept_back, _to_the_perpetrators_side):
        if not (verdict := check(line, standing, decision)):
            return verdict
    return ALLOWED


def may_share_with_everyone(standing: StandingFacts, sensitive: bool) -> Verdict:
    if sensitive:
        return refused("This line is sensitive: it goes to named agencies only, or is said, or is not shared.")
    if standing.quiet:
        return refused(
            "Your agency's part in this case is known to the chair, the coordinator and the advocate alone. "
            "To share with everyone would name it: choose named agencies, say it in the meeting, or do not share."
        )
    return ALLOWED


def _to_everyone(line: LineFacts, standing: StandingFacts, decision: Decision) -> Verdict:
    if decision.sharing in {Sharing.SEATED, Sharing.NAMED, Sharing.SAY_ONLY} and standing.only_checks:
        return refused("Answer first whether your agency knows them.")
    if decision.sharing is Sharing.SEATED:
        return may_share_with_everyone(standing, decision.sensitive)
    return ALLOWED


def _to_named(line: LineFacts, standing: StandingFacts, decision: Decision) -> Verdict:
    if decision.sharing is not Sharing.NAMED:
        return ALLOWED
    if not decision.somebody:
        return refused("Choose at least one agency, or say it in the meeting only.")
    if decision.police_unexplained:
        return refused("Immigration status is not sent to police by default: say why they need it.")
    return ALLOWED


def _kept_back(line: LineFacts, standing: StandingFacts, decision: Decision) -> Verdict:
    if decision.sharing is Sharing.WITHHELD and not decision.because:
        return refused("Give the reason why this is not shared.")
    if decision.sharing is Sharing.SAY_ONLY and not decision.bears_on:
        return refused("Say which risk this bears on: the minutes state that alone.")
    return ALLOWED


def _to_the_perpetrators_side(line: LineFacts, standing: StandingFacts, decision: Decision) -> Verdict:
    if decision.to_perpetrators_side and line.kind is LineKind.VOICE:
        return refused("The victim's voice is never given to workers on the perpetrator's side.")
    return ALLOWED


def may_mark_said(viewer: Viewer, line: LineFacts) -> Verdict:
    """Its owner, or whoever minutes the meeting, of a line that they can see (S15)."""
    if viewer.hat in FOR_THE_MEETING:
        return ALLOWED
    if is_own(viewer, line):
        return ALLOWED
    return refused("Only the agency that recorded a line, or the minute taker, marks it said.")
