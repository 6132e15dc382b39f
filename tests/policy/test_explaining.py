"""Which rule explains what somebody was shown; and where none does, none is made up."""

import pytest

from marac.policy.explaining import Stood, rule_for, rule_of_ear
from marac.vocabulary import Hat, SeatKind, Sharing

CASE, CHECK, ACTION, HEARING = (
    frozenset({kind}) for kind in (SeatKind.CASE, SeatKind.CHECK, SeatKind.ACTION, SeatKind.HEARING)
)
REP, CHAIR, AUDITOR, IDVA = Hat.REPRESENTATIVE, Hat.CHAIR, Hat.AUDITOR, Hat.ADVOCATE
SEATED, NAMED, PRIVATE, SAY_ONLY = Sharing.SEATED, Sharing.NAMED, Sharing.PRIVATE, Sharing.SAY_ONLY


@pytest.mark.parametrize(
    ("stood", "number"),
    [
        (Stood("line", REP, own=True, kinds=CHECK), "S8"),
        (Stood("line", REP, own=True), None),
        (Stood("line", REP, kinds=CASE, sharing=SEATED), "S2, S8"),
        (Stood("line", REP, kinds=HEARING, sharing=SEATED), "S2, S8"),
        (Stood("line", REP, kinds=CHECK, sharing=SEATED), None),
        (Stood("line", REP, kinds=ACTION, sharing=SEATED, told=True), None),
        (Stood("line", REP, sharing=SEATED, told=True), None),
        (Stood("line", REP, kinds=CASE, sharing=NAMED, told=True), "S8"),
        (Stood("line", REP, kinds=CASE, sharing=NAMED), None),
        (Stood("line", REP, kinds=CASE, sharing=PRIVATE, visible=True), None),
        (Stood("line", REP, kinds=CASE, sharing=SAY_ONLY), None),
        (Stood("line", REP, kinds=CASE), None),
        (Stood("line", REP, kinds=CASE, sharing=SEATED, perpetrators=True), None),
        (Stood("line", REP, kinds=CASE, sharing=SEATED, perpetrators=True, visible=True), "S2, S8"),
        (Stood("line", CHAIR, sharing=SEATED), "S8, S9"),
        (Stood("line", CHAIR, sharing=NAMED, told=True), "S9"),
        (Stood("line", CHAIR, sharing=NAMED), None),
        (Stood("line", CHAIR, sharing=PRIVATE), None),
        (Stood("line", AUDITOR, visible=True), "S21"),
        (Stood("line", AUDITOR), None),
        (Stood("minutes_part", REP, told=True), "S2"),
        (Stood("minutes_part", REP, kinds=CASE, visible=True), None),
        (Stood("person_name", CHAIR, visible=True), "S9"),
        (Stood("person_name", REP, visible=True), None),
        (Stood("person_name", REP, kinds=CASE), None),
        (Stood("person_name", REP, visible=True, kinds=CASE), "S2"),
        (Stood("person_name", REP, visible=True, kinds=CHECK), "S2, S13"),
        (Stood("person_name", REP, visible=True, kinds=ACTION), "S2"),
        (Stood("person_name", REP, visible=True, kinds=CASE, perpetrators=True), "S6"),
        (Stood("person_name", REP, visible=True, kinds=CASE, for_one=True), "S7"),
        (Stood("safe_contact", REP, visible=True, kinds=ACTION), "S12"),
        (Stood("protected_detail", REP, visible=True, own=True), "S12"),
        (Stood("protected_detail", IDVA, visible=True, advocate=True), "S12"),
        (Stood("protected_detail", REP, visible=True, told=True), "S12"),
        (Stood("protected_detail", REP, visible=True, emergency=True), "S12"),
        (Stood("protected_detail", REP, visible=True), None),
        (Stood("protected_detail", CHAIR, visible=True), None),
        (Stood("protected_detail", REP, own=True, told=True, emergency=True), None),
    ],
)
def test_a_rule_explains_it_or_none_does(stood: Stood, number: str | None) -> None:
    rule = rule_for(stood)
    assert (rule.number if rule else None) == number
    assert rule is None or rule.said.endswith(".")


def test_what_was_said_is_told_from_what_was_only_there() -> None:
    assert rule_of_ear(True) != rule_of_ear(False)
    assert rule_of_ear(True).number == rule_of_ear(False).number == "S15"
