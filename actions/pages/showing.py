"""One action: what was agreed, what must be read first, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from starlette.requests import Request

from actions.catalogue import ActionType, answers, find
from actions.models import Action
from actions.operations.finding import history_of
from actions.operations.people import workers_of
from actions.pages.rows import NOBODY, STATUS, ActionRow, member_names, rows_of
from marac.cases.operations.leading import may_lead
from marac.cases.operations.safe_contact import warnings_on
from marac.policy import actions as policy
from marac.proceedings import ActionStatus
from marac.store.work import Work
from marac.vocabulary import Side, Verdict
from marac.web.endpoint import Answer
from marac.web.page import Page, day, moment

DONE = {
    "agreed": "The action is recorded.",
    "completed": "Recorded as completed.",
    "not-possible": "Recorded as not possible.",
    "not-done": "Recorded as not done.",
    "again": "The action is open again.",
    "changed": "The change is recorded.",
    "answered": "The answer is recorded.",
}


@dataclass(frozen=True)
class Tried:
    """What somebody tried to record and could not: kept, so that nothing typed is lost."""

    form: str = ""
    typed: Mapping[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    conflict: bool = False


@dataclass(frozen=True)
class ConditionRow:
    code: str
    question: str
    answer: str
    settled: bool


@dataclass(frozen=True)
class ActionPage(Page):
    template: ClassVar[str] = "actions/action.html"

    action_id: UUID
    version: int
    row: ActionRow
    entry: ActionType
    warnings: list[str]
    facts: list[tuple[str, Any]]
    unsettled: list[ConditionRow]
    answers: list[tuple[str, str]]
    history: list[tuple[str, str, str, str]]
    people: list[tuple[str, str]]
    person_id: UUID | None
    may_settle: Verdict
    may_hand_on: Verdict
    may_answer: Verdict
    may_open_again: Verdict
    asks_warnings: bool
    form: str
    typed: Mapping[str, Any]
    errors: dict[str, str]
    stands: list[tuple[str, Any]]
    yours: list[tuple[str, Any]]
    message: str


def show_action(request: Request, work: Work) -> Answer:
    return drawn(work, found(request, work), message=DONE.get(request.query_params.get("done", ""), ""))


def found(request: Request, work: Work, *, lock: bool = False) -> Action:
    return work.find(Action, request.path_params["action_id"], lock=lock)


def drawn(work: Work, action: Action, tried: Tried | None = None, message: str = "") -> ActionPage:
    tried = tried or Tried()
    row = rows_of(work, [action])[0]
    entry = find(action.catalogue_code)
    conditions = conditions_of(action) if policy.conditions_shown(work.viewer) else []
    leads = may_lead(work, action.case_id)
    may_hand_on = policy.may_hand_on(work.viewer, action) and leads
    return ActionPage(
        action_id=action.id,
        version=action.version,
        row=row,
        entry=entry,
        warnings=warnings_on(work, [action.case_id])[action.case_id],
        facts=[*facts_of(work, action, row, entry), *((c.question, c.answer) for c in conditions if c.settled)],
        unsettled=[one for one in conditions if not one.settled],
        answers=[(answer.value, answers.said(answer)) for answer in answers.Answer],
        history=timeline(work, action),
        people=people_of(work, action) if may_hand_on else [],
        person_id=action.member_id,
        may_settle=policy.may_settle(work.viewer, action) and leads,
        may_hand_on=may_hand_on,
        may_answer=policy.may_answer(work.viewer, action) and leads,
        may_open_again=policy.may_open_again(work.viewer, action) and leads,
        asks_warnings=asks_warnings(work, action, entry),
        form=tried.form,
        typed=tried.typed,
        errors=tried.errors,
        stands=stands_now(work, action) if tried.conflict else [],
        yours=[(YOURS.get(name, name), text) for name, text in tried.typed.items() if name in YOURS and text],
        message=message,
    )


YOURS = {
    "evidence": "Evidence",
    "outcome": "Anything else",
    "changed": "What changed",
    "why": "Why it was not done",
    "again": "Why it is opened again",
    "reason": "Why the date changes",
    "due_on": "Date",
}


def asks_warnings(work: Work, action: Action, entry: ActionType) -> bool:
    """Whoever contacts the victim confirms that the warnings were read; not who writes it down for them (C34)."""
    mine = action.agency_id == work.viewer.agency_id and work.viewer.side is not Side.PERPETRATOR
    return entry.contacts_victim and mine


def facts_of(work: Work, action: Action, row: ActionRow, entry: ActionType) -> list[tuple[str, Any]]:
    facts: list[tuple[str, Any]] = [
        ("Agency", row.owner + (" (quiet: not named to other agencies)" if action.quiet else "")),
        ("Person", row.person or NOBODY),
        ("Due", day(action.due_on)),
        ("Risk to", action.risk_to.value.capitalize()),
        ("Risk that it answers", action.risk),
        ("Kind of action", f"{entry.title} ({entry.code})"),
        ("Usual time", entry.usual_time.words.capitalize()),
        ("Usual evidence", entry.evidence),
    ]
    if entry.note:
        facts.append(("Take care", entry.note))
    facts.append(("Agreed", moment(action.agreed_at)))
    return facts + settled_facts(work, action)


def settled_facts(work: Work, action: Action) -> list[tuple[str, Any]]:
    if action.status is ActionStatus.OPEN:
        return []
    by = member_names(work, [action.settled_by]).get(action.settled_by, "") if action.settled_by else ""
    said = [("Evidence", action.evidence)] if action.status is ActionStatus.COMPLETED else []
    heading = {
        ActionStatus.COMPLETED: "Anything else",
        ActionStatus.NOT_POSSIBLE: "What changed",
        ActionStatus.NOT_DONE: "Why it was not done",
    }[action.status]
    told = [(heading, action.outcome)] if action.outcome else []
    return [*said, *told, (STATUS[action.status][0], f"{moment(action.settled_at)}, by {by}")]


def stands_now(work: Work, action: Action) -> list[tuple[str, Any]]:
    person = member_names(work, [action.member_id]).get(action.member_id, "Nobody") if action.member_id else "Nobody"
    return [
        ("Status", STATUS[action.status][0]),
        ("Person", person),
        ("Due", day(action.due_on)),
        *settled_facts(work, action),
    ]


def conditions_of(action: Action) -> list[ConditionRow]:
    return [
        ConditionRow(code, answers.question(code), answers.said(answer), answer is answers.Answer.YES)
        for code, answer in answers.read(action.conditions).items()
    ]


def timeline(work: Work, action: Action) -> list[tuple[str, str, str, str]]:
    updates = history_of(work, action)
    names = member_names(work, [action.agreed_by, *(update.member_id for update in updates)])
    told = [(STATUS[u.status][0], moment(u.at), names.get(u.member_id, ""), u.text) for u in updates]
    return [("Agreed", moment(action.agreed_at), names.get(action.agreed_by, ""), ""), *told]


def people_of(work: Work, action: Action) -> list[tuple[str, str]]:
    """The owner's people on the action's side."""
    side = action.side is Side.PERPETRATOR
    workers = [who for who in workers_of(work, [action.agency_id]) if (who.side is Side.PERPETRATOR) == side]
    return list({str(who.member_id): (str(who.member_id), who.name) for who in workers}.values())
