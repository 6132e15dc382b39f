"""The panel beside the current case, in which chair and minute taker write: it is never swapped under their hands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from actions.catalogue import ActionType
from agenda.operations.ending import Ending
from agenda.pages.live.people import PersonHere
from marac.proceedings import HearingStatus
from marac.vocabulary import Verdict

NOTE, ACTION, ENDING, DEFER, CALL = "note", "action", "ending", "defer", "call"
NOTING = ((NOTE, "Note"), (ACTION, "Action"))
TABS = {
    HearingStatus.LISTED: ((CALL, "Call"), (DEFER, "Defer")),
    HearingStatus.CALLED: (*NOTING, (ENDING, "Close"), (DEFER, "Defer")),
    HearingStatus.HEARD: (*NOTING, (ENDING, "Voice and telling")),
}


@dataclass(frozen=True)
class NotePanel:
    """`audience` stands before the first keystroke (S15); `key` seals what waits in the browser to be sent."""

    client_id: UUID
    agencies: Sequence[tuple[str, str]]
    line_id: UUID | None
    line_code: str
    line_text: str
    audience: str
    audience_with_perpetrators: str
    may_write: Verdict
    key: str
    kinds: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ActionPanel:
    """`quiet`: agencies seated quietly, whose actions are quiet too (S5)."""

    groups: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    entry: ActionType | None
    agencies: Sequence[tuple[str, str]]
    questions: Mapping[str, str]
    answers: Sequence[tuple[str, str]]
    risks: Sequence[tuple[str, str]]
    question: str
    quiet: Sequence[str]
    may_agree: Verdict


@dataclass(frozen=True)
class EndingPanel:
    """`told`: who tells the victim, in which way and by when; or why nobody does."""

    ending: Ending
    told: str
    version: int
    client_id: UUID
    agencies: Sequence[tuple[str, str]]
    may_change: Verdict
    may_close: Verdict


@dataclass(frozen=True)
class DeferPanel:
    reasons: Sequence[tuple[str, str]]
    agencies: Sequence[tuple[str, str]]
    may_defer: Verdict


@dataclass(frozen=True)
class CallPanel:
    """Who will be here for it, to ask for conflicts of interest before it is called."""

    after: UUID | None
    after_code: str
    here: Sequence[PersonHere]
    may_call: Verdict


@dataclass(frozen=True)
class Panel:
    """One tab of the panel, bound to one hearing; `typed`, `errors` and `message` are of the form just sent."""

    hearing_id: UUID
    status: HearingStatus
    code: str
    name: str
    tabs: Sequence[tuple[str, str]]
    body: Any
    typed: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    message: str = ""
