"""Risk lists are data: 24 items in five pages, a follow-up, and a score that decides nothing."""

import pytest

from marac.cases.risk import HINT, R24, STALKING, TOOLS, Four, find, in_words, score
from marac.vocabulary import RiskAnswer

YES, NO = RiskAnswer.YES, RiskAnswer.NO


def test_twenty_four_items_numbered_in_order_on_five_pages() -> None:
    assert [item.number for item in R24.items] == list(range(1, 25))
    assert [item.code for item in R24.items] == [f"R{number}" for number in range(1, 25)]
    assert [page.number for page in R24.pages] == [1, 2, 3, 4, 5]
    assert all(4 <= len(page.items) <= 6 and page.title for page in R24.pages)
    assert all(item.page == page.number for page in R24.pages for item in page.items)


@pytest.mark.parametrize(
    ("number", "label"),
    [
        (1, "Injury this time"),
        (8, "Stalking / constant contact"),
        (9, "Pregnancy or new baby"),
        (15, "Strangulation / suffocation"),
        (24, "Police or criminal history"),
    ],
)
def test_labels_stand_at_their_numbers(number: int, label: str) -> None:
    assert R24.item(f"R{number}").label == label


def test_codes_and_labels_are_all_different() -> None:
    items = R24.every_item
    assert len({item.code for item in items}) == len({item.label for item in items}) == 35


def test_the_score_counts_yes_and_nothing_else() -> None:
    answers = {"R1": YES, "R2": NO, "R3": RiskAnswer.DONT_KNOW, "R4": RiskAnswer.NOT_ASKED, "R24": YES}
    assert score(answers) == 2
    assert score({}) == 0
    assert score({item.code: YES for item in R24.items}) == 24


def test_the_follow_up_does_not_count_and_is_asked_after_item_eight() -> None:
    answers = {"R8": YES, **{item.code: YES for item in STALKING.items}}
    assert score(answers) == 1
    assert [item.code for item in STALKING.items] == [f"S{number}" for number in range(1, 12)]
    assert R24.follow_up_asked(answers)
    assert not R24.follow_up_asked({"R8": RiskAnswer.DONT_KNOW})
    assert not R24.follow_up_asked({})


def test_an_answer_to_no_question_of_the_tool_does_not_count() -> None:
    assert score({"R25": YES, "x": YES}) == 0


def test_four_tags_go_with_the_stalking_follow_up() -> None:
    assert STALKING.tags == tuple(Four)
    assert "".join(tag.value[0] for tag in Four) == "four"
    assert all(tag.hint for tag in Four)


def test_what_was_not_asked_is_said_beside_the_score() -> None:
    assert in_words({item.code: YES for item in R24.items}) == "24 yes of 24"
    assert in_words({"R1": YES, "R2": RiskAnswer.DONT_KNOW}) == "1 yes of 24, 1 not known, 22 not asked"


def test_the_hint_says_that_the_score_never_decides_by_itself() -> None:
    assert "never decides by itself" in HINT


def test_tools_are_found_by_code_and_version() -> None:
    assert find("R24", "1") is R24
    assert list(TOOLS) == [("R24", "1")]
    with pytest.raises(KeyError):
        find("R24", "2")
    with pytest.raises(KeyError):
        R24.item("R25")
    with pytest.raises(KeyError):
        R24.page(6)
