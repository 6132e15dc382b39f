"""Walls that raised themselves, restricted cases, and who must not chair or coordinate (S17 to S20)."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from marac.vocabulary import ALLOWED, FOR_THE_MEETING, Hat, Verdict, Viewer, refused

HOME_KEPT_DAYS = 30  # so that addresses of others cannot be tried out one after another


class WallFacts(Protocol):
    @property
    def undecided(self) -> bool: ...


class CaseFacts(Protocol):
    restricted: bool


def may_see_walls(viewer: Viewer) -> Verdict:
    """What waits to be decided, outside one's own walls."""
    if viewer.hat in FOR_THE_MEETING:
        return ALLOWED
    return refused("Walls are for the coordinator and the chair.")


def may_decide(viewer: Viewer, wall: WallFacts) -> Verdict:
    """Coordinator or chair; whom the wall is against does not know of it, so a deputy or the chair decides (S18)."""
    if viewer.hat not in FOR_THE_MEETING:
        return refused("Only the coordinator or the chair decides whether a wall stays.")
    if not wall.undecided:
        return refused("This has been decided already.")
    return ALLOWED


def may_lift(viewer: Viewer, wall: WallFacts) -> Verdict:
    """Coordinator or chair; one that waits to be decided about falls by that decision alone."""
    if viewer.hat not in FOR_THE_MEETING:
        return refused("Only the coordinator or the chair lifts a wall.")
    if wall.undecided:
        return refused("This wall raised itself. Decide about it, and it stays or falls.")
    return ALLOWED


def may_part_advocates(viewer: Viewer) -> Verdict:
    """Who of one service speaks for which victim of a reversed pair: links are the coordinator's to see (S20)."""
    if viewer.hat is not Hat.COORDINATOR:
        return refused("Only the coordinator says who speaks for which victim of a reversed pair.")
    return ALLOWED


def may_give_home(lately: bool) -> Verdict:
    """One's own address, not again within a month: each change is compared with the parties of cases."""
    if lately:
        return refused(f"You can change it {HOME_KEPT_DAYS} days after you last gave it.")
    return ALLOWED


def may_name(viewer: Viewer, case: CaseFacts, seated: bool) -> Verdict:
    """Who may open a restricted case, one by one, among the agencies that have a seat on it (S17)."""
    if viewer.hat not in FOR_THE_MEETING:
        return refused("Only the coordinator or the chair names who may open this case.")
    if not case.restricted:
        return refused("This case is not restricted: everybody its agencies send may open it.")
    if not seated:
        return refused("Their agency has no seat on this case. Seat the agency first.")
    return ALLOWED


def may_set_employers(viewer: Viewer) -> Verdict:
    """That a party works for an agency of this MARAC."""
    if viewer.hat not in FOR_THE_MEETING:
        return refused("Only the coordinator or the chair says for whom a party works.")
    return ALLOWED


def may_act(needed: bool, member_id: UUID | None, fit: bool) -> Verdict:
    """Somebody named to chair or coordinate one case; nobody needs to be where nobody is in the way (S18)."""
    if member_id is None:
        return refused("Name who takes this case instead.") if needed else ALLOWED
    if not fit:
        return refused("They must be of another agency, appointed for this, and on this side of the walls.")
    return ALLOWED


def may_preside(viewer: Viewer, acting: UUID | None, who: str = "", employed: bool = False) -> Verdict:
    """Deeds about one case under a hat for the meeting, outside its hearing too (S18).

    `acting`: who is named to act in the viewer's office there, and `who` in words; `employed`: a party of the case
    works for the viewer's agency.
    """
    if viewer.hat not in FOR_THE_MEETING or (acting is not None and acting == viewer.member_id):
        return ALLOWED
    if acting is not None:
        return refused(f"{who} acts as {viewer.hat.value} in this case, and nobody else. Ask them to do this.")
    if employed:
        return refused(
            f"A party of this case works for your agency, so you do not act as its {viewer.hat.value}. Ask a "
            f"{viewer.hat.value} from another agency to do this, or the administrator to appoint a deputy there."
        )
    return ALLOWED


def may_be_chaired(in_the_way: Sequence[str], chair: bool, coordinator: bool) -> Verdict:
    """`in_the_way`: the offices whose holders are walled off or share the employer; then, whether each is named."""
    left = [office for office in in_the_way if not {"chair": chair, "coordinator": coordinator}.get(office, True)]
    if left:
        return refused(
            f"The {' and the '.join(left)} of this meeting must not take this case. Name an acting "
            f"{' and an acting '.join(left)} from another agency before it is listed."
        )
    return ALLOWED


def may_go_unled(viewer: Viewer, unled: Sequence[str]) -> Verdict:
    """`unled`: the codes of listed cases that the chair or coordinator of the meeting must not take (S18)."""
    if viewer.hat not in FOR_THE_MEETING:
        return refused("Only the coordinator or the chair orders a list.")
    if unled:
        return refused(f"{', '.join(unled)}: name first who chairs or coordinates it, from another agency.")
    return ALLOWED


def may_ignore_times(viewer: Viewer, within: Sequence[str], ignored: bool) -> Verdict:
    """`within`: the codes of walled cases heard while somebody they are kept from is in the meeting (S19)."""
    if viewer.hat not in FOR_THE_MEETING:
        return refused("Only the coordinator or the chair orders a list.")
    if within and not ignored:
        return refused(
            f"{', '.join(within)}: heard while somebody it is kept from is in the meeting. Move it, or tick that it "
            "stays there."
        )
    return ALLOWED
