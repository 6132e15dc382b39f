"""Codes are words anybody can say, told apart by eye, and never run out."""

from collections.abc import Set
from itertools import combinations, product

from marac.cases.codes import DIGITS, LETTERS, WORDS, FirstFree, line_code, new_code

PLACES = """
    STONE LEEK TRENT DOVE CHURNET PENK TAME BLITHE TEAN MEIR HANLEY LONGTON FENTON TUNSTALL BURSLEM STOKE CANNOCK CHASE
    RUGELEY CHEADLE BURTON ALTON CODSALL KINVER PERTON BREWOOD TAMWORTH STAFFORD HEATH CASTLE NEWCASTLE BIDDULPH
""".split()
NAMES = """
    HAZEL OLIVE ROBIN ROWAN HEATHER HOLLY VIOLET IRIS LILY ROSE DAISY POPPY CORAL AMBER RUBY PEARL JASPER OPAL JADE
    GARNET CRYSTAL GINGER BASIL JASMINE WREN RAVEN LAUREL MYRTLE WILLOW SCARLET SIENNA SAFFRON MELODY MARINA AURORA
    DIAMOND MARTIN MARLIN LINDEN FERN CLIFF GLEN DALE FOREST MEADOW
""".split()
HURTFUL = (
    "SHRIKE THRUSH VULTURE NETTLE BIRCH GRAPE COCONUT BANANA COTTON CHICKEN YELLOW STORK RATTLE KITE MUSLIN".split()
)
SOUND_ALIKE = "BEECH FIR YEW HARE DEER BEAR TERN PEAR PLUM THYME LYNX MOOSE CYGNET PETREL CEDAR QUARTZ MEDLAR".split()


def near(one: str, other: str) -> bool:
    """One letter changed, or one letter more."""
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def test_about_four_hundred_words_of_four_to_seven_capitals() -> None:
    assert 400 <= len(WORDS) == len(set(WORDS)) <= 450
    assert all(word.isascii() and word.isalpha() and word.isupper() and 4 <= len(word) <= 7 for word in WORDS)


def test_the_four_cases_of_the_walk_have_their_words() -> None:
    assert {"HERON", "ALDER", "MARTEN", "TEAL"} <= set(WORDS)


def test_no_places_names_hurtful_or_sound_alike_words() -> None:
    assert set(WORDS).isdisjoint([*PLACES, *NAMES, *HURTFUL, *SOUND_ALIKE])


def test_no_two_words_are_one_letter_apart() -> None:
    assert [(a, b) for a, b in combinations(WORDS, 2) if near(a, b)] == []


def but(taken: Set[str]) -> FirstFree:
    return lambda codes: next((code for code in codes if code not in taken), None)


def test_a_new_code_is_a_word_that_is_free() -> None:
    assert new_code(but(frozenset())) in WORDS
    assert new_code(but(set(WORDS) - {"HERON"})) == "HERON"


def test_codes_are_drawn_at_random() -> None:
    assert len({new_code(but(frozenset())) for _ in range(60)}) > 30


def test_when_every_word_is_taken_two_are_joined() -> None:
    first, second = new_code(but(set(WORDS))).split(" ")
    assert first in WORDS and second in WORDS and first != second


def test_a_line_code_is_a_letter_and_a_digit_that_cannot_be_misread() -> None:
    assert set(LETTERS).isdisjoint("IO") and set(DIGITS).isdisjoint("01")
    taken: set[str] = set()
    for _ in range(len(LETTERS) * len(DIGITS)):
        taken.add(line_code(but(taken)))
    assert taken == {letter + digit for letter, digit in product(LETTERS, DIGITS)}
    longer = line_code(but(taken))
    assert len(longer) == 3 and longer[0] in LETTERS and set(longer[1:]) <= set(DIGITS)
