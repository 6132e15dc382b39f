"""Filling the panel: what each of its tabs needs to know about the hearing that it is bound to."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import col, select

from actions.catalogue import OTHER, ActionType, answers, by_group, due_on, find
from actions.catalogue.kinds import EVERY_AGENCY
from agencies.models import Line
from agenda.models import Hearing, Meeting
from agenda.operations.acting import may_lead
from agenda.operations.attendance import called
from agenda.operations.ending import ending_of
from agenda.operations.eyes import eyes_of, takes_part
from agenda.operations.hearings import at_the_table, may_be_called
from agenda.operations.notes import may_write
from agenda.operations.readers import readers_of_line, seated_on
from agenda.pages.live import panels
from agenda.pages.live.panels import ActionPanel, CallPanel, DeferPanel, EndingPanel, NotePanel, Panel
from agenda.pages.live.parts import agency_names, in_words, quiet_on
from agenda.pages.live.people import PersonHere
from marac import clock
from marac.cases.models import Case
from marac.policy import actions as actions_policy
from marac.policy import hearings as policy
from marac.policy import notes as notes_policy
from marac.proceedings import DeferralReason, NoteKind, RiskTo
from marac.store.people import Agency, Partner
from marac.store.work import Work
from marac.vocabulary import NotFound
from marac.web.page import day, words


def panel(work: Work, hearing: Hearing, name: str, asked: Mapping[str, str] | None = None, **form: Any) -> Panel:
    """`asked`: what the address says: the line answered, the kind of action, the agency. `form`: as Panel takes it."""
    case = work.find(Case, hearing.case_id)
    asked = asked or {}
    typed: dict[str, Any] = dict(form.pop("typed", None) or {})
    if "agency" in asked:
        typed.setdefault("agency_id", asked["agency"])
    form["message"] = form.get("message") or _saved(asked.get("saved", ""))
    tabs = panels.TABS.get(hearing.status, panels.NOTING)
    name = name if name in dict(tabs) else tabs[0][0]
    kind, question = asked.get("kind", ""), form.pop("question", "")
    fill: dict[str, Callable[[], Any]] = {
        panels.NOTE: lambda: _note(work, hearing, case, asked.get("line") or str(typed.get("line_id") or "")),
        panels.ACTION: lambda: _action(work, hearing, case, kind, typed, question),
        panels.ENDING: lambda: _ending(work, hearing),
        panels.DEFER: lambda: _defer(work, hearing, typed),
        panels.CALL: lambda: _call(work, hearing),
    }
    return Panel(hearing.id, hearing.status, case.code, name, tabs, fill[name](), typed, **form)


def _saved(at: str) -> str:
    """Said on the page to which a browser without scripts is sent back: 16-56-58 in its address."""
    return f"Saved {at.replace('-', ':')}" if re.fullmatch(r"\d\d-\d\d-\d\d", at) else ""


def _note(work: Work, hearing: Hearing, case: Case, line_id: str) -> NotePanel:
    line = _line(work, hearing, line_id)
    seated = seated_on(work, hearing.case_id)
    both = [agency for agency, perpetrators in seated.items() if not perpetrators]
    readers = readers_of_line(work, line, seated) if line else both
    names = agency_names(work, {*seated, *readers})
    whose = f"outbox {work.viewer.member_id} {hearing.meeting_id}"
    return NotePanel(
        client_id=uuid4(),
        agencies=[(str(agency), names[agency]) for agency in sorted(seated, key=lambda each: names[each])],
        line_id=line.id if line else None,
        line_code=f"{case.code}-{line.label}" if line else "",
        line_text=line.text if line else "",
        audience=in_words(names, readers, seated, by_name=True),
        audience_with_perpetrators="" if line else in_words(names, list(seated), seated, by_name=True),
        may_write=may_write(work, hearing),
        key=work.keyring.blind(whose).hex(),
        kinds=[
            (NoteKind.NOTE.value, "Note"),
            (NoteKind.DECISION.value, "Decision"),
            (NoteKind.VOICE.value, "Victim's voice"),
            *((f"{NoteKind.RISK.value}-{risk.value}", f"Risk to {risk.value}") for risk in RiskTo),
        ],
    )


def _line(work: Work, hearing: Hearing, line_id: str) -> Line | None:
    """The line that the address names, if it is one of this case's that may be answered."""
    if not line_id:
        return None
    try:
        line = work.find(Line, UUID(line_id))
    except (ValueError, NotFound):
        return None
    answers_it = line.case_id == hearing.case_id and notes_policy.may_answer_line(work.viewer, line)
    return line if answers_it else None


