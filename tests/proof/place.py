"""How somebody stands to one case: what walls, hat and seats make of it (S1, S2, S6, S9, S17)."""

from datetime import datetime

from tests.proof.facts import CaseFacts, Eyes, Values, World

OF_AN_AGENCY = frozenset({"representative", "advocate", "contributor", "guest"})
WITHIN_AN_AGENCY = OF_AN_AGENCY | {"caldicott-guardian"}  # what they do is on their agency's own record (S21)
HEARS = ("case", "hearing")
BEGUN = ("draft", "referred", "more-information")
OPEN_TO = ("chair", "coordinator", "auditor", "data-protection-officer")


class Place:
    """How somebody stands to one case: what walls, hat and seats make of it at one moment."""

    def __init__(self, world: World, eyes: Eyes, case: CaseFacts) -> None:
        self.eyes, self.case, self.agency, self.at = eyes, case, world.agencies[eyes.agency], world.at
        self.here = case.values["marac_id"] == eyes.marac
        self.speaks = eyes.hat in OF_AN_AGENCY
        self.leads = eyes.hat in ("representative", "advocate")
        self.closed = _walled(world, eyes, case)
        self.presides = self.here and eyes.hat in ("chair", "coordinator")
        self.audits = self.here and eyes.hat == "auditor"
        self.perpetrators = eyes.side == "perpetrator"
        restricted = case.values["restricted"]
        held = [seat for seat in case.seats if self.speaks and _holds(eyes, seat, world.at, restricted)]
        whole = [seat for seat in held if seat["person_id"] is None]
        ours = [] if self.perpetrators else [seat for seat in whole if seat["side"] != "perpetrator"]
        self.held = {seat["id"] for seat in held}
        self.people = {seat["person_id"] for seat in held} - {None}
        self.kinds = {seat["kind"] for seat in whole}
        self.ours = {seat["kind"] for seat in ours}
        self.seated = bool(whole)
        self.any_seat = bool(held)
        self.hears = not self.kinds.isdisjoint(HEARS)
        self.reads_file = not self.ours.isdisjoint(HEARS)
        self.advocates = eyes.hat == "advocate" and any(seat["advocate"] and seat["kind"] in HEARS for seat in held)

        self.guarded = [] if self.closed else _guarded(world, eyes, case)

    def guards(self, line: Values) -> bool:
        """Their guardian decides on it; where the place is for one person, on what is of that one (S7, S21)."""
        places = (seat["person_id"] for seat in self.guarded)
        return _is_guardians(self.eyes, line) and any(one in (None, line["person_id"]) for one in places)

    def knows_seats(self) -> bool:
        """A guardian knows who would read a line, as far as their agency's people do (S2, S5, S6)."""
        return not self.perpetrators and any(
            seat["kind"] in HEARS and seat["person_id"] is None and seat["side"] != "perpetrator"
            for seat in self.guarded
        )

    def mine(self, agency: str | None) -> bool:
        return self.speaks and self.here and agency == self.eyes.agency

    def my_side(self, side: str) -> bool:
        return (side == "perpetrator") == self.perpetrators

    def meets(self, person: str, party: str) -> bool:
        """Which people a seat shows: S2 for checks and actions, S6 for the perpetrator's side, S7 for one person."""
        if "check" in self.ours or self.reads_file or person in self.people:
            return True
        return self.seated if party == "perpetrator" else party == "victim" and "action" in self.ours

    def knows_where(self, named: bool) -> bool:
        """Protected details: giver and named agencies off the perpetrator's side, and the advocate (S12, S13)."""
        return self.advocates or (named and (self.reads_file or "action" in self.ours))


def _holds(eyes: Eyes, seat: Values, at: datetime, restricted: bool) -> bool:
    """In force now, of the agency in this partnership; contributors and guests hold what is given to them by name.

    Of a restricted case everybody does (S17).
    """
    if seat["agency_id"] != eyes.agency or seat["marac_id"] != eyes.marac or not in_force(seat, at):
        return False
    if seat["member_id"] is not None or restricted:
        return bool(seat["member_id"] == eyes.member)
    return eyes.hat in ("representative", "advocate")


def _guarded(world: World, eyes: Eyes, case: CaseFacts) -> list[Values]:
    """A Caldicott guardian's: the places of their whole agency, while it holds lines there that are theirs (S21)."""
    erased = any(row.values["confirmed_at"] is not None for row in case.of("erasure"))
    if eyes.hat != "caldicott-guardian" or erased:
        return []
    lines = [row.values for row in case.of("line") if _is_guardians(eyes, row.values)]
    return [
        seat
        for seat in case.seats
        if (seat["agency_id"], seat["marac_id"], seat["member_id"]) == (eyes.agency, eyes.marac, None)
        and in_force(seat, world.at)
        and any(seat["person_id"] in (None, line["person_id"]) for line in lines)
    ]


def _is_guardians(eyes: Eyes, line: Values) -> bool:
    """Of both sides, unless they are appointed on one."""
    side = eyes.side == "neither" or (line["side"] == "perpetrator") == (eyes.side == "perpetrator")
    return bool(line["agency_id"] == eyes.agency and side)


def in_force(fact: Values, at: datetime) -> bool:
    return bool(fact["from_at"] <= at and (fact["until_at"] is None or fact["until_at"] > at))


def _walled(world: World, eyes: Eyes, case: CaseFacts) -> bool:
    """A wall on them, or on their agency or the one that it is a unit of, unless cleared (S17); another's draft.

    A restricted case is a wall for all but those named and those who lead or oversee (S17).
    """
    agency = world.agencies[eyes.agency]
    for wall in case.walls:
        if not in_force(wall, world.at):
            continue
        if wall["member_id"] == eyes.member:
            return True
        against = wall["agency_id"] is not None and wall["agency_id"] in (agency.id, agency.parent)
        if against and eyes.member not in wall["cleared"]:
            return True
    if case.values["marac_id"] != eyes.marac:
        return False
    if case.values["status"] == "draft" and case.values["author_id"] != eyes.member:
        return True
    return bool(case.values["restricted"] and eyes.hat not in OPEN_TO and not _named(eyes, case, world.at))


def _named(eyes: Eyes, case: CaseFacts, at: datetime) -> bool:
    speaks = eyes.hat in OF_AN_AGENCY
    return speaks and any(seat["member_id"] == eyes.member and in_force(seat, at) for seat in case.seats)
