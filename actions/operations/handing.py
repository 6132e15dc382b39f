"""Handing an action on within its agency, changing its date, and answering what was not known."""

from datetime import date
from uuid import UUID

from actions.catalogue import answers
from actions.models import Action
from actions.operations.people import Worker, needs_own_seat, seat_to_act, seated, unseat, walled, worker
from actions.operations.settling import count_change, reported
from marac import clock
from marac.cases.models import Case
from marac.cases.operations.leading import may_lead
from marac.policy import actions as policy
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import NotFound, Side


def reassign(
    work: Work,
    action: Action,
    member_id: UUID | None,
    due_on: date | None = None,
    *,
    reason: str = "",
    version: int | None = None,
) -> None:
    """Name one of the owner's people, and perhaps another date, which needs a reason. Raises Refused, Conflict."""
    work.require(policy.may_hand_on(work.viewer, action) and may_lead(work, action.case_id), action)
    dated = due_on is not None and due_on != action.due_on
    who = _taker(work, action, member_id) if member_id and member_id != action.member_id else None
    named = member_id != action.member_id
    if due_on is not None and dated:
        work.require(policy.may_be_due(due_on, clock.today()))
        work.require(policy.may_report(reason, "Say why the date changes."))
    if not (dated or named):
        return
    count_change(work, action, version)
    said = _changes(action, due_on if dated else None, who.name if who else "nobody in person", named)
    left, action.member_id, action.due_on = action.member_id, member_id, due_on or action.due_on
    if who and needs_own_seat(who) and not seated(work, who, action.case_id):
        seat_to_act(work, work.find(Case, action.case_id), action, who.member_id)
    if left and named:
        unseat(work, action.case_id, left)
        work.announce_member(left)
    reported(work, action, "\n".join(part for part in (*said, reason.strip()) if part))
    verb = Verb.ACTION_REASSIGNED if named else Verb.ACTION_CHANGED
    work.log(verb, action, fields=[*["member_id"] * named, *["due_on"] * dated])
    work.announce(action.case_id, of=action)


def answer_condition(
    work: Work, action: Action, code: str, answer: answers.Answer, *, version: int | None = None
) -> None:
    """What was not known, or no, is answered anew. Raises Refused, Conflict; NotFound for what was never asked."""
    work.require(policy.may_answer(work.viewer, action) and may_lead(work, action.case_id), action)
    given = answers.read(action.conditions)
    if code not in given:
        raise NotFound("condition")
    count_change(work, action, version)
    action.conditions = answers.kept({**given, code: answer})
    if action.side is not Side.PERPETRATOR:  # what the victim chose is not for that side to read (S6)
        reported(work, action, f"{answers.question(code)} {answers.said(answer)}.")
    work.log(Verb.ACTION_CHANGED, action, fields=("conditions",))
    work.announce(action.case_id, of=action)


def _taker(work: Work, action: Action, member_id: UUID) -> Worker:
    """Who is to have it. Raises Refused for a stranger, or somebody walled out or on the other side."""
    who = worker(work, action.agency_id, member_id, action.side)
    shut = who is not None and walled(work, who, action.case_id)
    side = who.side if who else Side.NEITHER
    work.require(policy.may_take(action, works_here=who is not None, walled=shut, side=side))
    assert who is not None
    return who


def _changes(action: Action, due_on: date | None, name: str, named: bool) -> list[str]:
    given = [f"Given to {name}."] * named
    return [*given, f"Due {_day(due_on)} instead of {_day(action.due_on)}."] if due_on else given


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"
