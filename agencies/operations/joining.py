"""Agencies: added to a MARAC, as a partner or as a unit kept apart, and changed."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from agencies.operations.register import partners
from marac.policy import admission as policy
from marac.store.people import Agency, Partner
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import AgencyKind, Conflict


@dataclass(frozen=True)
class Description:
    """What is known of an agency. `parent_id`: the agency from which this unit must be kept apart."""

    name: str
    short_name: str
    kind: AgencyKind
    parent_id: UUID | None
    competent_authority: bool
    gets_case_data: bool


def add_agency(work: Work, what: Description, core: bool) -> Agency:
    """A new agency and its part in this MARAC. Raises Conflict when the name is taken.

    One that another MARAC knows joins by `marac join-agency` only: whoever administers a MARAC admits people for
    its agencies, and must not become able to for somebody else's by a click.
    """
    work.require(policy.may_change_agency(work.viewer))
    agency = work.keep(Agency(**vars(what)))
    try:
        work.session.flush()
    except IntegrityError as taken:
        raise Conflict("Agency") from taken
    part = work.keep(Partner(marac_id=work.viewer.marac_id, agency_id=agency.id, core=core))
    work.log(Verb.AGENCY_ADMITTED, agency, part)
    return agency


def change_agency(work: Work, agency: Agency, part: Partner, what: Description, core: bool) -> None:
    """Raises Conflict when the name is taken."""
    work.require(policy.may_change_agency(work.viewer), agency, part)
    fields = [name for name, value in vars(what).items() if getattr(agency, name) != value]
    for name in fields:
        setattr(agency, name, getattr(what, name))
    fields += ["core"] if part.core != core else []
    part.core = core
    work.log(Verb.AGENCY_CHANGED, agency, part, fields=fields)
    try:
        work.session.flush()
    except IntegrityError as taken:
        raise Conflict("Agency") from taken


def name_is_taken(work: Work, name: str, but: UUID | None = None) -> bool:
    found = work.first(select(Agency).where(Agency.name == name))
    return found is not None and found.id != but


def possible_parents(work: Work, of: UUID | None = None) -> list[Agency]:
    """Agencies of this MARAC that are no unit themselves; none for an agency that has units of its own."""
    here = [agency for agency, _ in partners(work)]
    if of is not None and work.first(select(Agency).where(Agency.parent_id == of)) is not None:
        return []
    return [agency for agency in here if agency.parent_id is None and agency.id != of]
