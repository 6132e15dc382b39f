"""Opening what was shared on one case to one auditor, for a reason and for hours; and ending it (S21)."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import col, select

from agencies.models import Line
from agenda.models import Note
from marac import clock
from marac.cases.models import Case, ReferralSection
from marac.cases.operations.leading import may_lead
from marac.oversight.models import Opening, OpeningTold
from marac.policy import openings as policy
from marac.policy.openings import OpeningGround
from marac.store.audit import AuditEvent
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import Verdict


def line_coded(work: Work, case: Case, label: str) -> UUID | None:
    """The line of this code, as far as the record names it; an auditor sees no line before it is opened."""
    named = [{"t": "line", "label": label}]
    asked = select(AuditEvent).where(AuditEvent.case_id == case.id, col(AuditEvent.items).contains(named))
    event = work.first(asked.limit(1))
    found = [item["id"] for item in event.items if item["t"] == "line" and item.get("label") == label] if event else []
    return UUID(found[0]) if found else None


def mine_in_force(work: Work, case: Case, line_id: UUID | None) -> Opening | None:
    """What this auditor has open already: the same form sent twice opens once."""
    asked = select(Opening).where(Opening.case_id == case.id, Opening.member_id == work.viewer.member_id)
    return next((one for one in work.all(asked) if one.line_id == line_id and not one.over), None)


def open_content(
    work: Work,
    case: Case,
    ground: OpeningGround,
    reason: str,
    hours: int,
    line_id: UUID | None = None,
    line_label: str = "",
) -> Opening:
    """From now, for so many hours. Those whose words it opens are told, and the chair. Raises Refused."""
    work.require(policy.may_open(work.viewer, case, hours))
    if already := mine_in_force(work, case, line_id):
        return already
    opening = work.keep(
        Opening(
            marac_id=case.marac_id,
            case_id=case.id,
            code=case.code,
            line_id=line_id,
            line_label=line_label,
            member_id=work.viewer.member_id,
            ground=ground,
            until_at=clock.now() + timedelta(hours=hours),
        )
    )
    work.session.flush()  # in force from here: what it shows says whose words it opens
    opening.reason = reason
    told = [
        work.keep(OpeningTold(marac_id=case.marac_id, case_id=case.id, opening_id=opening.id, agency_id=agency_id))
        for agency_id in _whose(work, case.id)
    ]
    _tell(work, Verb.CONTENT_OPENED, opening, told, ground.value)
    return opening


def _tell(work: Work, verb: Verb, opening: Opening, told: list[OpeningTold], reason: str = "") -> None:
    """An event for each agency: one with all of them would name a quiet seat to the others' officers (S5)."""
    work.log(verb, opening, *told, reason=reason)
    for one in told:
        work.log(verb, opening, to=[one.agency_id], reason=reason)


def _whose(work: Work, case_id: UUID) -> list[UUID]:
    found = set(work.all(select(Line.agency_id).where(Line.case_id == case_id)))
    found |= set(work.all(select(ReferralSection.agency_id).where(ReferralSection.case_id == case_id)))
    noted = {note.agency_id for note in work.all(select(Note).where(Note.case_id == case_id))}
    return sorted(found | {agency for agency in noted if agency}, key=str)


def may_end_opening(work: Work, opening: Opening) -> Verdict:
    """Of a chair, unless another acts for them in that case (S18)."""
    return policy.may_end_opening(work.viewer, opening, opening.over) and may_lead(work, opening.case_id)


def end_opening(work: Work, opening: Opening) -> None:
    """At once. Raises Refused."""
    work.require(may_end_opening(work, opening), opening)
    opening.ended_at = clock.now()
    opening.ended_by = work.viewer.member_id
    _tell(work, Verb.CONTENT_CLOSED, opening, told_of(work, [opening]))


def told_of(work: Work, openings: list[Opening]) -> list[OpeningTold]:
    """As far as this viewer may know; an officer knows of their own agency."""
    ids = [opening.id for opening in openings]
    return work.all(select(OpeningTold).where(col(OpeningTold.opening_id).in_(ids)))
