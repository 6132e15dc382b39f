"""MARTEN: a mother, two children by different fathers, and a flat that nobody but its landlord may know."""

from marac.demo.story import Called, Deed, Human, Place, Reply, Story, Told, Warned
from marac.demo.world import World
from marac.proceedings import RiskTo
from marac.vocabulary import (
    Criterion,
    DetailKind,
    LineKind,
    NameKind,
    PartyRole,
    SafeContactWarning,
    Sharing,
    WithholdingReason,
)

ABENA = Human(
    "v",
    PartyRole.VICTIM,
    (Called("Kwartengson-Lisle", "Abena"),),
    ("1993-10-22",),
    {"gender": "woman", "pregnant": "no", "kind_of_work": "Care assistant, nights"},
    (
        Place(DetailKind.HOME_ADDRESS, "Flat 6, 88 Fable Court, Nowherley", "QX8 3ZZ", known=False,
              audience=("landlord", "south-staffordshire-council")),
        Place(DetailKind.FORMER_ADDRESS, "51 Invention Close, Fictown", "QX1 9ZZ", known=True),
        Place(DetailKind.PHONE, "07700 900161", audience=("new-era",)),
        Place(DetailKind.ROUTINE, "Leaves for work at nine at night, back at seven; the children sleep at her aunt's"),
    ),
)  # fmt: skip
DEAN = Human(
    "p",
    PartyRole.PERPETRATOR,
    (Called("Pollitt-Vance", "Dean"), Called("Pollitt-Vance", "Deano", NameKind.ALIAS)),
    ("1990-01-14",),
    {"gender": "man", "relationship_to_victim": "ex-partner", "lives_with_victim": "no", "justice": "licence",
     "mappa": "level-1", "occupation": "Scaffolder", "weapons": "unknown", "parental_responsibility": "yes"},
    (Place(DetailKind.HOME_ADDRESS, "51 Invention Close, Fictown", "QX1 9ZZ"),
     Place(DetailKind.PHONE, "07700 900162")),
)  # fmt: skip
KOJO = Human(
    "k",
    PartyRole.CHILD,
    (Called("Kwartengson-Lisle", "Kojo"),),
    ("2015-02-08",),
    {"gender": "boy", "relationship_to_victim": "child", "relationship_to_perpetrator": "household",
     "lives_with": "victim", "school_stage": "primary", "status": ["in-need"]},
    (Place(DetailKind.SCHOOL, "Moved this term; told to the schools' adviser by word of mouth"),),
)  # fmt: skip
RILEY = Human(
    "l",
    PartyRole.CHILD,
    (Called("Pollitt-Vance", "Riley"),),
    ("2020-08-30",),
    {"gender": "girl", "relationship_to_victim": "child", "relationship_to_perpetrator": "child",
     "lives_with": "victim", "school_stage": "pre-school"},
)  # fmt: skip
GROUNDS = {
    "incident_types": ["physical", "threats-to-kill", "stalking", "damage", "child-abduction"],
    "what_happened": "Dean kicked in the door of the old house the night after his release and found it empty. He has "
    "told three people that he will follow Riley home from nursery. Abena moved to a flat of a housing association "
    "two weeks before.",
    "history": "Six years with Dean. Kojo's father is another man, who lives abroad and has no part in this.",
    "domestic": "yes",
    "relationship_now": "separated",
    "third_parties": ["parents", "school", "friends"],
    "devices": ["messages", "shared-location"],
    "risk_to_victim": "The flat is safe for as long as he does not know it. He has asked a housing officer.",
    "risk_to_children": "He says that Riley is his and Kojo is not: one to be taken, the other to be hurt.",
    "perpetrator_triggers": "The contact hearing about Riley; finding the flat.",
    "in_place": "Managed move done. Nursery password. The perpetrator programme was made a condition of his licence.",
    "victim_wants": "To stay where she is. That Kojo is not forgotten because nobody is fighting over him.",
}


