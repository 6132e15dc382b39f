"""A Caldicott guardian decides on their own agency's lines and reads nothing else (S21, docs/decisions/0022)."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import col, select

from agencies.models import Line, LineAudience
from agencies.operations.decisions import decide
from agencies.operations.lines import correct_line, mark_said
from agencies.operations.readers import earlier_readers
from agencies.operations.restricting import name_people, restrict
from marac.cases.models import Case, Person, PersonName, Referral
from marac.cases.operations.seats import end_seat, raise_wall
from marac.store.audit import AuditEvent
from marac.store.seats import Seat
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import ALLOWED, CaseStatus, Hat, NotFound, Refused, Sharing, Side
from tests.agencies.agreed import agree_all, barred, suspend
from tests.agencies.guardians import guardian, joined, listed, sees
from tests.agencies.scene import heron, line, readers, working
from tests.cases.kept import erase
from tests.cast import Cast, open_case

NOTHING = (0, 0)


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """With room for those who join in one test."""
    return joined(cast)


@pytest.fixture
def name(cast: Cast, owner: Engine) -> str:
    """The council's guardian."""
    return guardian(owner, cast)


def _council_seat(work: Work, cast: Cast) -> Seat:
    found = work.first(select(Seat).where(Seat.agency_id == cast.agencies["council"]))
    assert found
    return found


def test_they_read_what_their_agency_holds_and_nothing_of_others(cast: Cast, name: str) -> None:
    case_id = open_case(cast)
    assert sees(cast, name) == NOTHING  # a seat without a line is no business of theirs
    mine = line(cast, "council_rep", case_id, "Rent arrears")
    with working(cast, "police_rep") as work:
        theirs = line(cast, "police_rep", case_id, "Called out twice")
        decide(work, work.find(Line, theirs), Sharing.SEATED)
    with working(cast, name) as work:
        assert [row.id for row in work.all(select(Line))] == [mine]
        assert work.find(Line, mine).text == "Rent arrears"
        for kind in (Person, PersonName, Referral, AuditEvent):
            assert work.all(select(kind.id)) == []
    assert readers(cast, theirs) >= {"council_rep"}


def test_they_decide_and_it_is_recorded_as_theirs(cast: Cast, name: str) -> None:
    case_id = open_case(cast)
    mine = line(cast, "council_rep", case_id, "Rent arrears")
    with working(cast, name) as work:
        decide(work, work.find(Line, mine), Sharing.NAMED, named=[cast.agencies["police"]])
    assert readers(cast, mine) >= {"police_rep", "council_rep"}
    assert "idva" not in readers(cast, mine)
    with working(cast, name) as work:
        decide(work, work.find(Line, mine), Sharing.SEATED)
        assert {row.ended_at is None for row in work.all(select(LineAudience))} == {False}
    for reader in ("council_rep", "officer", "auditor"):
        with working(cast, reader) as work:
            verbs = [
                event.verb
                for event in work.all(select(AuditEvent).where(AuditEvent.hat == Hat.CALDICOTT_GUARDIAN))
                if event.member_id == cast.members[name]
            ]
        assert verbs.count(Verb.LINE_DECIDED) == verbs.count(Verb.LINE_SHARED) == 2, reader
    with working(cast, "council_rep") as work:
        assert "Testshire police" in earlier_readers(work, work.find(Line, mine))


def test_what_a_representative_is_refused_they_are_refused(cast: Cast, name: str) -> None:
    case_id = open_case(cast)
    mine = line(cast, "council_rep", case_id, "HIV positive", sensitive="hiv")
    with working(cast, name) as work, pytest.raises(Refused, match="sensitive"):
        decide(work, work.find(Line, mine), Sharing.SEATED)
    with working(cast, name) as work, pytest.raises(Refused, match="may know of"):
        decide(work, work.find(Line, mine), Sharing.NAMED, named=[cast.agencies["landlord"]])
    with working(cast, name) as work, pytest.raises(Refused, match="decides who learns"):
        correct_line(work, work.find(Line, mine), "Other words")
    with working(cast, name) as work, pytest.raises(Refused, match="marks it said"):
        mark_said(work, work.find(Line, mine), case_id)


def test_the_database_itself_keeps_the_words_from_them(cast: Cast, name: str) -> None:
    mine = line(cast, "council_rep", open_case(cast), "Rent arrears")
    for change in ("text_sealed = ''", "corrected_at = scope.at()", "label = 'ZZ9'"):
        with working(cast, name) as work, pytest.raises(ProgrammingError, match="changes no words"):
            work.session.connection().execute(text(f"UPDATE line SET {change} WHERE id = :id"), {"id": mine})


def test_another_agencys_guardian_learns_of_nothing(cast: Cast, owner: Engine) -> None:
    mine = line(cast, "council_rep", open_case(cast), "Rent arrears")
    others = [guardian(owner, cast, agency) for agency in ("police", "landlord", "fire")]
    assert [sees(cast, other) for other in others] == [NOTHING] * 3
    with working(cast, others[0]) as work, pytest.raises(NotFound):
        work.find(Line, mine)


