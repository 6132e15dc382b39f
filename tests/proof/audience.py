"""Who may meet what, from the rules of product.md (section 3) over the plain facts of a world: no SQL, no policy code.

Named after the rules, one function a kind of row. It is a second statement of them: where it and the platform
differ, one of the two is wrong.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property, partial
from typing import Any
from uuid import UUID

from marac.cases.models import Case, Person, ProtectedAudience
from marac.store.seats import Seat
from marac.store.walls import Wall
from marac.vocabulary import (
    AgencyKind,
    CaseStatus,
    PartyRole,
    Role,
    SeatKind,
    Side,
    TopicVisibility,
)
from tests.proof import audience_audit, audience_beside, audience_guardian, audience_said
from tests.proof.people import Eyes
from tests.proof.world import World

SPEAKS = {Role.REPRESENTATIVE, Role.ADVOCATE, Role.CONTRIBUTOR, Role.GUEST}
# Who see that a restricted case is without being named to it.
UNNAMED = {Role.CHAIR, Role.COORDINATOR, Role.AUDITOR, Role.DATA_PROTECTION_OFFICER}
PRESIDES = {Role.CHAIR, Role.COORDINATOR}
WHOLE = {SeatKind.CASE, SeatKind.HEARING}


class Judge:
    """Knows every fact of one world. `then`: as seats were before any of its cases moved to another MARAC."""

    def __init__(self, world: World, then: bool = False) -> None:
        self.world, self.then = world, then
        self.cases: dict[UUID, Case] = {case.id: case for case in world.cases}
        self.parties: dict[UUID, Person] = {person.id: person for person in world.of[Person]}
        self.rules: dict[str, Callable[[Eyes, Any, str], bool]] = {
            "case_file": self._case,
            "referral": self._file,
            "risk_assessment": self._file,
            "referral_section": self._section,
            "safe_contact": self._warning,
            "person_name": self._of_person,
            "birth_date": self._of_person,
            "detail": self._detail,
            "protected_detail": self._protected,
            "particulars": self._particulars,
            "seat": self._hats_alone,
            "wall": self._hats_alone,
            "hearing": self._file,
            "person_link": self._link,
        }
        beyond = {**audience_said.RULES, **audience_beside.RULES, **audience_audit.RULES}
        self.rules |= {table: partial(rule, self) for table, rule in beyond.items()}

    def may(self, eyes: Eyes, row: Any, field: str) -> bool:
        """Whether these eyes may meet this field of this row anywhere but on an issued paper."""
        case_id = row.id if isinstance(row, Case) else row.case_id
        if eyes.marac_id != row.marac_id or (case_id is not None and self.walled(eyes, case_id)):
            return False
        return self.rules[row.__tablename__](eyes, row, field) or audience_audit.opened(self, eyes, row, field)

    def on_paper(self, eyes: Eyes, row: Any, field: str) -> bool:
        """Whether it may stand in a copy of the minutes that these eyes may open: composed for their agency."""
        case_id = row.id if isinstance(row, Case) else row.case_id
        if self.walled(eyes, case_id):
            return False
        issued = self.before if case_id in self.world.closed else self
        return any(issued.may(reader, row, field) for reader in issued.readers(eyes, case_id))

    @cached_property
    def before(self) -> "Judge":
        return self if self.then else Judge(self.world, then=True)

    def readers(self, eyes: Eyes, case_id: UUID) -> Iterator[Eyes]:
        """As whom the copies of their agency were composed that they may open."""
        if eyes.hat not in SPEAKS or self.walled(eyes, case_id):
            return
        for seat in self.seats_on(case_id):
            other = seat.side is Side.PERPETRATOR
            mine = seat.agency_id == eyes.agency_id and other is (eyes.side is Side.PERPETRATOR)
            everybodys = None if not self.cases[case_id].restricted else eyes.member_id
            for_me = seat.member_id in (everybodys, eyes.member_id)
            if mine and for_me and seat.kind is SeatKind.CASE and seat.person_id is None:
                hat = Role.ADVOCATE if seat.advocate else Role.REPRESENTATIVE
                yield replace(eyes, hat=hat, side=Side.PERPETRATOR if other else Side.NEITHER)

    # Seats and walls (S1, S2, S5 to S7, S9, S17) ---------------------------

    def walled(self, eyes: Eyes, case_id: UUID) -> bool:
        case = self.cases[case_id]
        if case.status is CaseStatus.DRAFT and case.author_id != eyes.member_id:
            return True
        if case.restricted and eyes.hat not in UNNAMED and not self._named(eyes, case_id):
            return True
        return any(self.behind(eyes, wall) for wall in self.world.of[Wall] if wall.case_id == case_id)

    def _named(self, eyes: Eyes, case_id: UUID) -> bool:
        """A restricted case is open to named people only."""
        return eyes.hat in SPEAKS and any(seat.member_id == eyes.member_id for seat in self.seats_on(case_id))

    def behind(self, eyes: Eyes, wall: Wall) -> bool:
        if not self.in_force(wall):
            return False
        if wall.member_id is not None:
            return wall.member_id == eyes.member_id
        return wall.agency_id in (eyes.agency_id, eyes.parent_id) and eyes.member_id not in wall.cleared

    def moved(self, eyes: Eyes, case_id: UUID) -> bool:
        """After it went to another MARAC (S23)."""
        return not self.then and audience_beside.moved(self, eyes, case_id)

    def in_force(self, row: Any) -> bool:
        if self.then and isinstance(row, Seat) and row.case_id in self.world.closed:
            return row.id in self.world.closed[row.case_id]
        return row.from_at <= self.world.moment and (row.until_at is None or row.until_at > self.world.moment)

    def seats_on(self, case_id: UUID) -> list[Seat]:
        return [seat for seat in self.world.of[Seat] if seat.case_id == case_id and self.in_force(seat)]

    def held(self, eyes: Eyes, case_id: UUID) -> list[Seat]:
        """Their own seats in force. Who is asked for one thing holds only what is given to them by name."""
        if eyes.hat not in SPEAKS:
            return []
        agencys = eyes.hat in {Role.REPRESENTATIVE, Role.ADVOCATE} and not self.cases[case_id].restricted
        mine = [seat for seat in self.seats_on(case_id) if seat.agency_id == eyes.agency_id]
        return [one for one in mine if one.member_id == eyes.member_id or (agencys and one.member_id is None)]

    def kinds(self, eyes: Eyes, case_id: UUID, victims: bool = False) -> set[SeatKind]:
        """Kinds of seat held for the whole case; perhaps only those off the perpetrator's side."""
        if victims and eyes.side is Side.PERPETRATOR:
            return set()
        held = [seat for seat in self.held(eyes, case_id) if seat.person_id is None]
        return {seat.kind for seat in held if not (victims and seat.side is Side.PERPETRATOR)}

    def over(self, eyes: Eyes) -> bool:
        return eyes.hat in PRESIDES

    def whole(self, eyes: Eyes, case_id: UUID) -> bool:
        """A case or hearing seat off the perpetrator's side."""
        return bool(self.kinds(eyes, case_id, victims=True) & WHOLE)

    def advocates(self, eyes: Eyes, case_id: UUID) -> bool:
        held = self.held(eyes, case_id) if eyes.hat is Role.ADVOCATE else []
        return any(seat.advocate and seat.kind in WHOLE for seat in held)

    def sees_party(self, eyes: Eyes, person: Person) -> bool:
        """All off the perpetrator's side, the perpetrator on it; to act, the victim; for one person, that one."""
        victims = self.kinds(eyes, person.case_id, victims=True)
        if victims & {*WHOLE, SeatKind.CHECK}:
            return True
        if any(seat.person_id == person.id for seat in self.held(eyes, person.case_id)):
            return True
        if person.party is PartyRole.PERPETRATOR:
            return bool(self.kinds(eyes, person.case_id))
        return person.party is PartyRole.VICTIM and SeatKind.ACTION in victims

    # The file ---------------------------------------------------------------

    def _case(self, eyes: Eyes, case: Case, field: str) -> bool:
        """That it is: anybody seated, the hats, an auditor. What an earlier referral was: the file's readers."""
        if field == "code":
            seated = bool(self.held(eyes, case.id))
            known = seated or self.over(eyes) or eyes.hat is Role.AUDITOR
            known = known or audience_audit.by_its_code(self, eyes, case.id)
            known = known or audience_guardian.knows(self, eyes, case.id)
            return known or audience_beside.by_its_code(self, eyes, case.id)
        return self.over(eyes) or (case.repeat and self.whole(eyes, case.id))

    def _file(self, eyes: Eyes, row: Any, field: str) -> bool:
        return self.over(eyes) or self.whole(eyes, row.case_id)

    def _section(self, eyes: Eyes, row: Any, field: str) -> bool:
        if self.over(eyes):
            return True
        common = row.visibility in {TopicVisibility.COMMON, TopicVisibility.REFERRER}
        police = row.visibility is TopicVisibility.POLICE and eyes.agency_kind is AgencyKind.POLICE
        return self.whole(eyes, row.case_id) and (common or police or row.agency_id == eyes.agency_id)

    def _warning(self, eyes: Eyes, row: Any, field: str) -> bool:
        return self.over(eyes) or bool(self.kinds(eyes, row.case_id, victims=True))

    def _of_person(self, eyes: Eyes, row: Any, field: str) -> bool:
        if row.searchable:
            return self.over(eyes) or self.sees_party(eyes, self.parties[row.person_id])
        giver = row.agency_id == eyes.agency_id and self.whole(eyes, row.case_id)
        return giver or self.advocates(eyes, row.case_id)

    def _detail(self, eyes: Eyes, row: Any, field: str) -> bool:
        if self.over(eyes) or self.whole(eyes, row.case_id):
            return True
        return bool(row.cleared) and self.sees_party(eyes, self.parties[row.person_id])

    def _protected(self, eyes: Eyes, row: Any, field: str) -> bool:
        named = [one for one in self.world.of[ProtectedAudience] if one.detail_id == row.id and not one.ended_at]
        told = row.agency_id == eyes.agency_id or any(one.agency_id == eyes.agency_id for one in named)
        seat = self.kinds(eyes, row.case_id, victims=True) & {*WHOLE, SeatKind.ACTION}
        told = told or audience_beside.broke_glass(self, eyes, row)
        return bool(told and seat) or self.advocates(eyes, row.case_id)

    def _particulars(self, eyes: Eyes, row: Any, field: str) -> bool:
        his = row.party is PartyRole.PERPETRATOR and bool(self.kinds(eyes, row.case_id) & WHOLE)
        return his or self._file(eyes, row, field)

    def _hats_alone(self, eyes: Eyes, row: Any, field: str) -> bool:
        return self.over(eyes)

    def _link(self, eyes: Eyes, row: Any, field: str) -> bool:
        return eyes.hat is Role.COORDINATOR and not self.walled(eyes, row.other_case_id)
