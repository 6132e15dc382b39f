"""Actions are agreed as the rules say, kept with every answer, and found again."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from actions.catalogue import answers, find
from actions.models import Action
from actions.operations import (
    agree,
    answer_condition,
    open_actions,
)
from actions.operations.finding import Chosen, counted, history_of, listed
from marac import clock
from marac.cases.models import Case
from marac.proceedings import RiskTo
from marac.store.audit import AuditEvent
from marac.store.people import Agency
from marac.store.work import open_work
from marac.verbs import Verb
from marac.vocabulary import CaseStatus, NotFound, Refused, Role
from tests.actions.given import agreed, seen
from tests.cast import Cast, open_case


def test_an_action_has_a_label_of_its_own_and_is_recorded(cast: Cast, heron: UUID) -> None:
    first, second = agreed(cast), agreed(cast)
    with open_work(cast.store, cast["council_rep"]) as work:
        labels = {work.find(Action, one).label for one in (first, second)}
        assert len(labels) == 2
        assert work.find(Action, first).wording == "Change the front door lock"
    with open_work(cast.store, cast["auditor"]) as work:
        event = work.first(select(AuditEvent).where(AuditEvent.verb == Verb.ACTION_AGREED))
        assert event is not None
        assert event.case_id == heron
        assert event.recipients == [{"agency": str(cast.agencies["council"])}]
        assert "lock" not in str(event.model_dump())


def test_a_representative_cannot_agree_one(cast: Cast, heron: UUID) -> None:
    with pytest.raises(Refused, match="Only the chair or the coordinator"):
        agreed(cast, by="police_rep")


@pytest.mark.parametrize("status", [CaseStatus.REFERRED, CaseStatus.CLOSED, CaseStatus.RETURNED])
def test_none_is_agreed_for_a_case_that_is_not_in_hand(cast: Cast, status: CaseStatus) -> None:
    open_case(cast, status=status)
    with pytest.raises(Refused, match="no action can be agreed"):
        agreed(cast)


def test_an_agency_that_gets_no_case_data_is_refused_with_the_reason(cast: Cast, owner: Engine, heron: UUID) -> None:
    with Session(owner) as session:
        agency = session.get_one(Agency, cast.agencies["fire"])
        agency.gets_case_data = False
        session.commit()
    with pytest.raises(Refused, match="is given no case information"):
        agreed(cast, "fire")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"wording": " "}, "Say what will be done"),
        ({"wording": "x" * 10_000}, "1,000 characters or fewer"),
        ({"due_on": clock.today() - timedelta(days=1)}, "today or later"),
        ({"due_on": clock.today() + timedelta(days=400)}, "within a year"),
    ],
)
def test_what_cannot_be_meant_is_refused(cast: Cast, heron: UUID, changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        agreed(cast, **changes)
    assert seen(cast, "coordinator") == []


def test_an_unknown_kind_is_no_action(cast: Cast, heron: UUID) -> None:
    with pytest.raises(KeyError):
        agreed(cast, catalogue_code="XX01")


def test_what_was_not_answered_is_kept_as_not_known(cast: Cast, heron: UUID) -> None:
    one = agreed(cast, conditions=answers.kept({"victims-choice": "yes", "not-a-refuge": "no"}))
    with open_work(cast.store, cast["council_rep"]) as work:
        kept = answers.read(work.find(Action, one).conditions)
    assert set(kept) == set(answers.questions(find("TH02")))
    assert kept["victims-choice"] == "yes"
    assert kept["not-a-refuge"] == "no"
    assert kept["right-to-occupy"] == kept["owners-permission"] == "not-known"


def test_a_condition_is_settled_by_its_owner_and_told_in_the_history(cast: Cast, heron: UUID) -> None:
    one = agreed(cast)
    with open_work(cast.store, cast["council_rep"]) as work:
        action = work.find(Action, one)
        answer_condition(work, action, "owners-permission", answers.Answer.YES, version=1)
        assert answers.read(action.conditions)["owners-permission"] == "yes"
        assert "permission? Yes." in history_of(work, action)[0].text
        with pytest.raises(NotFound):
            answer_condition(work, action, "advocate-consulted", answers.Answer.YES)


def test_open_actions_come_back_with_their_case(cast: Cast, heron: UUID) -> None:
    late = agreed(cast, due_on=clock.today())
    open_case(cast, "WALTZ")
    with open_work(cast.store, cast["coordinator"]) as work:
        agree(
            work,
            work.find(Case, cast.cases["WALTZ"]),
            catalogue_code="PO08",
            wording="Visit the home",
            agency_id=cast.agencies["police"],
            due_on=clock.today() + timedelta(days=1),
            risk_to=RiskTo.CHILDREN,
        )
    with clock.at(clock.now() + timedelta(days=2)), open_work(cast.store, cast["chair"]) as work:
        assert [action.id for action in open_actions(work, heron)] == [late]
        assert len(open_actions(work)) == 2
        assert counted(work, Chosen()) | {"soon": 0} == {
            "open": 2, "late": 2, "soon": 0, "completed": 0, "not-possible": 0, "not-done": 0, "all": 2,
        }  # fmt: skip
        assert [action.id for action in listed(work, Chosen("late", "HERON"))] == [late]


def test_a_hat_for_the_meeting_lists_all_and_a_representative_their_own(cast: Cast, heron: UUID) -> None:
    mine, theirs = agreed(cast), agreed(cast, "police", catalogue_code="PO08", wording="Visit the home")
    with open_work(cast.store, cast["council_rep"]) as work:
        assert [action.id for action in listed(work, Chosen())] == [mine]
        assert counted(work, Chosen())["all"] == 1
    with open_work(cast.store, cast["walled_rep"]) as work:
        assert counted(work, Chosen())["all"] == 0
    with open_work(cast.store, cast["chair"]) as work:
        assert {action.id for action in listed(work, Chosen())} == {mine, theirs}
    with open_work(cast.store, cast.as_hat("chair", Role.AUDITOR)) as work:
        assert listed(work, Chosen("all")) == []
