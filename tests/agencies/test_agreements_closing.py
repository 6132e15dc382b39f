"""An agreement that ends: what is handed over to whom, who is shut out, and what chair and signatory extend."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from actions.models import Action
from agencies.operations import agreements, extending, lapsing
from agencies.operations.lapsing import lapse
from marac import clock
from marac.commands.keep import keep
from marac.proceedings import ActionStatus, RemarkKind
from marac.settings import BadSetting, Settings
from marac.store.agreements import Agreement
from marac.store.masters import write_key_file
from marac.store.seats import Seat
from marac.store.work import open_work
from marac.verbs import Verb
from marac.vocabulary import Refused, SeatKind, Side
from tests.actions.given import agreed
from tests.agencies.agreed import (
    agree,
    agreement_of,
    barred,
    change,
    day,
    deciding,
    events,
    suspend,
)
from tests.cast import Cast, open_case
from tests.conftest import MASTER

# Closing ---------------------------------------------------------------------


def test_a_suspension_hands_open_actions_over_and_then_shuts_out(all_agreed: Cast, owner: Engine) -> None:
    cast = all_agreed
    action = agreed(cast)
    done = agreed(cast)
    with owner.begin() as connection:
        connection.execute(text("ALTER TABLE action NO FORCE ROW LEVEL SECURITY"))
        connection.execute(text("UPDATE action SET status = 'completed' WHERE id = :id"), {"id": done})
        connection.execute(text("ALTER TABLE action FORCE ROW LEVEL SECURITY"))
    suspend(cast)
    assert "Avery Quill, Chief executive, signed for your agency" in (said := barred(cast, owner, "council_rep"))
    assert "went to Landlord Rep" in said
    assert barred(cast, owner, "police_rep") == ""
    with open_work(cast.store, cast["landlord_rep"]) as work:
        row = work.find(Action, action)
        assert (row.agency_id, row.member_id, row.version) == (
            cast.agencies["landlord"],
            cast.members["landlord_rep"],
            2,
        )
        assert row.wording == "Change the front door lock"
        assert row.status is ActionStatus.OPEN
        work.log_openings()
    with open_work(cast.store, cast["coordinator"]) as work:
        assert work.find(Action, done).agency_id == cast.agencies["council"]
    (handed,) = events(owner, cast, Verb.ACTION_HANDED_OVER)
    assert handed.recipients == [{"agency": str(cast.agencies["landlord"])}]
    assert handed.items[0]["id"] == str(action)


def test_whoever_takes_over_without_a_seat_is_given_one_to_act(all_agreed: Cast, owner: Engine) -> None:
    cast = all_agreed
    action = agreed(cast)
    suspend(cast, "outsider")
    with open_work(cast.store, cast["outsider"]) as work:
        assert work.find(Action, action).member_id == cast.members["outsider"]
    with open_work(cast.store, cast["coordinator"]) as work:
        mine = select(Seat).where(Seat.agency_id == cast.agencies["fire"])
        (seat,) = work.all(mine)
        assert (seat.kind, seat.side, seat.reason) == (SeatKind.ACTION, Side.NEITHER, "")
    given = [event for event in events(owner, cast, Verb.SEAT_GIVEN) if event.reason == "action"]
    assert [event.items[0]["id"] for event in given] == [str(seat.id)]


def test_nobody_walled_out_is_handed_an_action(all_agreed: Cast, owner: Engine) -> None:
    cast = all_agreed
    action = agreed(cast)
    change(owner, agreement_of(cast, "council", umbrella=True).id, successor_id=cast.members["walled_rep"])
    suspend(cast, "walled_rep")
    with open_work(cast.store, cast["coordinator"]) as work:
        assert work.find(Action, action).agency_id == cast.agencies["council"]
    assert "was suspended" in barred(cast, owner, "council_rep")


def test_somebody_of_the_same_agency_cannot_take_over(all_agreed: Cast) -> None:
    with pytest.raises(Refused, match="another agency"):
        suspend(all_agreed, "contributor")


def test_a_suspension_that_ends_opens_access_and_takes_nothing_back(all_agreed: Cast, owner: Engine) -> None:
    action = agreed(all_agreed)
    suspend(all_agreed)
    with deciding(all_agreed) as (work, found):
        lapsing.reinstate(work, found, "Looked at", found.version)
    assert barred(all_agreed, owner, "council_rep") == ""
    with open_work(all_agreed.store, all_agreed["coordinator"]) as work:
        assert work.find(Action, action).agency_id == all_agreed.agencies["landlord"]


def test_who_withdraws_comes_back_with_a_new_version_only(all_agreed: Cast, owner: Engine) -> None:
    with deciding(all_agreed) as (work, found):
        lapsing.withdraw(work, found, "We leave", None, found.version)
    assert "was withdrawn" in barred(all_agreed, owner, "council_rep")
    with pytest.raises(Refused), deciding(all_agreed) as (work, found):
        lapsing.reinstate(work, found, "", found.version)
    agree(all_agreed, "council")
    assert barred(all_agreed, owner, "council_rep") == ""


def test_the_administrator_does_not_record_over_a_suspension(all_agreed: Cast) -> None:
    suspend(all_agreed)
    with pytest.raises(Refused, match="suspended"):
        agree(all_agreed, "council")


# By its date -----------------------------------------------------------------


def lapsed_council(cast: Cast, owner: Engine) -> tuple[UUID, UUID]:
    action = agreed(cast)
    found = agreement_of(cast, "council")
    change(owner, found.id, expires_on=day(-1), review_on=day(-1))
    return found.id, action


def test_what_lapses_by_its_date_is_handed_over_and_recorded_once(all_agreed: Cast, owner: Engine) -> None:
    cast = all_agreed
    found, action = lapsed_council(cast, owner)
    assert lapse(cast.store) == 1
    assert lapse(cast.store) == 0
    with open_work(cast.store, cast["coordinator"]) as work:
        assert work.find(Action, action).agency_id == cast.agencies["landlord"]
        kinds = [remark.kind for remark in agreements.remarks_on(work, [found])]
        assert kinds == [RemarkKind.RECORDED, RemarkKind.LAPSED]
    (event,) = events(owner, cast, Verb.AGREEMENT_LAPSED)
    assert (event.hat, event.agency_id, event.marac_id) == ("system: keeper", cast.agencies["council"], cast.marac)
    assert len(events(owner, cast, Verb.ACTION_HANDED_OVER)) == 1


def test_several_processes_that_look_at_once_hand_over_once(all_agreed: Cast, owner: Engine) -> None:
    cast = all_agreed
    lapsed_council(cast, owner)
    for _ in range(4):
        agreed(cast, "new_era")
    change(owner, agreement_of(cast, "new_era").id, expires_on=day(-1), review_on=day(-1))
    with ThreadPoolExecutor(6) as pool:
        counts = list(pool.map(lambda _: lapse(cast.store), range(6)))
    assert sorted(counts) == [0, 0, 0, 0, 0, 2]
    assert len(events(owner, cast, Verb.ACTION_HANDED_OVER)) == 5
    assert len(events(owner, cast, Verb.AGREEMENT_LAPSED)) == 2
    with open_work(cast.store, cast["coordinator"]) as work:
        seats = work.all(select(Seat).where(Seat.agency_id == cast.agencies["landlord"]).order_by(col(Seat.id)))
        assert len(seats) == 1


def test_where_access_does_not_depend_on_agreements_nothing_is_handed_over(cast: Cast, owner: Engine) -> None:
    open_case(cast)
    agree(cast, "council")
    _, action = lapsed_council(cast, owner)
    assert lapse(cast.store) == 1
    with open_work(cast.store, cast["coordinator"]) as work:
        assert work.find(Action, action).agency_id == cast.agencies["council"]


# Twenty-four hours more ------------------------------------------------------


def test_chair_and_signatory_extend_together_once(all_agreed: Cast, owner: Engine) -> None:
    cast = all_agreed
    found, _ = lapsed_council(cast, owner)
    lapse(cast.store)
    assert "has expired" in barred(cast, owner, "council_rep")
    with open_work(cast.store, cast["chair"]) as work:
        extending.ask_extension(work, work.find(Agreement, found), "The meeting is today")
    assert "has expired" in barred(cast, owner, "council_rep")
    for name in ("chair", "police_signatory", "auditor", "administrator"):
        with pytest.raises(Refused), open_work(cast.store, cast[name]) as work:
            extending.extend(work, work.find(Agreement, found), "")
    with open_work(cast.store, cast["signatory"]) as work:
        until = extending.extend(work, work.find(Agreement, found), "Agreed")
        assert until - clock.now() == timedelta(hours=24)
    assert barred(cast, owner, "council_rep") == ""
    assert lapse(cast.store) == 0
    with pytest.raises(Refused, match="already"), open_work(cast.store, cast["signatory"]) as work:
        extending.ask_extension(work, work.find(Agreement, found), "Again")
    with clock.at(until):
        assert "has expired" in barred(cast, owner, "council_rep")
        assert lapse(cast.store) == 1
        assert lapse(cast.store) == 0


def test_what_is_in_force_or_suspended_is_not_extended(all_agreed: Cast) -> None:
    with pytest.raises(Refused, match="lapses by its date"), deciding(all_agreed, "chair") as (work, found):
        extending.ask_extension(work, found, "More")
    suspend(all_agreed)
    with pytest.raises(Refused, match="lapses by its date"), deciding(all_agreed, "chair") as (work, found):
        extending.ask_extension(work, found, "More")


# Without anybody -------------------------------------------------------------


def test_a_server_closes_what_has_lapsed_by_itself(
    all_agreed: Cast, owner: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = all_agreed
    _, action = lapsed_council(cast, owner)
    monkeypatch.setattr(lapsing, "EVERY", 0.05)
    with pytest.raises(TimeoutError):
        asyncio.run(asyncio.wait_for(lapsing.keep(cast.store), 1))
    with open_work(cast.store, cast["coordinator"]) as work:
        assert work.find(Action, action).agency_id == cast.agencies["landlord"]
    assert len(events(owner, cast, Verb.AGREEMENT_LAPSED)) == 1


def test_the_command_does_the_same_once(
    all_agreed: Cast, owner: Engine, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    lapsed_council(all_agreed, owner)
    write_key_file(settings.signing_key_file, MASTER)
    keep(settings)
    keep(settings)
    said = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Agreements")]
    assert said == ["Agreements that lapsed: 1", "Agreements that lapsed: 0"]
    with pytest.raises(BadSetting):
        keep(replace(settings, database_url=""))


def test_the_keeper_reads_no_case_and_no_agreement(all_agreed: Cast) -> None:
    for table in ("case_file", "action", "agreement", "account", "sign_in"):
        with pytest.raises(DBAPIError), open_work(all_agreed.store, lapsing.KEEPER) as work:
            work.session.connection().execute(text(f"SELECT 1 FROM {table}"))


def test_an_umbrella_that_is_suspended_shuts_out_everywhere(all_agreed: Cast, owner: Engine) -> None:
    cast = all_agreed
    action = agreed(cast)
    found = agreement_of(cast, "council", umbrella=True)
    with open_work(cast.store, cast["signatory"]) as work:
        lapsing.suspend(work, work.find(Agreement, found.id, lock=True), "All of it", None, found.version)
    assert "umbrella information-sharing protocol of Testshire council was suspended" in barred(
        cast, owner, "contributor"
    )
    with open_work(cast.store, cast["coordinator"]) as work:
        assert work.find(Action, action).agency_id == cast.agencies["landlord"]
