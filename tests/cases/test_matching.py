"""The same person in several cases: found, shown with evidence, decided by somebody; and the repeat rule."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from marac.cases.matching import Strength, Subject, candidates, compare, fingerprints, fingerprints_of, fold
from marac.cases.models import Case, Person, PersonLink
from marac.cases.operations import links
from marac.cases.operations.repeats import Earlier, Finding, repeat_of, work_out
from marac.cases.operations.seats import raise_wall
from marac.cases.operations.triage import triage
from marac.proceedings import SamePerson, Triage
from marac.store.audit import AuditEvent
from marac.store.work import open_work
from marac.verbs import Operation, Verb
from marac.vocabulary import NotFound, PartyRole, Refused, Role
from tests.cases.filing import LEE, SAM, person_of, referred, working
from tests.cast import Cast

RULE = "any-abuse-same-pair-12m"
COUNTED = "What counts is any abuse between the same two within 12 months."
MARCH = datetime(2026, 3, 3, 12, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 9, 12, tzinfo=UTC)


def somebody(*names: tuple[str, str], born: tuple[str, ...] = (), party: PartyRole = PartyRole.VICTIM) -> Subject:
    return Subject(uuid4(), uuid4(), party, names, born)


@pytest.mark.parametrize("written", ["O'Brién-Ng", "obrien ng", "OBRIEN NG", "o’brien‑ng"])
def test_case_marks_and_punctuation_make_no_difference(written: str) -> None:
    assert fold(written) == "obrienng"


def test_letters_that_unicode_does_not_take_apart_are_plain_too() -> None:
    assert fold("Łukasz Øster Straße") == "lukaszosterstrasse"


@pytest.mark.parametrize(
    ("ours", "theirs", "strength", "evidence"),
    [
        (SAM, SAM, Strength.STRONG, "same surname, forenames and date of birth"),
        (SAM, ("OKAFOR", "sam", "1990-02-03"), Strength.STRONG, "same surname, forenames and date of birth"),
        (
            SAM,
            ("Okafor", "Sam James", "1990-02-03"),
            Strength.STRONG,
            "same surname and first forename; same date of birth",
        ),
        (
            SAM,
            ("Okafor", "Sam", "1990-03-02"),
            Strength.LIKELY,
            "same surname and forenames; day and month of birth swapped",
        ),
        (
            SAM,
            ("Sam", "Okafor", "1990-02-03"),
            Strength.LIKELY,
            "same names, surname and forename swapped; same date of birth",
        ),
        (SAM, ("Okafor", "Sam", ""), Strength.POSSIBLE, "same surname and forenames; no date of birth to compare"),
        (
            SAM,
            ("Okafor", "Sam", "1990"),
            Strength.LIKELY,
            "same surname and forenames; date of birth agrees as far as it is known",
        ),
        (SAM, ("Reed", "Sam", "1990-02-03"), Strength.POSSIBLE, "same forename, another surname; same date of birth"),
        (SAM, ("Okafor", "Kit", "1990-02-03"), Strength.POSSIBLE, "same surname, another forename; same date of birth"),
        (SAM, ("Okafor", "Sam", "1971-06-07"), Strength.WEAK, "same surname and forenames; another date of birth"),
        (
            SAM,
            ("Okafor", "Kit", "1990-03-02"),
            Strength.WEAK,
            "same surname, another forename; day and month of birth swapped",
        ),
    ],
)
def test_evidence_is_said_in_words(
    ours: tuple[str, str, str], theirs: tuple[str, str, str], strength: Strength, evidence: str
) -> None:
    one = somebody(ours[:2], born=(ours[2],))
    other = somebody(theirs[:2], born=(theirs[2],) if theirs[2] else ())
    found = compare(one, other)
    assert found is not None
    assert (found.strength, found.evidence) == (strength, evidence)
    assert fingerprints_of(one) & fingerprints_of(other), "whoever is a candidate can be found"


@pytest.mark.parametrize(
    "theirs", [("Okafor", "Kit", "1971-06-07"), ("Reed", "Sam", ""), ("Reed", "Ash", "1990-02-03"), ("Reed", "Ash", "")]
)
def test_too_little_in_common_is_no_candidate(theirs: tuple[str, str, str]) -> None:
    assert (
        compare(somebody(SAM[:2], born=(SAM[2],)), somebody(theirs[:2], born=(theirs[2],) if theirs[2] else ())) is None
    )


def test_any_name_and_any_date_of_birth_may_be_the_one_that_agrees() -> None:
    one = somebody(("Reed", "Sam"), SAM[:2], born=("1980-01-01", SAM[2]))
    found = compare(one, somebody(SAM[:2], born=(SAM[2],)))
    assert found is not None and found.strength is Strength.STRONG


def test_the_strongest_come_first_and_the_same_part_before_another() -> None:
    one = somebody(SAM[:2], born=(SAM[2],))
    weak = somebody(SAM[:2], born=("1971-06-07",))
    crossed = somebody(SAM[:2], born=(SAM[2],), party=PartyRole.PERPETRATOR)
    strong = somebody(SAM[:2], born=(SAM[2],))
    found = candidates(one, [weak, crossed, strong, one])
    assert [candidate.subject for candidate in found] == [strong, crossed, weak]


def test_a_fingerprint_needs_a_name() -> None:
    assert fingerprints("", "", "1990-02-03") == []
    assert len(fingerprints("Okafor", "", "1990-02-03")) == 1
    assert len(fingerprints("Okafor", "Sam", "")) == 1


@pytest.mark.parametrize(
    ("on", "earlier", "finding", "sentence"),
    [
        (date(2026, 11, 3), [Earlier(date(2026, 3, 3), True, True)], Finding.REPEAT,
         f"Repeat: the same pair was referred on 3 March 2026, 8 months before. {COUNTED}"),
        (date(2027, 3, 3), [Earlier(date(2026, 3, 3), True, True)], Finding.REPEAT,
         f"Repeat: the same pair was referred on 3 March 2026, 12 months before. {COUNTED}"),
        (date(2027, 3, 4), [Earlier(date(2026, 3, 3), True, True)], Finding.TOO_LONG_AGO,
         f"Not a repeat: the same pair was last referred on 3 March 2026, more than 12 months before. {COUNTED}"),
        (date(2026, 3, 9), [Earlier(date(2026, 3, 3), True, True)], Finding.REPEAT,
         f"Repeat: the same pair was referred on 3 March 2026, 6 days before. {COUNTED}"),
        (date(2026, 3, 3), [Earlier(date(2026, 3, 3), True, True)], Finding.REPEAT,
         f"Repeat: the same pair was referred on 3 March 2026, the same day. {COUNTED}"),
        (date(2026, 11, 3), [Earlier(date(2026, 3, 3), True, False)], Finding.NEW_PAIR,
         "Linked, new pair, so not a repeat: the same victim was in a referral of 3 March 2026, "
         f"and no perpetrator there is decided to be the same. {COUNTED}"),
        (date(2026, 11, 3), [Earlier(date(2026, 3, 3), False, True)], Finding.NEW_PAIR,
         "Linked, new pair, so not a repeat: the same perpetrator was in a referral of 3 March 2026, "
         f"and no victim there is decided to be the same. {COUNTED}"),
        (date(2026, 11, 3), [], Finding.FIRST,
         f"Not a repeat: no earlier referral of the same pair is known. {COUNTED}"),
    ],
)  # fmt: skip
def test_the_repeat_rule_is_worked_out_in_a_sentence(
    on: date, earlier: list[Earlier], finding: Finding, sentence: str
) -> None:
    found = work_out(on, earlier, 12, RULE)
    assert (found.finding, found.sentence) == (finding, sentence)


def test_the_last_referral_counts_and_the_last_day_of_a_month_is_kept() -> None:
    pair = [Earlier(date(2024, 2, 29), True, True), Earlier(date(2026, 1, 31), True, True)]
    assert work_out(date(2026, 2, 28), pair, 1, RULE).finding is Finding.REPEAT
    assert work_out(date(2026, 3, 1), pair, 1, RULE).finding is Finding.TOO_LONG_AGO


def decide(cast: Cast, case: UUID, other: UUID, party: PartyRole, decision: SamePerson = SamePerson.SAME) -> UUID:
    ours, theirs = person_of(cast, case, party), person_of(cast, other, party)
    with working(cast, "coordinator") as work:
        return links.link(work, work.find(Person, ours), work.find(Person, theirs), decision, "they look alike").id


def found_for(cast: Cast, case_id: UUID) -> dict[PartyRole, set[UUID]]:
    with working(cast, "coordinator") as work:
        return {
            each.person.party: {candidate.subject.case_id for candidate in each.found}
            for each in links.candidates(work, work.find(Case, case_id))
        }


def test_candidates_come_from_other_cases_of_this_marac(cast: Cast) -> None:
    old, new = referred(cast, on=MARCH), referred(cast, "council_rep", victim=("Okafor", "Sam", "1990-03-02"))
    unlike = referred(cast, victim=("Marsh", "Jo", "1975-01-01"), perpetrator=("Marsh", "Kit", "1971-01-01"))
    found = found_for(cast, new)
    assert found[PartyRole.VICTIM] == found[PartyRole.PERPETRATOR] == {old}
    assert unlike in found[PartyRole.CHILD]
    with working(cast, "coordinator") as work:
        assert links.undecided(work, [new, unlike])[new] == 4


def test_a_protected_name_finds_nobody(cast: Cast) -> None:
    referred(cast)
    new = referred(cast, victim=("Newname", "Alex", ""), perpetrator=("Marsh", "Kit", ""))
    assert found_for(cast, new)[PartyRole.VICTIM] == set()


def test_a_case_behind_the_coordinators_own_wall_is_no_candidate_and_is_not_counted(cast: Cast) -> None:
    old, new = referred(cast, on=MARCH), referred(cast)
    made = decide(cast, new, old, PartyRole.VICTIM)
    with working(cast, "chair") as work:
        raise_wall(work, work.find(Case, old), "her brother", member_id=cast.members["coordinator"])
    assert all(not cases for cases in found_for(cast, new).values())
    with working(cast, "coordinator") as work:
        assert links.undecided(work, [new]) == {}
        assert links.links_of(work, work.find(Case, new)) == []
        with pytest.raises(NotFound):
            work.find(PersonLink, made)


def test_only_the_coordinator_finds_and_decides(cast: Cast) -> None:
    old, new = referred(cast, on=MARCH), referred(cast)
    ours, theirs = person_of(cast, new, PartyRole.VICTIM), person_of(cast, old, PartyRole.VICTIM)
    with working(cast, "chair") as work:
        assert all(not each.found for each in links.candidates(work, work.find(Case, new)))
        with pytest.raises(Refused, match="coordinator"):
            links.link(work, work.find(Person, ours), work.find(Person, theirs), SamePerson.SAME, "")


def test_both_of_a_pair_decided_the_same_make_a_repeat_and_undoing_unmakes_it(cast: Cast) -> None:
    old, new = referred(cast, on=MARCH), referred(cast, on=NOVEMBER)
    decide(cast, new, old, PartyRole.VICTIM)
    with working(cast, "coordinator") as work:
        case = work.find(Case, new)
        assert not case.repeat and case.repeat_sentence == ""
        assert repeat_of(work, case).finding is Finding.NEW_PAIR
    made = decide(cast, new, old, PartyRole.PERPETRATOR)
    with working(cast, "police_rep") as work:
        case = work.find(Case, new)
        assert case.repeat and case.repeat_rule == RULE
        assert case.repeat_sentence.startswith("Repeat: the same pair was referred on 3 March 2026, 8 months before")
        assert not work.find(Case, old).repeat
    with working(cast, "coordinator") as work:
        links.undo(work, work.find(PersonLink, made))
        assert not work.find(Case, new).repeat and work.find(Case, new).repeat_sentence == ""
        kept = work.find(PersonLink, made)
        assert kept.undone_at is not None and kept.evidence == "they look alike"
    decide(cast, new, old, PartyRole.PERPETRATOR)
    with working(cast, "coordinator") as work:
        assert work.find(Case, new).repeat


def test_deciding_again_undoes_the_decision_before_it(cast: Cast) -> None:
    old, new = referred(cast, on=MARCH), referred(cast, on=NOVEMBER)
    decide(cast, new, old, PartyRole.VICTIM)
    decide(cast, old, new, PartyRole.VICTIM, SamePerson.DIFFERENT)
    with working(cast, "coordinator") as work:
        rows = links.links_of(work, work.find(Case, new))
        assert [row.decision for row in rows if row.undone_at is None] == [SamePerson.DIFFERENT]
        assert len(rows) == 2


def test_more_than_twelve_months_or_a_returned_referral_make_no_repeat(cast: Cast) -> None:
    long_ago, returned, new = (referred(cast, on=NOVEMBER - timedelta(days=days)) for days in (400, 30, 0))
    with working(cast, "coordinator") as work:
        triage(work, work.find(Case, returned), Triage.RETURN, "no")
    for party in (PartyRole.VICTIM, PartyRole.PERPETRATOR):
        decide(cast, new, long_ago, party)
        decide(cast, new, returned, party)
    with working(cast, "coordinator") as work:
        found = repeat_of(work, work.find(Case, new))
        assert found.finding is Finding.TOO_LONG_AGO
        assert work.find(Case, new).repeat_sentence == found.sentence


def test_sameness_goes_through_other_cases(cast: Cast) -> None:
    first, second, third = (referred(cast, on=NOVEMBER - timedelta(days=days)) for days in (200, 100, 0))
    for party in (PartyRole.VICTIM, PartyRole.PERPETRATOR):
        decide(cast, second, first, party)
        decide(cast, third, first, party)
    with working(cast, "coordinator") as work:
        assert work.find(Case, second).repeat
        assert "1 August 2026" in work.find(Case, third).repeat_sentence


def test_a_decision_is_on_the_record_of_both_cases_as_a_combination(cast: Cast) -> None:
    old, new = referred(cast, on=MARCH), referred(cast)
    decide(cast, new, old, PartyRole.VICTIM)
    with working(cast, "auditor") as work:
        events = work.all(select(AuditEvent).where(AuditEvent.verb == Verb.PERSON_LINKED))
        assert {event.case_id for event in events} == {old, new}
        assert {event.operation for event in events} == {Operation.COMBINATION}
        assert "alike" not in str([event.model_dump() for event in events])


def test_people_of_one_case_are_not_linked_to_each_other(cast: Cast) -> None:
    case_id = referred(cast)
    with working(cast, "coordinator") as work, pytest.raises(Refused, match="same case"):
        victim, perpetrator = (
            work.find(Person, person_of(cast, case_id, party)) for party in (PartyRole.VICTIM, PartyRole.PERPETRATOR)
        )
        links.link(work, victim, perpetrator, SamePerson.SAME, "")


def test_the_coordinator_as_representative_sees_no_link(cast: Cast) -> None:
    old, new = referred(cast, "council_rep", on=MARCH), referred(cast, "council_rep")
    made = decide(cast, new, old, PartyRole.VICTIM)
    with open_work(cast.store, cast.as_hat("coordinator", Role.REPRESENTATIVE)) as work, pytest.raises(NotFound):
        work.find(PersonLink, made)


def test_the_perpetrators_name_alone_makes_nobody_a_repeat(cast: Cast) -> None:
    old = referred(cast, on=MARCH)
    new = referred(cast, victim=("Marsh", "Jo", "1975-01-01"), perpetrator=LEE, on=NOVEMBER)
    decide(cast, new, old, PartyRole.PERPETRATOR)
    with working(cast, "coordinator") as work:
        assert not work.find(Case, new).repeat
        assert repeat_of(work, work.find(Case, new)).finding is Finding.NEW_PAIR
