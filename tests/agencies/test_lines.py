"""Lines: who records them, who learns of them, and that nobody else ever does."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from agencies.models import Line, LineAudience
from agencies.operations.audience import audience_now, who_will_see
from agencies.operations.lines import (
    decide,
    lines_on,
    record_line,
)
from agencies.operations.research import own_lines
from agencies.pages.shared import shared_with
from marac.cases.models import Case
from marac.policy.lines import Sensitive
from marac.store.people import Agency
from marac.store.work import open_work
from marac.verbs import Verb
from marac.vocabulary import (
    LineKind,
    Refused,
    Role,
    Sharing,
    Side,
    WithholdingReason,
)
from tests.agencies.scene import events, line, readers, working
from tests.cast import Cast, open_case

CHAIRS = {"chair", "police_rep as chair"}
COORDINATORS = {"coordinator", "police_rep as coordinator"}
POLICE = {"police_rep", "police_rep as representative", "police_rep as advocate"}  # the same member, also hat by hat
COUNCIL = {"council_rep", "guardian"}


def shared(cast: Cast, name: str, line_id: UUID, sharing: Sharing, **how: Any) -> None:
    with working(cast, name) as work:
        decide(work, work.find(Line, line_id), sharing, **how)


def test_a_new_line_is_its_agencys_alone(cast: Cast) -> None:
    case_id = open_case(cast)
    assert readers(cast, line(cast, "council_rep", case_id, "Rent arrears")) == COUNCIL


@pytest.mark.parametrize(
    ("sharing", "how"),
    [
        (Sharing.PRIVATE, {}),
        (Sharing.SAY_ONLY, {"bears_on": "children"}),
        (Sharing.WITHHELD, {"withholding": WithholdingReason.NOT_RELEVANT}),
    ],
)
def test_what_is_kept_back_is_read_by_nobody_else(cast: Cast, sharing: Sharing, how: dict[str, Any]) -> None:
    case_id = open_case(cast)
    line_id = line(cast, "council_rep", case_id, "Rent arrears")
    shared(cast, "council_rep", line_id, sharing, **how)
    assert readers(cast, line_id) == COUNCIL


def test_shared_with_everyone_means_case_seats_off_the_perpetrators_side_and_the_two_hats(cast: Cast) -> None:
    case_id = open_case(cast)
    line_id = line(cast, "council_rep", case_id, "Rent arrears")
    shared(cast, "council_rep", line_id, Sharing.SEATED)
    assert readers(cast, line_id) == COUNCIL | POLICE | {"idva", "landlord_rep"} | CHAIRS | COORDINATORS


def test_only_the_tick_gives_a_line_to_the_perpetrators_side(cast: Cast) -> None:
    case_id = open_case(cast)
    line_id = line(cast, "council_rep", case_id, "He has a new job")
    shared(cast, "council_rep", line_id, Sharing.SEATED, for_perpetrators_side=True)
    assert "programme_worker" in readers(cast, line_id)


def test_named_lines_are_read_by_the_named_alone(cast: Cast) -> None:
    case_id = open_case(cast)
    line_id = line(cast, "council_rep", case_id, "Rent arrears")
    named = [cast.agencies["new_era"]]
    shared(cast, "council_rep", line_id, Sharing.NAMED, named=named, to_chair=False, to_coordinator=True)
    assert readers(cast, line_id) == COUNCIL | {"idva"} | COORDINATORS


def test_a_narrowed_decision_takes_the_line_back_and_keeps_the_record(cast: Cast) -> None:
    case_id = open_case(cast)
    line_id = line(cast, "council_rep", case_id, "Rent arrears")
    both = [cast.agencies["new_era"], cast.agencies["police"]]
    shared(cast, "council_rep", line_id, Sharing.NAMED, named=both, to_chair=False, to_coordinator=False)
    assert readers(cast, line_id) == COUNCIL | {"idva"} | POLICE
    shared(cast, "council_rep", line_id, Sharing.NAMED, named=both[:1], to_chair=False, to_coordinator=False)
    assert readers(cast, line_id) == COUNCIL | {"idva"}
    shared(cast, "council_rep", line_id, Sharing.PRIVATE)
    assert readers(cast, line_id) == COUNCIL
    shared(cast, "council_rep", line_id, Sharing.NAMED, named=both[1:], to_chair=False, to_coordinator=False)
    assert readers(cast, line_id) == COUNCIL | POLICE
    with working(cast, "council_rep") as work:
        rows = work.all(select(LineAudience).where(LineAudience.line_id == line_id))
        assert sorted(row.ended_at is None for row in rows) == [False, False, True]


def test_the_victims_voice_never_reaches_the_perpetrators_side(cast: Cast) -> None:
    case_id = open_case(cast)
    line_id = line(cast, "idva", case_id, "She wants to move", LineKind.VOICE)
    shared(cast, "idva", line_id, Sharing.SEATED)
    assert "programme_worker" not in readers(cast, line_id)
    with pytest.raises(Refused, match="voice"):
        shared(cast, "idva", line_id, Sharing.SEATED, for_perpetrators_side=True)
    with pytest.raises(Refused, match="voice"):
        shared(cast, "idva", line_id, Sharing.NAMED, named=[cast.agencies["programme"]])


def test_only_an_advocate_brings_the_victims_voice(cast: Cast) -> None:
    case_id = open_case(cast)
    with pytest.raises(Refused, match="advocate"):
        line(cast, "council_rep", case_id, "She wants to move", LineKind.VOICE)


def test_a_colleague_on_the_perpetrators_side_reads_none_of_the_other_sides_lines(cast: Cast) -> None:
    case_id = open_case(cast)
    ours = line(cast, "council_rep", case_id, "Rent arrears")
    other = cast["council_rep"].__class__(
        **{**_fields(cast, "council_rep"), "side": Side.PERPETRATOR}  # the same agency, the other side of it
    )
    with open_work(cast.store, other) as work:
        assert work.first(select(Line).where(Line.id == ours)) is None
        theirs = record_line(work, work.find(Case, case_id), "On the programme since March").id
    assert readers(cast, theirs) == {"guardian"}  # who decides for the agency, of both sides
    with open_work(cast.store, other) as work:
        assert [row.id for row in lines_on(work, case_id)] == [theirs]


def test_what_a_colleague_on_the_other_side_shares_is_read_as_anybody_elses(cast: Cast) -> None:
    """Its words, and neither why nor for whom; and they decide nothing about it (S6)."""
    case_id = open_case(cast)
    ours = line(cast, "council_rep", case_id, "Rent arrears")
    shared(cast, "council_rep", ours, Sharing.SEATED, for_perpetrators_side=True, reason="She asked us to say it")
    other = cast["council_rep"].__class__(**{**_fields(cast, "council_rep"), "side": Side.PERPETRATOR})
    with open_work(cast.store, other) as work:
        case, read = work.find(Case, case_id), work.find(Line, ours)
        assert own_lines(work, case_id) == [] and [one.text for _, (one,) in shared_with(work, case)] == [read.text]
    with open_work(cast.store, other) as work, pytest.raises(Refused, match="recorded this line"):
        decide(work, work.find(Line, ours), Sharing.PRIVATE)


def _fields(cast: Cast, name: str) -> dict[str, Any]:
    viewer = cast[name]
    return {field: getattr(viewer, field) for field in viewer.__dataclass_fields__}


def test_an_agency_without_a_case_seat_cannot_be_named(cast: Cast) -> None:
    case_id = open_case(cast)
    line_id = line(cast, "council_rep", case_id, "Rent arrears")
    for forged in (cast.agencies["fire"], cast.agencies["health"], cast.agencies["landlord"], uuid4()):
        with pytest.raises(Refused, match="no seat on this case that your agency may know of"):
            shared(cast, "council_rep", line_id, Sharing.NAMED, named=[forged])
    assert readers(cast, line_id) == COUNCIL


def test_a_quiet_agency_does_not_share_with_everyone(cast: Cast) -> None:
    case_id = open_case(cast)
    line_id = line(cast, "landlord_rep", case_id, "New keys were given")
    with pytest.raises(Refused, match="chair, the coordinator and the advocate alone"):
        shared(cast, "landlord_rep", line_id, Sharing.SEATED)
    shared(cast, "landlord_rep", line_id, Sharing.NAMED, named=[cast.agencies["new_era"]], to_chair=False)
    assert readers(cast, line_id) == {"landlord_rep", "idva"} | COORDINATORS


def test_sensitive_lines_are_never_shared_with_everyone(cast: Cast) -> None:
    case_id = open_case(cast)
    line_id = line(cast, "council_rep", case_id, "Visa ends in March", sensitive=Sensitive.IMMIGRATION_STATUS)
    with pytest.raises(Refused, match="sensitive"):
        shared(cast, "council_rep", line_id, Sharing.SEATED)
    police = [cast.agencies["police"]]
    with pytest.raises(Refused, match="not sent to police by default"):
        shared(cast, "council_rep", line_id, Sharing.NAMED, named=police)
    shared(cast, "council_rep", line_id, Sharing.NAMED, named=police, reason="Officers escort her to the embassy")
    assert "police_rep" in readers(cast, line_id)


def test_who_will_see_names_agencies_chair_and_coordinator_with_employers(cast: Cast) -> None:
    case_id = open_case(cast)
    with working(cast, "council_rep") as work:
        case = work.find(Case, case_id)
        named = work.find(Agency, cast.agencies["new_era"])
        hats = ["the chair, Chair (Testshire police)", "the coordinator, Coordinator (Testshire council)"]
        everyone = who_will_see(work, case, Sharing.SEATED)
        assert everyone == ["Testshire new_era", "Testshire police", "one agency not named here", *hats]
        some = who_will_see(work, case, Sharing.NAMED, named=[named.id], to_chair=False)
        assert some == ["Testshire new_era", hats[1]]
        assert who_will_see(work, case, Sharing.SAY_ONLY) == []
        both = who_will_see(work, case, Sharing.SEATED, for_perpetrators_side=True)
        assert "Testshire programme (works with the perpetrator)" in both


def test_the_advocate_is_told_of_the_quiet_agency_by_name(cast: Cast) -> None:
    case_id = open_case(cast)
    with working(cast, "idva") as work:
        said = who_will_see(work, work.find(Case, case_id), Sharing.SEATED)
        assert "Testshire landlord" in said
        assert "one agency not named here" not in said


def test_the_perpetrators_side_learns_no_agency_from_the_sentence(cast: Cast) -> None:
    case_id = open_case(cast)
    with working(cast, "programme_worker") as work:
        said = who_will_see(work, work.find(Case, case_id), Sharing.SEATED)
        assert said[0] == "the agencies with a part in this case, not named here"
        assert not [name for name in said if "new_era" in name or "landlord" in name]


def test_who_will_see_is_who_then_sees(cast: Cast) -> None:
    """The sentence, against what people can in fact read."""
    case_id = open_case(cast)
    everyone: dict[str, dict[str, Any]] = {
        "seated": {"sharing": Sharing.SEATED},
        "tick": {"sharing": Sharing.SEATED, "for_perpetrators_side": True},
        "named": {"sharing": Sharing.NAMED, "named": [cast.agencies["police"]], "to_coordinator": False},
        "said": {"sharing": Sharing.SAY_ONLY, "bears_on": "victim"},
    }
    for how in everyone.values():
        line_id = line(cast, "idva", case_id, "He follows the car")
        shared(cast, "idva", line_id, **how)
        with working(cast, "idva") as work:
            told = audience_now(work, work.find(Line, line_id))
        ids = {cast[name].agency_id for name in readers(cast, line_id) & set(cast.viewers) - {"chair", "coordinator"}}
        assert ids == {cast.agencies["new_era"], *told.agency_ids}


def test_a_shared_line_is_a_disclosure_to_those_who_can_read_it(cast: Cast) -> None:
    case_id = open_case(cast)
    line_id = line(cast, "council_rep", case_id, "Rent arrears")
    shared(cast, "council_rep", line_id, Sharing.NAMED, named=[cast.agencies["police"]], to_coordinator=False)
    [event] = events(cast, Verb.LINE_SHARED, case_id)
    assert event.items[0]["id"] == str(line_id)
    assert event.recipients == [
        {"agency": str(cast.agencies["police"])},
        {"member": str(cast.members["chair"])},
    ]
    assert events(cast, Verb.LINE_DECIDED, case_id)[-1].reason == "named"


def test_chairs_of_the_police_do_not_read_what_is_for_the_police(cast: Cast) -> None:
    """A hat confers no seat (S9)."""
    case_id = open_case(cast)
    line_id = line(cast, "council_rep", case_id, "Rent arrears")
    named = [cast.agencies["police"]]
    shared(cast, "council_rep", line_id, Sharing.NAMED, named=named, to_chair=False, to_coordinator=False)
    assert readers(cast, line_id) == COUNCIL | POLICE
    with open_work(cast.store, cast.as_hat("police_rep", Role.CHAIR)) as work:
        assert lines_on(work, case_id) == []
