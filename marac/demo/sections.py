"""The answers of a referral's topics, made from a plot."""

from collections.abc import Callable, Mapping
from typing import Any

from marac.demo.agencies import AGENCIES
from marac.demo.members import email_of
from marac.demo.plot import Plot
from marac.demo.records import DemoMember
from marac.demo.world import World
from marac.vocabulary import AgencyKind, SafeContactWarning

_KINDS = {agency.key: agency.kind for agency in AGENCIES}
Texts = Mapping[str, Any]
SOURCES = {
    AgencyKind.POLICE: "police-call",
    AgencyKind.MIDWIFERY: "health",
    AgencyKind.ACUTE_TRUST: "emergency-department",
    AgencyKind.EDUCATION: "school",
    AgencyKind.CHILDREN: "child",
    AgencyKind.PRIMARY_CARE: "health",
}
SURGERY = "Specimen Road Surgery"


def sections_of(
    plot: Plot, referrer: DemoMember, day: int, texts: Texts, world: World, fill: Callable[[Any], Any]
) -> dict[str, dict[str, Any]]:
    """By topic, in the order of the form; what the plot itself answers comes last and wins."""
    made: dict[str, dict[str, Any]] = {
        "referral": _referral(referrer, world),
        "perpetrators": {"knows_of_help": "unknown"},
        "children": _children(plot),
        "others": {},
        "places": _places(plot),
        "grounds": {"incident_on": _before(world, day), "incident_types": plot.types.split(), "domestic": "yes",
                    "relationship_now": plot.now, **texts},
        "orders": {"orders": ["none"]},
        "risk": {"list_done": "with-victim", "completed_by": referrer.name},
        "criteria": {"judgement_prompts": ["own-fear"], "police_incidents": str(world.chance.randint(0, 6)),
                     "previous": "no"},
        "consent": _consent(plot, referrer),
        "safe-contact": {"ways": _ways(plot), "advocate_known": "yes" if _is_advocate(referrer) else "unknown"},
        "police": _police(referrer, world),
        "equality": {"gender": plot.victim.gender, "aged_16_17": "no", "disability": "unknown"},
        "handling": {"emergency": "no", "restricted": "no"},
    }  # fmt: skip
    for topic, answers in plot.more.items():
        made[topic] |= {name: fill(said) for name, said in answers.items()}
    return {topic: answers for topic, answers in made.items() if answers}


def _before(world: World, day: int) -> str:
    return world.day(day - world.chance.randint(2, 12)).isoformat()


def _referral(referrer: DemoMember, world: World) -> dict[str, Any]:
    return {
        "referrer_name": referrer.name,
        "job_title": referrer.job_title,
        "phone": f"01632 960{world.chance.randint(100, 199)}",
        "email": email_of(referrer),
        "manager_aware": "yes",
        "source": [SOURCES.get(_KINDS[referrer.agency], "victim")],
    }


def _is_advocate(referrer: DemoMember) -> bool:
    return _KINDS[referrer.agency] is AgencyKind.VICTIM_SERVICE


def _children(plot: Plot) -> dict[str, Any]:
    if not plot.kids:
        return {"children_affected": "no"}
    return {"children_affected": "yes", "child_referral": "yes"}


def _places(plot: Plot) -> dict[str, Any]:
    """What tells whom else to ask: a landlord, a surgery, a school, where the story needs their answer."""
    asked = {reply.agency for reply in plot.replies}
    made = {"tenure": plot.tenure}
    if plot.tenure == "social":
        made["landlord"] = "Thornbeck Homes"
    if "primary-care" in asked:
        made["gp_surgery"] = SURGERY
    if "education" in asked:
        made["schools"] = "One in the district, named to the schools' adviser"
    return made


def _consent(plot: Plot, referrer: DemoMember) -> dict[str, Any]:
    told = {"victim_aware": "yes", "informed_how": "in-person", "informed_by": referrer.name}
    explained = "Who meets, what is shared and why, and that the other side is never told."
    if plot.consent:
        return {**told, "explained": explained, "consent_given": "yes"}
    return {
        **told,
        "explained": explained,
        "consent_given": "no",
        "no_consent_ground": "would-prejudice",
        "no_consent_reason": "Asking for more than a nod would have kept her in the room too long.",
        "decided_by": referrer.name,
        "approved_by": "Named lead of the agency",
    }


def _ways(plot: Plot) -> list[str]:
    ways = ["call", "in-person"]
    return ways if SafeContactWarning.NO_TEXT in plot.warnings else [*ways, "text"]


def _police(referrer: DemoMember, world: World) -> dict[str, Any]:
    if _KINDS[referrer.agency] is not AgencyKind.POLICE:
        return {}
    number = world.chance.randint(10000, 99999)
    return {
        "crime_references": f"21DF/{number}/00",
        "officer": referrer.name,
        "justice": "investigation",
        "warning_markers": ["violent"],
        "firearms_licence": "unknown",
        "disclosure_scheme": "no",
    }
