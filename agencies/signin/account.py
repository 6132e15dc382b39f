"""One's own account: the statement that one signs, the sessions that one has, and ending them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from agencies.signin.session import end_sessions
from agencies.statement import CURRENT
from marac import clock
from marac.store.people import Member, SignIn
from marac.store.work import Store, open_work
from marac.verbs import Verb
from marac.vocabulary import ALLOWED, SIGN_IN, Conflict, NotFound
from marac.web.viewer import SignedIn


@dataclass(frozen=True, slots=True)
class Session:
    """One browser in which somebody is signed in; `here`: the one that asks."""

    id: UUID
    browser: str
    started_at: datetime
    last_seen_at: datetime
    here: bool


@dataclass(frozen=True, slots=True)
class Mine:
    """What is kept of a member, and where they are signed in, the latest used first."""

    member: Member
    sessions: list[Session]


@dataclass(frozen=True, slots=True)
class Left:
    """Seconds until a session ends: unless it is used, and in any case."""

    idle: int
    whole: int


def mine(store: Store, signed_in: SignedIn) -> Mine:
    with open_work(store, SIGN_IN) as work:
        member = work.find(Member, signed_in.member_id)
        idle = clock.now() - timedelta(minutes=signed_in.idle_minutes)
        live = _open(signed_in).where(col(SignIn.last_seen_at) > idle, col(SignIn.expires_at) > clock.now())
        rows = work.all(live.order_by(col(SignIn.last_seen_at).desc()))
        here = signed_in.sign_in_id
        return Mine(
            member, [Session(row.id, row.browser, row.started_at, row.last_seen_at, row.id == here) for row in rows]
        )


def left(store: Store, signed_in: SignedIn) -> Left:
    with open_work(store, SIGN_IN) as work:
        row = work.find(SignIn, signed_in.sign_in_id)
        idle = row.last_seen_at + timedelta(minutes=signed_in.idle_minutes) - clock.now()
        return Left(int(idle.total_seconds()), int((row.expires_at - clock.now()).total_seconds()))


def sign_statement(store: Store, signed_in: SignedIn, version: str, reference: str) -> None:
    """Sign the year's confidentiality statement today (C05). Raises Conflict when it was reworded meanwhile."""
    if version != str(CURRENT.version):
        raise Conflict("statement")
    with open_work(store, SIGN_IN, reference) as work:
        member = work.find(Member, signed_in.member_id, lock=True)
        work.require(ALLOWED, member)
        member.statement_on, member.statement_version = clock.today(), version
        work.log(
            Verb.STATEMENT_SIGNED, member, fields=["statement_on", "statement_version"], agency_id=signed_in.agency_id
        )


def end_one(store: Store, signed_in: SignedIn, sign_in_id: UUID, reference: str) -> None:
    """End one of one's own. Raises NotFound for another's, and for what has ended."""
    with open_work(store, SIGN_IN, reference) as work:
        found = work.first(_open(signed_in).where(SignIn.id == sign_in_id).with_for_update())
        if found is None:
            raise NotFound("SignIn")
        end_sessions(work, [found], "ended-by-member")


def end_all(store: Store, signed_in: SignedIn, reference: str) -> None:
    """End every one of one's own, this one too."""
    with open_work(store, SIGN_IN, reference) as work:
        end_sessions(work, work.all(_open(signed_in).with_for_update()), "signed-out-everywhere")


def _open(signed_in: SignedIn) -> SelectOfScalar[SignIn]:
    return select(SignIn).where(SignIn.member_id == signed_in.member_id, col(SignIn.ended_at).is_(None))
