"""Who can sign in at the demonstration's provider, read from the database each time it is asked."""

import secrets
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from sqlmodel import col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from agencies.demo_idp.tenant import DemoPerson, DemoTenant
from marac.store.appointments import in_force
from marac.store.people import Account, Agency, Appointment, Marac, Member, Provider
from marac.store.sealing import Keyring
from marac.store.work import Store, Work, open_work
from marac.vocabulary import SIGN_IN
from marac.web.page import hat_name

ISSUERS = "/demo-idp/"
CLIENT = "marac"


def demo_provider(agency_id: UUID, email_domain: str, keyring: Keyring) -> Provider:
    """The row that lets an agency's people in through the demonstration's provider, with a second factor.

    Each of them also needs `Account(member_id=..., email="somebody@<email_domain>")`, with issuer and subject left
    empty (the first sign-in fills them), and an appointment in force.
    """
    key = agency_id.hex
    row = Provider(
        agency_id=agency_id,
        key=key,
        issuer=ISSUERS + key,
        client_id=CLIENT,
        email_domains=[email_domain],
        acr="aal2",
    )
    keyring.seal_secret(row, "secret_sealed", secrets.token_urlsafe(32))
    return row


@dataclass(frozen=True, slots=True)
class Directory:
    """What the provider asks about its organisations and their people."""

    store: Store

    def tenant(self, name: str) -> DemoTenant | None:
        """The organisation of this key, when its provider is the demonstration's and in use."""
        with open_work(self.store, SIGN_IN) as work:
            row = work.first(_providers().where(Provider.key == name))
            return self._tenant(work, row) if row else None

    def _tenant(self, work: Work, row: Provider) -> DemoTenant | None:
        try:
            secret = self.store.keyring.open_secret(row, "secret_sealed")
        except InvalidTag:  # sealed under another master key
            return None
        return DemoTenant(
            name=row.key,
            title=work.find(Agency, row.agency_id).name,
            client_id=row.client_id,
            client_secret=secret,
            redirect_uri=f"/auth/callback/{row.key}",
            signed_out_uri="/signed-out",
        )

    def people(self, name: str) -> list[DemoPerson]:
        """Everybody with an account there, by name; what they are appointed to is said, and asks nothing of them."""
        with open_work(self.store, SIGN_IN) as work:
            roles = _roles(work)
            found = work.rows(known().where(Provider.key == name).order_by(Member.name))
            return [
                DemoPerson(subject_of(account), member.name, account.email, member.job_title, roles.get(member.id, ""))
                for account, member, _, _ in found
            ]


def subject_of(account: Account) -> str:
    """How the provider names somebody: it stands in addresses, so it says nothing."""
    return account.id.hex


def _providers() -> SelectOfScalar[Provider]:
    return select(Provider).where(col(Provider.issuer).startswith(ISSUERS), Provider.switched_on)


def known() -> Select[Account, Member, Agency, Provider]:
    """Account, member, agency and provider of everybody whom this provider knows."""
    return (
        select(Account, Member, Agency, Provider)
        .join(Member, col(Member.id) == Account.member_id)
        .join(Agency, col(Agency.id) == Member.agency_id)
        .join(Provider, col(Provider.agency_id) == Agency.id)
        .where(col(Provider.issuer).startswith(ISSUERS), Provider.switched_on)
    )


def appointed() -> Select[Appointment, Marac]:
    """Every appointment in force, and its MARAC."""
    return select(Appointment, Marac).join(Marac, col(Marac.id) == Appointment.marac_id).where(in_force())


def _roles(work: Work) -> dict[UUID, str]:
    held = defaultdict(list)
    for appointment, marac in work.rows(appointed()):
        held[appointment.member_id].append(f"{hat_name(appointment.role)}, {marac.name}")
    return {member: "; ".join(sorted(roles)) for member, roles in held.items()}
