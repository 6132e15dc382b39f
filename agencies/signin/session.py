"""Who is let in, and the sessions that the server keeps: begun here, ended here, each with its record.

A member comes in through rows that somebody made before: their agency's `Provider`, and their `Account` with the
e-mail under which that provider knows them. No account appears by itself. The demonstration's rows are made by
`agencies.demo_idp.people.demo_provider` (one an agency, which also says what an account needs there).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from agencies.signin.flow import hashed, new_token
from agencies.signin.refusal import SignInRefused
from agencies.signin.tokens import Identity
from marac import clock
from marac.store.appointments import in_force
from marac.store.people import Account, Appointment, Marac, Member, Provider, SignIn
from marac.store.work import Store, Work, open_work
from marac.verbs import Verb
from marac.vocabulary import ALLOWED, SIGN_IN

HOURS = 8  # of a session whose member no MARAC limits


class Standing(StrEnum):
    """Why somebody whom their provider vouches for is not let in; the name is kept in the record."""

    UNKNOWN_ACCOUNT = "unknown-account"
    OTHER_SUBJECT = "other-subject"
    OTHER_AGENCY = "other-agency"
    RETIRED = "retired"
    NO_APPOINTMENT = "no-appointment"


@dataclass(frozen=True, slots=True)
class Ended:
    """A session that was ended, and the provider with which it began."""

    provider_key: str


def let_in(
    store: Store,
    provider_id: UUID,
    identity: Identity,
    *,
    instead_of: str = "",
    browser: str = "",
    reference: str = "",
) -> str:
    """Begin a session; the token for its cookie, of which only the hash is kept. Raises SignInRefused.

    instead_of is the token that the same browser holds: its session ends, and it never lives on. browser is said in
    plain words. The ID token, which holds an e-mail address, is not kept.
    """
    with open_work(store, SIGN_IN, reference) as work:
        provider = work.find(Provider, provider_id)
        account = _account(work, provider, identity)
        member = _in_good_standing(work, account)
        work.require(ALLOWED, account)
        account.bound_at = account.bound_at or clock.now()
        account.issuer, account.subject, account.last_sign_in_at = provider.issuer, identity.subject, clock.now()
        _end(work, instead_of, "signed-in-again")
        token = new_token()
        session = work.keep(
            SignIn(
                token_hash=hashed(token),
                member_id=member.id,
                provider_id=provider.id,
                issuer=provider.issuer,
                subject=identity.subject,
                provider_session=identity.sid or "",
                acr=identity.acr or "",
                browser=browser,
                expires_at=clock.now() + _longest(work, member),
            )
        )
        work.log(Verb.SIGNED_IN, session, member, account, agency_id=member.agency_id)
    return token


def sign_out(store: Store, token: str, reference: str = "") -> Ended | None:
    """End the session of this token, open streams too; None when there is none."""
    with open_work(store, SIGN_IN, reference) as work:
        return _end(work, token, "signed-out")


def end_sessions(work: Work, sessions: Iterable[SignIn], why: str, agency_id: UUID | None = None) -> None:
    """End them from now on, each with its record, and their open streams within two seconds.

    agency_id: whose provider said so, where not the member's own agency.
    """
    for session in sessions:
        session.ended_at, session.ended_why, session.id_token = clock.now(), why, ""
        member = work.find(Member, session.member_id)
        work.log(Verb.SIGNED_OUT, session, member, reason=why, agency_id=agency_id or member.agency_id)
        work.announce_member(member.id)


def record_refusal(store: Store, check: str, provider_key: str, reference: str) -> None:
    """Keep that a sign-in failed, and at which check; nothing of what was typed or claimed."""
    with open_work(store, SIGN_IN, reference) as work:
        provider = work.first(select(Provider).where(Provider.key == provider_key))
        rows = [provider] if provider else []
        work.log(Verb.SIGN_IN_REFUSED, *rows, reason=check, agency_id=provider.agency_id if provider else None)


def _account(work: Work, provider: Provider, identity: Identity) -> Account:
    """By issuer and subject; by e-mail the first time only. Always among the members of the provider's agency."""
    ours = select(Account).join(Member, col(Member.id) == Account.member_id)
    ours = ours.where(Member.agency_id == provider.agency_id).with_for_update(of=Account)
    bound = ours.where(Account.issuer == provider.issuer, Account.subject == identity.subject)
    if account := _only(work.all(bound)):
        return account
    account = _only(work.all(ours.where(func.lower(Account.email) == identity.email.lower())))
    if account is None:
        raise SignInRefused(Standing.UNKNOWN_ACCOUNT)
    if (account.issuer, account.subject) == (provider.issuer, identity.subject):
        return account  # bound by another tab, for which this one waited
    if account.subject:
        raise SignInRefused(Standing.OTHER_SUBJECT)
    # Agencies may share a provider; one person of it is one account.
    elsewhere = select(Account.id).where(Account.issuer == provider.issuer, Account.subject == identity.subject)
    if work.first(elsewhere) is not None:
        raise SignInRefused(Standing.OTHER_AGENCY)
    return account


def _only(found: list[Account]) -> Account | None:
    return found[0] if len(found) == 1 else None


def _in_good_standing(work: Work, account: Account) -> Member:
    member = work.find(Member, account.member_id)
    if member.retired_at is not None:
        raise SignInRefused(Standing.RETIRED)
    if work.first(select(Appointment).where(Appointment.member_id == member.id, in_force())) is None:
        raise SignInRefused(Standing.NO_APPOINTMENT)
    return member


def _longest(work: Work, member: Member) -> timedelta:
    """The least of what the MARACs allow to which the member is appointed."""
    allowed = select(func.min(Marac.session_hours)).join(Appointment, col(Appointment.marac_id) == Marac.id)
    hours = work.first(allowed.where(Appointment.member_id == member.id, in_force()))
    return timedelta(hours=hours or HOURS)


def _end(work: Work, token: str, why: str) -> Ended | None:
    query = select(SignIn).where(SignIn.token_hash == hashed(token), col(SignIn.ended_at).is_(None))
    session = work.first(query.with_for_update())
    if session is None:
        return None
    end_sessions(work, [session], why)
    return Ended(work.find(Provider, session.provider_id).key)
