"""What is posted for a topic is read safely: dates, lengths, hidden characters, answers that were not offered."""

from datetime import date

import pytest

from marac.cases.topics import Answer, Field, FieldKind, Option, in_words, validate

TODAY = date(2026, 11, 21)

WHEN = Field("when", "When", FieldKind.DATE, past=True)
TEXT = Field("text", "Text")
LONG = Field("story", "Story", FieldKind.LONG)
ASKED = Field("asked", "Asked?", FieldKind.YES_NO)
WHY = Field("why", "Why", FieldKind.LONG, shown_if=("asked", "yes"), required=True)
COUNT = Field("count", "How many", FieldKind.NUMBER)
SEVERAL = Field(
    "several",
    "Several",
    FieldKind.CHOICES,
    (Option("a", "A"), Option("b", "B"), Option("none", "None", exclusive=True)),
)


def one(field: Field, *values: str, **parts: str) -> tuple[Answer | None, str | None]:
    posted = {field.name: list(values)} | {f"{field.name}-{part}": [value] for part, value in parts.items()}
    answers, errors = validate([field], posted, TODAY)
    return answers.get(field.name), errors.get(field.name)


@pytest.mark.parametrize(
    "parts",
    [
        {"day": "1", "month": "2", "year": "2026"},
        {"day": "01", "month": "Feb", "year": "2026"},
        {"day": " 1 ", "month": "february", "year": "2026"},
    ],
)
def test_a_date_in_three_boxes(parts: dict[str, str]) -> None:
    assert one(WHEN, **parts) == ("2026-02-01", None)


@pytest.mark.parametrize("line", ["1 February 2026", "1/2/2026", "01.02.2026", "2026-02-01", "1 Feb 2026"])
def test_a_date_on_one_line(line: str) -> None:
    assert one(WHEN, line) == ("2026-02-01", None)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"day": "31", "month": "2", "year": "2026"}, "“When” must be a real date"),
        ({"day": "0", "month": "1", "year": "2026"}, "“When” must be a real date"),
        ({"day": "1", "month": "13", "year": "2026"}, "“When” must be a real date"),
        ({"day": "1", "month": "2", "year": ""}, "“When” must include a year"),
        ({"day": "", "month": "", "year": "2026"}, "“When” must include a day and a month"),
        ({"day": "1", "month": "2", "year": "26"}, "“When” must have a year of 4 figures, from 1900 to 2100"),
        ({"day": "1", "month": "2", "year": "0026"}, "“When” must have a year of 4 figures, from 1900 to 2100"),
        ({"day": "x", "month": "2", "year": "2026"}, "“When” must be written as day month year, like 21 11 2026"),
        ({"day": "²", "month": "2", "year": "2026"}, "“When” must be written as day month year, like 21 11 2026"),
        ({"day": "22", "month": "11", "year": "2026"}, "“When” must be today or in the past"),
    ],
)
def test_a_date_that_cannot_be(parts: dict[str, str], message: str) -> None:
    assert one(WHEN, **parts) == (None, message)


@pytest.mark.parametrize("line", ["yesterday", "1 2", "1 2 2026 3"])
def test_a_line_that_is_no_date(line: str) -> None:
    assert one(WHEN, line) == (None, "“When” must be written as day month year, like 21 11 2026")


def test_today_is_in_time_and_an_empty_date_is_no_answer() -> None:
    assert one(WHEN, day="21", month="11", year="2026") == ("2026-11-21", None)
    assert one(WHEN, day="", month=" ", year="") == (None, None)


@pytest.mark.parametrize("hidden", ["\x00", "\x07", "\x7f", "\x85", "\u202e", "\udc80"])
def test_hidden_characters_are_refused(hidden: str) -> None:
    for field in (TEXT, LONG):
        answer, error = one(field, f"Mary{hidden}Ann")
        assert answer is None
        assert error and "hidden character" in error


def test_lines_are_kept_in_a_long_answer_and_refused_in_a_short_one() -> None:
    assert one(LONG, "one\r\ntwo\rthree\tfour") == ("one\ntwo\nthree\tfour", None)
    assert one(TEXT, "one\ntwo")[0] is None


def test_names_of_every_script_are_kept() -> None:
    for name in ("Zoë O’Brien-Nuñez", "Łukasz", "محمد", "李小龙", "Nguyễn Văn A"):
        assert one(TEXT, f"  {name} ") == (name, None)
    assert one(TEXT, "Zoe\u0308") == ("Zoë", None)


def test_lengths_are_capped() -> None:
    assert one(TEXT, "x" * 200) == ("x" * 200, None)
    assert one(TEXT, "x" * 201) == (None, "“Text” must be 200 characters or fewer. It has 201")
    assert one(LONG, "x" * 4001)[1] == "“Story” must be 4,000 characters or fewer. It has 4,001"


def test_an_answer_that_was_not_offered_is_refused() -> None:
    assert one(ASKED, "maybe") == (None, "Choose one of the answers to “Asked?”")
    assert one(ASKED, "yes", "no") == (None, "Give one answer to “Asked?”")
    assert one(SEVERAL, "a", "z") == (None, "Choose from the answers to “Several”")
    assert one(SEVERAL, "a", "none")[1] == "“Several”: choose “None” or other answers, not both"
    assert one(SEVERAL, "b", "a", "b") == (["a", "b"], None)


@pytest.mark.parametrize(("typed", "kept"), [("3", "3"), ("007", "7"), ("0", "0"), ("", None)])
def test_whole_numbers(typed: str, kept: str | None) -> None:
    assert one(COUNT, typed) == (kept, None)


@pytest.mark.parametrize("typed", ["-1", "2.5", "many", "99999", "٣"])
def test_other_numbers_are_refused(typed: str) -> None:
    assert one(COUNT, typed) == (None, "“How many” must be a whole number from 0 to 9,999, in figures")


def test_a_question_that_is_not_asked_is_neither_kept_nor_required() -> None:
    assert validate([ASKED, WHY], {"asked": ["no"], "why": ["stale"]}) == ({"asked": "no"}, {})
    assert validate([ASKED, WHY], {"asked": ["yes"], "why": [" "]}) == ({"asked": "yes"}, {"why": "Answer “Why”"})
    assert validate([ASKED, WHY], {"asked": ["yes"], "why": ["so"]})[0] == {"asked": "yes", "why": "so"}


def test_answers_are_shown_in_words() -> None:
    assert in_words(WHEN, "2026-02-01") == "1 February 2026"
    assert in_words(SEVERAL, ["a", "none"]) == "A, None"
    assert in_words(ASKED, "yes") == "Yes"
    assert in_words(SEVERAL, "gone") == "gone"
    assert in_words(TEXT, "as typed") == "as typed"


def test_fields_that_were_not_asked_for_are_ignored() -> None:
    assert validate([TEXT], {"other": ["x"], "text": []}) == ({}, {})
