"""The meeting while it sits: who opens it, comes to it, calls, closes and defers its cases (domain.md 1.8)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from marac.proceedings import HearingStatus, MeetingStatus, Presence
from marac.vocabulary import ALLOWED, FOR_THE_AGENCY, FOR_THE_MEETING, Hat, Verdict, Viewer, refused

COMES = FOR_THE_AGENCY | FOR_THE_MEETING | {Hat.OBSERVER}


class MeetingFacts(Protocol):
    status: MeetingStatus


class HearingFacts(Protocol):
    status: HearingStatus
    acting_chair_id: UUID | None
    acting_coordinator_id: UUID | None


class AttendanceFacts(Protocol):
    presence: Presence
    statement_at: datetime | None


def may_follow(viewer: Viewer) -> Verdict:
    """The live screens are for those who sit at the table; observers see the shared screen alone (S24)."""
    if viewer.hat in FOR_THE_AGENCY | FOR_THE_MEETING:
        return ALLOWED
    return refused("The live meeting is for the chair, the coordinator and the agencies at the table.")


def may_write(viewer: Viewer) -> Verdict:
    """What is filled in about a hearing is filled in by the chair or the coordinator."""
    if viewer.hat in FOR_THE_MEETING:
        return ALLOWED
    return refused("Only the chair and the coordinator write in the meeting.")


def may_open(viewer: Viewer, meeting: MeetingFacts) -> Verdict:
    if viewer.hat not in FOR_THE_MEETING:
        return refused("The chair or the coordinator opens the meeting.")
    if meeting.status is MeetingStatus.PLANNED:
        return refused("Publish the list before the meeting is opened.")
    if meeting.status is not MeetingStatus.PUBLISHED:
        return refused("This meeting has been opened already.")
    return ALLOWED


def may_close(viewer: Viewer, meeting: MeetingFacts, unheard: Sequence[str]) -> Verdict:
    """`unheard`: the codes of the cases that are neither heard nor deferred."""
    if viewer.hat is not Hat.CHAIR:
        return refused("Only the chair closes the meeting.")
    if meeting.status is not MeetingStatus.OPEN:
        return refused("This meeting is not open.")
    if unheard:
        return refused(f"Hear or defer first: {', '.join(unheard)}.")
    return ALLOWED


def may_come(viewer: Viewer) -> Verdict:
    if viewer.hat in COMES:
        return ALLOWED
    return refused("The statement is for those who come to the meeting.")


def may_accept_statement(viewer: Viewer, meeting: MeetingFacts) -> Verdict:
    """Everybody who comes accepts it for this meeting, for themselves (C05)."""
    if not (verdict := may_come(viewer)):
        return verdict
    if meeting.status is not MeetingStatus.OPEN:
        return refused("The statement is accepted when the meeting has been opened.")
    return ALLOWED


def may_keep_attendance(viewer: Viewer) -> Verdict:
    """The whole table of who came, with everybody's apologies."""
    if viewer.hat in FOR_THE_MEETING:
        return ALLOWED
    return refused("The chair and the coordinator keep the attendance of a meeting.")


def may_record_attendance(viewer: Viewer, meeting: MeetingFacts, member_id: UUID) -> Verdict:
    """The minute taker and the chair record everybody's; a member their own."""
    if meeting.status is MeetingStatus.CLOSED:
        return refused("This meeting is closed: its attendance stands.")
    if viewer.hat in FOR_THE_MEETING or member_id == viewer.member_id:
        return ALLOWED
    return refused("The chair or the coordinator records who is here.")


def may_join(attendance: AttendanceFacts | None) -> Verdict:
    """Nobody is present for a case who has not accepted the statement for this meeting (domain.md 1.8)."""
    if attendance is None or attendance.presence is not Presence.PRESENT:
        return refused("They are not marked present.")
    if attendance.statement_at is None:
        return refused("They have not accepted the confidentiality statement for this meeting.")
    return ALLOWED


def may_lead(viewer: Viewer, hearing: HearingFacts, employed: bool = False, who: str = "") -> Verdict:
    """The deeds of one case under a hat for the meeting; where somebody acts in that office, theirs alone (S18).

    `employed`: a party of the case works for the viewer's agency; `who`: the one who acts, by name and agency.
    """
    named = {Hat.CHAIR: hearing.acting_chair_id, Hat.COORDINATOR: hearing.acting_coordinator_id}.get(viewer.hat)
    if named not in (None, viewer.member_id):
        return refused(f"An acting {viewer.hat.value} from another agency takes this case{who and f': ask {who}'}.")
    if employed and viewer.hat in FOR_THE_MEETING:
        return refused(
            f"A party of this case works for your agency: an acting {viewer.hat.value} from another takes it."
        )
    return ALLOWED


def may_chair(viewer: Viewer, hearing: HearingFacts) -> Verdict:
    """The chair of the meeting; whoever acts for them in a case that they must not take, and then nobody else (S18)."""
    if viewer.hat is not Hat.CHAIR:
        return refused("Only the chair calls a case.")
    return may_lead(viewer, hearing)


