"""Which facts of a referral point to which kind of agency (S3): asked only where one does."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from marac.cases import topics
from marac.vocabulary import AgencyKind, PartyRole

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a referral says, by topic, by person, and which risk items are answered yes."""

    topics: Mapping[str, Answers] = field(default_factory=dict)
    people: Sequence[tuple[PartyRole, Answers]] = ()
    risks: frozenset[str] = frozenset()

    def said(self, topic: str, name: str) -> Any:
        return self.topics.get(topic, {}).get(name, "")

    def of(self, *parties: PartyRole) -> Iterator[Answers]:
        return (answers for party, answers in self.people if party in parties)

    def anybody(self, name: str, *values: str) -> bool:
        """Whether somebody's particulars hold one of these answers."""
        return any(_holds(answers.get(name), values) for _, answers in self.people)


Rule = Callable[[Facts], str]

VICTIM, PERPETRATOR, CHILD = PartyRole.VICTIM, PartyRole.PERPETRATOR, PartyRole.CHILD
UNDER_SUPERVISION = {"custody": "in custody", "licence": "on licence", "community": "serving a community sentence"}
AT_SCHOOL = ("pre-school", "primary", "secondary", "college")
FIRE = re.compile(r"\b(arson|petrol|fire|burn(t|ed|ing)?)\b", re.IGNORECASE)
PROGRAMME = re.compile(r"\b(perpetrator programme|behaviour.change)\b", re.IGNORECASE)
# The referrer's own agency names itself, and "handling" names those who must not see the case.
UNREAD = frozenset({"referral", "handling", "equality"})


def _holds(answer: Any, values: Iterable[str]) -> bool:
    given = answer if isinstance(answer, list) else [answer]
    return any(value in given for value in values)


def _needs(*values: str, words: str) -> Rule:
    return lambda facts: words if facts.anybody("support_needs", *values) else ""


def _risk(*codes: str, words: str) -> Rule:
    return lambda facts: words if facts.risks.intersection(codes) else ""


def _named(topic: str, name: str, words: str) -> Rule:
    return lambda facts: words if facts.said(topic, name) else ""


def _children(facts: Facts) -> str:
    return "There are children in the case." if any(True for _ in facts.of(CHILD)) else ""


def _pregnant(facts: Facts) -> str:
    expecting = any(answers.get("pregnant") == "yes" for answers in facts.of(VICTIM))
    unborn = any(answers.get("unborn") == "yes" for answers in facts.of(CHILD))
    return "The victim is pregnant or has a baby." if expecting or unborn else ""


def _school(facts: Facts) -> str:
    return "A child is at school, nursery or college." if facts.anybody("school_stage", *AT_SCHOOL) else ""


def _perpetrators_surgery(facts: Facts) -> str:
    named = any(answers.get("gp_surgery") for answers in facts.of(PERPETRATOR))
    return "The perpetrator's GP surgery is named." if named else ""


def _supervised(facts: Facts) -> str:
    standing = [answers.get("justice") for answers in facts.of(PERPETRATOR)] + [facts.said("police", "justice")]
    how = next((UNDER_SUPERVISION[value] for value in standing if value in UNDER_SUPERVISION), "")
    return f"The perpetrator is {how}." if how else ""


def _mappa(facts: Facts) -> str:
    under = facts.anybody("mappa", "level-1", "level-2", "level-3")
    return "The perpetrator is managed under MAPPA." if under else ""


def _tenure(*values: str, words: str) -> Rule:
    return lambda facts: words if facts.said("places", "tenure") in values else ""


def _adult_at_risk(facts: Facts) -> str:
    return "There is an adult at risk in the case." if any(True for _ in facts.of(PartyRole.ADULT_AT_RISK)) else ""


def _in_text(pattern: re.Pattern[str], words: str) -> Rule:
    return lambda facts: words if any(pattern.search(text) for _, text in texts(facts)) else ""


def _licence(facts: Facts) -> str:
    return "Licence conditions are in force." if _holds(facts.said("orders", "orders"), ["licence"]) else ""


def _emergency(facts: Facts) -> str:
    seen = _holds(facts.said("referral", "source"), ["emergency-department"])
    return "It came to light in A&E or an ambulance." if seen else ""


_SUBSTANCE_OR_MIND = "Substance use or mental ill-health of the perpetrator is on the risk list."

RULES: Mapping[AgencyKind, tuple[Rule, ...]] = {
    AgencyKind.SOCIAL_LANDLORD: (_tenure("social", words="The victim rents from a social landlord."),),
    AgencyKind.COUNCIL: (
        _tenure("council", words="The victim rents from a council."),
        _tenure("temporary", "none", words="The victim has no settled home."),
    ),
    AgencyKind.CHILDREN: (_children, _pregnant),
    AgencyKind.EDUCATION: (_named("places", "schools", "A school or nursery is named."), _school),
    AgencyKind.PRIMARY_CARE: (
        _named("places", "gp_surgery", "The victim's GP surgery is named."),
        _perpetrators_surgery,
    ),
    AgencyKind.SUBSTANCE_MISUSE: (
        _named("places", "substance_service", "A drink or drug service is named."),
        _needs("drink", "drugs", words="Drink or drugs are named for somebody in the case."),
        _risk("S10", words="Drink or drug misuse is on the stalking list."),
        _risk("R21", words=_SUBSTANCE_OR_MIND),
    ),
    AgencyKind.MENTAL_HEALTH: (
        _needs("mental-health", words="Mental health is named for somebody in the case."),
        _risk("R5", words="Low mood or suicidal thoughts of the victim are on the risk list."),
        _risk("R21", words=_SUBSTANCE_OR_MIND),
    ),
    AgencyKind.PROBATION: (_supervised, _mappa, _licence),
    AgencyKind.MIDWIFERY: (_pregnant, _risk("R9", words="Pregnancy or a new baby is on the risk list.")),
    AgencyKind.PERPETRATOR_SERVICE: (_in_text(PROGRAMME, "The referral speaks of a perpetrator programme."),),
    AgencyKind.FIRE: (_in_text(FIRE, "The referral speaks of fire."),),
    AgencyKind.ADULTS: (
        _adult_at_risk,
        _needs("care", "memory", "learning", words="Care needs are named for somebody in the case."),
    ),
    AgencyKind.ACUTE_TRUST: (_emergency,),
}


def texts(facts: Facts) -> Iterator[tuple[str, str]]:
    """Answers in words, each with the title of its topic."""
    for code, answers in facts.topics.items():
        if code not in UNREAD:
            title = topics.find(code).title
            yield from ((title, answer) for answer in answers.values() if isinstance(answer, str))


def reasons(facts: Facts, kind: AgencyKind, names: Sequence[str]) -> list[str]:
    """Why an agency of this kind, of these names, should be asked; empty when nothing points to it."""
    found = [reason for rule in RULES.get(kind, ()) if (reason := rule(facts))]
    called = re.compile(r"\b(" + "|".join(re.escape(name) for name in names) + r")\b")
    named_in = dict.fromkeys(title for title, text in texts(facts) if called.search(text))
    return found + [f"The referral names it under “{title}”." for title in named_in]


def kept_from(facts: Facts) -> str:
    """Whom, in the referrer's words, the case must be kept from."""
    return str(facts.said("handling", "kept_from"))
