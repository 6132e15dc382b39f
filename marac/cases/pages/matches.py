"""Possible matches: the new person beside those they may be; a person decides, and can undo it (C14, C15)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from marac.cases.forms import MatchForm
from marac.cases.models import Case, Person, PersonLink
from marac.cases.operations import links, pairs
from marac.cases.operations.leading import may_lead
from marac.cases.operations.repeats import repeat_of
from marac.cases.pages.comparing import PersonMatches, Sight, compared
from marac.policy import cases as policy
from marac.proceedings import SamePerson
from marac.store.people import Member
from marac.store.work import Work
from marac.vocabulary import NotFound, Verdict
from marac.web.endpoint import go_to
from marac.web.forms import Invalid
from marac.web.page import Page, url_maker, words

DECISIONS = {
    SamePerson.SAME: "Same person",
    SamePerson.DIFFERENT: "Not the same",
    SamePerson.UNSURE: "Unsure",
}


DONE = {"decided": "Decision recorded.", "undone": "Decision undone."}


@dataclass(frozen=True)
class Decided:
    """One decision of the history, undone or not."""

    link_id: UUID
    who: str
    case: str
    decision: str
    evidence: str
    by: str
    at: datetime
    undone_at: datetime | None


@dataclass(frozen=True)
class MatchesPage(Page):
    template: ClassVar[str] = "cases/matches.html"

    case_id: UUID
    code: str
    repeat: str
    people: tuple[PersonMatches, ...]
    reversed_with: tuple[str, ...]
    both: tuple[str, ...]
    walled: tuple[str, ...]
    decisions: tuple[tuple[str, str], ...]
    history: tuple[Decided, ...]
    may_decide: Verdict
    message: str = ""


def show_matches(request: Request, work: Work) -> Page:
    case = work.find(Case, request.path_params["case_id"])
    work.require(policy.may_link(work.viewer))
    sight = Sight.of(work, case, links.candidates(work, case))
    reversed_with = sight.reversed_with()
    return MatchesPage(
        case.id,
        case.code,
        repeat_of(work, case).sentence,
        tuple(compared(sight, matches) for matches in sight.matches),
        reversed_with,
        tuple(
            member.name
            for member in pairs.speak_for_both(
                work, case.id, (one for one, other in sight.cases.items() if other.code in reversed_with)
            )
        ),
        sight.walled(),
        tuple((one.value, text) for one, text in DECISIONS.items()),
        tuple(_history(work, case, sight)),
        policy.may_link(work.viewer) and may_lead(work, case),
        DONE.get(request.query_params.get("done", ""), ""),
    )


def _history(work: Work, case: Case, sight: Sight) -> list[Decided]:
    rows = []
    for made in links.links_of(work, case):
        ours = made.case_id == case.id
        other_id, other_case = (made.other_person_id, made.other_case_id) if ours else (made.person_id, made.case_id)
        mine = made.person_id if ours else made.other_person_id
        rows.append(
            Decided(
                made.id,
                words(work.find(Person, mine).party.value),
                f"{words(work.find(Person, other_id).party.value).lower()} in {work.find(Case, other_case).code}",
                DECISIONS[made.decision],
                made.evidence,
                work.find(Member, made.decided_by).name,
                made.decided_at,
                made.undone_at,
            )
        )
    return rows


def decide_match(request: Request, work: Work, form: FormData) -> Response:
    """The evidence kept is what the comparison said at that moment, worked out again here, not what was posted."""
    case = work.find(Case, request.path_params["case_id"])
    work.require(policy.may_link(work.viewer))
    try:
        given = MatchForm.read(form)
    except Invalid:
        raise NotFound("match") from None
    found = {
        (matches.person.person_id, candidate.subject.person_id): candidate
        for matches in links.candidates(work, case)
        for candidate in matches.found
    }
    candidate = found.get((given.person_id, given.other_id))
    if candidate is None:
        raise NotFound("candidate")
    person, other = work.find(Person, given.person_id), work.find(Person, given.other_id)
    links.link(work, person, other, given.decision, f"{candidate.evidence} ({candidate.strength})")
    return _back(request, case, "decided")


def undo_match(request: Request, work: Work, form: FormData) -> Response:
    case = work.find(Case, request.path_params["case_id"])
    work.require(policy.may_link(work.viewer))
    made = work.find(PersonLink, request.path_params["link_id"])
    if case.id not in (made.case_id, made.other_case_id) or made.undone_at:
        raise NotFound("link")
    links.undo(work, made)
    return _back(request, case, "undone")


def _back(request: Request, case: Case, done: str) -> Response:
    """To the top, where the repeat sentence stands: it is what the decision was for."""
    return go_to(request, url_maker(request)("matches", {"done": done}, case_id=case.id))
