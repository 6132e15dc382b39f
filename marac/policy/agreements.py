"""Information-sharing agreements: how one stands, and who records, reviews, suspends and extends it (C04, S22)."""

from datetime import date, datetime, time, timedelta
from typing import Protocol
from uuid import UUID

from marac.clock import LONDON
from marac.proceedings import Standing
from marac.vocabulary import ALLOWED, Hat, Verdict, Viewer, refused

GRACE = timedelta(days=60)  # how long a review may be overdue (S22)
NOTICE = timedelta(days=60)  # how long before it a review or an expiry counts as due
EXTENSION = timedelta(hours=24)
OPEN = frozenset({Standing.IN_FORCE, Standing.REVIEW_DUE, Standing.OVERDUE, Standing.EXTENDED})
BY_DATE = frozenset({Standing.EXPIRED, Standing.NOT_REVIEWED})
READERS = frozenset(Hat) - {Hat.GOVERNANCE, Hat.GUEST, Hat.OBSERVER}


class Terms(Protocol):
    signed_on: date
    review_on: date
    expires_on: date
    suspended_at: datetime | None
    withdrawn_at: datetime | None


class AgreementFacts(Protocol):
    agency_id: UUID


def closes_on(terms: Terms) -> date:
    """The first day on which it lets nobody in any more, if nothing is done (S22)."""
    return min(terms.expires_on, terms.review_on + GRACE) + timedelta(days=1)


def closes_at(terms: Terms) -> datetime:
    return datetime.combine(closes_on(terms), time(), LONDON)


def standing(terms: Terms | None, at: datetime, extended_until: datetime | None = None) -> Standing:
    """How one agreement stands at a moment; days are London's. The database says the same (scope.closed_by)."""
    today = at.astimezone(LONDON).date()
    if terms is None or terms.signed_on > today:
        return Standing.MISSING
    if terms.withdrawn_at or terms.suspended_at:
        return Standing.WITHDRAWN if terms.withdrawn_at else Standing.SUSPENDED
    if closes_on(terms) <= today:
        if extended_until and extended_until > at:
            return Standing.EXTENDED
        return Standing.EXPIRED if terms.expires_on < today else Standing.NOT_REVIEWED
    if terms.review_on < today:
        return Standing.OVERDUE
    due = min(terms.review_on, terms.expires_on) <= today + NOTICE
    return Standing.REVIEW_DUE if due else Standing.IN_FORCE


def overdue_days(terms: Terms, today: date) -> int:
    """For how many days the review is overdue; 0 when it is not."""
    return max(0, (today - terms.review_on).days)


def _signs(viewer: Viewer, agency_id: UUID) -> bool:
    return viewer.hat is Hat.SIGNATORY and viewer.agency_id == agency_id


def may_read_agreements(viewer: Viewer) -> Verdict:
    """Oversight and the meeting's hats: of all partner agencies. An agency's people: of their own."""
    if viewer.hat in READERS:
        return ALLOWED
    return refused("Agreements are for those who sign them, keep them and check them.")


def may_require_agreements(viewer: Viewer) -> Verdict:
    """The administrator decides, for the MARAC, whether access depends on them."""
    if viewer.hat is Hat.ADMINISTRATOR:
        return ALLOWED
    return refused("Only the administrator says whether access depends on agreements.")


def may_record_agreement(viewer: Viewer, agency_id: UUID, stands: Standing) -> Verdict:
    """The administrator, for what was signed on paper; an agency's signatory, who renews it with a new version."""
    if viewer.hat is not Hat.ADMINISTRATOR and not _signs(viewer, agency_id):
        return refused("Only the administrator or the agency's own signatory records an agreement.")
    if stands is Standing.SUSPENDED:
        return refused("This agreement is suspended: its signatory reinstates or withdraws it first.")
    return ALLOWED


def may_be_dated(signed_on: date, review_on: date, expires_on: date, today: date) -> Verdict:
    """Signed by today, to be reviewed after that, and not for ever."""
    if signed_on > today:
        return refused("An agreement is recorded once it is signed.")
    if not signed_on < review_on <= expires_on:
        return refused("The review comes after signing, and not after the day on which the agreement expires.")
    if expires_on < today:
        return refused("This agreement has expired already.")
    return ALLOWED


