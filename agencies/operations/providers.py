"""Registering an agency's identity provider: added switched off, tried, then switched on in one act with the rest."""

import secrets
from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel import col, select

from marac import clock
from marac.policy import providers as policy
from marac.store.people import Account, Agency, Member, Provider
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import Conflict


@dataclass(frozen=True, slots=True)
class Registration:
    """What is registered of a provider. `secret`: a client secret or our private key; empty keeps what there is."""

    name: str
    issuer: str
    client_id: str
    auth_method: str
    email_domains: list[str]
    algorithms: list[str]
    acr: str = ""
    amr: str = ""
    max_age: int | None = None
    secret: str = field(default="", repr=False)


FIELDS = ("name", "issuer", "client_id", "auth_method", "email_domains", "algorithms", "acr", "amr", "max_age")


def of_agency(work: Work, agency_id: UUID) -> list[Provider]:
    """The one in use first, then by name."""
    found = work.all(select(Provider).where(Provider.agency_id == agency_id))
    return sorted(found, key=lambda row: (not row.switched_on, row.name, row.issuer))


def in_use(work: Work, agency_id: UUID) -> Provider | None:
    """The one through which the agency's people sign in; all of its providers stand still until the work ends."""
    locked = select(Provider).where(Provider.agency_id == agency_id).order_by(col(Provider.id)).with_for_update()
    found = work.all(locked.execution_options(populate_existing=True))
    return next((row for row in found if row.switched_on), None)


def add(work: Work, agency: Agency, given: Registration) -> Provider:
    """A new provider, switched off and not yet tried. Raises Refused."""
    work.require(policy.may_add_provider(work.viewer))
    row = Provider(agency_id=agency.id, key=secrets.token_hex(16), issuer="", client_id="", switched_on=False)
    _set(row, given)
    work.keyring.seal_secret(row, "secret_sealed", given.secret)
    work.keep(row)
    work.log(Verb.PROVIDER_ADDED, row, fields=[*FIELDS, "secret"])
    return row


def change(work: Work, row: Provider, given: Registration, version: int) -> set[str]:
    """What was changed, by field; whatever bears on a sign-in must then be tried again. Raises Refused, Conflict."""
    changed = {name for name in FIELDS if getattr(row, name) != getattr(given, name)}
    moved = bool(changed & {"issuer", "client_id"})
    work.require(policy.may_move_provider(work.viewer, row, moved=moved), row)
    work.same_version(row, version)
    _set(row, given)
    if given.secret:
        work.keyring.seal_secret(row, "secret_sealed", given.secret)
        changed.add("secret")
    if changed - {"name"}:
        row.tried_at = row.tried_by = None
    work.log(Verb.PROVIDER_CHANGED, row, fields=sorted(changed))
    return changed


def _set(row: Provider, given: Registration) -> None:
    for name in FIELDS:
        setattr(row, name, getattr(given, name))


def record_trial(work: Work, row: Provider, version: int, refused_at: str = "") -> bool:
    """What came of a trial; whether it counts: only a success, and only for the settings that were tried."""
    work.require(policy.may_try_provider(work.viewer), row)
    counts = not refused_at and row.version == version
    if counts:
        row.tried_at, row.tried_by = clock.now(), work.viewer.member_id
    work.log(Verb.PROVIDER_TRIED, row, reason=refused_at)
    return counts


def bound_elsewhere(work: Work, row: Provider) -> list[Account]:
    """The agency's accounts that are bound to another issuer than this provider's."""
    return [account for account in bound(work, row.agency_id) if account.issuer != row.issuer]


def bound(work: Work, agency_id: UUID) -> list[Account]:
    """The agency's accounts that have been bound to issuer and subject by a sign-in."""
    ours = select(Account).join(Member, col(Member.id) == Account.member_id).where(Member.agency_id == agency_id)
    return work.all(ours.where(Account.subject != ""))


def switch_on(work: Work, row: Provider, version: int, *, instead_of: int = 0, rebind: bool = False) -> int:
    """The agency signs in through this one from now on, and through no other; how many members will be bound anew.

    Accounts bound to another issuer, to the provider taken over from, or all (`rebind`) lose their binding: the
    next sign-in binds them by the e-mail with which they were admitted. `instead_of`: the version of the provider
    taken over from, 0 for none. Raises Refused, Conflict.
    """
    other = in_use(work, row.agency_id)
    work.require(policy.may_switch_on(work.viewer, row), row)
    work.same_version(row, version)
    if other:
        switch_off(work, other, instead_of)
    elif instead_of:
        raise Conflict("Provider")
    accounts = bound(work, row.agency_id) if other or rebind else bound_elsewhere(work, row)
    for account in accounts:
        work.require(policy.may_switch_on(work.viewer, row), account)
        account.issuer, account.subject, account.bound_at = "", "", None
    if accounts:
        work.log(Verb.ACCOUNT_UNBOUND, *accounts, fields=["issuer", "subject"])
    row.switched_on = True
    work.log(Verb.PROVIDER_SWITCHED_ON, row)
    return len(accounts)


def switch_off(work: Work, row: Provider, version: int) -> None:
    """Nobody signs in through it any more. Raises Refused, Conflict."""
    work.require(policy.may_switch_off(work.viewer, row), row)
    work.same_version(row, version)
    row.switched_on = False
    work.log(Verb.PROVIDER_SWITCHED_OFF, row)
