"""An action is seen by its owner, on its side, and by those whose seat it is for; by nobody else."""

from uuid import UUID

import pytest
from sqlmodel import col, select

from actions.catalogue import answers
from actions.models import Action
from actions.operations import (
    actions_of,
    answer_condition,
    complete,
    open_actions,
    reassign,
)
from actions.operations.finding import Chosen, history_of, listed
from marac.cases.models import Case, PersonName, Referral, SafeContact
from marac.cases.operations.seats import end_seat, raise_wall
from marac.store.seats import Seat
from marac.store.work import open_work
from marac.vocabulary import NotFound, PartyRole, Refused, SeatKind, Side
from tests.actions.given import EVIDENCE, agreed, seen
from tests.cast import Cast


def test_an_owner_without_a_seat_gets_one_to_act_and_sees_its_action_and_the_warnings_alone(
    cast: Cast, heron: UUID
) -> None:
    other, own = agreed(cast), agreed(cast, "fire", catalogue_code="TH05")
    assert seen(cast, "outsider") == [own]
    with open_work(cast.store, cast["outsider"]) as work:
        assert [seat.kind for seat in work.all(select(Seat))] == [SeatKind.ACTION]
        assert [row.warnings for row in work.all(select(SafeContact))] == [["never-write"]]
        assert work.all(select(Referral)) == []
        assert [name.party for name in work.all(select(PersonName).order_by(col(PersonName.party)))] == [
            PartyRole.PERPETRATOR,
            PartyRole.VICTIM,
        ]
        with pytest.raises(NotFound):
            work.find(Action, other)


def test_a_second_action_gives_no_second_seat(cast: Cast, heron: UUID) -> None:
    agreed(cast, "fire")
    agreed(cast, "fire")
    with open_work(cast.store, cast["coordinator"]) as work:
        assert len(work.all(select(Seat).where(Seat.agency_id == cast.agencies["fire"]))) == 1


def test_an_owner_that_only_checks_still_sees_its_action_once_the_check_is_over(cast: Cast, heron: UUID) -> None:
    one = agreed(cast, "health", catalogue_code="HE01")
    with open_work(cast.store, cast["coordinator"]) as work:
        check = work.first(select(Seat).where(Seat.kind == SeatKind.CHECK))
        assert check is not None
        end_seat(work, check)
    assert seen(cast, "health_rep") == [one]


def test_the_perpetrators_side_sees_its_own_actions_alone(cast: Cast, heron: UUID) -> None:
    own = agreed(cast, "programme", catalogue_code="ID07", wording="Offer a place on the programme")
    agreed(cast)
    assert seen(cast, "programme_worker") == [own]
    assert set(seen(cast, "police_rep")) == set(seen(cast, "coordinator"))
    with open_work(cast.store, cast["programme_worker"]) as work:
        assert work.find(Action, own).side is Side.PERPETRATOR
        assert work.all(select(SafeContact)) == []


def test_what_the_victim_was_told_stays_out_of_the_perpetrators_history(cast: Cast, heron: UUID) -> None:
    own = agreed(cast, "programme", catalogue_code="ID07", wording="Offer a place on the programme")
    with open_work(cast.store, cast["coordinator"]) as work:
        answer_condition(work, work.find(Action, own), answers.ADVOCATE_CONSULTED, answers.Answer.YES)
    with open_work(cast.store, cast["programme_worker"]) as work:
        action = work.find(Action, own)
        assert history_of(work, action) == []
        with pytest.raises(Refused, match="not for the perpetrator's side"):
            answer_condition(work, action, answers.ADVOCATE_CONSULTED, answers.Answer.NO)


def test_a_quiet_seats_action_is_quiet(cast: Cast, heron: UUID) -> None:
    one = agreed(cast, "landlord", catalogue_code="HO04", wording="Offer another home")
    assert [name for name in ("landlord_rep", "idva", "chair", "coordinator") if one in seen(cast, name)] == [
        "landlord_rep",
        "idva",
        "chair",
        "coordinator",
    ]
    for name in ("police_rep", "council_rep", "health_rep", "programme_worker", "outsider"):
        assert one not in seen(cast, name)


def test_a_quiet_action_gives_a_quiet_seat(cast: Cast, heron: UUID) -> None:
    one = agreed(cast, "fire", quiet=True)
    assert seen(cast, "outsider") == [one]
    with open_work(cast.store, cast["police_rep"]) as work:
        assert cast.agencies["fire"] not in {seat.agency_id for seat in work.all(select(Seat))}
        assert one not in {action.id for action in actions_of(work, heron)}


def test_a_walled_member_neither_sees_nor_is_given_an_action(cast: Cast, heron: UUID) -> None:
    one = agreed(cast, "police", catalogue_code="PO08", wording="Visit the home")
    assert seen(cast, "walled_rep") == []
    with open_work(cast.store, cast["walled_rep"]) as work, pytest.raises(NotFound):
        work.find(Action, one)
    with pytest.raises(Refused, match="cannot work on this case"):
        agreed(cast, "police", member_id=cast.members["walled_rep"])
    with open_work(cast.store, cast["police_rep"]) as work, pytest.raises(Refused, match="cannot work on this case"):
        reassign(work, work.find(Action, one), cast.members["walled_rep"])


def test_a_walled_agency_owns_nothing_but_through_somebody_whom_its_wall_lets_in(cast: Cast, heron: UUID) -> None:
    with open_work(cast.store, cast["coordinator"]) as work:
        raise_wall(
            work,
            work.find(Case, heron),
            "a colleague",
            agency_id=cast.agencies["council"],
            cleared=[cast.members["council_rep"], cast.members["coordinator"]],
        )
    with pytest.raises(Refused, match="wall keeps this agency out"):
        agreed(cast)
    assert agreed(cast, member_id=cast.members["council_rep"]) in seen(cast, "council_rep")


def test_a_named_person_belongs_to_the_agency(cast: Cast, heron: UUID) -> None:
    with pytest.raises(Refused, match="cannot work on this case"):
        agreed(cast, member_id=cast.members["police_rep"])


def test_a_contributor_sees_and_completes_only_the_action_that_names_them(cast: Cast, heron: UUID) -> None:
    other, own = agreed(cast), agreed(cast, member_id=cast.members["contributor"])
    assert seen(cast, "contributor") == [own]
    with open_work(cast.store, cast["contributor"]) as work:
        assert [action.id for action in open_actions(work)] == [own]
        assert [action.id for action in listed(work, Chosen())] == [own]
        complete(work, work.find(Action, own), "", EVIDENCE)
    assert set(seen(cast, "council_rep")) == {other, own}
