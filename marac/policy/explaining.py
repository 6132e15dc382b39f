"""Why somebody could see what the record says they were shown: the rule, from the facts as they stood then (S21)."""

from dataclasses import dataclass

from marac.vocabulary import FOR_THE_MEETING, Hat, SeatKind, Sharing

FULL = frozenset({SeatKind.CASE, SeatKind.HEARING})
PROTECTED = frozenset({"protected_detail"})


@dataclass(frozen=True, slots=True)
class Stood:
    """How somebody stood to one item at one moment.

    `own`: their agency recorded or gave it. `told`: they were among those to whom it was disclosed. `visible`: the
    rule, asked again as at that moment, shows them the row. `sharing`: the latest decision on a line. `emergency`: they
    had declared a threat to life within the hour before.
    """

    table: str
    hat: Hat
    own: bool = False
    told: bool = False
    visible: bool = False
    kinds: frozenset[SeatKind] = frozenset()
    perpetrators: bool = False
    for_one: bool = False
    advocate: bool = False
    emergency: bool = False
    sharing: Sharing | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """Which of the rules of who sees what allowed it (product.md 3), and what that rule says."""

    number: str
    said: str


def rule_for(stood: Stood) -> Rule | None:
    """None where no rule explains it, as far as the record and today's data tell."""
    if stood.hat is Hat.AUDITOR:
        return Rule("S21", "An auditor opened it, for a reason and a limited time.") if stood.visible else None
    if stood.hat is Hat.CALDICOTT_GUARDIAN:
        its = stood.own and stood.table == "line"
        return Rule("S21", "A Caldicott guardian decides on their own agency's lines.") if its else None
    if stood.table == "line":
        return _line(stood)
    if stood.table == "minutes_part":
        return _copy(stood)
    if not stood.visible:
        return None
    if stood.table in PROTECTED:
        return _protected(stood)
    if stood.hat in FOR_THE_MEETING:
        return Rule("S9", "Chair and coordinator see the cases of their MARAC. The role is no seat of their employer.")
    return _by_seat(stood) if stood.kinds else None


def _line(stood: Stood) -> Rule | None:
    if stood.hat in FOR_THE_MEETING:
        return _line_by_hat(stood)
    if not stood.kinds:
        return None
    if stood.own:
        return Rule("S8", "It is a line of their own agency's.")
    if not stood.kinds & FULL:
        return None
    if stood.sharing is Sharing.SEATED and (stood.visible or stood.told or not stood.perpetrators):
        return Rule("S2, S8", "Its agency shared it with everyone seated, and theirs held a case or hearing seat.")
    if stood.told:
        return Rule("S8", "Its agency named theirs as one that may have it.")
    return None


def _line_by_hat(stood: Stood) -> Rule | None:
    if stood.sharing is Sharing.SEATED:
        return Rule("S8, S9", "Its agency shared it with everyone seated; chair and coordinator see that too.")
    if stood.told:
        return Rule("S9", "Its agency shared it with named agencies, and left the chair or coordinator ticked.")
    return None


def _copy(stood: Stood) -> Rule | None:
    if not stood.told:
        return None
    return Rule("S2", "Minutes go to the agencies that held a case seat when the case was closed.")


def _protected(stood: Stood) -> Rule | None:
    if stood.own:
        return Rule("S12", "Their agency gave this detail.")
    if stood.advocate:
        return Rule("S12", "They speak for the victim.")
    if stood.told:
        return Rule("S12", "Their agency was named for it, by whoever gave it or by the advocate.")
    if stood.emergency:
        return Rule("S12", "They opened it in an emergency, for a threat to life; its giver was told at once.")
    return None


def _by_seat(stood: Stood) -> Rule:
    if stood.table == "safe_contact":
        return Rule("S12", "Safe-contact warnings reach every seat.")
    if stood.perpetrators:
        return Rule("S6", "A seat on the perpetrator's side shows the perpetrator, and its own actions.")
    if stood.for_one:
        return Rule("S7", "Their seat is for this one person.")
    if stood.kinds & FULL:
        return Rule("S2", "A case or hearing seat shows the referral and what is shared with it.")
    if SeatKind.CHECK in stood.kinds:
        return Rule("S2, S13", "A check seat shows names, dates of birth and addresses cleared for searching.")
    return Rule("S2", "An action seat shows its own action, and what that needs.")


def rule_of_ear(said: bool) -> Rule:
    """What those present for a case were given by word of mouth, or had before them (S15)."""
    if said:
        return Rule("S15", "It was marked as said while they were present.")
    return Rule("S15", "It was shared with them, and before them while they were present. Nobody marked it as said.")
