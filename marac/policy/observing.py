"""Observers: compared with everybody on the list, let in case by case, never to a restricted or walled one (S24)."""

from datetime import datetime
from typing import Protocol

from marac.proceedings import HearingStatus, Presence
from marac.vocabulary import ALLOWED, FOR_THE_MEETING, Hat, Verdict, Viewer, refused


class HearingFacts(Protocol):
    status: HearingStatus


class AttendanceFacts(Protocol):
    presence: Presence
    statement_at: datetime | None


class CaseFacts(Protocol):
    restricted: bool


def may_observe(viewer: Viewer) -> Verdict:
    if viewer.hat is Hat.OBSERVER:
        return ALLOWED
    return refused("This screen is for observers.")


def may_let_in(
    viewer: Viewer, hearing: HearingFacts, case: CaseFacts, attendance: AttendanceFacts | None, walled: bool
) -> Verdict:
    """The chair, while the case is heard; an observer who has come and has accepted the statement."""
    if viewer.hat is not Hat.CHAIR:
        return refused("Only the chair lets an observer in.")
    if hearing.status is not HearingStatus.CALLED:
        return refused("An observer is let in while the case is being heard.")
    if case.restricted or walled:
        return refused("Observers are never let in to a restricted case, nor to one with a wall.")
    if attendance is None or attendance.presence is not Presence.OBSERVER or attendance.statement_at is None:
        return refused("They have not come as an observer and accepted the confidentiality statement.")
    return ALLOWED


def may_stay(known: bool) -> Verdict:
    """`known`: somebody on this meeting's list may have the observer's name. Which one is never said."""
    if known:
        return refused("This observer cannot be let in at this meeting.")
    return ALLOWED


def may_send_out(viewer: Viewer) -> Verdict:
    if viewer.hat in FOR_THE_MEETING:
        return ALLOWED
    return refused("The chair or the coordinator sends an observer out.")
