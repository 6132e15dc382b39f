"""Which agency's provider signs somebody in: found by e-mail, by address or by a session that it began."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from sqlmodel import col, func, select
from starlette.requests import Request

from agencies.signin.metadata import Discovery
from agencies.signin.own_key import published
from agencies.signin.provider import ProviderSettings, email_domain, resolve_issuer
from agencies.signin.refusal import SignInRefused
from marac.policy.providers import PRIVATE_KEY
from marac.store.people import Account, Agency, Member, Provider
from marac.store.work import Work, open_work
from marac.vocabulary import SIGN_IN
from marac.web.house import House


class Unregistered(StrEnum):
    """Why no provider could be asked; the name is kept in the record."""

    UNKNOWN_DOMAIN = "unknown-domain"
    UNKNOWN_PROVIDER = "unknown-provider"
    PROVIDER_SETTINGS = "provider-settings"
    TRIAL_OF_ANOTHER = "trial-of-another"


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
        found = [row for row in work.all(query.order_by(Provider.key)) if _in_use(house, row)]
        if len(found) > 1:
            found = _of_account(work, email, found)
        if not found:
            raise SignInRefused(Unregistered.UNKNOWN_DOMAIN)
        return registered(house, work, found[0])


def _of_account(work: Work, email: str, found: list[Provider]) -> list[Provider]:
    """Of agencies with the same domain, the one that admitted this person.

    Somebody unknown is sent to one of them all the same: who is known shows nowhere before their provider.
    """
    admitted = select(Member.agency_id).join(Account, col(Account.member_id) == Member.id)
    agency_id = work.first(admitted.where(func.lower(Account.email) == email.lower()))
    own = [row for row in found if row.agency_id == agency_id]
    return own or found


def by_key(house: House, key: str, *, on_trial: bool = False) -> Registered:
    """The provider to which a callback address belongs; on_trial: even one switched off. Raises SignInRefused."""
    with open_work(house.store, SIGN_IN) as work:
        row = work.first(select(Provider).where(Provider.key == key))
        if row is None or not (_in_use(house, row) or on_trial and _may_stand(house, row)):
            raise SignInRefused(Unregistered.UNKNOWN_PROVIDER)
        return registered(house, work, row)


def own_keys(house: House, key: str) -> dict[str, Any] | None:
    """The public keys with which this house signs for itself there; None where it signs nothing."""
    with open_work(house.store, SIGN_IN) as work:
        row = work.first(select(Provider).where(Provider.key == key, Provider.auth_method == PRIVATE_KEY))
        if row is None:
            return None
        try:
            return published(house.store.keyring.open_secret(row, "secret_sealed"))
        except (ValueError, InvalidTag):
            return None


def taken_domains(house: House, agency_id: UUID, domains: Collection[str], client: tuple[str, str]) -> list[str]:
    """Those of the domains that another agency's provider in use answers for, unless it is this same client.

    What the agency's own provider in use answers for too stays its own: agencies that share one change it in turn.
    client: issuer and client id. Asked of the whole installation: a MARAC's administrator sees only its own agencies.
    """
    with open_work(house.store, SIGN_IN) as work:
        used = work.all(select(Provider).where(Provider.switched_on))
        own = {domain for row in used if row.agency_id == agency_id for domain in row.email_domains}
        others = [row for row in used if row.agency_id != agency_id and (row.issuer, row.client_id) != client]
        return sorted(set(domains) & {domain for row in others for domain in row.email_domains} - own)


def key_of(request: Request) -> str:
    """The provider's key in the address that was called; one that no table can hold is nobody's."""
    key = str(request.path_params["key"])
    return key if key.isprintable() else ""


def discovery_of(request: Request) -> Discovery:
    """What this process knows of the providers' addresses and keys."""
    discovery = request.app.state.discovery
    assert isinstance(discovery, Discovery)
    return discovery


def _in_use(house: House, row: Provider) -> bool:
    return row.switched_on and _may_stand(house, row)


def _may_stand(house: House, row: Provider) -> bool:
    """A demonstration's provider lets anybody in as anybody: elsewhere its rows are as good as switched off."""
    return house.settings.demo_sign_in or not row.issuer.startswith("/")


def registered(house: House, work: Work, row: Provider) -> Registered:
    """A provider with its secret opened. Raises SignInRefused when its settings are unsound."""
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
