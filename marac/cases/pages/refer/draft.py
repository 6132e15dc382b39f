"""The referral in hand on every page: whose it is, where its pages are, and what comes after which."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from marac.cases import topics
from marac.cases.models import Case, Person, Referral, ReferralSection, RiskAssessment
from marac.cases.operations.drafts import by_telephone, people_of
from marac.cases.operations.refer import risk_of, sections_of
from marac.cases.operations.triage import referral_of
from marac.policy import referrals as policy
from marac.store.people import Agency
from marac.store.scope import Scoped
from marac.store.work import Work
from marac.vocabulary import AgencyKind, Hat, NotFound, PartyRole
from marac.web.endpoint import go_to
from marac.web.page import url_maker

R = TypeVar("R", bound=Scoped)

CHECKING = "check"

# The task list, in the order in which the pages follow each other.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("People", ("referral", "victim", "perpetrators", "children", "others", "places")),
    ("What happened and the risk", ("grounds", "orders", "police", "risk", "criteria")),
    ("The victim's say and safety", ("consent", "safe-contact")),
    ("For the coordinator", ("handling", "equality")),
)

PARTY_NAMES = {
    PartyRole.VICTIM: "Victim",
    PartyRole.PERPETRATOR: "Perpetrator",
    PartyRole.CHILD: "Child",
    PartyRole.ADULT_AT_RISK: "Adult at risk",
}
TOPIC_OF = {topic.party: topic.code for topic in topics.TOPICS if topic.party}


@dataclass(frozen=True)
class Draft:
    """One referral as its author goes through it; `checking` when they came from the answers to check."""

    request: Request
    work: Work
    case: Case
    referral: Referral
    checking: bool

    def path(self, name: str, **params: Any) -> str:
        query = {"from": CHECKING} if self.checking else None
        return url_maker(self.request)(name, query=query, case_id=self.case.id, **params)

    def go(self, name: str, **params: Any) -> Response:
        return go_to(self.request, self.path(name, **params))

    @property
    def home(self) -> str:
        """Where one is led back to: the answers to check, or the task list."""
        return "refer.check" if self.checking else "refer"

    @property
    def by_telephone(self) -> bool:
        return by_telephone(self.referral)

    # Each asked of the database once for a page; what is saved afterwards is seen on the next.
    @cached_property
    def sections(self) -> dict[str, ReferralSection]:
        return sections_of(self.work, self.case)

    @cached_property
    def assessment(self) -> RiskAssessment | None:
        return risk_of(self.work, self.case)

    @cached_property
    def everybody(self) -> list[Person]:
        return people_of(self.work, self.case)

    def persons(self, party: PartyRole | None) -> list[Person]:
        return [person for person in self.everybody if person.party is party]

    @cached_property
    def codes(self) -> list[str]:
        """The topics asked of this author: police information is for police, and for what is told by telephone."""
        asked = [code for _, group in GROUPS for code in group]
        return asked if self._with_police() else [code for code in asked if code != "police"]

    def _with_police(self) -> bool:
        viewer = self.work.viewer
        return viewer.hat is Hat.COORDINATOR or self.work.find(Agency, viewer.agency_id).kind is AgencyKind.POLICE

    def topic(self, code: str) -> topics.Topic:
        """Raises NotFound for what is no topic, or not one for this author."""
        if code not in self.codes:
            raise NotFound("topic")
        return topics.find(code)

    def after(self, code: str) -> Response:
        """The page after a topic: the next topic, or the answers to check."""
        codes = self.codes
        place = codes.index(code) + 1
        if self.checking or place == len(codes):
            return self.go("refer.check")
        return self.go("refer.topic", topic=codes[place])

    def person(self) -> Person:
        return self.part(Person, "person_id")

    def part(self, kind: type[R], name: str) -> R:
        """A row of this case that the path names; a row of another case does not exist here. Raises NotFound."""
        row = self.work.find(kind, self.request.path_params[name])
        if getattr(row, "case_id", None) != self.case.id:
            raise NotFound(kind.__name__)
        wanted = self.request.path_params.get("person_id")
        if wanted is not None and getattr(row, "person_id", wanted) != wanted:
            raise NotFound(kind.__name__)
        return row

    def called(self, person: Person) -> str:
        """A person's part, numbered where there are several: never a name, since it stands in titles."""
        others = self.persons(person.party)
        name = PARTY_NAMES[person.party]
        return name if len(others) < 2 else f"{name} {[other.id for other in others].index(person.id) + 1}"


def opened(request: Request, work: Work, *, lock: bool = False) -> Draft:
    """The referral that a path names, for changing it. Raises NotFound, or Refused with the reason."""
    return editable(followed(request, work, lock=lock))


def editable(draft: Draft) -> Draft:
    """The same, if it may be changed. Raises Refused with the reason."""
    draft.work.require(policy.may_edit(draft.work.viewer, draft.case, draft.by_telephone))
    return draft


def followed(request: Request, work: Work, *, lock: bool = False) -> Draft:
    """The same, for reading back what was sent. A lock keeps a second tab waiting until this one has saved."""
    case = work.find(Case, request.path_params["case_id"], lock=lock)
    referral = referral_of(work, case)
    draft = Draft(request, work, case, referral, request.query_params.get("from") == CHECKING)
    work.require(policy.may_follow(work.viewer, case, draft.by_telephone))
    return draft