def may_review(viewer: Viewer, agreement: AgreementFacts, stands: Standing) -> Verdict:
    """Its agency's signatory, while it has not expired; after that it is signed anew."""
    if not _signs(viewer, agreement.agency_id):
        return refused("Only the agency's own signatory reviews its agreement.")
    if stands in {Standing.EXPIRED, Standing.WITHDRAWN, Standing.MISSING}:
        return refused("This agreement is over: record a new version.")
    if stands is Standing.SUSPENDED:
        return refused("This agreement is suspended: reinstate it first.")
    return ALLOWED


def may_be_reviewed_on(review_on: date, expires_on: date, today: date) -> Verdict:
    if today < review_on <= expires_on:
        return ALLOWED
    return refused("The next review is after today, and not after the day on which the agreement expires.")


def may_suspend(viewer: Viewer, agreement: AgreementFacts, stands: Standing) -> Verdict:
    """Signatories suspend their own agency's part; auditors recommend it (S22)."""
    if viewer.hat is Hat.AUDITOR:
        return refused("Auditors recommend: only the agency's own signatory suspends.")
    if not _signs(viewer, agreement.agency_id):
        return refused("Only the agency's own signatory suspends its part.")
    if stands in {Standing.SUSPENDED, Standing.WITHDRAWN}:
        return refused("It is suspended or withdrawn already.")
    return ALLOWED


def may_withdraw(viewer: Viewer, agreement: AgreementFacts, stands: Standing) -> Verdict:
    """For good: to come back, an agency signs a new version."""
    if not _signs(viewer, agreement.agency_id):
        return refused("Only the agency's own signatory withdraws from its agreement.")
    return refused("It is withdrawn already.") if stands is Standing.WITHDRAWN else ALLOWED


def may_reinstate(viewer: Viewer, agreement: AgreementFacts, stands: Standing) -> Verdict:
    """Who may suspend may end it; what was handed over meanwhile stays where it is."""
    if not _signs(viewer, agreement.agency_id):
        return refused("Only the agency's own signatory ends its suspension.")
    return ALLOWED if stands is Standing.SUSPENDED else refused("It is not suspended.")


def may_recommend(viewer: Viewer) -> Verdict:
    """Auditors say what should happen; others decide it (S22)."""
    return ALLOWED if viewer.hat is Hat.AUDITOR else refused("Only an auditor recommends.")


def must_say(words: str, asked: str) -> Verdict:
    return ALLOWED if words.strip() else refused(asked)


def may_ask_extension(viewer: Viewer, agreement: AgreementFacts, stands: Standing, near: bool, asked: bool) -> Verdict:
    """The chair or the agency's signatory asks for 24 hours more, once for each lapse by date (S22).

    `near`: it closes within a day by itself.
    """
    if viewer.hat is not Hat.CHAIR and not _signs(viewer, agreement.agency_id):
        return refused("Only the chair or the agency's own signatory asks for an extension.")
    if stands not in BY_DATE and not (near and stands in OPEN):
        return refused("Only an agreement that lapses by its date is extended, from the day before on.")
    return refused("An extension was asked for already: there is one for each lapse.") if asked else ALLOWED


def may_extend(
    viewer: Viewer, agreement: AgreementFacts, asked_under: str, asked_by: UUID | None, done: bool
) -> Verdict:
    """The other of the two, chair or signatory, and another person, agrees (S22)."""
    if viewer.hat is not Hat.CHAIR and not _signs(viewer, agreement.agency_id):
        return refused("Only the chair and the agency's own signatory extend an agreement.")
    if done:
        return refused("It was extended already: there is one extension for each lapse.")
    if not asked_under:
        return refused("Nobody has asked for an extension.")
    if asked_under == viewer.hat.value or asked_by == viewer.member_id:
        return refused("Chair and signatory extend together: the other of the two, another person, must agree.")
    return ALLOWED


def may_succeed(own_agency: bool, speaks_here: bool) -> Verdict:
    """To whom open actions go: somebody of another agency, who speaks for it in this MARAC."""
    if own_agency:
        return refused("Choose somebody of another agency: this one's people are shut out.")
    return ALLOWED if speaks_here else refused("Choose a representative or advocate of this MARAC.")
