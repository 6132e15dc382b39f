"""Who is asking: cookie to sign-in to member to the one appointment that the path names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, Row, text
from sqlalchemy.exc import DBAPIError
from starlette.requests import Request

from marac import clock
from marac.settings import Settings
from marac.store.people import SignIn
from marac.store.work import Store, open_work
from marac.vocabulary import SIGN_IN, Hat, NotFound, Side, Viewer
from marac.web.barred import Barred

TOUCH = timedelta(seconds=30)


@dataclass(frozen=True)
class SignedIn:
    """A member who is signed in, and every appointment in force."""

    sign_in_id: UUID
    member_id: UUID
    member_name: str
    agency_id: UUID
    agency_name: str
    last_seen_at: datetime
    idle_minutes: int
    appointments: tuple[dict[str, Any], ...]

    def appointment(self, slug: str, hat: str) -> dict[str, Any]:
        """The appointment that a path names. Raises NotFound: what one is not appointed to does not exist."""
        for appointment in self.appointments:
            if (appointment["slug"], appointment["role"]) == (slug, hat):
                return appointment
        raise NotFound("appointment")

    def viewer(self, slug: str, hat: str) -> Viewer:
        """Who looks under that appointment. Raises NotFound, or Barred while a condition of access is not met."""
        appointment = self.appointment(slug, hat)
        if appointment["barred"]:
            raise Barred(appointment["barred"], appointment["closed"])
        return Viewer(
            member_id=self.member_id,
            agency_id=self.agency_id,
            marac_id=UUID(appointment["marac"]),
            hat=Hat(appointment["role"]),
            side=Side(appointment["side"]),
            appointment_id=UUID(appointment["id"]),
            sign_in_id=self.sign_in_id,
        )


def cookie_name(settings: Settings) -> str:
    """A demonstration's cookie carries its port, so that several run side by side (house.md 4.14, 19)."""
    return f"__Host-sid-{settings.port}" if settings.demo else "__Host-sid"


def token_of(request: Request, settings: Settings) -> str:
    return request.cookies.get(cookie_name(settings), "")


_WHO = text("SELECT * FROM scope.who(:token, :at)")
_WHO_EACH = text(
    "SELECT held.token, who.* FROM unnest(CAST(:tokens AS bytea[])) AS held(token), scope.who(held.token, :at) AS who"
)


def who(engine: Engine, token: str) -> SignedIn | None:
    """Who holds this session token now; retired members and ended or idle sessions are nobody."""
    if not token:
        return None
    hashed = sha256(token.encode()).digest()
    try:
        row = _ask_who(engine, hashed)
    except DBAPIError as lost:
        if not lost.connection_invalidated:
            raise
        row = _ask_who(engine, hashed)  # the connection was of before a restart, and with it all that the pool held
    return None if row is None else _signed_in(row)


def who_each(engine: Engine, tokens: Iterable[str]) -> dict[str, SignedIn]:
    """Who holds each of these tokens now, in one question however many there are; those of nobody are left out."""
    asked = {sha256(token.encode()).digest(): token for token in tokens if token}
    if not asked:
        return {}
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        rows = connection.execute(_WHO_EACH, {"tokens": list(asked), "at": clock.now()}).all()
    return {asked[bytes(row.token)]: _signed_in(row) for row in rows}


def _signed_in(row: Row[Any]) -> SignedIn:
    return SignedIn(
        row.sign_in_id,
        row.member_id,
        row.member_name,
        row.agency_id,
        row.agency_name,
        row.last_seen_at.astimezone(UTC),
        row.idle_minutes,
        tuple(row.appointments),
    )


def _ask_who(engine: Engine, hashed: bytes) -> Row[Any] | None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        return connection.execute(_WHO, {"token": hashed, "at": clock.now()}).one_or_none()


def touch(store: Store, signed_in: SignedIn, *, at_once: bool = False) -> None:
    """Note that a session is in use; unless it must be at once, at most every half minute."""
    if not at_once and clock.now() - signed_in.last_seen_at < TOUCH:
        return
    with open_work(store, SIGN_IN) as work:
        row = work.session.get(SignIn, signed_in.sign_in_id)
        if row is not None:
            row.last_seen_at = clock.now()
