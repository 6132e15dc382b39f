"""Where and how a person can be found: what may be shown, and what is protected (S12, S13)."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import col, select

from marac.cases.models import Case, Detail, Person, ProtectedAudience, ProtectedDetail
from marac.cases.operations.drafts import case_of, changed, editing, says
from marac.cases.operations.own import mark_address, unmark
from marac.cases.operations.people.persons import remove_row
from marac.policy import referrals as policy
from marac.store.sealing import unlock
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import CaseStatus, DetailKind


def details_of(work: Work, person: Person) -> list[Detail]:
    """Ordinary details, addresses first; nothing is opened, and those blanked by a change are left out."""
    rows = work.all(select(Detail).where(Detail.person_id == person.id))
    return sorted((row for row in rows if says(row, "value")), key=lambda row: (_place(row.kind), row.id))


def protected_of(work: Work, person: Person) -> list[ProtectedDetail]:
    """That protected details are, by kind; nothing is opened."""
    rows = work.all(select(ProtectedDetail).where(ProtectedDetail.person_id == person.id))
    return sorted(rows, key=lambda row: (_place(row.kind), row.given_at, row.id))


def _place(kind: DetailKind) -> int:
    return list(DetailKind).index(kind)


def add_detail(
    work: Work,
    person: Person,
    kind: DetailKind,
    value: str,
    postcode: str = "",
    *,
    known_to_perpetrator: bool | None,
    refuge: bool | None,
    confirmed: bool,
    audience: Iterable[UUID] = (),
) -> Detail | ProtectedDetail:
    """A detail, protected unless the rules say that it need not be; None means that it is not known."""
    if policy.must_be_protected(person.party, kind, known_to_perpetrator, refuge):
        return add_protected_detail(work, person, kind, _joined(value, postcode), audience)
    case = case_of(work, person)
    editing(work, case)
    detail = Detail(
        marac_id=case.marac_id,
        case_id=case.id,
        person_id=person.id,
        agency_id=case.agency_id,
        party=person.party,
        kind=kind,
        cleared=policy.is_cleared(person.party, kind, known_to_perpetrator, refuge, confirmed),
    )
    detail.value, detail.postcode = value, postcode
    work.keep(detail)
    changed(work, case, [detail], ["value", "postcode"])
    mark_address(work, detail, value, postcode)
    return detail


def change_detail(
    work: Work,
    detail: Detail,
    kind: DetailKind,
    value: str,
    postcode: str = "",
    *,
    known_to_perpetrator: bool | None,
    refuge: bool | None,
    confirmed: bool,
) -> Detail | ProtectedDetail:
    """Put a detail right. One that must now be protected moves over, and leaves nothing to read behind."""
    person = work.find(Person, detail.person_id)
    case = case_of(work, person)
    if policy.must_be_protected(person.party, kind, known_to_perpetrator, refuge):
        made = add_protected_detail(work, person, kind, _joined(value, postcode))
        _blank(work, case, detail)
        return made
    editing(work, case, detail)
    detail.kind, detail.value, detail.postcode = kind, value, postcode
    detail.cleared = policy.is_cleared(person.party, kind, known_to_perpetrator, refuge, confirmed)
    changed(work, case, [detail], ["kind", "value", "postcode", "cleared"])
    mark_address(work, detail, value, postcode)
    return detail


def _blank(work: Work, case: Case, detail: Detail) -> None:
    """What was sent once cannot be taken off the record, but it can be emptied."""
    if case.status is CaseStatus.DRAFT:
        return remove_row(work, detail)
    editing(work, case, detail)
    detail.value, detail.postcode, detail.cleared = "", "", False
    changed(work, case, [detail], ["value", "postcode", "cleared"])
    return unmark(work, detail)


def add_protected_detail(
    work: Work, person: Person, kind: DetailKind, value: str, audience: Iterable[UUID] = ()
) -> ProtectedDetail:
    """For its giver, the agencies named, and the victim's advocate (S12)."""
    case = case_of(work, person)
    editing(work, case)
    work.require(policy.may_protect(work.viewer))
    detail = ProtectedDetail(
        marac_id=case.marac_id,
        case_id=case.id,
        person_id=person.id,
        agency_id=case.agency_id,
        party=person.party,
        kind=kind,
    )
    detail.secret = value
    work.keep(detail)
    changed(work, case, [detail], ["secret"], Verb.DETAIL_GIVEN)
    work.session.flush()  # whose it is, is asked of the row when an audience is named
    name_audience(work, detail, audience)
    mark_address(work, detail, value)
    return detail


def replace_secret(work: Work, detail: ProtectedDetail, value: str) -> None:
    case = work.find(Case, detail.case_id)
    editing(work, case, detail)
    detail.secret = value
    changed(work, case, [detail], ["secret"])
    mark_address(work, detail, value)


def audience_of(work: Work, detail: ProtectedDetail) -> list[ProtectedAudience]:
    rows = select(ProtectedAudience).where(ProtectedAudience.detail_id == detail.id)
    return work.all(rows.where(col(ProtectedAudience.ended_at).is_(None)))


def name_audience(work: Work, detail: ProtectedDetail, agencies: Iterable[UUID]) -> None:
    """The agencies that may open it: exactly these in a draft, these also once it was sent."""
    case, wanted = work.find(Case, detail.case_id), set(agencies)
    named = {row.agency_id: row for row in audience_of(work, detail)}
    added = [_audience(work, detail, agency_id) for agency_id in sorted(wanted - named.keys())]
    dropped = [row for agency_id, row in named.items() if agency_id not in wanted]
    if case.status is not CaseStatus.DRAFT:
        dropped = []
    if not added and not dropped:
        return
    editing(work, case, *added, *dropped)
    for row in added:
        work.keep(row)
    case.version += 1
    work.log(Verb.DETAIL_GIVEN, case, detail, *added, *dropped, to=[row.agency_id for row in added])
    for row in dropped:
        work.session.delete(row)


def _audience(work: Work, detail: ProtectedDetail, agency_id: UUID) -> ProtectedAudience:
    return ProtectedAudience(
        marac_id=detail.marac_id,
        case_id=detail.case_id,
        detail_id=detail.id,
        agency_id=agency_id,
        named_by=work.viewer.member_id,
        named_by_agency_id=work.viewer.agency_id,
    )


def open_secret(work: Work, detail: ProtectedDetail) -> str:
    """What a protected detail says: one at a time, and recorded as an opening (S12)."""
    unlock(detail)
    work.log(Verb.DETAIL_OPENED, detail, fields=["secret"])
    return detail.secret


def _joined(value: str, postcode: str) -> str:
    return "\n".join(part for part in (value, postcode) if part)
