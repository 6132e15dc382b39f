"""ALDER: a pair seen before, under another spelling and with day and month of birth the other way about."""

from dataclasses import replace

from marac.demo.plot import decision, note, risk, voice
from marac.demo.story import Called, Deed, Discussion, Human, Place, Reply, Story, Told, Warned
from marac.demo.world import World
from marac.proceedings import RiskTo
from marac.vocabulary import Criterion, DetailKind, LineKind, NameKind, PartyRole, SafeContactWarning, Sharing

EARLIER = Human(
    "v",
    PartyRole.VICTIM,
    (Called("Wiśniakowska", "Katarzyna"),),
    ("1991-03-07",),
    {"gender": "woman", "language": "Polish", "interpreter": "yes"},
    (Place(DetailKind.HOME_ADDRESS, "3 Sample Street, Mocksford", "QX2 7ZZ", known=True),),
)
LATER = replace(
    EARLIER,
    names=(Called("Wisnakowska", "Kasia"), Called("Wisniakowska", "Katarzyna", NameKind.ALIAS)),
    born=("1991-07-03",),
    places=(
        Place(DetailKind.CURRENT_ADDRESS, "27 Placebo Way, Sampleham", "QX5 2ZZ", known=False),
        Place(DetailKind.PHONE, "07700 900151", audience=("womens-aid",)),
    ),
)
BEFORE = Human(
    "p",
    PartyRole.PERPETRATOR,
    (Called("Maliszewicz", "Grzegorz"),),
    ("1988-11-30",),
    {"gender": "man", "relationship_to_victim": "partner", "lives_with_victim": "yes", "justice": "none"},
    (Place(DetailKind.HOME_ADDRESS, "3 Sample Street, Mocksford", "QX2 7ZZ"),),
)
SINCE = replace(
    BEFORE,
    names=(Called("Maliszewicz", "Gregor"), Called("Maliszewicz", "Greg", NameKind.ALIAS)),
    particulars={**BEFORE.particulars, "relationship_to_victim": "ex-partner", "lives_with_victim": "no",
                 "justice": "investigation"},
)  # fmt: skip
OLA = Human("k", PartyRole.CHILD, (Called("Maliszewicz", "Ola"),), ("2017-06-15",),
            {"gender": "girl", "relationship_to_victim": "child", "relationship_to_perpetrator": "child",
             "lives_with": "victim", "school_stage": "primary"})  # fmt: skip
COMMON = {"children": {"children_affected": "yes", "child_referral": "yes"},
          "perpetrators": {"act_together": "no", "knows_of_help": "no"}}  # fmt: skip
WARNED = Warned(
    (SafeContactWarning.INTERPRETER_NOT_FAMILY, SafeContactWarning.NEVER_WRITE),
    "Through Women's Aid. Ask for a woman to interpret.",
)


def before(world: World, day: int) -> Story:
    """As she was referred the first time, by police."""
    return Story(
        referrer="imran-tolland",
        people=(EARLIER, BEFORE, OLA),
        sections={
            "referral": {"referrer_name": "Imran Tolland", "source": ["police-call"], "phone": "01632 960151"},
            **COMMON,
            "places": {"tenure": "private"},
            "grounds": _grounds(world, day, "Neighbours rang: shouting for an hour, a child crying. Katarzyna had a "
                                "cut above the eye and said that it was a cupboard. Ola said that it was not."),
            "orders": {"orders": ["none"]},
            "consent": _consent("Imran Tolland"),
            "police": {"crime_references": "21DF/40117/00", "officer": "Imran Tolland", "justice": "none"},
            "handling": {"emergency": "no", "restricted": "no"},
        },
        yes="R1 R2 R4 R6 R10 R11 R12 R14 R15 R18 R20 R21 R23 R24",
        criteria=(Criterion.VISIBLE_HIGH_RISK,),
        warned=WARNED,
        replies=(
            Reply("police", ("v", "p"), (
                Told("Four calls in five months, no statement.", source="Incident logs", days_old=10),
            )),
            Reply("womens-aid", ("v",), (
                Told("Rang once, in Polish, and asked whether a woman keeps her child if she leaves.",
                     source="Helpline record", days_old=22),
            )),
        ),
        discussion=Discussion(
            (
                risk("Each call is worse, and she has nobody to speak for her.", RiskTo.VICTIM),
                note("womens-aid", "She will ring again; ask for a callback number that he does not know."),
                voice("She asks about Ola before she asks about herself."),
                decision("Polish-speaking worker offered by Women's Aid; police to call in daylight."),
            ),
            (
                Deed("ID05", "womens-aid", "Offer the Polish-speaking children's worker", "Ola hears it all",
                     RiskTo.CHILDREN, days=9, ends="completed", report="Offered and taken up for three weeks.",
                     evidence="Referral accepted"),
                Deed("PO08", "police", "Call by day as for the neighbours, once a week", "Each call is worse", days=14,
                     ends="not-done", report="Two visits made of four; the rest fell to other calls."),
            ),
            teller="womens-aid",
            no_perpetrator="Nothing until she has a telephone of her own.",
        ),
    )  # fmt: skip


