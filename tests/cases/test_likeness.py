"""By what a member is recognised as a party: their name in any order, their home by house and postcode."""

import pytest

from marac.cases.likeness import of_home, of_member, of_party


@pytest.mark.parametrize(
    ("member", "surname", "forenames"),
    [
        ("Amara Whitcombe", "Whitcombe", "Amara"),
        ("Amara Whitcombe", "AMARA", "whitcombe"),
        ("Dr Amara Jo Whitcombe", "Whitcombe", "Amara"),
        ("Amara Jo Whitcombe", "Whitcombe", "Jo"),
        ("Jo Whitcombe", "Whitcombe", "Amara Jo"),
        ("Jan van der Berg", "Van der Berg", "Jan"),
        ("Siân O'Brien-Ng", "Obrien Ng", "Sian"),
        ("WHITCOMBE, Amara", "Whitcombe", "Amara"),
    ],
)
def test_a_member_is_recognised(member: str, surname: str, forenames: str) -> None:
    assert of_member(member) & of_party(surname, forenames)


@pytest.mark.parametrize(
    ("member", "surname", "forenames"),
    [
        ("Amara Whitcombe", "Whitcombe", "Anna"),
        ("Amara Whitcombe", "Whit", "Amara"),
        ("Amara Whitcombe", "Whitcombe", ""),
        ("Amara", "Amara", "Amara"),
        ("Mr Whitcombe", "Whitcombe", "Mr"),
    ],
)
def test_somebody_else_is_not(member: str, surname: str, forenames: str) -> None:
    assert not of_member(member) & of_party(surname, forenames)


@pytest.mark.parametrize(
    ("given", "postcode", "said", "its_postcode"),
    [
        ("9 Pretend Lane", "QX6 1ZZ", "9 Pretend Lane, Storybourne", "qx61zz"),
        ("Flat 3, 12 Example Rise", "QX6 1ZZ", "12 Example Rise Flat 3", "QX6 1ZZ"),
        ("12A Example Rise", "QX6 1ZZ", "12a Example Rise\nQX6 1ZZ", ""),
        ("Rose Cottage", "QX6 1ZZ", "Rose-Cottage, Mill Lane", "QX6 1ZZ"),
    ],
)
def test_a_home_is_recognised(given: str, postcode: str, said: str, its_postcode: str) -> None:
    assert of_home(given, postcode) == of_home(said, its_postcode) != ""


def test_a_neighbours_home_is_another_and_half_an_address_is_none() -> None:
    assert of_home("9 Pretend Lane", "QX6 1ZZ") != of_home("11 Pretend Lane", "QX6 1ZZ")
    assert of_home("9 Pretend Lane", "QX6 1ZZ") != of_home("9 Pretend Lane", "QX6 1ZY")
    assert of_home("9 Pretend Lane") == of_home("", "QX6 1ZZ") == ""
