"""A member's own home: kept sealed for them alone, compared blind with the parties of cases (S18)."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import select

from marac import clock
from marac.cases import likeness
from marac.cases.operations.own import wall_member
from marac.policy import walls as policy
from marac.store.own import MemberHome
from marac.store.people import Member
from marac.store.work import Store, Work, open_work
from marac.verbs import Verb
from marac.vocabulary import SIGN_IN, Verdict
from marac.web.viewer import SignedIn

KEPT = timedelta(days=policy.HOME_KEPT_DAYS)


@dataclass(frozen=True, slots=True)
class Home:
    """What they gave, and whether they may give another yet."""

    line: str = ""
    postcode: str = ""
    given_on: date | None = None
    may_give: Verdict = policy.may_give_home(False)


def home_of(store: Store, signed_in: SignedIn) -> Home:
    with open_work(store, SIGN_IN) as work:
        row = _row(work, signed_in)
        if row is None:
            return Home()
        line, postcode = (work.keyring.open_secret(row, name) for name in ("line_sealed", "postcode_sealed"))
        given = row.given_at.astimezone(clock.LONDON).date() if line else None
        return Home(line, postcode, given, _may_give(row))


def give_home(store: Store, signed_in: SignedIn, line: str, postcode: str, reference: str) -> None:
    """Keep it, and compare it; whoever gives it learns nothing of that. Both empty: it is taken back.

    Raises Refused within 30 days of the last.
    """
    with open_work(store, SIGN_IN, reference) as work:
        member = work.find(Member, signed_in.member_id, lock=True)
        row = _row(work, signed_in)
        if line:
            work.require(_may_give(row))
        if row is None:
            row = work.keep(MemberHome(member_id=member.id, agency_id=member.agency_id))
        for name, text in (("line_sealed", line), ("postcode_sealed", postcode)):
            if text:
                work.keyring.seal_secret(row, name, text)
            else:
                setattr(row, name, b"")
        mark = likeness.of_home(line, postcode)
        row.fingerprint = work.keyring.blind(mark) if mark else b""
        row.given_at = clock.now() if line else row.given_at
        verb = Verb.HOME_GIVEN if line else Verb.HOME_TAKEN_BACK
        work.log(verb, row, agency_id=signed_in.agency_id)
        wall_member(work, member)


def _may_give(row: MemberHome | None) -> Verdict:
    return policy.may_give_home(row is not None and clock.now() < row.given_at + KEPT)


def _row(work: Work, signed_in: SignedIn) -> MemberHome | None:
    return work.first(select(MemberHome).where(MemberHome.member_id == signed_in.member_id))