def alder(world: World, day: int) -> Story:
    """As she is referred now, by the hospital, who do not know that she was heard before."""
    return Story(
        code="ALDER",
        referrer="sunita-fielding",
        people=(LATER, SINCE, OLA),
        sections={
            "referral": {"referrer_name": "Sunita Fielding", "source": ["emergency-department"],
                         "phone": "01632 960152"},
            **COMMON,
            "places": {"tenure": "temporary"},
            "grounds": _grounds(world, day, "Brought in by a friend at four in the morning with a broken cheekbone. "
                                "She had left three days before and been found. He took her telephone and said that "
                                "he would take Ola next."),
            "orders": {"orders": ["none"]},
            "criteria": {"previous": "unknown", "judgement_prompts": ["cannot-answer", "own-fear"]},
            "consent": _consent("Sunita Fielding"),
            "handling": {"emergency": "no", "restricted": "no", "address_secret": "yes"},
        },
        yes="R1 R2 R3 R4 R6 R7 R10 R11 R12 R14 R15 R17 R20 R24",
        unknown="R21 R23",
        criteria=(Criterion.VISIBLE_HIGH_RISK, Criterion.POTENTIAL_ESCALATION),
        warned=WARNED,
        replies=(
            Reply("university-hospitals", ("v",), (
                Told("Fracture of the cheekbone; on the ward for two nights.", source="A&E record", days_old=8),
                Told("She is eleven weeks pregnant and asked the ward to tell nobody, least of all him.",
                     source="Ward notes", days_old=7, sensitive="sexual-health", decided=False),
            )),
            Reply("womens-aid", ("v",), (
                Told("She says, through a woman who interprets: he found me in three days, he will find me again.",
                     kind=LineKind.VOICE, by="tamsin-aguirre", source="Meeting on the ward", days_old=6),
            )),
            Reply("police", ("v", "p"), (
                Told("Released under investigation for the assault; passport surrendered.", source="Custody record",
                     days_old=7, for_perpetrators_side=True),
                Told("A call last autumn from Mocksford under a name like his; nobody has compared them yet.",
                     source="Incident log", days_old=300, decided=False),
            )),
            Reply("county-children", ("k",), (
                Told("Ola is with her mother; school was told to hand her to nobody else.", Sharing.NAMED,
                     named=("womens-aid", "police"), source="Contact record", days_old=6),
            )),
        ),
    )  # fmt: skip


def _grounds(world: World, day: int, what: str) -> dict[str, object]:
    return {
        "incident_on": world.day(day - 2).isoformat(),
        "incident_types": ["physical", "coercive-control", "threats", "child-abduction"],
        "what_happened": what,
        "history": "Together for eleven years.",
        "domestic": "yes",
        "relationship_now": "separated-recently",
        "victim_wants": "That Ola stays with her.",
    }


def _consent(by: str) -> dict[str, object]:
    return {"victim_aware": "yes", "informed_how": "in-person", "informed_by": by, "consent_given": "yes"}
