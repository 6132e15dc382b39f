"""What an installation makes before anybody can sign in: the first administrator, their agency, its provider."""

import getpass
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from sqlalchemy import create_engine
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.pool import NullPool
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from agencies.signin.provider import ProviderSettings, email_domain
from marac import clock
from marac.commands.serve import require_master_key
from marac.settings import BadSetting, Settings
from marac.store.audit import item
from marac.store.home import CannotStart
from marac.store.people import Account, Agency, Appointment, Marac, Member, Partner, Provider
from marac.store.scope import Record
from marac.store.unlocking import open_keyring
from marac.store.work import Store, open_work
from marac.verbs import Verb
from marac.vocabulary import SIGN_IN, AgencyKind, Role

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SECRET = "MARAC_CLIENT_SECRET"
R = TypeVar("R", bound=Record)


class CannotAdmit(CannotStart):
    """What was asked for cannot be, or is there already."""


@dataclass(frozen=True)
class Administrator:
    """Who is to administer which MARAC; MARAC and agency are made when missing."""

    marac: str
    agency: str
    name: str
    email: str
    kind: AgencyKind = AgencyKind.OTHER
    another: bool = False


@dataclass(frozen=True)
class Registration:
    """An agency's provider, and the client that it knows us as."""

    agency: str
    issuer: str
    client_id: str
    domains: list[str]
    secret: str = field(repr=False)
    auth_method: str = "client_secret_basic"
    acr: str = ""


def admit_administrator(settings: Settings, asked: Administrator) -> str:
    """What was done, in words. Raises CannotAdmit: one is there already, or the address is somebody's."""
    email = asked.email.strip().lower()
    if not _SLUG.fullmatch(asked.marac):
        raise CannotAdmit("Give --marac as it stands in addresses: small letters, digits and hyphens.")
    if email_domain(email) is None or not asked.name.strip():
        raise CannotAdmit("Give --name, and --email as name@agency.example.")
    with _installing(settings) as at:
        if at.one(select(Account).where(Account.email == email)):
            raise CannotAdmit("Somebody has this e-mail address already.")
        marac = _marac(at, asked.marac)
        if not asked.another and _administrators(at, marac.id):
            raise CannotAdmit(f"{marac.name} has an administrator, who admits others. To add one here, say --another.")
        agency = _agency(at, asked.agency, asked.kind)
        _partner(at, marac, agency)
        member = at.keep(Member(agency_id=agency.id, name=asked.name.strip(), job_title="Administrator"))
        at.keep(Account(member_id=member.id, email=email, invited_at=clock.now()))
        at.keep(Appointment(member_id=member.id, marac_id=marac.id, role=Role.ADMINISTRATOR))
        at.record(Verb.MEMBER_ADMITTED, agency.id)
        domains = _domains(at, agency.id)
    done = f"{asked.name.strip()} of {agency.name} administers {marac.name}."
    if email.partition("@")[2] in domains:
        return done
    return f"{done}\nThey cannot sign in yet: give {agency.name} a provider with `marac add-provider`."


def add_provider(settings: Settings, asked: Registration) -> str:
    """Switched on at once: there is nobody yet who could try it. The words say which addresses to register there.

    Raises CannotAdmit: no such agency, it has a provider already, or the settings are unsound.
    """
    domains = sorted({domain.strip().lower().lstrip("@") for domain in asked.domains})
    with _installing(settings) as at:
        agency = at.one(select(Agency).where(Agency.name == asked.agency))
        if agency is None:
            raise CannotAdmit(f"There is no agency called {asked.agency}.")
        if at.one(select(Provider).where(Provider.agency_id == agency.id)):
            raise CannotAdmit(f"{agency.name} has a provider: its MARAC's administrator changes it.")
        key = secrets.token_hex(16)
        _must_be_sound(settings, at, asked, key, domains)
        row = Provider(
            agency_id=agency.id,
            key=key,
            issuer=asked.issuer,
            client_id=asked.client_id,
            auth_method=asked.auth_method,
            email_domains=domains,
            acr=asked.acr,
        )
        at.store.keyring.seal_secret(row, "secret_sealed", asked.secret)
        at.keep(row)
        at.record(Verb.AGENCY_CHANGED, agency.id)
    return (
        f"{agency.name} signs in through {asked.issuer}. Register there:\n"
        f"  redirect address      {settings.base_url}/auth/callback/{key}\n"
        f"  back-channel logout   {settings.base_url}/auth/backchannel/{key}\n"
        f"  after signing out     {settings.base_url}/signed-out"
    )


