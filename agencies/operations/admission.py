"""Members: admitted so that they can sign in, kept up to date, and retired when they leave."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError

from agencies.operations.register import OPEN, accounts_of, appointments_of, state_of
from marac import clock
from marac.cases.operations.own import wall_member
from marac.policy import admission as policy
from marac.store.people import Account, Agency, Appointment, Member
from marac.store.sessions import end_sessions_of
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import Conflict, Verdict

# A leaver's address is given back: it may come to somebody else, and it is kept no longer than it is needed.
GIVEN_BACK = "@retired.invalid"


@dataclass(frozen=True)
class Particulars:
    """Who somebody is at work. The e-mail is in lower case, and of a domain of their agency's."""

    name: str
    job_title: str
    email: str


def admit(work: Work, agency: Agency, who: Particulars, trained_on: date | None = None) -> Member:
    """A member, and the account that their first sign-in will bind. Raises Conflict when the address is taken."""
    work.require(policy.may_admit(work.viewer, agency.id))
    member = work.keep(Member(agency_id=agency.id, name=who.name, job_title=who.job_title, trained_on=trained_on))
    work.session.flush()
    account = work.keep(
        Account(member_id=member.id, email=who.email, invited_at=clock.now(), invited_by=work.viewer.member_id)
    )
    work.log(Verb.MEMBER_ADMITTED, member, account)
    _settle(work)
    return member


def change(work: Work, member: Member, who: Particulars) -> None:
    """A new name, post or address; what their sign-in is bound to stays. Raises Conflict when the address is taken."""
    work.require(policy.may_admit(work.viewer, member.agency_id), member)
    fields = [name for name in ("name", "job_title") if getattr(member, name) != getattr(who, name)]
    member.name, member.job_title = who.name, who.job_title
    account = accounts_of(work, [member.id]).get(member.id)
    if account is None:
        account = work.keep(Account(member_id=member.id, email=who.email, invited_at=clock.now()))
        account.invited_by = work.viewer.member_id
    work.require(policy.may_admit(work.viewer, member.agency_id), account)
    if account.email != who.email:
        work.require(may_change_address(work, member), account)
        account.email = who.email
        fields.append("email")
    work.log(Verb.MEMBER_CHANGED, member, account, fields=fields)
    _settle(work)
    if "name" in fields:
        wall_member(work, member)


def record_training(work: Work, member: Member, trained_on: date | None) -> None:
    """The day of their last MARAC training; without one they may be let into no case (C06)."""
    work.require(policy.may_admit(work.viewer, member.agency_id), member)
    member.trained_on = trained_on
    work.log(Verb.MEMBER_CHANGED, member, fields=["trained_on"])
    work.announce_member(member.id)


def retire(work: Work, member: Member) -> None:
    """Shut out at the next request, and from open streams at once.

    Ended are those appointments that this viewer could end; any other shuts with its member.
    """
    held = open_appointments(work, member)
    ended = [row for row in held if policy.may_end(work.viewer, member.agency_id, row)]
    account = accounts_of(work, [member.id]).get(member.id)
    rows = [*ended, *([account] if account else [])]
    work.require(may_retire(work, member), member, *rows)
    member.retired_at = clock.now()
    for row in ended:
        row.ended_at = clock.now()
    if account:
        account.email, account.issuer, account.subject = f"{account.id.hex}{GIVEN_BACK}", "", ""
    work.log(Verb.MEMBER_RETIRED, member, *rows, items=end_sessions_of(work, member.id, "retired"))


def sign_out(work: Work, member: Member) -> None:
    """End all their sessions, here and on open streams: a computer was lost, or somebody else sat at it."""
    work.require(policy.may_admit(work.viewer, member.agency_id))
    ended = end_sessions_of(work, member.id, "ended-by-administrator")
    work.log(Verb.SIGNED_OUT, member, items=ended, reason="ended-by-administrator")


def may_retire(work: Work, member: Member) -> Verdict:
    return policy.may_retire(work.viewer, member.agency_id, member.id, _beyond(work, member))


def may_change_address(work: Work, member: Member) -> Verdict:
    account = accounts_of(work, [member.id]).get(member.id)
    bound = account is not None and account.subject != ""
    return policy.may_change_address(work.viewer, member.agency_id, bound, _beyond(work, member))


def _beyond(work: Work, member: Member) -> bool:
    """Whether they hold, or were proposed for, a role that is not within their agency."""
    return any(row.role not in policy.WITHIN_AN_AGENCY for row in open_appointments(work, member))


def open_appointments(work: Work, member: Member) -> list[Appointment]:
    """Those in this MARAC that are in force, to come, or wait for a second person."""
    return [row for row in appointments_of(work, [member.id]) if state_of(row) in OPEN]


def _settle(work: Work) -> None:
    """Two may admit the same address at one moment; the database lets one."""
    try:
        work.session.flush()
    except IntegrityError as taken:
        raise Conflict("Account") from taken
