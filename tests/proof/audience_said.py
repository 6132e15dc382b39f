"""Who may meet what agencies bring, what is said and what is agreed: lines, notes, actions (S2, S5, S6, S8 to S11)."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from actions.models import Action
from agencies.models import LineAudience
from agenda.models import NoteAudience
from marac.proceedings import ActionStatus, NoteKind
from marac.vocabulary import LineKind, Role, SeatKind, Sharing, Side
from tests.proof.audience_guardian import guards
from tests.proof.people import Eyes

if TYPE_CHECKING:
    from tests.proof.audience import Judge

WHOLE = {SeatKind.CASE, SeatKind.HEARING}
# What only whoever wrote a line reads of it: why it is kept back, what it is marked as, what else they put down.
OWNERS = {"reason"}


def line(judge: "Judge", eyes: Eyes, row: Any, field: str) -> bool:
    """S8 to S11. Its reason, where it is kept back, is its owner's alone."""
    if own_line(judge, eyes, row) or guards(judge, eyes, row):
        return True
    if field in OWNERS or row.sharing not in {Sharing.SEATED, Sharing.NAMED}:
        return False
    if judge.over(eyes):
        ticked = row.to_chair if eyes.hat is Role.CHAIR else row.to_coordinator
        return row.sharing is Sharing.SEATED or bool(ticked)
    others = row.kind is not LineKind.VOICE and bool(judge.kinds(eyes, row.case_id) & WHOLE)
    if row.sharing is Sharing.NAMED:
        named = (one for one in judge.world.of[LineAudience] if one.line_id == row.id)
        told = any(one.agency_id == eyes.agency_id and one.ended_at is None for one in named)
        return told and (others or judge.whole(eyes, row.case_id))
    return judge.whole(eyes, row.case_id) or (others and row.for_perpetrators_side)


def own_line(judge: "Judge", eyes: Eyes, row: Any) -> bool:
    """While seated; and after the case moved away, what was held is kept (S23)."""
    if row.agency_id != eyes.agency_id or judge.over(eyes):
        return False
    if (row.side is Side.PERPETRATOR) is not (eyes.side is Side.PERPETRATOR):
        return False
    for_person = row.person_id and any(s.person_id == row.person_id for s in judge.held(eyes, row.case_id))
    return bool(for_person or judge.kinds(eyes, row.case_id)) or judge.moved(eyes, row.case_id)


def note(judge: "Judge", eyes: Eyes, row: Any, field: str) -> bool:
    if judge.over(eyes):
        return True
    if row.kind is not NoteKind.VOICE and row.for_perpetrators_side and judge.kinds(eyes, row.case_id) & WHOLE:
        return True
    named = (one for one in judge.world.of[NoteAudience] if one.note_id == row.id)
    told = row.sharing is Sharing.SEATED or any(one.agency_id == eyes.agency_id for one in named)
    return told and judge.whole(eyes, row.case_id)


def action(judge: "Judge", eyes: Eyes, row: Any, field: str) -> bool:
    if judge.over(eyes):
        return True
    if eyes.hat in {Role.CONTRIBUTOR, Role.GUEST} and row.member_id != eyes.member_id:
        return False
    my_side = (row.side is Side.PERPETRATOR) is (eyes.side is Side.PERPETRATOR)
    seated = bool(judge.held(eyes, row.case_id)) or still(judge, eyes, row)
    own = row.agency_id == eyes.agency_id and my_side and seated
    others = judge.whole(eyes, row.case_id) and (not row.quiet or judge.advocates(eyes, row.case_id))
    return own or others


def still(judge: "Judge", eyes: Eyes, row: Any) -> bool:
    """What they had to do when the case moved away stays with them (S23)."""
    moved = row.case_id in judge.world.closed and row.status is ActionStatus.OPEN
    return moved and bool(judge.before.held(eyes, row.case_id))


def update(judge: "Judge", eyes: Eyes, row: Any, field: str) -> bool:
    of = next(one for one in judge.world.of[Action] if one.id == row.action_id)
    return action(judge, eyes, of, field)


RULES: Mapping[str, Callable[["Judge", Eyes, Any, str], bool]] = MappingProxyType(
    {"line": line, "note": note, "action": action, "action_update": update}
)
