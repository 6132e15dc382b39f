"""Who may open a protected detail after the referral was sent: by name, and for an hour in an emergency (S12)."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Uuid, func
from sqlalchemy import select as ask
from sqlmodel import col, select

from marac import clock
from marac.cases.models import Case, EmergencyOpening, ProtectedAudience, ProtectedDetail
from marac.cases.operations.notices import tell
from marac.cases.operations.places import own_seats, place_on
from marac.policy import details as policy
from marac.proceedings import LifeThreat, NoticeKind
from marac.store.people import Agency, Partner
from marac.store.seats import FULL, Seat, in_force
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import DetailKind, Hat, PartyRole, Refused, Verdict

AN_HOUR = timedelta(minutes=60)


def may_name(work: Work, detail: ProtectedDetail) -> Verdict:
    return policy.may_name(work.viewer, detail, speaks_for_the_victim(work, detail.case_id))


def speaks_for_the_victim(work: Work, case_id: UUID) -> bool:
    held = own_seats(work, [case_id])[case_id] if work.viewer.hat is Hat.ADVOCATE else []
    return any(seat.advocate and seat.kind in FULL for seat in held)


def nameable(work: Work, detail: ProtectedDetail) -> list[Agency]:
    """Partners that may be named: not the giver, who may open it anyway, nor one that works with perpetrators."""
    here = select(Agency).join(Partner, col(Partner.agency_id) == col(Agency.id))
    found = work.all(here.where(Partner.marac_id == detail.marac_id).order_by(Agency.name))
    return [agency for agency in found if policy.may_be_named(agency) and agency.id != detail.agency_id]


def named_for(work: Work, detail: ProtectedDetail) -> list[ProtectedAudience]:
    """The agencies named now."""
    rows = select(ProtectedAudience).where(ProtectedAudience.detail_id == detail.id)
    return work.all(rows.where(col(ProtectedAudience.ended_at).is_(None)))


def name_agencies(work: Work, detail: ProtectedDetail, agencies: Collection[UUID]) -> None:
    """Exactly these may open it, beside the giver and the advocate, from the next request on.

    Raises Refused for an agency that is never given one, and for whoever neither gave it nor speaks for the victim.
    """
    verdict = may_name(work, detail)
    work.require(verdict)
    wanted = set(agencies)
    if wanted - {agency.id for agency in nameable(work, detail)}:
        raise Refused("An agency that you named is never given a protected detail.")
    rows = {row.agency_id: row for row in named_for(work, detail)}
    added = [work.keep(_named(work, detail, agency_id)) for agency_id in sorted(wanted - rows.keys())]
    ended = [row for agency_id, row in rows.items() if agency_id not in wanted]
    work.require(verdict, *ended)
    for row in ended:
        row.ended_at, row.ended_by = clock.now(), work.viewer.member_id
    for verb, changed in ((Verb.DETAIL_NAMED, added), (Verb.DETAIL_UNNAMED, ended)):
        if changed:
            work.log(verb, detail, *changed, to=[row.agency_id for row in changed])
    if added or ended:
        work.announce(detail.case_id, of=detail)
        work.announce(detail.case_id, to=[row.agency_id for row in ended], hats=[])


def _named(work: Work, detail: ProtectedDetail, agency_id: UUID) -> ProtectedAudience:
    return ProtectedAudience(
        marac_id=detail.marac_id,
        case_id=detail.case_id,
        detail_id=detail.id,
        agency_id=agency_id,
        named_by=work.viewer.member_id,
        named_by_agency_id=work.viewer.agency_id,
    )


def break_glass(
    work: Work, case: Case, party: PartyRole, kind: DetailKind, danger: LifeThreat, reason: str
) -> EmergencyOpening:
    """A life is in danger: for an hour this member may open what is protected of this kind about this party.

    On the record first, and told at once to whoever gave such details and to the victim's advocate; only then does
    anybody learn whether there are any. Each is still opened by itself.
    """
    work.require(policy.may_break_glass(work.viewer, place_on(work, case.id)))
    opening = work.keep(
        EmergencyOpening(
            marac_id=case.marac_id,
            case_id=case.id,
            agency_id=work.viewer.agency_id,
            member_id=work.viewer.member_id,
            label=case.code,
            party=party,
            kind=kind,
            danger=danger,
            reason=reason,
            until_at=clock.now() + AN_HOUR,
        )
    )
    work.session.flush()
    told = {*opened_by(work, opening), *_advocates(work, case.id)} - {work.viewer.agency_id}
    notices = tell(work, case, NoticeKind.DETAIL_OPENED, opening.id, told)
    known = told & _known(work, case.id)
    more = ", and one not named" if told - known else ""
    work.log(Verb.DETAIL_IN_EMERGENCY, opening, *notices, fields=["kind"], to=sorted(known), reason=danger.value + more)
    for row in (opening, *notices):
        work.announce(case.id, of=row)
    return opening


def opened_by(work: Work, opening: EmergencyOpening) -> set[UUID]:
    """The agencies that gave what an emergency opens."""
    such = select(ProtectedDetail.agency_id).where(
        ProtectedDetail.case_id == opening.case_id,
        ProtectedDetail.kind == opening.kind,
        ProtectedDetail.party == opening.party,
    )
    return set(work.all(such))


def _advocates(work: Work, case_id: UUID) -> Iterable[UUID]:
    return work.session.connection().execute(ask(func.scope.advocates_on(case_id, type_=Uuid))).scalars().all()


def _known(work: Work, case_id: UUID) -> set[UUID]:
    """Agencies seated on the case of which the viewer may know: the event names no other (S5)."""
    return set(work.all(select(Seat.agency_id).where(Seat.case_id == case_id, in_force())))
