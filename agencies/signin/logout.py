"""A provider says that somebody has signed out there: its logout token checked, heard once, and their sessions ended.

OpenID Connect Back-Channel Logout 1.0, 2.4 to 2.7; sign-in-and-ui.md 1.3 (7).
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import BadSignatureError, JoseError, MissingAlgorithmError, UnsupportedAlgorithmError
from sqlalchemy import and_, delete, or_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql import ColumnElement
from sqlmodel import col, select

from agencies.signin.claims import is_text, is_time
from agencies.signin.metadata import Discovery
from agencies.signin.provider import ProviderSettings
from agencies.signin.refusal import SignInRefused
from agencies.signin.register import Registered
from agencies.signin.session import end_sessions
from marac import clock
from marac.store.people import LogoutToken, Provider, SignIn
from marac.store.work import Store, open_work
from marac.verbs import Verb
from marac.vocabulary import SIGN_IN

EVENT = "http://schemas.openid.net/event/backchannel-logout"
OLDEST = 300  # seconds between a logout token's issue and its arrival
LEEWAY = 60  # seconds that two clocks may differ
REMEMBERED = timedelta(seconds=2 * (OLDEST + LEEWAY))  # longer than any token is young enough to be believed
TYPES = {"JWT", "LOGOUT+JWT", "APPLICATION/LOGOUT+JWT"}


class LogoutCheck(StrEnum):
    """Every check that a logout token must pass; the name is kept in the record."""

    FORM = "logout-form"
    TOKEN_FORM = "logout-token-form"
    TOKEN_TYPE = "logout-token-type"
    ALGORITHM = "logout-algorithm"
    SIGNATURE = "logout-signature"
    ISSUER = "logout-issuer"
    AUDIENCE = "logout-audience"
    ISSUED_AT = "logout-issued-at"
    EXPIRED = "logout-expired"
    EVENTS = "logout-events"
    NONCE = "logout-nonce"
    SUBJECT = "logout-subject"
    SESSION_ID = "logout-session-id"
    TOKEN_ID = "logout-token-id"
    REPLAYED = "logout-replayed"


@dataclass(frozen=True, slots=True)
class Heard:
    """What a logout token that passed every check says; sub or sid may be empty, never both."""

    jti: str
    subject: str
    session_id: str


async def read_logout(discovery: Discovery, provider: ProviderSettings, token: str) -> Heard:
    """What the token says. Raises SignInRefused."""
    claims = await _verified(discovery, provider, token)
    _check_claims(claims, provider)
    return Heard(claims["jti"], claims.get("sub", ""), claims.get("sid", ""))


def end_what_was_heard(store: Store, provider: Registered, heard: Heard, reference: str) -> int:
    """End those sessions; how many there were. Raises SignInRefused for a token heard before.

    Of two that come at once the second waits for the first, and is refused.
    """
    with open_work(store, SIGN_IN, reference) as work:
        row = work.find(Provider, provider.id)
        connection = work.session.connection()
        connection.execute(delete(LogoutToken).where(col(LogoutToken.expires_at) < clock.now()))
        once = insert(LogoutToken).values(
            id=LogoutToken(issuer="", jti="", expires_at=clock.now()).id,
            issuer=row.issuer,
            jti=heard.jti,
            expires_at=clock.now() + REMEMBERED,
        )
        if connection.scalar(once.on_conflict_do_nothing().returning(col(LogoutToken.id))) is None:
            raise SignInRefused(LogoutCheck.REPLAYED)
        named = select(SignIn).where(
            SignIn.issuer == row.issuer, col(SignIn.ended_at).is_(None), _named_by(heard.subject, heard.session_id)
        )
        sessions = work.all(named.with_for_update())
        end_sessions(work, sessions, "signed-out-at-provider", row.agency_id)
        if not sessions:
            work.log(Verb.LOGOUT_HEARD, row, agency_id=row.agency_id)
    return len(sessions)


def record_refused_logout(store: Store, check: str, provider_key: str, reference: str) -> None:
    """Keep that a logout token was refused, and at which check; nothing of what it claimed."""
    with open_work(store, SIGN_IN, reference) as work:
        provider = work.first(select(Provider).where(Provider.key == provider_key))
        rows = [provider] if provider else []
        work.log(Verb.LOGOUT_REFUSED, *rows, reason=check, agency_id=provider.agency_id if provider else None)


def _named_by(subject: str, session_id: str) -> ColumnElement[bool]:
    """By sid where one is given; and, when sub is too, those of that person whose sid the provider never told."""
    mine = col(SignIn.subject) == subject
    if not session_id:
        return mine
    this = col(SignIn.provider_session) == session_id
    return or_(and_(this, mine), and_(mine, col(SignIn.provider_session) == "")) if subject else this


async def _verified(discovery: Discovery, provider: ProviderSettings, token: str) -> dict[str, Any]:
    # The key is ours to choose: jwk, jku and x5c in a token's header are never looked at.
    registry = jws.JWSRegistry(algorithms=sorted(provider.algorithms), strict_check_header=False)
    try:
        header = jws.extract_compact(token.encode(), registry=registry).headers()
        _check_header(header, provider)
        metadata = await discovery.metadata(provider.issuer)
        key = await discovery.key(metadata, header.get("kid"))
        return dict(jwt.decode(token, key, registry=registry).claims)
    except BadSignatureError as error:
        raise SignInRefused(LogoutCheck.SIGNATURE) from error
    except (UnsupportedAlgorithmError, MissingAlgorithmError) as error:
        raise SignInRefused(LogoutCheck.ALGORITHM) from error
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise SignInRefused(LogoutCheck.TOKEN_FORM) from error


def _check_header(header: dict[str, Any], provider: ProviderSettings) -> None:
    if header.get("alg") not in provider.algorithms:
        raise SignInRefused(LogoutCheck.ALGORITHM)
    if str(header.get("typ", "JWT")).upper() not in TYPES:
        raise SignInRefused(LogoutCheck.TOKEN_TYPE)
    if not isinstance(header.get("kid", ""), str):
        raise SignInRefused(LogoutCheck.TOKEN_FORM)


def _check_claims(claims: dict[str, Any], provider: ProviderSettings) -> None:
    now = clock.now().timestamp()
    issued: Any = claims.get("iat")
    expires: Any = claims.get("exp")
    events = claims.get("events")
    right = {
        LogoutCheck.ISSUER: claims.get("iss") == provider.issuer,
        # One audience: a token made for others too was made for somebody else's use as well.
        LogoutCheck.AUDIENCE: claims.get("aud") in (provider.client_id, [provider.client_id]),
        LogoutCheck.ISSUED_AT: is_time(issued) and -LEEWAY <= now - issued <= OLDEST + LEEWAY,
        LogoutCheck.EXPIRED: is_time(expires) and now - LEEWAY < expires,
        LogoutCheck.EVENTS: isinstance(events, dict) and isinstance(events.get(EVENT), dict),
        # An ID token has one: it must not be of use here, nor this of use as an ID token.
        LogoutCheck.NONCE: "nonce" not in claims,
        LogoutCheck.SUBJECT: is_text(claims.get("sub")) if "sub" in claims else "sid" in claims,
        LogoutCheck.SESSION_ID: "sid" not in claims or is_text(claims["sid"]),
        LogoutCheck.TOKEN_ID: is_text(claims.get("jti")),
    }
    for check, passed in right.items():
        if not passed:
            raise SignInRefused(check)