def test_walls_bind_them_and_their_agency(cast: Cast, owner: Engine, name: str) -> None:
    """Also those that raise themselves: they are walls against a member (S18)."""
    case_id = open_case(cast)
    line(cast, "council_rep", case_id, "Rent arrears")
    cleared = guardian(owner, cast, "council", Side.VICTIM)
    with working(cast, "chair") as work:
        raise_wall(work, work.find(Case, case_id), "cousin", member_id=cast.members[name])
    assert (sees(cast, name), sees(cast, cleared)) == (NOTHING, (1, 1))
    other = guardian(owner, cast, "council", Side.PERPETRATOR)
    with working(cast, "chair") as work:
        council = cast.agencies["council"]
        raise_wall(work, work.find(Case, case_id), "staff", agency_id=council, cleared=[cast.members[cleared]])
    assert [sees(cast, each) for each in (name, cleared, other)] == [NOTHING, (1, 1), NOTHING]


def test_a_restricted_case_is_for_those_who_are_named(cast: Cast, name: str) -> None:
    case_id = open_case(cast)
    line(cast, "council_rep", case_id, "Rent arrears")
    with working(cast, "chair") as work:
        case = work.find(Case, case_id)
        restrict(work, case, True)
        name_people(work, case, cast.agencies["council"], [cast.members["council_rep"]])
    assert sees(cast, name) == NOTHING
    with working(cast, "chair") as work, pytest.raises(NotFound):
        name_people(work, work.find(Case, case_id), cast.agencies["council"], [cast.members[name]])


def test_when_the_agencys_place_ends_so_does_theirs(cast: Cast, name: str) -> None:
    case_id = open_case(cast)
    line(cast, "council_rep", case_id, "Rent arrears")
    with working(cast, "coordinator") as work:
        end_seat(work, _council_seat(work, cast), "moved")
    assert sees(cast, name) == NOTHING


def test_each_reads_the_lines_of_their_side(cast: Cast, owner: Engine) -> None:
    """Without a side, of both. A place on the perpetrator's side names no other agency (S6)."""
    case_id = open_case(cast)
    theirs = line(cast, "programme_worker", case_id, "Misses sessions")
    for side, lines in ((Side.NEITHER, 1), (Side.PERPETRATOR, 1), (Side.VICTIM, 0)):
        eyes = guardian(owner, cast, "programme", side)
        assert sees(cast, eyes) == (lines, lines), side
        with working(cast, eyes) as work:
            assert work.all(select(Seat.id).where(Seat.agency_id != cast.agencies["programme"])) == []
    assert readers(cast, theirs) == {
        "programme_worker",
        "programme_guardian_neither",
        "programme_guardian_perpetrator",
    }


def test_quiet_seats_are_told_of_and_not_named(cast: Cast, owner: Engine, name: str) -> None:
    case_id, _ = heron(cast)
    line(cast, "council_rep", case_id, "Rent arrears")
    line(cast, "landlord_rep", case_id, "A new flat")
    with working(cast, name) as work:
        assert cast.agencies["landlord"] not in {seat.agency_id for seat in work.all(select(Seat))}
        assert work.session.connection().scalar(text("SELECT scope.one_not_named(:c)"), {"c": case_id})
    with working(cast, guardian(owner, cast, "landlord")) as work:
        assert cast.agencies["landlord"] in {seat.agency_id for seat in work.all(select(Seat))}


def test_a_closed_case_is_read_and_no_more_decided_and_an_erased_one_is_gone(cast: Cast, name: str) -> None:
    mine = line(cast, "council_rep", open_case(cast), "Rent arrears")
    with working(cast, "coordinator") as work:
        case = work.find(Case, cast.cases["HERON"])
        work.require(ALLOWED, case)
        case.status = CaseStatus.CLOSED
        work.log(Verb.REFERRAL_TRIAGED, case)
    with working(cast, name) as work, pytest.raises(Refused, match="closed"):
        decide(work, work.find(Line, mine), Sharing.SEATED)
    assert [row.settled for row in listed(cast, name)] == [True]
    erase(cast)
    assert sees(cast, name) == NOTHING
    assert listed(cast, name) == []


def test_a_suspended_agreement_shuts_them_out_with_the_others(cast: Cast, owner: Engine, name: str) -> None:
    open_case(cast)
    agree_all(cast, owner)
    assert barred(cast, owner, name) == ""
    suspend(cast)
    assert "was suspended" in barred(cast, owner, name)


def test_the_list_begins_with_what_is_undecided(cast: Cast, name: str) -> None:
    for code, texts in (("ALDER", 1), ("BIRCH", 2)):
        case_id = open_case(cast, code)
        for number in range(texts):
            line(cast, "council_rep", case_id, f"Line {number}")
    with working(cast, name) as work:
        of_alder = select(Line).join(Case, col(Case.id) == col(Line.case_id)).where(Case.code == "ALDER")
        first = work.all(of_alder)[0]
        decide(work, first, Sharing.SAY_ONLY, bears_on="victim")
    assert [(row.code, row.undecided, row.count(Sharing.SAY_ONLY)) for row in listed(cast, name)] == [
        ("BIRCH", 2, 0),
        ("ALDER", 0, 1),
    ]
