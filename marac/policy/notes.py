"""What is written down in a hearing: by the minute taker and the chair, until the minutes are approved."""

from typing import Protocol
from uuid import UUID

from marac.proceedings import HearingStatus, MinutesStatus
from marac.vocabulary import ALLOWED, FOR_THE_MEETING, Sharing, Verdict, Viewer, refused

CALLED_ONCE = {HearingStatus.CALLED, HearingStatus.HEARD, HearingStatus.DEFERRED}


class HearingFacts(Protocol):
    status: HearingStatus
    acting_chair_id: UUID | None


class LineFacts(Protocol):
    sharing: Sharing
    to_chair: bool
    to_coordinator: bool


def may_write_note(viewer: Viewer, hearing: HearingFacts, minutes: MinutesStatus = MinutesStatus.DRAFT) -> Verdict:
    if viewer.hat not in FOR_THE_MEETING:
        return refused("The coordinator takes the minutes; the chair adds to them.")
    if hearing.status not in CALLED_ONCE:
        return refused("Notes are taken once the case has been called.")
    # A case that an acting chair calls after the meeting was closed may be heard after its minutes were approved (S18).
    late = hearing.status is HearingStatus.CALLED and hearing.acting_chair_id is not None
    if minutes is not MinutesStatus.DRAFT and not late:
        return refused("The minutes are approved: what changes now is an amendment.")
    return ALLOWED


def may_answer_line(viewer: Viewer, line: LineFacts) -> Verdict:
    """Words said only are never offered as text, nor are private ones: a note answers what was shared (S10, S15).

    Both hats read every note, so none answers a line that is kept from one of them (S9).
    """
    if line.sharing not in {Sharing.SEATED, Sharing.NAMED}:
        return refused("A note answers a line that its agency has shared.")
    if line.sharing is Sharing.NAMED and not (line.to_chair and line.to_coordinator):
        return refused(
            "This line is kept from the chair or the coordinator, who both read the notes: "
            "the agencies named speak of it privately."
        )
    return ALLOWED
