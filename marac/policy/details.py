"""Protected details once a referral was sent: who names agencies for one, and who opens one in an emergency (S12)."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from marac.policy.cases import Place
from marac.vocabulary import ALLOWED, FOR_THE_AGENCY, AgencyKind, Hat, Side, Verdict, Viewer, refused

# Never named for a detail that can kill: those who work with perpetrators, and those who only govern.
KEPT_APART = frozenset({AgencyKind.PERPETRATOR_SERVICE, AgencyKind.GOVERNANCE})
_FOR_GOOD = frozenset({Hat.REPRESENTATIVE, Hat.ADVOCATE})


class DetailFacts(Protocol):
    agency_id: UUID


class AgencyFacts(Protocol):
    kind: AgencyKind
    gets_case_data: bool


class NoticeFacts(Protocol):
    agency_id: UUID
    noted_at: datetime | None


def may_name(viewer: Viewer, detail: DetailFacts, advocates: bool) -> Verdict:
    """Whoever gave it, or the victim's advocate, at any time; no hat for the meeting widens it.

    `advocates`: the viewer speaks for this victim.
    """
    if viewer.hat not in FOR_THE_AGENCY:
        return refused("Only the agency that gave a protected detail, or the victim's advocate, names who may open it.")
    if viewer.side is Side.PERPETRATOR:
        return refused("This is not for the perpetrator's side.")
    if advocates or detail.agency_id == viewer.agency_id:
        return ALLOWED
    return refused("Only the agency that gave it, or the victim's advocate, names who may open it.")


def may_be_named(agency: AgencyFacts) -> Verdict:
    if agency.kind in KEPT_APART or not agency.gets_case_data:
        return refused("This agency is never given a protected detail.")
    return ALLOWED


def may_break_glass(viewer: Viewer, at: Place, erased: bool = False) -> Verdict:
    """For a threat to life: somebody by name who speaks for an agency seated for the victim, as duty officer."""
    if erased:
        return refused("This case was erased: there is nothing left to open.")
    if viewer.hat not in _FOR_GOOD:
        return refused("A representative or an advocate with a part in this case opens a detail in an emergency.")
    if viewer.side is Side.PERPETRATOR or at is Place.PERPETRATOR:
        return refused("This is not for the perpetrator's side. If a life is in danger, telephone the police.")
    if at not in {Place.FULL, Place.ACTION}:
        return refused("Your agency has no full part in this case. If a life is in danger, telephone the police.")
    return ALLOWED


def may_see_emergencies(viewer: Viewer) -> Verdict:
    """The officers of those who gave and those who opened; others read it in the case itself."""
    if viewer.hat is Hat.DATA_PROTECTION_OFFICER:
        return ALLOWED
    return refused("The data protection officers of the agencies concerned see these.")


def may_mark_read(viewer: Viewer, notice: NoticeFacts) -> Verdict:
    if viewer.hat not in _FOR_GOOD or notice.agency_id != viewer.agency_id:
        return refused("Only the agency that is told says that it has read this.")
    return ALLOWED
