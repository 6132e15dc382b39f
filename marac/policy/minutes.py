"""Minutes: who drafts, approves and issues them, and who opens a copy (C60, C61)."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from marac.policy.lifecycle import may_become
from marac.proceedings import MeetingStatus, MinutesStatus
from marac.vocabulary import ALLOWED, FOR_THE_MEETING, Hat, Verdict, Viewer, refused

READERS = {Hat.REPRESENTATIVE, Hat.ADVOCATE}


class MeetingFacts(Protocol):
    status: MeetingStatus


class MinutesFacts(Protocol):
    status: MinutesStatus


class IssueFacts(Protocol):
    agency_id: UUID


def may_list_minutes(viewer: Viewer) -> Verdict:
    if viewer.hat in FOR_THE_MEETING | READERS:
        return ALLOWED
    return refused("Minutes are for the agencies that took part, the chair and the coordinator.")


def may_draft(viewer: Viewer, meeting: MeetingFacts) -> Verdict:
    """The draft is read under a meeting hat, once the meeting is closed."""
    if viewer.hat not in FOR_THE_MEETING:
        return refused("Only the chair and the coordinator read the draft of the minutes.")
    if meeting.status is not MeetingStatus.CLOSED:
        return refused("The meeting is not closed yet: minutes are drafted when it is.")
    return ALLOWED


def may_approve(
    viewer: Viewer,
    meeting: MeetingFacts,
    minutes: MinutesFacts,
    unheard: Sequence[str] = (),
    others: Sequence[str] = (),
) -> Verdict:
    """The chair approves; whoever took the minutes does not approve their own (domain.md 2.1).

    Codes: `unheard`, of cases still to be heard; `others`, of those whose party works for the viewer's agency (S18).
    """
    if viewer.hat is not Hat.CHAIR:
        return refused("Only the chair approves the minutes.")
    if unheard:
        return refused(f"Hear or defer first: {', '.join(unheard)}.")
    if others:
        return refused(
            f"A party works for your agency in {', '.join(others)}: the acting chair of it approves these minutes."
        )
    return may_draft(viewer, meeting) and may_become(minutes.status, MinutesStatus.APPROVED)


def may_issue(viewer: Viewer, minutes: MinutesFacts, unapproved: Sequence[str] = ()) -> Verdict:
    """`unapproved`: codes of cases that nobody outside their walls has approved since they were heard (S18)."""
    if viewer.hat is not Hat.COORDINATOR:
        return refused("Only the coordinator issues the minutes.")
    if minutes.status is MinutesStatus.DRAFT:
        return refused("The chair has not approved these minutes yet.")
    if unapproved:
        return refused(
            f"{', '.join(unapproved)}: not approved by a chair who may take it. "
            "Take the minutes back, so that its acting chair approves them."
        )
    return may_become(minutes.status, MinutesStatus.ISSUED)


def may_take_back(viewer: Viewer, minutes: MinutesFacts) -> Verdict:
    """Back to draft, for a correction: what was issued stays, and the next issue has the next number."""
    if viewer.hat not in FOR_THE_MEETING:
        return refused("Only the chair and the coordinator correct the minutes.")
    return may_become(minutes.status, MinutesStatus.DRAFT)


def may_open_copy(viewer: Viewer, issue: IssueFacts) -> Verdict:
    """A copy is for the agency it was made for; a meeting hat opens nobody's (S9)."""
    if viewer.hat in READERS and issue.agency_id == viewer.agency_id:
        return ALLOWED
    return refused("This copy was made for one agency, whose representatives open it.")
