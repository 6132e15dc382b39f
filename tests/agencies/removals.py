"""Each check of a sign-in taken away, so that it shows what it kept out."""

import json
from collections.abc import Callable
from typing import Any

from joserfc import jws, jwt
from joserfc.jwk import Key
from pytest import MonkeyPatch
from sqlmodel import col, select

from agencies.signin import attempts, claims, flow, metadata, register, session, tokens, wire
from agencies.signin.flow import Transaction
from agencies.signin.provider import ProviderSettings
from agencies.signin.refusal import Check
from agencies.signin.register import Unregistered
from agencies.signin.session import Standing
from agencies.signin.tokens import Identity
from marac.store.people import Account, LoginTransaction, Member, Provider
from marac.store.work import Store, Work, open_work
from marac.vocabulary import SIGN_IN

TABLES: tuple[dict[Check, Any], ...] = (
    flow.ON_RETURN,
    flow.BEFORE_THE_CODE_IS_SPENT,
    metadata.DOCUMENT,
    metadata.KEY_SET,
    wire.ANY_ANSWER,
    wire.DOCUMENT_ANSWER,
    tokens.ANSWER,
    claims.HEADER,
    claims.CLAIMS,
)


def remove(check: str, monkeypatch: MonkeyPatch) -> None:
    """Sign in without this check, until the test ends. Raises KeyError for a check that nothing removes."""
    tables = [table for table in TABLES if check in table]
    for table in tables:
        monkeypatch.setitem(
            table, Check(check), lambda *facts, **named: True
        )  # deleted, it would come back as the last
    if check in BY_HAND or not tables:
        BY_HAND[check](monkeypatch)


def puts(place: object, name: str, instead: object) -> Callable[[MonkeyPatch], None]:
    return lambda monkeypatch: monkeypatch.setattr(place, name, instead)


def newest_under_way(store: Store, state_hash: bytes) -> Transaction:
    """Whatever the state, and as often as one likes."""
    newest = select(LoginTransaction, Provider.key).join(Provider, col(Provider.id) == LoginTransaction.provider_id)
    with open_work(store, SIGN_IN) as work:
        row, key = work.session.exec(newest.order_by(col(LoginTransaction.expires_at).desc())).first() or (None, "")
        assert row is not None
        return Transaction(provider_key=key, **{name: getattr(row, name) for name in attempts._KEPT})


def named_or_first(keys: tuple[Key, ...], kid: str | None) -> Key | None:
    return next((key for key in keys if key.kid == kid), keys[0] if keys else None)


def unverified(token: str, key: Key, registry: jws.JWSRegistry) -> jwt.Token:
    unpacked = jws.extract_compact(token.encode(), registry=registry)
    return jwt.Token(unpacked.headers(), json.loads(unpacked.payload or b""))


def every_algorithm(provider: ProviderSettings) -> jws.JWSRegistry:
    return jws.JWSRegistry(algorithms=list(jws.JWSRegistry.algorithms), strict_check_header=False)


class _AnyHeader(jws.JWSRegistry):
    def check_header(self, header: dict[str, Any]) -> None:
        """Whatever it holds."""


def any_header(provider: ProviderSettings) -> jws.JWSRegistry:
    return _AnyHeader(algorithms=sorted(provider.algorithms), strict_check_header=False)


def by_email_alone(work: Work, provider: Provider, identity: Identity) -> Account:
    return work.all(select(Account).where(Account.email == identity.email))[0]


def anybody_of_the_agency(work: Work, provider: Provider, identity: Identity) -> Account:
    ours = select(Account).join(Member, col(Member.id) == Account.member_id)
    return work.all(ours.where(Member.agency_id == provider.agency_id))[0]


def whoever(work: Work, account: Account) -> Member:
    return work.find(Member, account.member_id)


BY_HAND: dict[str, Callable[[MonkeyPatch], None]] = {
    Check.STATE: puts(attempts, "take", newest_under_way),
    Check.INSECURE_ADDRESS: puts(wire.Wire, "allows", lambda wire, url: True),
    Check.TOO_LARGE: puts(wire, "MAX_BYTES", 1 << 30),
    Check.UNREACHABLE: puts(wire, "SECONDS", 60.0),
    Check.UNKNOWN_KEY: puts(metadata, "_pick", named_or_first),
    Check.ALGORITHM: puts(tokens, "pinned", every_algorithm),
    Check.TOKEN_FORM: puts(tokens, "pinned", any_header),
    Check.SIGNATURE: puts(tokens, "verified", unverified),
    Unregistered.UNKNOWN_PROVIDER: puts(register, "_in_use", lambda *facts: True),
    Standing.UNKNOWN_ACCOUNT: puts(session, "_account", anybody_of_the_agency),
    Standing.OTHER_SUBJECT: puts(session, "_account", by_email_alone),
    Standing.OTHER_AGENCY: puts(session, "_account", by_email_alone),
    Standing.RETIRED: puts(session, "_in_good_standing", whoever),
    Standing.NO_APPOINTMENT: puts(session, "_in_good_standing", whoever),
}

