"""Who comes to the table in this MARAC: its agencies, their members, and what these are appointed to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import col, select

from marac import clock
from marac.store.people import Account, Agency, Appointment, Member, Partner, Provider
from marac.store.work import Store, Work, open_work
from marac.vocabulary import SIGN_IN, Hat, NotFound


class State(StrEnum):
    """Where one appointment is in its life."""

    WAITING = "waiting"
    COMING = "coming"
    IN_FORCE = "in-force"
    LAPSED = "lapsed"
    ENDED = "ended"


OPEN = frozenset({State.WAITING, State.COMING, State.IN_FORCE})


def state_of(row: Appointment) -> State:
    """As it is now; days are London's."""
    if row.ended_at is not None and row.ended_at <= clock.now():
        return State.ENDED
    if row.until_on is not None and row.until_on < clock.today():
        return State.LAPSED
    if row.confirmed_at is None:
        return State.WAITING
    return State.COMING if row.from_on > clock.today() else State.IN_FORCE


@dataclass(frozen=True)
class Standing:
    """An agency as the register shows it; of providers, those that the viewer may see."""

    agency: Agency
    core: bool
    unit_of: str
    members: int
    providers: int
    switched_on: int
    last_sign_in: datetime | None


def partner(work: Work, agency_id: UUID) -> tuple[Agency, Partner]:
    """An agency of this MARAC, for its agency's administrator their own only. Raises NotFound."""
    own = work.viewer.hat is not Hat.AGENCY_ADMINISTRATOR or agency_id == work.viewer.agency_id
    here = select(Partner).where(Partner.marac_id == work.viewer.marac_id, Partner.agency_id == agency_id)
    part = work.first(here)
    if part is None or not own:
        raise NotFound("Agency")
    return work.find(Agency, agency_id), part


def partners(work: Work) -> list[tuple[Agency, Partner]]:
    """Every agency of this MARAC, by name."""
    query = select(Agency, Partner).join(Partner, col(Partner.agency_id) == col(Agency.id))
    rows = work.rows(query.where(Partner.marac_id == work.viewer.marac_id).order_by(col(Agency.name)))
    return [(agency, part) for agency, part in rows]


def standings(work: Work) -> list[Standing]:
    """The agencies of this MARAC with what an administrator asks about each."""
    rows = partners(work)
    ids = [agency.id for agency, _ in rows]
    members = members_of(work, ids)
    accounts = accounts_of(work, [member.id for member in members])
    providers = work.all(select(Provider).where(col(Provider.agency_id).in_(ids)))
    names = work.by_id(Agency, [agency.parent_id for agency, _ in rows])
    return [
        Standing(
            agency,
            part.core,
            names[agency.parent_id].name if agency.parent_id else "",
            sum(member.agency_id == agency.id and member.retired_at is None for member in members),
            sum(row.agency_id == agency.id for row in providers),
            sum(row.agency_id == agency.id and row.switched_on for row in providers),
            _last(accounts[m.id].last_sign_in_at for m in members if m.agency_id == agency.id and m.id in accounts),
        )
        for agency, part in rows
    ]


def members_of(work: Work, agency_ids: Sequence[UUID]) -> list[Member]:
    """All whom these agencies ever sent, by name; the retired too."""
    query = select(Member).where(col(Member.agency_id).in_(list(agency_ids)))
    return work.all(query.order_by(col(Member.name), col(Member.id)))


def accounts_of(work: Work, member_ids: Sequence[UUID]) -> dict[UUID, Account]:
    """Their accounts by member, as far as the viewer may see them."""
    found = work.all(select(Account).where(col(Account.member_id).in_(list(member_ids))))
    return {account.member_id: account for account in found}


def appointments_of(work: Work, member_ids: Sequence[UUID]) -> list[Appointment]:
    """All that they were ever appointed to in this MARAC, the latest first."""
    query = select(Appointment).where(
        Appointment.marac_id == work.viewer.marac_id, col(Appointment.member_id).in_(list(member_ids))
    )
    return work.all(query.order_by(col(Appointment.from_on).desc(), col(Appointment.role), col(Appointment.id)))


def waiting(work: Work) -> list[Appointment]:
    """What was proposed in this MARAC and waits for a second person, the oldest first."""
    proposed = select(Appointment).where(
        Appointment.marac_id == work.viewer.marac_id, col(Appointment.confirmed_at).is_(None)
    )
    rows = work.all(proposed.order_by(col(Appointment.from_on), col(Appointment.id)))
    members = work.by_id(Member, [row.member_id for row in rows])
    return [row for row in rows if state_of(row) is State.WAITING and members[row.member_id].retired_at is None]


def overlaps(row: Appointment, from_on: date, until_on: date | None) -> bool:
    """Whether an appointment that was not ended covers a day from `from_on` to `until_on`, both counted."""
    begins_before_end = until_on is None or row.from_on <= until_on
    return row.ended_at is None and begins_before_end and (row.until_on is None or row.until_on >= from_on)


@dataclass(frozen=True)
class Addresses:
    """What sign-in knows of e-mail: whose domains an agency's people may have, and whether one is in use."""

    domains: frozenset[str]
    taken_by: UUID | None


def addresses(store: Store, agency_id: UUID, email: str = "") -> Addresses:
    """Read as signing in reads, since not everybody who admits members sees providers, nor all accounts."""
    with open_work(store, SIGN_IN) as work:
        providers = work.all(select(Provider).where(Provider.agency_id == agency_id))
        account = work.first(select(Account).where(Account.email == email)) if email else None
        domains = frozenset(domain.lower() for row in providers for domain in row.email_domains)
        return Addresses(domains, account.member_id if account else None)


def _last(moments: Iterable[datetime | None]) -> datetime | None:
    return max((moment for moment in moments if moment), default=None)
