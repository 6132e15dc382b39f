"""Agreements as the tests have them signed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from agencies.operations import lapsing
from agencies.operations.agreements import Signed, record
from marac import clock
from marac.store.agreements import Agreement
from marac.store.audit import AuditEvent
from marac.store.people import Marac
from marac.store.work import Work, open_work
from marac.verbs import Verb
from marac.web.barred import Barred
from marac.web.viewer import who
from tests.cast import Cast, sign_in

PDF = b"%PDF-1.7\n% invented\n"


def day(days: int) -> date:
    return clock.today() + timedelta(days=days)


def signed(cast: Cast, review: int = 200, expires: int = 400, successor: str = "landlord_rep") -> Signed:
    """Signed a year ago; days count from today."""
    return Signed(
        label="1",
        signed_by="Avery Quill",
        signed_as="Chief executive",
        signed_on=day(-365),
        review_on=day(review),
        expires_on=day(expires),
        successor_id=cast.members[successor],
        document=PDF,
        document_name="signed.pdf",
    )


def agree(cast: Cast, agency: str, *, umbrella: bool = False, review: int = 200, expires: int = 400) -> UUID:
    """One agreement of one agency, recorded by the administrator; council's open actions would go to the landlord."""
    successor = "council_rep" if agency == "landlord" else "landlord_rep"
    with open_work(cast.store, cast["administrator"]) as work:
        terms = signed(cast, review, expires, successor)
        return record(work, cast.agencies[agency], terms, umbrella=umbrella).id


def agree_all(cast: Cast, owner: Engine) -> None:
    """Both agreements of every agency are in force, and access depends on them."""
    for agency in cast.agencies:
        for umbrella in (True, False):
            agree(cast, agency, umbrella=umbrella)
    require(owner)


def require(owner: Engine) -> None:
    with Session(owner) as session:
        for marac in session.exec(select(Marac)):
            marac.agreements_required = True
        session.commit()


def agreement_of(cast: Cast, agency: str, *, umbrella: bool = False) -> Agreement:
    marac = None if umbrella else cast.marac
    with open_work(cast.store, cast["administrator"]) as work:
        mine = (Agreement.agency_id == cast.agencies[agency], Agreement.marac_id == marac)
        found = work.first(select(Agreement).where(*mine, col(Agreement.replaced_at).is_(None)))
        assert found is not None
        return found


def change(owner: Engine, agreement_id: UUID, **values: object) -> None:
    """As time would: its dates, past every rule."""
    with Session(owner) as session:
        row = session.get_one(Agreement, agreement_id)
        for name, value in values.items():
            setattr(row, name, value)
        session.commit()


@contextmanager
def deciding(cast: Cast, name: str = "signatory") -> Iterator[tuple[Work, Agreement]]:
    found = agreement_of(cast, "council")
    with open_work(cast.store, cast[name]) as work:
        yield work, work.find(Agreement, found.id, lock=name == "signatory")


def suspend(cast: Cast, successor: str | None = None) -> None:
    with deciding(cast) as (work, found):
        lapsing.suspend(work, found, "We must look at it", successor and cast.members[successor] or None, found.version)


def barred(cast: Cast, owner: Engine, name: str) -> str:
    """Why somebody is shut out now; nothing when they are not."""
    signed_in = who(cast.store.engine, sign_in(owner, cast, name))
    assert signed_in is not None
    try:
        signed_in.viewer(cast.slug, cast[name].hat)
    except Barred as why:
        return str(why)
    return ""


def events(owner: Engine, cast: Cast, verb: Verb) -> list[AuditEvent]:
    with open_work(cast.store, cast["auditor"]) as work:
        return work.all(select(AuditEvent).where(AuditEvent.verb == verb))
