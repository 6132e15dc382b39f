"""The sign-in page's cards: each role of the demonstration in one click."""

from dataclasses import dataclass
from uuid import UUID

from agencies.demo_idp.people import appointed, known, subject_of
from marac.store.people import Account, Agency, Appointment, Marac, Member, Provider
from marac.store.work import Store, open_work
from marac.vocabulary import FOR_THE_AGENCY, FOR_THE_MEETING, SIGN_IN, Role
from marac.web.page import hat_name

_ROLES = list(Role)


@dataclass(frozen=True, slots=True)
class Card:
    """One member under one appointment."""

    appointment_id: UUID
    role: Role
    deputy: bool
    name: str
    agency: str
    marac: str
    slug: str
    provider_key: str
    subject: str

    @property
    def title(self) -> str:
        return hat_name(self.role) + (" (deputy)" if self.deputy else "")


@dataclass(frozen=True, slots=True)
class Shelf:
    """Cards of one kind."""

    title: str
    cards: list[Card]


def cards(store: Store) -> list[Card]:
    """Every appointment in force of everybody who can sign in here, those of one agency together."""
    with open_work(store, SIGN_IN) as work:
        people = {row[1].id: row for row in work.rows(known()) if row[1].retired_at is None}
        made = [
            _card(appointment, marac, *people[appointment.member_id])
            for appointment, marac in work.rows(appointed())
            if appointment.member_id in people
        ]
    return sorted(made, key=lambda card: (card.marac, _in_order(card), card.name))


def _in_order(card: Card) -> tuple[str, int, bool]:
    by_agency = card.agency if card.role in FOR_THE_AGENCY else ""
    return by_agency, _ROLES.index(card.role), card.deputy


def shelves(made: list[Card]) -> dict[str, list[Shelf]]:
    """By MARAC: who runs the meeting, who speaks for an agency, who oversees."""
    kinds = {
        "The meeting": FOR_THE_MEETING,
        "Agencies": FOR_THE_AGENCY,
        "Oversight and administration": frozenset(Role) - FOR_THE_MEETING - FOR_THE_AGENCY,
    }
    sorted_out: dict[str, list[Shelf]] = {}
    for marac in dict.fromkeys(card.marac for card in made):
        shelved = [
            Shelf(title, [card for card in made if card.marac == marac and card.role in roles])
            for title, roles in kinds.items()
        ]
        sorted_out[marac] = [shelf for shelf in shelved if shelf.cards]
    return sorted_out


def _card(
    appointment: Appointment, marac: Marac, account: Account, member: Member, agency: Agency, provider: Provider
) -> Card:
    return Card(
        appointment_id=appointment.id,
        role=appointment.role,
        deputy=appointment.for_member_id is not None,
        name=member.name,
        agency=agency.short_name,
        marac=marac.name,
        slug=marac.slug,
        provider_key=provider.key,
        subject=subject_of(account),
    )
