"""Who saw one item: when, through which meeting, whether a PDF left, and why they could."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from starlette.requests import Request

from marac.oversight import ledger, wording
from marac.oversight.ledger import LEFT, SHOWN, Entry, Names
from marac.oversight.why import Explainer, Why
from marac.policy import audit as policy
from marac.store.audit import AuditEvent
from marac.store.work import Work
from marac.verbs import Operation, Verb
from marac.vocabulary import Hat, NotFound
from marac.web.endpoint import Answer
from marac.web.page import Page, is_there, moment, url_maker
from marac.web.page import day as in_full

TOGETHER = timedelta(minutes=15)
NO_PAPER = "No. A protected detail can stand in no PDF, no print and no export."

NOT_OPENED = "No. Nobody opened a PDF that holds it."


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody did, once; or was shown, so many times between two moments."""

    entry: Entry
    said: str
    times: int
    until: datetime
    event: AuditEvent


@dataclass(frozen=True)
class WhoSawPage(Page):
    """`steps` are (step, why they could); `back` is (address, text)."""

    template: ClassVar[str] = "oversight/who_saw.html"

    named: str
    answers: list[tuple[str, list[str]]]
    steps: list[tuple[Step, Why | None]]
    unexplained: int
    back: tuple[str, str]
    alerts: str
    ask: str


def show_who_saw(request: Request, work: Work) -> Answer:
    """For one item, in order and in plain English: shown, heard, available while present, downloaded (C72)."""
    work.require(policy.may_read_ledger(work.viewer))
    item_id: UUID = request.path_params["item_id"]
    found = ledger.history_of(work, item_id)
    if all(event.operation is Operation.REFUSED for event in found):
        raise NotFound("item")
    names, case_id = Names(work), next((event.case_id for event in found if event.case_id), None)
    work.log(Verb.LEDGER_READ, items=[{"t": "item", "id": str(item_id)}], case_id=case_id)
    explainer = Explainer(work, item_id, found, names)
    steps = [(step, explainer.why(step.event)) for step in _steps(found, names)]
    url, code = url_maker(request), names.cases.get(case_id, "") if case_id else ""
    audits = work.viewer.hat is Hat.AUDITOR
    return WhoSawPage(
        named=_named(found, item_id, explainer.table, code),
        answers=_answers([step for step, _ in steps], names, explainer.table),
        steps=steps,
        unexplained=sum(why is not None and not why.explained for _, why in steps),
        back=(url("ledger.case", case_id=case_id), f"Who saw what in {code}")
        if audits and code
        else (url("ledger"), "Sharing ledger"),
        alerts=url("alerts") if audits and is_there(url, "alerts") else "",
        ask=url("questions.new", {"item_id": str(item_id), "case_id": str(case_id) if code else ""}) if audits else "",
    )


def _named(found: Iterable[AuditEvent], item_id: UUID, table: str, code: str) -> str:
    labels = [item.get("label", "") for event in found for item in event.items if item["id"] == str(item_id)]
    label = next((label for label in labels if label), "")
    if table in {"line", "action"} and label:
        return f"{code}-{label}" if code else label
    name = wording.name(table, label)
    return f"{code}: {name[:1].lower()}{name[1:]}" if code else name


def _steps(found: Iterable[AuditEvent], names: Names) -> Iterator[Step]:
    """A screen that follows a meeting asks again and again: one person's readings, close together, are one step."""
    reading: dict[object, Step] = {}
    for event in found:
        made = Step(ledger.in_words(event, names), wording.step(event.verb, event.reason), 1, event.at, event)
        key = (event.member_id, event.hat, event.meeting_id)
        read, before = event.verb is Verb.PAGE_READ, reading.get(key)
        if not read or (before and event.at - before.until > TOGETHER):
            yield from reading.values()
            reading, before = {}, None
        if not read:
            yield made
        else:
            reading[key] = replace(before, times=before.times + 1, until=event.at) if before else made
    yield from reading.values()


def _answers(steps: Sequence[Step], names: Names, table: str) -> list[tuple[str, list[str]]]:
    """Who, when, through which meeting, and did a PDF leave: each may be quoted."""
    shown = [step for step in steps if step.event.verb in SHOWN]
    heard = [step for step in steps if step.event.verb is Verb.LINE_HEARD and step.event.reason == wording.SAID]
    left = _people([step for step in steps if step.event.verb in LEFT], names)
    meetings = {step.entry.meeting for step in (*shown, *heard) if step.entry.meeting}
    answers = [
        ("Shown on a screen to", _people(shown, names) or ["Nobody"]),
        ("Through which meeting", [f"The meeting of {in_full(at)}" for at in sorted(meetings)] or ["No meeting"]),
    ]
    if table == "line":
        by = sorted({one for step in heard for one in step.entry.recipients})
        answers.append(("Heard in the room by", by or ["Nobody"]))
    none = NO_PAPER if table in wording.NEVER_ON_PAPER else NOT_OPENED
    return [*answers, ("Did a PDF leave", [f"Yes: {one}" for one in left] or [none])]


def _people(steps: Iterable[Step], names: Names) -> list[str]:
    """Each with their agency's full name, and when."""
    times: dict[str, list[Step]] = {}
    for step in steps:
        agency = names.agencies.get(step.entry.agency_id, "") if step.entry.agency_id else ""
        times.setdefault(f"{step.entry.who}, {agency}", []).append(step)
    return [f"{who}: {_when(seen)}" for who, seen in sorted(times.items())]


def _when(seen: Sequence[Step]) -> str:
    first, number = moment(seen[0].entry.at), sum(step.times for step in seen)
    return first if number == 1 else f"{number} times, first on {first}, last on {moment(seen[-1].until)}"
