"""What stands beside the seats of one case: openings, emergencies, observers, a transfer, holds, alerts, questions."""

from typing import TYPE_CHECKING, Any

from marac.vocabulary import DetailKind, PartyRole, Role
from tests.proof.facts import Values

if TYPE_CHECKING:
    from tests.proof.chance_items import Items

MADE = 0.5  # how often a case has one of each


class Beside:
    """Rows that open a case or a part of it beyond its seats, some in force, some over, some for somebody else."""

    def __init__(self, items: "Items") -> None:
        self.items, self.by, self.case = items, items.by, items.case

    def fill(self) -> None:
        for fill in (self._openings, self._emergencies, self._observers, self._transfer, self._holds, self._review):
            if self.by.maybe(MADE):
                fill()

    def _wearing(self, *hats: Role) -> tuple[str, str]:
        """A member and their agency: mostly somebody here with such a hat, so that it opens something."""
        words = {hat.value for hat in hats}
        marac = self.case.values["marac_id"]
        there = [eyes for eyes in self.by.world.eyes if eyes.hat in words and eyes.marac == marac]
        sits = {seat["agency_id"] for seat in self.case.seats if seat["side"] != "perpetrator"}
        there = [eyes for eyes in there if eyes.agency in sits] or there
        if there and self.by.maybe(0.7):
            eyes = self.by.one(there)
            return eyes.member, eyes.agency
        member = self.by.member()
        return member, self.by.world.members[member]

    def _kept(self, table: str, **values: Any) -> Values:
        return self.items.keep(table, self.items.add(table, **values))

    def _openings(self) -> None:
        by = self.by
        auditor, _ = self._wearing(Role.AUDITOR)
        line = by.one(self.case.kept["line"])["id"] if by.maybe(0.3) else None
        window = by.window()
        ended = by.one([None, None, None, by.world.at, by.world.at + by.hour])
        window["until_at"] = window["until_at"] or by.world.at + by.hour
        opening = self._kept("opening", member_id=auditor, line_id=line, ended_at=ended, **window)
        for _ in range(by.one([0, 1, 2])):
            self._kept("opening_told", opening_id=opening["id"], agency_id=self.items.agency())

    def _emergencies(self) -> None:
        by = self.by
        for _ in range(3):
            member, agency = self._wearing(Role.REPRESENTATIVE, Role.ADVOCATE)
            window = by.window()
            window["until_at"] = window["until_at"] or by.world.at + by.hour
            secret = by.one(self.case.kept["protected_detail"])
            party = secret["party"] if by.maybe(0.8) else PartyRole.ADULT_AT_RISK.value
            kind = secret["kind"] if by.maybe(0.8) else by.one(list(DetailKind)).value
            what = {"kind": kind, "party": party}
            self._kept("emergency_opening", member_id=member, agency_id=agency, **what, **window)
        self.items.add("notice", agency_id=self.items.agency(), both_sides=by.maybe())

    def _observers(self) -> None:
        member, agency = self._wearing(Role.OBSERVER)
        hearing = self.case.kept["hearing"][0]["id"]
        who = {"member_id": member, "agency_id": agency}
        self._kept("observation", hearing_id=hearing, **who, **self.by.window())

    def _transfer(self) -> None:
        """At the moment at which some of the seats ended."""
        at = self.by.world.at
        over = [seat["until_at"] for seat in self.case.seats if seat["until_at"] and seat["until_at"] <= at]
        self._kept("transfer", at=self.by.one(over or [at]))
        self.items.add("party_employer", agency_id=self.items.agency())

    def _holds(self) -> None:
        self.items.add("hold", lifted_at=None)
        self.items.add("erasure", confirmed_at=self.by.one([None, self.by.world.at]))

    def _review(self) -> None:
        """Of the auditor's rooms, about this case."""
        by, here = self.by, self.items
        agency = here.agency()
        hat = by.one((Role.REPRESENTATIVE, Role.CONTRIBUTOR, Role.CHAIR)).value
        here.add("alert", agency_id=agency, member_id=by.member(agency), hat=hat)
        here.add("question", agency_id=agency, member_id=by.member(agency) if by.maybe() else None)
        here.add("sample_item", agency_id=agency)
