"""What a referral says, topic by topic, in words: for triage and for the case file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import select

from marac.cases import risk
from marac.cases.models import Case, Referral, ReferralSection, RiskAssessment
from marac.cases.topics import TOPICS, Field, asked, in_words
from marac.store.people import Agency, Member
from marac.store.work import Work
from marac.vocabulary import Criterion, RiskAnswer, TopicVisibility
from marac.web.page import day

Row = tuple[str, str | list[str]]
CRITERIA = {
    Criterion.VISIBLE_HIGH_RISK: "Visible high risk",
    Criterion.PROFESSIONAL_JUDGEMENT: "Professional judgement",
    Criterion.POTENTIAL_ESCALATION: "Potential escalation",
    Criterion.REPEAT: "Repeat",
    Criterion.TRANSFER_IN: "Transfer from another MARAC",
}
_ONLY = {
    TopicVisibility.COORDINATOR: "Only the coordinator, the chair and the referring agency see this.",
    TopicVisibility.POLICE: "Only police, the chair and the coordinator see this.",
}

# Questions put to the writer, as their reader takes them.
_READ_AS = {"referrer_name": "Name", "manager_aware": "Line manager knows of this referral"}


@dataclass(frozen=True)
class TopicRead:
    code: str
    title: str
    audience: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class RiskRead:
    """`yes` are (label, comment); `others` are (label, answer in words)."""

    score: str
    yes: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]
    follow_up: tuple[tuple[str, str], ...]
    four: tuple[str, ...]
    by: str


@dataclass(frozen=True)
class ReferralRead:
    referral: Referral
    agency: str
    member: str
    criteria: tuple[str, ...]
    judgement: str
    risk: RiskRead | None
    topics: tuple[TopicRead, ...]


def read_referral(work: Work, case: Case, referral: Referral) -> ReferralRead:
    """All of it that this viewer may see; opens what it shows."""
    return ReferralRead(
        referral,
        work.find(Agency, referral.agency_id).name,
        work.find(Member, referral.member_id).name,
        tuple(CRITERIA[criterion] for criterion in referral.met),
        referral.judgement,
        read_risk(work, case.id),
        tuple(read_topics(work, case.id)),
    )


def read_topics(work: Work, case_id: UUID) -> list[TopicRead]:
    sections = {row.topic: row for row in work.all(select(ReferralSection).where(ReferralSection.case_id == case_id))}
    found = []
    for topic in TOPICS:
        rows = _rows(topic.fields, sections[topic.code].answers) if topic.code in sections else ()
        if rows:
            found.append(TopicRead(topic.code, topic.title, _ONLY.get(topic.visibility, ""), tuple(rows)))
    return found


def _rows(fields: tuple[Field, ...], answers: Mapping[str, Any]) -> list[Row]:
    """Long text keeps its lines; questions without an answer are left out."""
    given = [field for field in fields if answers.get(field.name) and asked(field, answers)]
    return [(_READ_AS.get(field.name, field.label), _lines(in_words(field, answers[field.name]))) for field in given]


def _lines(text: str) -> str | list[str]:
    lines = text.splitlines()
    return lines if len(lines) > 1 else text


def read_risk(work: Work, case_id: UUID) -> RiskRead | None:
    row = work.first(select(RiskAssessment).where(RiskAssessment.case_id == case_id))
    if row is None:
        return None
    tool = risk.find(row.tool, row.tool_version)
    kept = row.answers
    answers = {code: RiskAnswer(said["answer"]) for code, said in kept.items() if said.get("answer")}
    yes = [item for item in tool.items if answers.get(item.code) is RiskAnswer.YES]
    follow_up = tool.follow_up
    return RiskRead(
        risk.in_words(answers, tool),
        tuple((item.label, kept[item.code].get("comment", "")) for item in yes),
        tuple(
            (item.label, _answer(answers.get(item.code), kept.get(item.code))) for item in tool.items if item not in yes
        ),
        tuple(
            (item.label, kept[item.code].get("comment", ""))
            for item in (follow_up.items if follow_up else ())
            if answers.get(item.code) is RiskAnswer.YES
        ),
        tuple(tag.value for tag in (follow_up.tags if follow_up else ()) if answers.get(tag.value) is RiskAnswer.YES),
        ", ".join(part for part in (row.completed_by, day(row.completed_on)) if part),
    )


_ANSWERS = {RiskAnswer.NO: "No", RiskAnswer.DONT_KNOW: "Not known", RiskAnswer.NOT_ASKED: "Not asked"}


def _answer(answer: RiskAnswer | None, kept: Mapping[str, str] | None) -> str:
    said = _ANSWERS.get(answer, "Not asked") if answer else "Not asked"
    comment = (kept or {}).get("comment", "")
    return f"{said}: {comment}" if comment else said


def decided(work: Work, referral: Referral) -> tuple[str, str]:
    """Who decided about it, and the reason; empty before anybody did. Urgent may be marked without a decision."""
    by = work.find(Member, referral.triaged_by).name if referral.triaged_by else ""
    return by, referral.triage_reason
