"""Who will see a line, by name, before its decision is saved (S8, S9)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from agencies.models import Line, LineAudience
from agencies.operations.standing import SeatedAgency, seated_agencies, standing
from marac.cases.models import Case
from marac.cases.operations.seats import one_not_named
from marac.store.appointments import in_force
from marac.store.people import Agency, Appointment, Member
from marac.store.work import Work
from marac.vocabulary import FOR_THE_MEETING, LineKind, Role, Sharing


@dataclass(frozen=True, slots=True)
class HatSeen:
    """Somebody who sees across agencies under a hat, with their employer (S9)."""

    member_id: UUID
    role: Role
    name: str
    employer: str
    deputy: bool = False

    def __str__(self) -> str:
        return f"the {'deputy ' if self.deputy else ''}{self.role.value}, {self.name} ({self.employer})"


@dataclass(frozen=True, slots=True)
class Audience:
    """Who can read a line now.

    `one_not_named`: a quiet seat is there too (S5). `nameless`: the agencies seated, whom this viewer may not know.
    `apart`: chair and coordinator who learn only that these agencies must speak privately (S9).
    """

    agencies: tuple[SeatedAgency, ...] = ()
    hats: tuple[HatSeen, ...] = ()
    one_not_named: bool = False
    nameless: bool = False
    apart: tuple[HatSeen, ...] = ()

    @property
    def names(self) -> list[str]:
        said = self.agency_names
        said += ["the agencies with a part in this case, not named here"] if self.nameless else []
        said += ["one agency not named here"] if self.one_not_named else []
        return said + [str(hat) for hat in self.hats]

    @property
    def agency_names(self) -> list[str]:
        """An agency on the perpetrator's side is marked, so that nobody ticks it unawares (S6)."""
        return [
            agency.name + (" (works with the perpetrator)" if agency.perpetrators else "") for agency in self.agencies
        ]

    @property
    def agency_ids(self) -> list[UUID]:
        return [agency.id for agency in self.agencies]

    @property
    def member_ids(self) -> list[UUID]:
        return [hat.member_id for hat in self.hats]


def who_will_see(
    work: Work,
    case: Case,
    sharing: Sharing,
    *,
    named: Collection[UUID] = (),
    to_chair: bool = True,
    to_coordinator: bool = True,
    for_perpetrators_side: bool = False,
) -> list[str]:
    """Names for the sentence "will see this"; empty where only the viewer's agency will."""
    how: dict[str, Any] = {"to_chair": to_chair, "to_coordinator": to_coordinator}
    how |= {"named": named, "for_perpetrators_side": for_perpetrators_side}
    return audience_of(work, case, sharing, **how).names


@dataclass(frozen=True, slots=True)
class Seating:
    """Who sits at one case and who presides, as far as one viewer may know."""

    agencies: tuple[SeatedAgency, ...]
    hats: tuple[HatSeen, ...]
    knows_others: bool
    one_not_named: bool

    def audience(
        self,
        sharing: Sharing,
        *,
        named: Collection[UUID] = (),
        to_chair: bool = True,
        to_coordinator: bool = True,
        for_perpetrators_side: bool = False,
    ) -> Audience:
        """Who would read a line of this sharing now."""
        if sharing is Sharing.NAMED:
            ticked = {Role.CHAIR: to_chair, Role.COORDINATOR: to_coordinator}
            hats = tuple(hat for hat in self.hats if ticked[hat.role])
            apart = tuple(hat for hat in self.hats if not ticked[hat.role])
            return Audience(tuple(agency for agency in self.agencies if agency.id in named), hats, apart=apart)
        if sharing is not Sharing.SEATED:
            return Audience()
        if not self.knows_others:
            return Audience((), self.hats, nameless=True)
        seated = tuple(agency for agency in self.agencies if for_perpetrators_side or not agency.perpetrators)
        return Audience(seated, self.hats, one_not_named=self.one_not_named)

    def may_name(self, line: Line) -> tuple[SeatedAgency, ...]:
        """Agencies that may be given this line: the victim's voice goes to no worker of the perpetrator's (S6)."""
        voice = line.kind is LineKind.VOICE
        return tuple(agency for agency in self.agencies if not (voice and agency.perpetrators))

    def audience_of(self, line: Line, named: Collection[UUID]) -> Audience:
        """Who can read this line as it stands."""
        return self.audience(
            line.sharing,
            named=named,
            to_chair=line.to_chair,
            to_coordinator=line.to_coordinator,
            for_perpetrators_side=line.for_perpetrators_side,
        )


def seating_of(work: Work, case_id: UUID) -> Seating:
    """The seats that this viewer may know of, as they are now."""
    knows = work.viewer.hat in FOR_THE_MEETING or standing(work, case_id).knows_others
    agencies = tuple(seated_agencies(work, case_id)) if knows else ()
    return Seating(agencies, _hats(work), knows, knows and one_not_named(work, case_id))


def audience_of(work: Work, case: Case, sharing: Sharing, **how: Any) -> Audience:
    """`how` as in who_will_see."""
    return seating_of(work, case.id).audience(sharing, **how)


def audience_now(work: Work, line: Line) -> Audience:
    """Who can read this line as it stands."""
    named = [row.agency_id for row in audience_rows(work, line.id)]
    return seating_of(work, line.case_id).audience_of(line, named)


def audience_rows(work: Work, *line_ids: UUID) -> list[LineAudience]:
    """The agencies named for these lines, as far as this viewer may know."""
    named = col(LineAudience.line_id).in_(line_ids)
    return work.all(select(LineAudience).where(named, col(LineAudience.ended_at).is_(None)))


def _hats(work: Work) -> tuple[HatSeen, ...]:
    """Everybody who may wear the chair's or the coordinator's hat in this MARAC today, deputies last."""
    deputy = col(Appointment.for_member_id).is_not(None)
    query = (
        select(Appointment, Member, Agency)
        .join(Member, col(Member.id) == col(Appointment.member_id))
        .join(Agency, col(Agency.id) == col(Member.agency_id))
        .where(
            Appointment.marac_id == work.viewer.marac_id,
            col(Appointment.role).in_(FOR_THE_MEETING),
            in_force(),
            col(Member.retired_at).is_(None),
        )
        .order_by(col(Appointment.role), deputy, Member.name, col(Member.id))
    )
    found: dict[tuple[Role, UUID], HatSeen] = {}
    for held, member, agency in work.rows(query):
        hat = HatSeen(member.id, held.role, member.name, agency.name, held.for_member_id is not None)
        found.setdefault((held.role, member.id), hat)
    return tuple(found.values())
