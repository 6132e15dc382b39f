"""The catalogue holds every entry of domain.md 5, and its dates and questions are right."""

import re
from datetime import date, timedelta
from time import monotonic

import pytest

from actions.catalogue import CATALOGUE, ActionType, Condition, Count, Group, by_group, due_on, find, vague
from marac.vocabulary import AgencyKind

FRIDAY = date(2026, 11, 20)
MONDAY = date(2026, 11, 23)
NEXT_MEETING = date(2026, 12, 4)

LENGTHS = {
    "TH": 10,
    "HO": 8,
    "PO": 11,
    "ID": 9,
    "CS": 7,
    "AS": 4,
    "HE": 7,
    "SM": 4,
    "PR": 5,
    "ED": 5,
    "PN": 9,
    "AL": 4,
    "CH": 4,
}

NOT_VAGUE = (
    "Fit two mortice locks at the flat",
    "Police to fingerprint the letter",
    "Ring the solicitor on Tuesday",
    "Apply for an electronic monitoring tag",
    "Hold the strategy discussion on 3 May",
    "School to give the safe adult's name",
    "HOUSING TO SEND THE JOB SHEET",
    "Follow up their breach with an arrest",
)

VAGUE = (
    "",
    "   ",
    "Consider a refuge",
    "Refuge to be considered",
    "Police to monitor the situation",
    "Ongoing monitoring",
    "All agencies to be aware",
    "Make the new school aware",
    "Liaise with housing",
    "Social worker to discuss with the family",
    "Keep an eye on the house",
    "Keep the case under review",
    "Look into a move",
    "Explore options",
    "Try to reach the victim",
    "Change the locks where appropriate",
    "Continue to visit",
    "Offer support to victim",
    "Support the victim.",
    "Encourage engagement",
    "Ensure the victim is safe",
    "Locks",
    "Letter to the school",
    "Front door",
)


def test_every_entry_of_the_domain_reference_is_there_in_order() -> None:
    codes = [entry.code for entry in CATALOGUE]
    expected = [f"{prefix}{number:02}" for prefix, length in LENGTHS.items() for number in range(1, length + 1)]
    assert codes == expected


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.code)
def test_every_entry_says_who_does_what_and_what_shows_it(entry: ActionType) -> None:
    assert entry.title
    assert entry.evidence
    assert entry.owner_kinds
    assert AgencyKind.GOVERNANCE not in entry.owner_kinds
    assert vague(entry.title) is None
    assert entry.usual_time.words
    assert find(entry.code) is entry


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(KeyError):
        find("XX99")


def test_groups_hold_every_entry_in_catalogue_order() -> None:
    groups = by_group()
    assert list(groups) == list(Group)
    assert tuple(entry for entries in groups.values() for entry in entries) == CATALOGUE
    assert all(group.heading for group in groups)


def test_work_on_the_home_asks_all_five_conditions_and_is_reviewed_twice() -> None:
    for code in ("TH02", "TH03", "TH04", "TH06", "TH08"):
        entry = find(code)
        assert set(entry.conditions) == set(Condition)
        assert entry.needs_address
        assert entry.contacts_victim
    assert all(entry.reviews_months == (3, 6) for entry in by_group()[Group.TARGET_HARDENING])
    assert all(condition.question.endswith("?") for condition in Condition)


def test_a_managed_move_has_milestones_and_no_place_for_the_new_address() -> None:
    move = find("HO04")
    assert move.owner_kinds == (AgencyKind.SOCIAL_LANDLORD,)
    assert len(move.milestones) > 3
    assert "Never write the new address" in move.note
    assert "Never write the refuge's address" in find("HO02").note


@pytest.mark.parametrize("code", ["PO01", "PO02", "PO03", "HO05", "HO06", "ID03", "ID07", "CS01", "PR01"])
def test_what_the_perpetrator_will_notice_asks_for_a_warning_first(code: str) -> None:
    assert find(code).alerts_perpetrator


def test_the_programme_belongs_to_the_perpetrators_service_alone() -> None:
    programme = find("ID07")
    assert programme.owner_kinds == (AgencyKind.PERPETRATOR_SERVICE,)
    assert programme.perpetrator_facing
    assert not programme.contacts_victim


def test_words_to_the_victim_pass_the_safe_contact_gate() -> None:
    for code in ("ID01", "ID02", "PO06", "PO08", "TH02", "HO01", "PR05"):
        assert find(code).contacts_victim


@pytest.mark.parametrize(
    ("code", "due"),
    [
        ("TH09", FRIDAY),
        ("TH02", FRIDAY + timedelta(days=3)),
        ("PO02", FRIDAY + timedelta(days=2)),
        ("ID06", date(2026, 11, 25)),
        ("TH01", date(2026, 11, 27)),
        ("HO03", date(2026, 12, 4)),
        ("TH08", FRIDAY + timedelta(weeks=6)),
        ("PO06", FRIDAY + timedelta(days=28)),
        ("PO10", MONDAY),
        ("PO09", NEXT_MEETING),
        ("PN01", NEXT_MEETING),
        ("ID04", NEXT_MEETING),
    ],
)
def test_due_dates_from_a_meeting_on_a_friday(code: str, due: date) -> None:
    assert due_on(find(code), FRIDAY, NEXT_MEETING) == due


def test_without_a_next_meeting_a_fortnight_is_taken() -> None:
    assert due_on(find("PO09"), FRIDAY) == FRIDAY + timedelta(days=14)


def test_no_date_falls_before_the_meeting_or_working_days_on_a_weekend() -> None:
    for offset in range(7):
        day = FRIDAY + timedelta(days=offset)
        for entry in CATALOGUE:
            due = due_on(entry, day, NEXT_MEETING)
            assert due >= day
            if entry.usual_time.count in (Count.WORKING_DAYS, Count.NEXT_SCHOOL_DAY):
                assert due.weekday() < 5


def test_usual_times_read_as_words() -> None:
    assert find("TH02").usual_time.words == "24 to 72 hours"
    assert find("TH01").usual_time.words == "5 working days"
    assert find("PO02").usual_time.words == "within 48 hours"
    assert find("HO01").usual_time.words == "the same day"
    assert find("PN02").usual_time.words == "by that panel's next meeting"


@pytest.mark.parametrize("wording", NOT_VAGUE)
def test_a_clear_wording_raises_no_question(wording: str) -> None:
    assert vague(wording) is None


@pytest.mark.parametrize("wording", VAGUE)
def test_a_vague_wording_is_questioned(wording: str) -> None:
    question = vague(wording)
    assert question
    assert "?" in question or "verb" in question


def test_a_long_wording_is_answered_at_once() -> None:
    for words in ("keep the ", "being it ", "raising a "):
        started = monotonic()
        assert vague(words * 400)
        assert monotonic() - started < 1


def test_no_title_assumes_anybodys_sex() -> None:
    words = re.compile(r"\b(he|she|his|her|him|husband|wife|mother|father)\b", re.IGNORECASE)
    assert not [entry.code for entry in CATALOGUE if words.search(f"{entry.title} {entry.note} {entry.evidence}")]