def join_agency(settings: Settings, slug: str, name: str, core: bool = False) -> str:
    """Make an agency that another MARAC knows a partner of this one too. Raises CannotAdmit."""
    with _installing(settings) as at:
        marac = at.one(select(Marac).where(Marac.slug == slug))
        agency = at.one(select(Agency).where(Agency.name == name))
        if marac is None or agency is None:
            raise CannotAdmit(f"There is no {'MARAC' if marac is None else 'agency'} called so.")
        if not _partner(at, marac, agency, core):
            raise CannotAdmit(f"{name} is a partner of {marac.name} already.")
        at.record(Verb.AGENCY_ADMITTED, agency.id)
    return f"{name} is a partner of {marac.name}, whose administrator admits its people from now on."


def ask_secret() -> str:
    """From the environment, or typed without being shown; never from the command line, where others could read it."""
    return os.environ.get(SECRET, "") or getpass.getpass("Client secret: ")


class Installing:
    """The owner's transaction, in which rows are made; and how it is recorded, since the owner writes no events."""

    def __init__(self, session: Session, store: Store) -> None:
        self.session = session
        self.store = store
        self.made: list[Record] = []

    def one(self, query: SelectOfScalar[R]) -> R | None:
        return self.session.exec(query).first()

    def keep(self, row: R) -> R:
        self.session.add(row)
        self.session.flush()
        self.made.append(row)
        return row

    def record(self, verb: Verb, agency_id: UUID) -> None:
        """Before the commit: what could not be recorded is not done."""
        with open_work(self.store, SIGN_IN) as work:
            work.log(verb, items=[item(row) for row in self.made], reason="command-line", agency_id=agency_id)


@contextmanager
def _installing(settings: Settings) -> Iterator[Installing]:
    """Committed at its end. Raises BadSetting, CannotAdmit."""
    if not (settings.owner_url and settings.database_url):
        raise BadSetting("Set DATABASE_URL and MARAC_OWNER_URL: this is done as the owner of the tables.")
    require_master_key(settings)
    owner, app = (
        create_engine(url, poolclass=NullPool, hide_parameters=True)
        for url in (settings.owner_url, settings.database_url)
    )
    store = Store(app, open_keyring(settings, app))
    try:
        with Session(owner, expire_on_commit=False) as session:
            yield Installing(session, store)
            session.commit()
    except ProgrammingError as missing:
        raise CannotAdmit("The tables are not as this version needs them. Run `marac migrate` first.") from missing


def _marac(at: Installing, slug: str) -> Marac:
    found = at.one(select(Marac).where(Marac.slug == slug))
    return found or at.keep(Marac(slug=slug, name=slug.replace("-", " ").title()))


def _agency(at: Installing, name: str, kind: AgencyKind) -> Agency:
    found = at.one(select(Agency).where(Agency.name == name))
    return found or at.keep(Agency(name=name, short_name=name[:30], kind=kind))


def _partner(at: Installing, marac: Marac, agency: Agency, core: bool = False) -> bool:
    """True when it was not one before."""
    here = select(Partner).where(Partner.marac_id == marac.id, Partner.agency_id == agency.id)
    if at.one(here):
        return False
    at.keep(Partner(marac_id=marac.id, agency_id=agency.id, core=core))
    return True


def _administrators(at: Installing, marac_id: UUID) -> bool:
    held = select(Appointment).join(Member, col(Member.id) == Appointment.member_id)
    held = held.where(Appointment.marac_id == marac_id, Appointment.role == Role.ADMINISTRATOR)
    held = held.where(col(Appointment.ended_at).is_(None), col(Member.retired_at).is_(None))
    lasting = col(Appointment.until_on).is_(None) | (col(Appointment.until_on) >= clock.today())
    return at.one(held.where(lasting)) is not None


def _domains(at: Installing, agency_id: UUID) -> set[str]:
    providers = at.session.exec(select(Provider).where(Provider.agency_id == agency_id))
    return {domain for row in providers if row.switched_on for domain in row.email_domains}


def _must_be_sound(settings: Settings, at: Installing, asked: Registration, key: str, domains: list[str]) -> None:
    """Raises CannotAdmit."""
    try:
        ProviderSettings(
            key=key,
            issuer=asked.issuer,
            client_id=asked.client_id,
            client_secret=asked.secret,
            email_domains=frozenset(domains),
            auth_method=asked.auth_method,
        )
    except ValueError as wrong:
        raise CannotAdmit(f"This cannot be used: {wrong}.") from None
    if not (asked.issuer.startswith("https://") or settings.demo_sign_in):
        raise CannotAdmit("Give the issuer as https://…")
    for row in at.session.exec(select(Provider)):
        if set(row.email_domains) & set(domains) and (row.issuer, row.client_id) != (asked.issuer, asked.client_id):
            raise CannotAdmit("An e-mail domain of these is another agency's, with another provider.")
