"""TEAL: the perpetrator is a serving officer, so the police stand behind a wall with one cleared person inside."""

from marac.demo.story import Called, Deed, Human, Place, Reply, Story, Told, Warned
from marac.demo.world import World
from marac.proceedings import RiskTo
from marac.vocabulary import Criterion, DetailKind, LineKind, PartyRole, SafeContactWarning, Sharing

GRAINNE = Human(
    "v",
    PartyRole.VICTIM,
    (Called("Mulqueenan", "Gráinne"),),
    ("1985-12-02",),
    {"gender": "woman", "kind_of_work": "Pharmacist"},
    (
        Place(DetailKind.HOME_ADDRESS, "9 Pretend Lane, Storybourne", "QX6 1ZZ", known=True),
        Place(DetailKind.PHONE, "07700 900171"),
        Place(DetailKind.WORKPLACE, "A pharmacy in the next town; her shifts are not on its board", known=False),
    ),
)
LLYR = Human(
    "p",
    PartyRole.PERPETRATOR,
    (Called("Merediddwyn", "Llyr"),),
    ("1982-06-28",),
    {"gender": "man", "relationship_to_victim": "partner", "lives_with_victim": "yes", "justice": "none",
     "occupation": "Serving police officer", "weapons": "yes"},
    (Place(DetailKind.HOME_ADDRESS, "9 Pretend Lane, Storybourne", "QX6 1ZZ"),
     Place(DetailKind.PHONE, "07700 900172")),
)  # fmt: skip
CERYS = Human("k", PartyRole.CHILD, (Called("Merediddwyn", "Cerys"),), ("2012-04-17",),
              {"gender": "girl", "relationship_to_victim": "child", "relationship_to_perpetrator": "child",
               "lives_with": "both", "school_stage": "secondary"})  # fmt: skip


def teal(world: World, day: int) -> Story:
    """Referred on this day by the hospital."""
    return Story(
        code="TEAL",
        referrer="sunita-fielding",
        people=(GRAINNE, LLYR, CERYS),
        sections={
            "referral": {"referrer_name": "Sunita Fielding", "source": ["emergency-department"],
                         "phone": "01632 960171"},
            "perpetrators": {"act_together": "no", "knows_of_help": "no"},
            "children": {"children_affected": "yes", "child_referral": "no"},
            "places": {"tenure": "owner"},
            "grounds": {
                "incident_on": world.day(day - 1).isoformat(),
                "incident_types": ["strangulation", "coercive-control", "threats-to-kill", "weapon"],
                "what_happened": "Gráinne came to A&E in her lunch hour with burst vessels in both eyes. Llyr, a "
                "serving officer, had held her down by the neck. He has told her which of his colleagues would come "
                "if she rang.",
                "history": "It has been so for four years. She has never rung the police and says that she never can.",
                "domestic": "yes",
                "relationship_now": "together",
                "risk_to_victim": "He can look people and cars up, and knows how each agency works.",
                "risk_to_others": "Staff who knew of this might be approached as friends of friends.",
                "perpetrator_triggers": "Anything that reaches his station.",
                "victim_wants": "To speak with one officer from elsewhere, and for Cerys to finish her term.",
            },
            "orders": {"orders": ["none"]},
            "criteria": {"judgement_prompts": ["strangulation", "cannot-answer", "own-fear"], "police_incidents": "0",
                         "previous": "no"},
            "consent": {"victim_aware": "yes", "informed_how": "in-person", "informed_by": "Sunita Fielding",
                        "consent_given": "yes", "victims_wishes": "Not the local police. One named person at most."},
            "handling": {"emergency": "no", "staff_involved": "yes", "staff_who": "The perpetrator, for the police",
                         "restricted": "yes", "restricted_why": "He could learn of it through any colleague.",
                         "kept_from": "Staffordshire Police, but for professional standards."},
        },
        yes="R1 R2 R3 R4 R10 R11 R12 R13 R14 R15 R18 R20",
        unknown="R5 R21",
        criteria=(Criterion.PROFESSIONAL_JUDGEMENT,),
        judgement="Strangulation with injury, by somebody with the power to find her and to be believed first.",
        warned=Warned(
            (SafeContactWarning.NEVER_WRITE, SafeContactWarning.PHONE_IS_READ, SafeContactWarning.NO_HOME_VISIT),
            "At the hospital, as for a check of her eyes. Never at home.",
            "He recognises unmarked cars and knows many of us by sight.",
        ),
        replies=REPLIES,
        ahead=AHEAD,
    )  # fmt: skip


CLEARED = "amara-whitcombe"
REPLIES = (
    Reply("police", ("p",), (
        Told("A complaint by an earlier partner was closed without a finding six years ago; it is open again.",
             Sharing.NAMED, named=("new-era", "university-hospitals"), source="Professional standards", days_old=3,
             by=CLEARED),
        Told("He has access to a weapon on duty; duties are being looked at without a reason being given.",
             Sharing.SAY_ONLY, bears_on=RiskTo.VICTIM, source="Professional standards", days_old=2, by=CLEARED),
    ), by=CLEARED),
    Reply("university-hospitals", ("v",), (
        Told("Burst vessels in both eyes and bruising behind the ears, photographed with her agreement.",
             source="A&E record", days_old=6),
    )),
    Reply("new-era", ("v",), (
        Told("Gráinne says: he is the one they send. She will meet an officer from another force.",
             kind=LineKind.VOICE, by="saoirse-mahmood", source="Meeting at the hospital", days_old=3),
    )),
    Reply("county-children", ("k",), (
        Told("Not known before this referral; no contact made with school or home until the meeting.",
             source="Case system", days_old=3),
    )),
)  # fmt: skip

AHEAD = (
    Deed("CH04", "police", "Refer the allegation to professional standards, inside the wall", "A serving officer",
         member=CLEARED, days=5, ends="completed", report="Taken up by a team from outside the division.",
         evidence="Referred on the day, to whom on file"),
)  # fmt: skip
# Who of the agencies seated from the beginning may open it; the referrer is named by referring.
READERS = {"new-era": ("colette-ndiaye", "saoirse-mahmood"), "university-hospitals": ("sunita-fielding",)}
# Checked by one person each, named by their agency: nobody else there has a seat (S17).
NAMED = {
    "probation": "valerie-stanko",
    "south-staffordshire-council": "marjorie-delacroix",
    "cannock-chase-council": "philippa-amadi",
    "county-children": "harriet-obuya",
    "county-adults": "piotr-zawada",
    "midlands-partnership": "callum-iwu",
    "midwifery": "leila-haddow",
}
