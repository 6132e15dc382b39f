"""What an agency decides about one of its lines: who learns of it, and why not (S8, S9, S10, S14)."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from agencies.models import Line, LineAudience
from agencies.operations.audience import Audience, Seating, audience_rows, seating_of
from agencies.operations.standing import standing
from marac import clock
from marac.cases.models import Case
from marac.policy import lines as policy
from marac.policy.lines import Sensitive
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import AgencyKind, Hat, LineKind, Refused, Sharing, WithholdingReason

CONTENT = ("text", "source", "source_date")
SHARED = (Sharing.SEATED, Sharing.NAMED)


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision as wished; what does not belong to its sharing is dropped."""

    sharing: Sharing
    named: frozenset[UUID] = frozenset()
    to_chair: bool = True
    to_coordinator: bool = True
    for_perpetrators_side: bool = False
    withholding: WithholdingReason | None = None
    reason: str = ""
    bears_on: str = ""

    @classmethod
    def of(cls, line: Line, named: frozenset[UUID]) -> "Choice":
        """As it was decided last."""
        return cls(line.sharing, named, line.to_chair, line.to_coordinator, line.for_perpetrators_side)

    def settled(self) -> "Choice":
        to_named = self.sharing is Sharing.NAMED
        return Choice(
            self.sharing,
            self.named if to_named else frozenset(),
            self.to_chair or not to_named,
            self.to_coordinator or not to_named,
            self.for_perpetrators_side and self.sharing is Sharing.SEATED,
            self.withholding if self.sharing is Sharing.WITHHELD else None,
            self.reason.strip(),
            self.bears_on if self.sharing is Sharing.SAY_ONLY else "",
        )

    def audience(self, seating: Seating) -> Audience:
        return seating.audience(
            self.sharing,
            named=self.named,
            to_chair=self.to_chair,
            to_coordinator=self.to_coordinator,
            for_perpetrators_side=self.for_perpetrators_side,
        )


def decide(
    work: Work,
    line: Line,
    sharing: Sharing,
    *,
    named: Collection[UUID] = (),
    to_chair: bool = True,
    to_coordinator: bool = True,
    for_perpetrators_side: bool = False,
    withholding: WithholdingReason | None = None,
    reason: str = "",
    bears_on: str = "",
) -> Line:
    """Say who learns of a line. `bears_on`: the risk that the minutes of a say-only line state (a RiskTo).

    Raises Refused for an agency that holds no seat which the viewer may know of: named agencies are seated ones.
    """
    hats = (to_chair, to_coordinator)
    wished = Choice(sharing, frozenset(named), *hats, for_perpetrators_side, withholding, reason, bears_on)
    return take(work, line, wished)


def take(work: Work, line: Line, wished: Choice) -> Line:
    """The same, from a Choice."""
    case = work.find(Case, line.case_id)
    work.require(policy.may_decide(work.viewer, line, case), line)
    choice = wished.settled()
    rows, seating = audience_rows(work, line.id), seating_of(work, case.id)
    before = Choice.of(line, frozenset(row.agency_id for row in rows))
    after = check_named(choice, seating)
    work.require(policy.may_share(line, standing(work, case.id), facts(line, choice, seating)), line, *rows)
    line.sharing, line.decided_at = choice.sharing, clock.now()
    line.to_chair, line.to_coordinator = choice.to_chair, choice.to_coordinator
    line.for_perpetrators_side = choice.for_perpetrators_side
    line.withholding, line.reason, line.bears_on = choice.withholding, choice.reason, choice.bears_on
    named = _name(work, line, rows, choice.named)
    work.log(Verb.LINE_DECIDED, line, *named, fields=("sharing",), reason=choice.withholding or choice.sharing)
    if choice.sharing in SHARED:
        _disclose(work, Verb.LINE_SHARED, line, after)
    work.announce(line.case_id, of=line)
    _tell_those_who_had_it(work, line, before)
    return line


def check_named(choice: Choice, seating: Seating) -> Audience:
    """Who would read it. Raises Refused for an agency that holds no seat which the viewer may know of."""
    audience = choice.audience(seating)
    if choice.named - set(audience.agency_ids):
        raise Refused("An agency that you named holds no seat on this case that your agency may know of.")
    return audience


def facts(line: Line, choice: Choice, seating: Seating) -> policy.Decision:
    """What the rules ask of a decision. Chair and coordinator alone are somebody where no agency can be named."""
    audience = choice.audience(seating)
    police = any(agency.kind is AgencyKind.POLICE for agency in audience.agencies)
    return policy.Decision(
        choice.sharing,
        somebody=bool(audience.names if not seating.may_name(line) else audience.agencies),
        to_perpetrators_side=choice.for_perpetrators_side or any(agency.perpetrators for agency in audience.agencies),
        because=choice.withholding is not None,
        bears_on=bool(choice.bears_on),
        sensitive=bool(line.sensitive),
        police_unexplained=police and line.sensitive == Sensitive.IMMIGRATION_STATUS and not choice.reason,
    )


def _name(work: Work, line: Line, rows: list[LineAudience], chosen: frozenset[UUID]) -> list[LineAudience]:
    """Name the agencies chosen, and no others; who was named before stays on the record."""
    ended = [row for row in rows if row.agency_id not in chosen]
    for row in ended:
        row.ended_at = clock.now()
    new = chosen - {row.agency_id for row in rows}
    return ended + [name_agency(work, line, agency_id) for agency_id in sorted(new)]


def name_agency(work: Work, line: Line, agency_id: UUID) -> LineAudience:
    return work.keep(
        LineAudience(
            marac_id=line.marac_id,
            case_id=line.case_id,
            line_id=line.id,
            agency_id=agency_id,
            owner_id=line.agency_id,
        )
    )


def _disclose(work: Work, verb: Verb, line: Line, audience: Audience) -> None:
    """Agencies not named to the viewer are not in its event either; the record of seats tells an auditor of them."""
    unnamed = {(True, False): ", and one not named", (False, True): ", to agencies not named"}
    work.log(
        verb,
        line,
        fields=CONTENT,
        to=audience.agency_ids,
        members=audience.member_ids,
        reason=line.sharing.value + unnamed.get((audience.one_not_named, audience.nameless), ""),
    )


def _tell_those_who_had_it(work: Work, line: Line, before: Choice) -> None:
    """Screens of whoever could read it until now; nobody else's, since to learn when it moved is to learn of it."""
    if before.sharing is Sharing.NAMED:
        ticked = {Hat.CHAIR: before.to_chair, Hat.COORDINATOR: before.to_coordinator}
        work.announce(line.case_id, to=before.named, hats=[hat for hat, told in ticked.items() if told])
    elif before.sharing is Sharing.SEATED:
        both = before.for_perpetrators_side and line.kind is not LineKind.VOICE
        work.announce(line.case_id, seats="both" if both else "file")
