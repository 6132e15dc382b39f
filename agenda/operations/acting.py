"""Who chairs or coordinates one case where a wall or the perpetrator's employer keeps the usual ones from it (S18)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select

from agenda.models import Hearing, Meeting
from marac.cases.models import Case, PartyEmployer
from marac.cases.operations import leading
from marac.cases.operations.kept_out import employers_of, is_walled, own_agencies, walls_on, works_for_a_party
from marac.policy import hearings as hearing_policy
from marac.policy import meetings as meeting_policy
from marac.policy import walls as policy
from marac.store.appointments import in_force
from marac.store.people import Agency, Appointment, Member
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import FOR_THE_MEETING, Role, Verdict

OFFICES = {"chair": Role.CHAIR, "coordinator": Role.COORDINATOR}


@dataclass(frozen=True, slots=True)
class Acting:
    """Those named for one case, by office; nobody where nobody is in the way."""

    chair: UUID | None = None
    coordinator: UUID | None = None

    @classmethod
    def of(cls, hearing: Hearing) -> "Acting":
        return cls(hearing.acting_chair_id, hearing.acting_coordinator_id)

    def in_office(self, office: str) -> UUID | None:
        return self.chair if office == "chair" else self.coordinator


NOBODY = Acting()


@dataclass(frozen=True, slots=True)
class Choice:
    """One office of which a holder must not take the case, and who may in their place, by name."""

    office: str
    kept_out: tuple[str, ...]
    candidates: tuple[Member, ...]

    @property
    def options(self) -> list[tuple[str, str]]:
        return [(str(member.id), member.name) for member in self.candidates]


def choices(work: Work, case: Case, meeting: Meeting) -> list[Choice]:
    """Only offices with somebody in the way."""
    employers, walls = employers_of(work, case.id), walls_on(work, case.id)
    agencies = {agency.id: agency for agency in work.all(select(Agency))}

    def kept_from(member: Member) -> bool:
        agency = agencies[member.agency_id]
        return bool({agency.id, agency.parent_id} & employers) or is_walled(member, agency, walls)

    found = []
    for office, role in OFFICES.items():
        appointed = _appointed(work, role)
        holders = [one for one in appointed if role is not Role.CHAIR or meeting.chair_id in (None, one.id)]
        out = [member for member in holders if kept_from(member)]
        if out:
            theirs = {member.agency_id for member in out}
            fit = tuple(one for one in appointed if one.agency_id not in theirs and not kept_from(one))
            found.append(Choice(office, tuple(member.name for member in out), fit))
    return found


def _appointed(work: Work, role: Role) -> list[Member]:
    """Those who hold the office in this MARAC today, deputies too, by name."""
    here = (Appointment.marac_id == work.viewer.marac_id, Appointment.role == role, in_force())
    held = select(Member).join(Appointment, col(Appointment.member_id) == col(Member.id))
    return work.all(held.where(*here, col(Member.retired_at).is_(None)).distinct().order_by(Member.name))


def may_be_heard(work: Work, case: Case, meeting: Meeting, acting: Acting) -> Verdict:
    """Whether whoever must stand back is replaced by somebody fit."""
    needed = {choice.office: choice for choice in choices(work, case, meeting)}
    for office in OFFICES:
        named, choice = acting.in_office(office), needed.get(office)
        fit = choice is not None and named in {member.id for member in choice.candidates}
        if named is not None and not (verdict := policy.may_act(True, named, fit)):
            return verdict
    return policy.may_be_chaired(list(needed), acting.chair is not None, acting.coordinator is not None)


def may_name(work: Work, case: Case) -> Verdict:
    """Nobody who must stand back says who takes the case instead of them, nor puts it on a list or orders it (S18)."""
    return meeting_policy.may_prepare(work.viewer) and leading.may_lead(work, case)


def name_acting(work: Work, hearing: Hearing, acting: Acting) -> None:
    """Who takes a case that stands on a list; those not needed are nobody."""
    meeting, case = work.find(Meeting, hearing.meeting_id), work.find(Case, hearing.case_id)
    work.require(may_name(work, case), hearing)
    work.require(may_be_heard(work, case, meeting, acting))
    place(hearing, acting)
    work.meeting_id = meeting.id
    work.log(Verb.HEARING_CHANGED, hearing, fields=["acting_chair_id", "acting_coordinator_id"])


def place(hearing: Hearing, acting: Acting) -> None:
    hearing.acting_chair_id, hearing.acting_coordinator_id = acting.chair, acting.coordinator


def may_lead(work: Work, hearing: Hearing) -> Verdict:
    """Whether the viewer, under a hat for the meeting, does the deeds of this case (S18)."""
    acting = Acting.of(hearing).in_office(work.viewer.hat.value) if work.viewer.hat in FOR_THE_MEETING else None
    who = leading.named(work, acting) if acting and acting != work.viewer.member_id else ""
    return hearing_policy.may_lead(work.viewer, hearing, works_for_a_party(work, hearing.case_id), who)


def of_ones_employer(work: Work, case_ids: Collection[UUID]) -> set[UUID]:
    """Those among these cases of which a party works for the viewer's agency."""
    mine = col(PartyEmployer.agency_id).in_([one for one in own_agencies(work) if one])
    asked = select(PartyEmployer.case_id).where(col(PartyEmployer.case_id).in_(case_ids), mine)
    return set(work.all(asked.where(col(PartyEmployer.until_at).is_(None))))


def walled_from(work: Work, member_id: UUID, case_id: UUID) -> bool:
    member = work.find(Member, member_id)
    return is_walled(member, work.find(Agency, member.agency_id), walls_on(work, case_id))


def chairs(work: Work) -> set[UUID]:
    return {member.id for member in _appointed(work, Role.CHAIR)}


def unready(work: Work, meeting: Meeting, hearings: Iterable[Hearing], cases: dict[UUID, Case]) -> list[str]:
    """Codes of listed cases for which somebody acting must still be named."""
    listed = [one for one in hearings if one.case_id in cases]
    ids = [one.case_id for one in listed]
    marked = select(PartyEmployer.case_id).where(col(PartyEmployer.case_id).in_(ids))
    some = {wall.case_id for wall in walls_on(work, *ids)} | set(work.all(marked))
    return [
        cases[one.case_id].code
        for one in listed
        if one.case_id in some and not may_be_heard(work, cases[one.case_id], meeting, Acting.of(one))
    ]
