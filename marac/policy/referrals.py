"""Referrals: who starts, changes and sends one (C08, C10)."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from marac.vocabulary import ALLOWED, CaseStatus, DetailKind, Hat, PartyRole, Side, Verdict, Viewer, refused

REFERS = frozenset({Hat.REPRESENTATIVE, Hat.ADVOCATE, Hat.CONTRIBUTOR})
OPEN = frozenset({CaseStatus.DRAFT, CaseStatus.MORE_INFORMATION})
MOST_PEOPLE = 40

ADDRESSES = frozenset({DetailKind.HOME_ADDRESS, DetailKind.CURRENT_ADDRESS, DetailKind.FORMER_ADDRESS})
ALWAYS_PROTECTED = frozenset({DetailKind.PHONE, DetailKind.SCHOOL, DetailKind.ROUTINE, DetailKind.SAFE_TIME})


class AgencyFacts(Protocol):
    gets_case_data: bool


class CaseFacts(Protocol):
    status: CaseStatus
    author_id: UUID


@dataclass(frozen=True)
class Readiness:
    """What sending asks for, and no more: a half-empty referral is better than none (domain.md 1.1)."""

    victims: int
    criteria: int
    judgement_explained: bool


def may_start(viewer: Viewer, agency: AgencyFacts) -> Verdict:
    """Any agency refers; the coordinator takes down a referral given by telephone (C08)."""
    if viewer.hat is Hat.COORDINATOR:
        return ALLOWED
    if viewer.hat not in REFERS:
        return refused("A referral is made by a representative, an advocate or a contributor of an agency.")
    if viewer.side is Side.PERPETRATOR:
        return refused("You work with perpetrators and see no referrals: telephone the coordinator, who takes yours.")
    if not agency.gets_case_data:
        return refused("Your agency takes no case information here: telephone the coordinator.")
    return ALLOWED


def may_follow(viewer: Viewer, case: CaseFacts, by_telephone: bool) -> Verdict:
    """Its author, under the kind of hat it was made under: what one hat takes down is not the other's (S9)."""
    if case.author_id != viewer.member_id:
        return refused("Only the person who made this referral can open it here.")
    if by_telephone is not (viewer.hat is Hat.COORDINATOR):
        return refused("You made this referral in another role: change role to open it here.")
    return ALLOWED


def may_edit(viewer: Viewer, case: CaseFacts, by_telephone: bool) -> Verdict:
    """Until it is sent, and again when the coordinator asks for more."""
    followed = may_follow(viewer, case, by_telephone)
    if not followed:
        return followed
    if case.status in OPEN:
        return ALLOWED
    if case.status is CaseStatus.REFERRED:
        return refused("This referral has been sent. It can be changed when the coordinator asks for more.")
    return refused("The coordinator has decided about this referral: it can no longer be changed.")


def may_add_person(
    viewer: Viewer, case: CaseFacts, by_telephone: bool, party: PartyRole, victims: int, people: int
) -> Verdict:
    """A case is one victim with their perpetrators (S1)."""
    edited = may_edit(viewer, case, by_telephone)
    if not edited:
        return edited
    if party is PartyRole.VICTIM and victims:
        return refused("A case has one victim. Make another referral for another victim; a child has a page here.")
    if people >= MOST_PEOPLE:
        return refused(f"A referral holds {MOST_PEOPLE} people at most: tell the coordinator of the others.")
    return ALLOWED


def may_remove(viewer: Viewer, case: CaseFacts, by_telephone: bool) -> Verdict:
    """What was sent stays on the record; it is corrected, not taken back."""
    edited = may_edit(viewer, case, by_telephone)
    if edited and case.status is not CaseStatus.DRAFT:
        return refused("This has been sent once and stays on the record: change it instead.")
    return edited


def may_protect(viewer: Viewer) -> Verdict:
    """A protected detail is for its giver and the advocate, and no hat widens that (S12)."""
    if viewer.hat is Hat.COORDINATOR:
        return refused(
            "This must be protected, and the coordinator's role can hold nothing protected. "
            "Ask the caller to give it to the advocate."
        )
    return ALLOWED


def may_submit(viewer: Viewer, case: CaseFacts, by_telephone: bool, ready: Readiness) -> Verdict:
    """The score never decides: any one criterion is enough (domain.md 1.2)."""
    edited = may_edit(viewer, case, by_telephone)
    if not edited:
        return edited
    if not ready.victims:
        return refused("Give the victim's name, or say that it is not known.")
    if not ready.criteria:
        return refused("Tick at least one reason why this case belongs to a MARAC.")
    if not ready.judgement_explained:
        return refused("Say what your professional judgement rests on.")
    return ALLOWED


def may_be_on_both_sides(same: bool) -> Verdict:
    """The victim of a case is not its perpetrator; each abusing the other makes two cases (S20)."""
    if same:
        return refused(
            "The victim and a perpetrator cannot have the same name and date of birth. "
            "If each says the other is the abuser, each is the victim of a referral of their own."
        )
    return ALLOWED


def must_be_protected(party: PartyRole, kind: DetailKind, known: bool | None, refuge: bool | None) -> bool:
    """Whether a detail is one that can kill (S12, S13). None means that it is not known, which protects.

    The perpetrator's own details are ordinary identifiers.
    """
    if party is PartyRole.PERPETRATOR:
        return False
    if kind in ALWAYS_PROTECTED:
        return True
    return known is not True or (kind in ADDRESSES and refuge is not False)


def is_cleared(party: PartyRole, kind: DetailKind, known: bool | None, refuge: bool | None, confirmed: bool) -> bool:
    """Whether it stands on a check row (S13): the perpetrator's own, or an address known to them and confirmed."""
    if party is PartyRole.PERPETRATOR:
        return True
    return kind in ADDRESSES and confirmed and not must_be_protected(party, kind, known, refuge)