def _action(work: Work, hearing: Hearing, case: Case, kind: str, typed: dict[str, Any], question: str) -> ActionPanel:
    groups = [(group.heading, [(e.code, e.title) for e in entries]) for group, entries in by_group().items()]
    entry = _entry(kind or str(typed.get("kind", "")))
    owners = _owners(work)
    agencies = [(str(row.id), row.name) for row in owners]
    if entry:
        typed["kind"] = entry.code
        typed.setdefault("wording", "" if entry.code == OTHER else entry.title)
        typed.setdefault("due_on", due_on(entry, clock.today()).isoformat())
        typed.setdefault("agency_id", _usual_owner(work, case, entry, owners))
        typed.setdefault("risk_to", RiskTo.VICTIM.value)
    return ActionPanel(
        groups,
        entry,
        agencies,
        answers.questions(entry) if entry else {},
        [(answer.value, answers.said(answer)) for answer in answers.Answer],
        _risks(),
        question,
        sorted(agency_names(work, quiet_on(work, case.id)).values()) if entry else [],
        actions_policy.may_agree(work.viewer, case) and may_lead(work, hearing),
    )


def _usual_owner(work: Work, case: Case, entry: ActionType, owners: Sequence[Agency]) -> str:
    """A seated agency of the usual kind: to choose another gives it a seat, and that is nobody's default (S2)."""
    if entry.owner_kinds == EVERY_AGENCY:
        return ""
    seated = seated_on(work, case.id)
    return next((str(row.id) for row in owners if row.id in seated and row.kind in entry.owner_kinds), "")


def _entry(code: str) -> ActionType | None:
    try:
        return find(code) if code else None
    except KeyError:
        return None


def _ending(work: Work, hearing: Hearing) -> EndingPanel:
    ending = ending_of(work, hearing)
    led = may_lead(work, hearing)
    may_change = policy.may_change_hearing(work.viewer, hearing) and led
    return EndingPanel(
        ending,
        _told(work, hearing) if may_change else "",
        hearing.version,
        uuid4(),
        [(str(row.id), row.name) for row in _owners(work)],
        may_change,
        policy.may_close_hearing(work.viewer, hearing, list(ending.missing.values())) and led,
    )


def _told(work: Work, hearing: Hearing) -> str:
    if hearing.teller_agency_id is None:
        return f"Nobody: {reason}" if (reason := hearing.not_told_reason) else ""
    agency = work.find(Agency, hearing.teller_agency_id).name
    by = f"by {day(hearing.teller_by)}" if hearing.teller_by else ""
    return ", ".join(part for part in (agency, hearing.teller_method, by) if part)


def _defer(work: Work, hearing: Hearing, typed: dict[str, Any]) -> DeferPanel:
    typed.setdefault("due_on", clock.today().isoformat())
    return DeferPanel(
        [(reason.value, words(reason)) for reason in DeferralReason],
        [(str(row.id), row.name) for row in _owners(work)],
        policy.may_defer(work.viewer, hearing) and may_lead(work, hearing),
    )


def _call(work: Work, hearing: Hearing) -> CallPanel:
    meeting = work.find(Meeting, hearing.meeting_id)
    current = called(work, meeting)
    missing = list(ending_of(work, current).missing.values()) if current else []
    table = at_the_table(work, meeting)
    eyes = eyes_of(work, meeting, [member for _, member in table.values()])
    names = agency_names(work, (viewer.agency_id for viewer in eyes.values()))
    here = [
        PersonHere(member_id, table[member_id][1].name, viewer.agency_id, names[viewer.agency_id])
        for member_id, viewer in eyes.items()
        if takes_part(work, hearing.case_id, viewer)
    ]
    return CallPanel(
        current.id if current else None,
        work.find(Case, current.case_id).code if current else "",
        sorted(here, key=lambda person: (person.agency, person.name)),
        may_be_called(work, meeting, hearing, current) and policy.may_call(work.viewer, meeting, hearing, missing),
    )


def _owners(work: Work) -> list[Agency]:
    """Agencies of this MARAC that may own an action, by name."""
    here = select(Partner.agency_id).where(Partner.marac_id == work.viewer.marac_id)
    found = work.all(select(Agency).where(col(Agency.id).in_(here)).order_by(col(Agency.name)))
    return [agency for agency in found if actions_policy.may_own(agency, True)]


def _risks() -> list[tuple[str, str]]:
    return [(risk.value, words(risk)) for risk in RiskTo]