def marten(world: World, day: int) -> Story:
    """Referred on this day by New Era."""
    return Story(
        code="MARTEN",
        referrer="saoirse-mahmood",
        people=(ABENA, DEAN, KOJO, RILEY),
        sections={
            "referral": {"referrer_name": "Saoirse Mahmood", "source": ["victim"], "phone": "01632 960161"},
            "perpetrators": {"act_together": "no", "knows_of_help": "no"},
            "children": {"children_affected": "yes", "child_referral": "yes",
                         "contact": "None for Dean. He has applied to the family court for Riley alone."},
            "others": {"relatives": "An aunt, with whom the children sleep when Abena works."},
            "places": {"tenure": "social", "landlord": "Thornbeck Homes", "perpetrator_on_tenancy": "no",
                       "schools": "One primary, one nursery, apart from each other; both protected."},
            "grounds": {"incident_on": world.day(day - 3).isoformat(), **GROUNDS},
            "orders": {"orders": ["licence", "restraining"], "orders_end": world.day(47).isoformat(),
                       "orders_note": "No contact with Abena; not to enter Fictown.", "broken": "yes",
                       "broken_note": "The door of the old house, the night after release.",
                       "court_on": world.day(23).isoformat(), "court_note": "Contact with Riley"},
            "risk": {"list_done": "with-victim", "completed_by": "Saoirse Mahmood"},
            "criteria": {"judgement_prompts": ["pattern", "threats-to-kill", "others"], "police_incidents": "5",
                         "previous": "no"},
            "consent": {"victim_aware": "yes", "informed_how": "in-person", "informed_by": "Saoirse Mahmood",
                        "consent_given": "yes", "victims_wishes": "The landlord may know why; nobody else where."},
            "safe-contact": {"ways": ["call", "in-person"], "afraid_of": "Dean, his brother, his mates from work",
                             "advocate_known": "yes", "advocate_name": "Saoirse Mahmood, New Era"},
            "equality": {"gender": "woman", "aged_16_17": "no", "disability": "no"},
            "handling": {"emergency": "no", "restricted": "no", "address_secret": "yes"},
        },
        yes="R1 R2 R3 R6 R7 R8 R10 R11 R12 R14 R17 R18 R23 R24 S1 S3 S5 S6 S7 S9 S11 fixated unwanted repeated",
        unknown="R13 R21",
        criteria=(Criterion.VISIBLE_HIGH_RISK, Criterion.POTENTIAL_ESCALATION),
        warned=Warned(
            (SafeContactWarning.NEVER_WRITE, SafeContactWarning.NO_HOME_VISIT, SafeContactWarning.NO_VOICEMAIL),
            "Nothing by post. Call between noon and two; she sleeps before.",
            "His brother works for a contractor on local estates.",
        ),
        replies=REPLIES,
        ahead=AHEAD,
    )  # fmt: skip


REPLIES = (
    Reply("police", ("v", "p"), (
        Told("Recalled for the door, released again after 14 days. Wanted for nothing at this moment.",
             source="Custody record", days_old=6, for_perpetrators_side=True),
        Told("He has asked two people in the pub which estates are Thornbeck's.", Sharing.NAMED, named=("new-era",),
             source="Intelligence, not confirmed", days_old=4, kind=LineKind.OPINION),
    )),
    Reply("probation", ("p",), (
        Told("On licence until next year; the programme is a condition, one session missed.", source="Case record",
             days_old=4, for_perpetrators_side=True),
        Told("An unannounced home visit is planned.", Sharing.PRIVATE, source="Case record", days_old=1),
    )),
    Reply("new-era-programme", ("p",), (
        Told("Two sessions of thirty. He speaks of Riley as his property and never of Kojo.", Sharing.SAY_ONLY,
             bears_on=RiskTo.CHILDREN, source="Session notes", days_old=5),
    )),
    Reply("new-era", ("v",), (
        Told("Abena says: I have moved enough. Tell them that there are two children.", kind=LineKind.VOICE,
             by="saoirse-mahmood", source="Telephone call", days_old=2),
    )),
    Reply("south-staffordshire-council", ("v",), (
        Told("Homeless application taken in the spring and closed when she was housed.", source="Housing options",
             days_old=30),
        Told("Locks of the old house have not been changed; the key was never returned.", source="Void inspection",
             days_old=12),
    )),
    Reply("county-children", ("k", "l", "p"), (
        Told("Riley: private-law proceedings, next hearing in three weeks.", about="l", source="Court list",
             days_old=5),
        Told("Kojo: child in need; his own worker, who does not speak for Riley.", about="k", source="Case file",
             days_old=10),
    )),
    Reply("midlands-partnership", ("p",), (
        Told("Seen once in custody; nothing that bears on this.", Sharing.WITHHELD, source="Liaison record",
             withholding=WithholdingReason.NOT_RELEVANT, reason="One screening, no finding.", days_old=90),
    )),
)  # fmt: skip

AHEAD = (
    Deed("HO08", "south-staffordshire-council", "Stop all letters to the old house and set the safe address on file",
         "A letter would give the flat away", days=4, ends="completed", report="Done on every system.",
         evidence="Alert on file, date"),
)  # fmt: skip