def may_follow_on(leads: bool) -> Verdict:
    """`leads`: the viewer does the deeds of the case being heard, which calling the next one closes (S18)."""
    if not leads:
        return refused("The case being heard is taken by an acting chair, who closes it first.")
    return ALLOWED


def may_be_called_apart(viewer: Viewer, chair_here: bool) -> Verdict:
    """`chair_here`: one of the chairs is walled off from the case and in the meeting, and would call the next (S19)."""
    if viewer.hat in FOR_THE_MEETING and chair_here:
        return refused("A chair who is kept from this case is in the meeting. Record first that they have left it.")
    return ALLOWED


def may_come_back(chairs: bool, was: Presence | None, own: bool) -> Verdict:
    """A chair who left comes back when whoever presides now records it, whatever is being heard meanwhile (S19).

    `chairs`: they hold that office; `own`: they say so themselves. Asked of every chair who left, walled off or not.
    """
    if chairs and own and was is Presence.LEFT:
        return refused("You left this meeting. Whoever chairs it now, or the coordinator, records that you are back.")
    return ALLOWED


def may_call(viewer: Viewer, meeting: MeetingFacts, hearing: HearingFacts, missing: Sequence[str] = ()) -> Verdict:
    """`missing`: what the case being heard still needs before it can be closed."""
    if not (verdict := may_chair(viewer, hearing)):
        return verdict
    # Whoever is walled off closes the meeting without knowing that a case of it is still to be heard.
    after_the_others = meeting.status is MeetingStatus.CLOSED and hearing.acting_chair_id is not None
    if meeting.status is not MeetingStatus.OPEN and not after_the_others:
        return refused("Open the meeting before a case is called.")
    if hearing.status is not HearingStatus.LISTED:
        return refused("This case has been called already.")
    if missing:
        return refused(f"The case being heard still needs: {'; '.join(missing)}.")
    return ALLOWED


def may_declare_conflict(viewer: Viewer, hearing: HearingFacts, member_id: UUID) -> Verdict:
    """For oneself, or said aloud and recorded by chair or coordinator; their own needs somebody acting (S18)."""
    if hearing.status not in {HearingStatus.LISTED, HearingStatus.CALLED}:
        return refused("This case has been heard already.")
    if viewer.hat in FOR_THE_MEETING and member_id == viewer.member_id:
        return refused("An acting chair or coordinator from another agency must take this case.")
    if viewer.hat in FOR_THE_MEETING or (viewer.hat in FOR_THE_AGENCY and member_id == viewer.member_id):
        return ALLOWED
    return refused("A conflict of interest is declared by the person who has it, the chair or the coordinator.")


def may_lift_conflict(viewer: Viewer, hearing: HearingFacts) -> Verdict:
    if viewer.hat in FOR_THE_MEETING:
        return ALLOWED
    return refused("The coordinator or the chair decides about a conflict of interest.")


def may_admit(viewer: Viewer, hearing: HearingFacts, attendance: AttendanceFacts | None) -> Verdict:
    """An agency with nothing in a case is in the room for it only where the chair says so (S3, S24)."""
    if viewer.hat not in FOR_THE_MEETING:
        return refused("The chair or the coordinator admits somebody for a case.")
    if hearing.status is not HearingStatus.CALLED:
        return refused("Somebody is admitted while the case is being heard.")
    return may_join(attendance)


def may_change_hearing(viewer: Viewer, hearing: HearingFacts) -> Verdict:
    """Voice, teller and reasons: by chair or minute taker, from the call of the case on."""
    if viewer.hat not in FOR_THE_MEETING:
        return refused("The chair or the coordinator records this.")
    if hearing.status not in {HearingStatus.CALLED, HearingStatus.HEARD}:
        return refused("This case has not been called.")
    return ALLOWED


def may_close_hearing(viewer: Viewer, hearing: HearingFacts, missing: Sequence[str]) -> Verdict:
    """Never without the victim's voice, who tells the victim, and an action towards the perpetrator, or why not."""
    if viewer.hat is not Hat.CHAIR:
        return refused("Only the chair closes a case.")
    if not (verdict := may_chair(viewer, hearing)):
        return verdict
    if hearing.status is not HearingStatus.CALLED:
        return refused("This case is not being heard.")
    if missing:
        return refused(f"Still needed: {'; '.join(missing)}.")
    return ALLOWED


def may_defer(viewer: Viewer, hearing: HearingFacts) -> Verdict:
    if viewer.hat is not Hat.CHAIR:
        return refused("Only the chair defers a case.")
    if not (verdict := may_chair(viewer, hearing)):
        return verdict
    if hearing.status not in {HearingStatus.LISTED, HearingStatus.CALLED}:
        return refused("This case has been heard or deferred already.")
    return ALLOWED
