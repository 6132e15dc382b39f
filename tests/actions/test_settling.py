"""Actions are settled in one of three ways, and handed on inside their agency."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from actions.models import Action
from actions.operations import (
    complete,
    not_done,
    not_possible,
    open_actions,
    open_again,
    reassign,
)
from actions.operations.finding import history_of
from marac import clock
from marac.cases.models import Case
from marac.proceedings import ActionStatus
from marac.store.audit import AuditEvent
from marac.store.seats import Seat
from marac.store.work import open_work
from marac.verbs import Verb
from marac.vocabulary import Conflict, NotFound, Refused, SeatKind, Side
from tests.actions.given import EVIDENCE, agreed, seen
from tests.cast import Cast


def test_three_outcomes_are_kept_apart_each_with_its_own_words(cast: Cast, heron: UUID) -> None:
    done, gone, left = agreed(cast), agreed(cast), agreed(cast)
    with open_work(cast.store, cast["council_rep"]) as work:
        complete(work, work.find(Action, done), "Fitted twice", EVIDENCE, warnings_read=True)
        not_possible(work, work.find(Action, gone), "The flat burnt down")
        not_done(work, work.find(Action, left), "Nobody was free")
    with open_work(cast.store, cast["chair"]) as work:
        one, two, three = (work.find(Action, each) for each in (done, gone, left))
        assert (one.status, one.evidence, one.outcome) == (ActionStatus.COMPLETED, EVIDENCE, "Fitted twice")
        assert (two.status, two.outcome) == (ActionStatus.NOT_POSSIBLE, "The flat burnt down")
        assert (three.status, three.outcome) == (ActionStatus.NOT_DONE, "Nobody was free")
        assert "safe-contact warnings were read" in history_of(work, one)[0].text
        assert open_actions(work) == []
    with open_work(cast.store, cast["auditor"]) as work:
        verbs = {event.verb for event in work.all(select(AuditEvent))}
    assert {Verb.ACTION_COMPLETED, Verb.ACTION_NOT_POSSIBLE, Verb.ACTION_NOT_DONE} <= verbs


@pytest.mark.parametrize("text", ["", "  ", "x" * 4_001])
def test_an_outcome_says_something_of_a_sensible_length(cast: Cast, heron: UUID, text: str) -> None:
    one = agreed(cast)
    for settle in (not_possible, not_done):
        with open_work(cast.store, cast["council_rep"]) as work, pytest.raises(Refused):
            settle(work, work.find(Action, one), text)
    with open_work(cast.store, cast["council_rep"]) as work, pytest.raises(Refused):
        complete(work, work.find(Action, one), "", text)


def test_only_its_owner_or_the_meeting_settles_it_and_once(cast: Cast, heron: UUID) -> None:
    one = agreed(cast)
    with open_work(cast.store, cast["police_rep"]) as work, pytest.raises(Refused, match="Only the agency that owns"):
        complete(work, work.find(Action, one), "", EVIDENCE)
    with open_work(cast.store, cast["coordinator"]) as work:
        not_done(work, work.find(Action, one), "Told at the meeting")
    with open_work(cast.store, cast["council_rep"]) as work, pytest.raises(Refused, match="settled already"):
        complete(work, work.find(Action, one), "", EVIDENCE)
    with open_work(cast.store, cast["council_rep"]) as work, pytest.raises(Refused, match="Only the chair"):
        open_again(work, work.find(Action, one), "It was done")
    with open_work(cast.store, cast["chair"]) as work:
        open_again(work, work.find(Action, one), "It was done after all")
    with open_work(cast.store, cast["council_rep"]) as work:
        complete(work, work.find(Action, one), "", EVIDENCE)
        told = [update.status for update in history_of(work, work.find(Action, one))]
        assert told == ["not-done", "open", "completed"]


def test_two_who_settle_at_once_do_not_overwrite_each_other(cast: Cast, heron: UUID) -> None:
    one = agreed(cast)
    with open_work(cast.store, cast["coordinator"]) as work:
        reassign(work, work.find(Action, one), cast.members["council_rep"], version=1)
    with open_work(cast.store, cast["council_rep"]) as work, pytest.raises(Conflict):
        complete(work, work.find(Action, one), "", EVIDENCE, version=1)


def test_a_date_changes_only_with_a_reason(cast: Cast, heron: UUID) -> None:
    one, later = agreed(cast), clock.today() + timedelta(days=9)
    with open_work(cast.store, cast["council_rep"]) as work, pytest.raises(Refused, match="why the date changes"):
        reassign(work, work.find(Action, one), None, later)
    with open_work(cast.store, cast["council_rep"]) as work:
        action = work.find(Action, one)
        reassign(work, action, cast.members["council_rep"], later, reason="The part is on order")
        assert (action.due_on, action.member_id, action.version) == (later, cast.members["council_rep"], 2)
        assert "The part is on order" in history_of(work, action)[0].text


def test_a_representative_hands_an_action_to_a_contributor_who_then_sees_that_one(cast: Cast, heron: UUID) -> None:
    one, other = agreed(cast), agreed(cast)
    with open_work(cast.store, cast["council_rep"]) as work:
        reassign(work, work.find(Action, one), cast.members["contributor"])
    assert seen(cast, "contributor") == [one]
    with open_work(cast.store, cast["contributor"]) as work, pytest.raises(NotFound):
        work.find(Action, other)


def test_a_contributor_whom_no_action_names_any_more_leaves_the_case(cast: Cast, heron: UUID) -> None:
    one = agreed(cast, member_id=cast.members["contributor"])
    with open_work(cast.store, cast["contributor"]) as work:
        assert work.find(Case, heron)
    with open_work(cast.store, cast["coordinator"]) as work:
        reassign(work, work.find(Action, one), cast.members["council_rep"])
    with open_work(cast.store, cast["contributor"]) as work, pytest.raises(NotFound):
        work.find(Case, heron)


def test_a_quiet_action_is_handed_on_quietly(cast: Cast, heron: UUID) -> None:
    one = agreed(cast, quiet=True)
    with open_work(cast.store, cast["council_rep"]) as work:
        reassign(work, work.find(Action, one), cast.members["contributor"])
    with open_work(cast.store, cast["coordinator"]) as work:
        given = work.first(select(Seat).where(Seat.member_id == cast.members["contributor"]))
        assert given is not None
        assert (given.kind, given.quiet) == (SeatKind.ACTION, True)


def test_sides_are_not_crossed_when_an_action_is_handed_on(cast: Cast, heron: UUID) -> None:
    one = agreed(cast, "programme", catalogue_code="ID07", wording="Offer a place", side=Side.NEITHER)
    with open_work(cast.store, cast["coordinator"]) as work, pytest.raises(Refused, match="cannot work on this case"):
        reassign(work, work.find(Action, one), cast.members["idva"])
    with pytest.raises(Refused, match="other side"):
        agreed(cast, "programme", member_id=cast.members["programme_worker"], side=Side.VICTIM)
