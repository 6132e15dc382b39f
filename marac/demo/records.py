"""What the demonstration says of a MARAC, an agency, a member and a sign-in card."""

from dataclasses import dataclass

from marac.vocabulary import AgencyKind, Role, Side


@dataclass(frozen=True, slots=True)
class DemoMarac:
    slug: str
    name: str
    area: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAgency:
    """An agency, or a unit kept apart from its `parent`.

    `core`: the operating protocol has it check every case of its MARACs. Otherwise it is asked only where a fact
    points to it, which `asked_when` names. Without `gets_case_data` it is on the register and is told nothing.
    """

    key: str
    name: str
    short_name: str
    kind: AgencyKind
    domain: str
    maracs: tuple[str, ...]
    core: bool = False
    asked_when: str = ""
    competent_authority: bool = False
    parent: str | None = None
    gets_case_data: bool = True


@dataclass(frozen=True, slots=True)
class DemoAppointment:
    """One role in one MARAC. A deputy's names `for_member` and counts its days from the day of seeding."""

    marac: str
    role: Role
    side: Side = Side.NEITHER
    for_member: str | None = None
    from_day: int = -365
    until_day: int | None = None


@dataclass(frozen=True, slots=True)
class DemoMember:
    key: str
    name: str
    job_title: str
    agency: str
    appointments: tuple[DemoAppointment, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One click on the sign-in page: this member, under this appointment."""

    title: str
    member: str
    marac: str
    role: Role
