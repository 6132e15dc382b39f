"""Agreements of this MARAC's agencies: due, overdue, lapsed; and what is said of that on other pages (C04, S22)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar
from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request

from agencies.operations import agreements
from agencies.operations.agreements import Held, register
from marac import clock
from marac.policy import agreements as policy
from marac.proceedings import Standing
from marac.store.people import Marac
from marac.store.work import Work
from marac.vocabulary import FOR_THE_MEETING, Verdict
from marac.web.endpoint import Answer, redirect
from marac.web.page import Page, day, moment

ESCALATED = 30  # days of an overdue review, from which chair and coordinator are told on their own page
COLOURS = {
    Standing.IN_FORCE: "green",
    Standing.REVIEW_DUE: "yellow",
    Standing.OVERDUE: "orange",
    Standing.EXTENDED: "orange",
}
GROUPS = (
    ("Not in force", frozenset(Standing) - policy.OPEN),
    ("Review overdue", frozenset({Standing.OVERDUE, Standing.EXTENDED})),
    ("Due in the next 60 days", frozenset({Standing.REVIEW_DUE})),
    ("In force", frozenset({Standing.IN_FORCE})),
)


@dataclass(frozen=True, slots=True)
class Row:
    agency: str
    kind: str
    label: str
    signed_by: str
    signed_on: date | None
    review_on: date | None
    expires_on: date | None
    state: tuple[str, str]
    said: str
    agreement_id: UUID | None


@dataclass(frozen=True)
class AgreementsPage(Page):
    """`groups`: heading and rows, the most urgent first; `required`: whether access depends on them here.

    `shut_out`: agencies whose people are, or would be, shown no case.
    """

    template: ClassVar[str] = "agencies/agreements.html"

    groups: list[tuple[str, list[Row]]]
    required: bool
    may_record: Verdict
    may_require: Verdict
    shut_out: list[str]


def show_agreements(request: Request, work: Work) -> Answer:
    work.require(policy.may_read_agreements(work.viewer))
    held = register(work)
    groups = [(heading, [row_of(one) for one in held if one.standing in kinds]) for heading, kinds in GROUPS]
    return AgreementsPage(
        groups=[(heading, rows) for heading, rows in groups if rows],
        required=work.find(Marac, work.viewer.marac_id).agreements_required,
        may_record=policy.may_record_agreement(work.viewer, work.viewer.agency_id, Standing.MISSING),
        may_require=policy.may_require_agreements(work.viewer),
        shut_out=sorted({one.agency.name for one in held if one.standing not in policy.OPEN}),
    )


def make_required(request: Request, work: Work, form: FormData) -> Answer:
    """`required` is posted with what it is to be: a second press changes nothing back."""
    work.require(policy.may_require_agreements(work.viewer))
    marac = work.find(Marac, work.viewer.marac_id, lock=True)
    agreements.make_required(work, marac, form.get("required") == "yes")
    return redirect(request, "agreements")


def kind_of(umbrella: bool) -> str:
    return "Umbrella protocol" if umbrella else "MARAC agreement"


def state_of(standing: Standing) -> tuple[str, str]:
    return str(standing).replace("-", " ").capitalize(), COLOURS.get(standing, "red")


def row_of(held: Held) -> Row:
    found = held.agreement
    return Row(
        agency=held.agency.name,
        kind=kind_of(held.umbrella),
        label=found.label if found else "",
        signed_by=found.signed_by if found else "",
        signed_on=found.signed_on if found else None,
        review_on=found.review_on if found else None,
        expires_on=found.expires_on if found else None,
        state=state_of(held.standing),
        said=in_words(held),
        agreement_id=found.id if found else None,
    )


def in_words(held: Held) -> str:
    """What comes next, or since when it is over."""
    found = held.agreement
    if found is None:
        return "None is recorded."
    if held.standing is Standing.SUSPENDED:
        return f"Since {day(found.suspended_at)}."
    if held.standing is Standing.WITHDRAWN:
        return f"On {day(found.withdrawn_at)}."
    if held.standing is Standing.EXTENDED:
        return f"Extended until {moment(held.extended_until)}."
    closes = policy.closes_on(found)
    if held.standing not in policy.OPEN:
        return f"Access has been closed since {day(closes)}."
    if held.standing is Standing.OVERDUE:
        return f"{_days(policy.overdue_days(found, clock.today()))} overdue. Access closes on {day(closes)}."
    if found.expires_on <= found.review_on + timedelta(days=1):
        return f"Expires on {day(found.expires_on)}."
    return f"Review by {day(found.review_on)}."


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def warnings(work: Work) -> list[str]:
    """What an agency's people are told of their own agreements, and chair and coordinator of others' (S22).

    Nothing where access does not depend on agreements.
    """
    if not work.find(Marac, work.viewer.marac_id).agreements_required:
        return []
    if work.viewer.hat in FOR_THE_MEETING:
        return [_told(one) for one in register(work) if _escalated(one)]
    return [_told(one) for one in _own(work, register(work)) if one.standing in {Standing.OVERDUE, Standing.EXTENDED}]


def _own(work: Work, held: Iterable[Held]) -> list[Held]:
    return [one for one in held if one.agency.id == work.viewer.agency_id]


def _escalated(held: Held) -> bool:
    if held.standing is Standing.OVERDUE and held.agreement:
        return policy.overdue_days(held.agreement, clock.today()) >= ESCALATED
    return held.standing not in policy.OPEN or held.standing is Standing.EXTENDED


def _told(held: Held) -> str:
    which = "umbrella information-sharing protocol" if held.umbrella else "information-sharing agreement"
    found, of = held.agreement, f"{which} of {held.agency.name}"
    if found is None:
        return f"The {of} is missing."
    signed = f"{found.signed_by} signed it."
    if held.standing is Standing.OVERDUE:
        return f"The review of the {of} is {in_words(held)} {signed}"
    if held.standing in {Standing.SUSPENDED, Standing.WITHDRAWN}:
        return f"The {of} was {held.standing.value} on {day(found.withdrawn_at or found.suspended_at)}. {signed}"
    return f"The {of} has lapsed. {in_words(held)} {signed}"
