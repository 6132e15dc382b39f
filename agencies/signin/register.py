"""Which agency's provider signs somebody in: found by e-mail, by address or by a session that it began."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from cryptography.exceptions import InvalidTag
from sqlmodel import col, select
from starlette.requests import Request

from agencies.signin.metadata import Discovery
from agencies.signin.provider import ProviderSettings, email_domain, resolve_issuer
from agencies.signin.refusal import SignInRefused
from marac.store.people import Agency, Provider
from marac.store.work import Work, open_work
from marac.vocabulary import SIGN_IN
from marac.web.house import House


class Unregistered(StrEnum):
    """Why no provider could be asked; the name is kept in the record."""

    UNKNOWN_DOMAIN = "unknown-domain"
    UNKNOWN_PROVIDER = "unknown-provider"
    PROVIDER_SETTINGS = "provider-settings"


@dataclass(frozen=True, slots=True)
class Registered:
    """A provider in use, as it is reached from this address."""

    id: UUID
    organisation: str
    settings: ProviderSettings


def by_email(house: House, email: str) -> Registered:
    """The provider to which the e-mail's domain belongs, and to no other. Raises SignInRefused."""
    with open_work(house.store, SIGN_IN) as work:
        query = select(Provider).where(col(Provider.email_domains).contains([email_domain(email)]))
        found = [row for row in work.all(query) if _in_use(house, row)]
        if len(found) != 1:
            raise SignInRefused(Unregistered.UNKNOWN_DOMAIN)
        return _registered(house, work, found[0])


def by_key(house: House, key: str) -> Registered:
    """The provider to which a callback address belongs. Raises SignInRefused."""
    with open_work(house.store, SIGN_IN) as work:
        row = work.first(select(Provider).where(Provider.key == key))
        if row is None or not _in_use(house, row):
            raise SignInRefused(Unregistered.UNKNOWN_PROVIDER)
        return _registered(house, work, row)


def discovery_of(request: Request) -> Discovery:
    """What this process knows of the providers' addresses and keys."""
    discovery = request.app.state.discovery
    assert isinstance(discovery, Discovery)
    return discovery


def _in_use(house: House, row: Provider) -> bool:
    """A demonstration's provider lets anybody in as anybody: elsewhere its rows are as good as switched off."""
    return row.switched_on and (house.settings.demo_sign_in or not row.issuer.startswith("/"))


def _registered(house: House, work: Work, row: Provider) -> Registered:
    agency = work.find(Agency, row.agency_id)
    try:
        settings = ProviderSettings(
            key=row.key,
            issuer=resolve_issuer(row.issuer, house.settings.base_url),
            client_id=row.client_id,
            client_secret=house.store.keyring.open_secret(row, "secret_sealed"),
            email_domains=frozenset(row.email_domains),
            auth_method=row.auth_method,
            algorithms=frozenset(row.algorithms),
            acr=frozenset(row.acr.split()),
            amr=frozenset(row.amr.split()),
            max_age=row.max_age,
        )
    except (ValueError, InvalidTag) as error:
        raise SignInRefused(Unregistered.PROVIDER_SETTINGS) from error
    return Registered(row.id, agency.name, settings)