LET_IN, A_FAULT = "let in", "a fault"
# Where a second line of defence stands behind the check: the one that then refuses, under its own name.
CAUGHT: dict[str, str] = {
    "callback: the provider's refusal": Check.CODE,
    "token: an e-mail address that is a list": Check.EMAIL_DOMAIN,
    "token: no e-mail address": Check.EMAIL_DOMAIN,
    "token: two e-mail addresses in one": Check.EMAIL_DOMAIN,
    "provider: a token address that is a list": Check.INSECURE_ADDRESS,
    "provider: an end of sessions that is a number": Check.INSECURE_ADDRESS,
    "provider: no token address": Check.INSECURE_ADDRESS,
    "callback: an agency that changed its provider meanwhile": Check.METADATA_ISSUER,
    "provider: an answer packed to unpack larger": Check.METADATA_ISSUER,
    "provider: an error page": Check.METADATA_ISSUER,
    "provider: an issuer without TLS": Check.METADATA_ISSUER,
    "callback: no issuer in an error though promised": Check.PROVIDER_REFUSED,
    "provider: a key withdrawn a quarter of an hour ago": Check.SIGNATURE,
    "provider: keys written into its metadata": Check.SIGNATURE,
    "token: a key that is not published": Check.SIGNATURE,
    "provider: more token than will be read": Check.TOKEN_EXCHANGE,
    "token: a type that is a list": Check.TOKEN_FORM,
    "token: letters outside ASCII": Check.TOKEN_FORM,
    "token: our own secret as the key": Check.TOKEN_FORM,
    "token: the provider's public key as a shared secret": Check.TOKEN_FORM,
    "token: a domain below the agency's": Standing.UNKNOWN_ACCOUNT,
    "token: a domain that ends like the agency's": Standing.UNKNOWN_ACCOUNT,
    "token: another agency's e-mail address": Standing.UNKNOWN_ACCOUNT,
    "provider: no list of keys": Check.UNKNOWN_KEY,
    "token: a key name that is a number": Check.UNKNOWN_KEY,
    "callback: another agency's return address": Check.UNREACHABLE,
    "provider: a redirect": Check.UNREACHABLE,
    "provider: a redirect from its token endpoint": Check.UNREACHABLE,
    "provider: a redirect to its keys": Check.UNREACHABLE,
    "provider: a right document sent as a redirect": Check.UNREACHABLE,
    "provider: an address with a password in it": Check.UNREACHABLE,
    "provider: keys from a file": Check.UNREACHABLE,
    "provider: more keys than will be read": Check.UNREADABLE,
    "provider: more than will be read": Check.UNREADABLE,
}
# Not checked but read: without an answer, or one that is JSON, or a token that can be unpacked, there is nothing to
# believe, and the same name is recorded.
NOTHING_TO_READ = {
    "callback: a token answer that is a list",
    "callback: a token answer that is no JSON",
    "callback: a token endpoint out of order",
    "callback: a token life that is a word",
    "callback: a token life without end",
    "callback: an error in the token answer",
    "callback: at an address of nobody",
    "callback: at an address with a NUL",
    "provider: JSON nested without end",
    "provider: JSON that is no object",
    "provider: a shared secret among its keys",
    "provider: no JSON",
    "provider: out of order and forgotten while somebody is there",
    "provider: out of order while somebody is there",
    "provider: silence",
    "token: a body that is not encoded",
    "token: a key published for a longer curve",
    "token: a token within a token",
    "token: an encrypted token",
    "token: claims nested without end",
    "token: claims that are a list",
    "token: claims that are no text",
    "token: half a token",
    "token: no algorithm",
}
# Without the check what comes next fails over what is missing or cannot be kept: nobody is let in, but the page is a
# fault and the record is silent.
NOTHING_TO_WORK_ON = {
    "account: a colleague's subject through a shared provider",
    "callback: an ID token that is a list",
    "callback: an access token that cannot be hashed",
    "callback: no ID token",
    "provider: deleted while somebody is there",
    "token: a session id with a NUL",
    "token: a strength that no table holds",
    "token: a subject that is half a character",
    "token: a subject with a NUL",
    "token: an e-mail address with half a character",
    "token: no subject",
}
# Behind it stands the unique index of the database alone.
ONLY_A_FAULT = {Standing.OTHER_AGENCY}


def instead(name: str, check: str) -> str:
    """What is to become of an attack whose check is gone."""
    if name in NOTHING_TO_READ:
        return check
    return A_FAULT if name in NOTHING_TO_WORK_ON else CAUGHT.get(name, LET_IN)
