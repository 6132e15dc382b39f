"""Sign-ins under way: each is kept when it leaves for the provider, and taken once when it comes back."""

from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col

from agencies.signin.flow import Transaction
from agencies.signin.refusal import Check, SignInRefused
from marac import clock
from marac.store.people import LoginTransaction, Provider
from marac.store.work import Store, open_work
from marac.vocabulary import SIGN_IN


def keep(store: Store, provider_id: UUID, transaction: Transaction) -> None:
    """Keep one sign-in; those that ran out of time go."""
    with open_work(store, SIGN_IN) as work:
        past = delete(LoginTransaction).where(col(LoginTransaction.expires_at) < clock.now())
        work.session.connection().execute(past)
        work.keep(
            LoginTransaction(
                state_hash=transaction.state_hash,
                provider_id=provider_id,
                issuer=transaction.issuer,
                nonce=transaction.nonce,
                verifier=transaction.verifier,
                redirect_uri=transaction.redirect_uri,
                browser_hash=transaction.browser_hash,
                next=transaction.next,
                trial_by=transaction.trial_by,
                expires_at=transaction.expires_at,
            )
        )


def take(store: Store, state_hash: bytes) -> Transaction:
    """The sign-in that a callback's state names, gone from now on whatever becomes of it. Raises SignInRefused.

    One statement, on the connection itself, so that of two callbacks at once only one has it.
    """
    taken = (
        delete(LoginTransaction)
        .where(col(LoginTransaction.state_hash) == state_hash, col(Provider.id) == col(LoginTransaction.provider_id))
        .returning(*(col(getattr(LoginTransaction, name)) for name in _KEPT), col(Provider.key).label("provider_key"))
    )
    with open_work(store, SIGN_IN) as work:
        row = work.session.connection().execute(taken).mappings().one_or_none()
    if row is None:
        raise SignInRefused(Check.STATE)
    return Transaction(**row)


_KEPT = ("state_hash", "issuer", "nonce", "verifier", "redirect_uri", "browser_hash", "next", "expires_at", "trial_by")
