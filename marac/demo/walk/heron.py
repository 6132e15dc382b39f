"""HERON: a man stalked by his former partner, who has had to begin again with another name and another telephone."""

from collections.abc import Mapping

from marac.demo.story import Called, Deed, Human, Place, Reply, Story, Told, Warned
from marac.demo.world import World
from marac.proceedings import RiskTo
from marac.vocabulary import Criterion, DetailKind, LineKind, NameKind, PartyRole, SafeContactWarning, Sharing

JOSS = Human(
    "v",
    PartyRole.VICTIM,
    (Called("Fenwrightson", "Joss"), Called("Westmarch", "Jonah", NameKind.NEW_NAME, searchable=False)),
    ("1987-05-19",),
    {"gender": "man", "kind_of_work": "Web designer, looking for work", "work_risk": "yes",
     "support_needs": ["mental-health"]},
    (
        Place(DetailKind.FORMER_ADDRESS, "14 Example Rise, Fictown", "QX1 4ZZ", known=True),
        Place(DetailKind.PHONE, "07700 900142, a new handset, never used at the old home"),
        Place(DetailKind.EMAIL, "jonah@westmarch.example", known=False),
        Place(DetailKind.SAFE_TIME, "Weekdays after nine, when the children are in school"),
    ),
)  # fmt: skip
CORINNE = Human(
    "p",
    PartyRole.PERPETRATOR,
    (Called("Halvardine", "Corinne"), Called("Fenwrightson", "Corinne", NameKind.ALIAS)),
    ("1989-02-03",),
    {"gender": "woman", "relationship_to_victim": "ex-partner", "lives_with_victim": "no", "justice": "bail",
     "occupation": "Recruitment consultant", "parental_responsibility": "yes", "mappa": "no"},
    (
        Place(DetailKind.HOME_ADDRESS, "14 Example Rise, Fictown", "QX1 4ZZ"),
        Place(DetailKind.PHONE, "07700 900143"),
        Place(DetailKind.EMAIL, "corinne@halvardine.example"),
    ),
)  # fmt: skip
CHILD = {"relationship_to_victim": "child", "relationship_to_perpetrator": "child", "lives_with": "victim"}
MABEL = Human("k", PartyRole.CHILD, (Called("Fenwrightson", "Mabel"),), ("2018-09-27",),
              {**CHILD, "gender": "girl", "school_stage": "primary"})  # fmt: skip
TOBY = Human("l", PartyRole.CHILD, (Called("Fenwrightson", "Toby"),), ("2021-12-11",),
             {**CHILD, "gender": "boy", "school_stage": "pre-school"})  # fmt: skip

GROUNDS = {
    "incident_types": ["stalking", "harassment", "malicious-communications", "false-allegations", "order-broken"],
    "what_happened": "Corinne will not accept that the relationship is over. Joss has asked her again and again to "
    "write only about the children. She has sent as many as ninety messages a day, and made allegations against him "
    "that were looked into and found to be without ground. She broke the non-molestation order within a week of its "
    "being served.",
    "history": "It began as the relationship ended, more than a year ago. He changed number, handset, e-mail and work "
    "profile, and with them lost most of the people who found him work.",
    "domestic": "yes",
    "relationship_now": "separated",
    "third_parties": ["parents", "children", "solicitor", "work"],
    "third_parties_note": "His solicitor, who deals with the children's contact for him, is written to daily. His "
    "parents are rung at night. She asks the children where daddy's telephone is kept.",
    "devices": ["messages", "social-media", "accounts", "tracker", "reset"],
    "risk_to_victim": "She knew his second number within days; he fears a tracker. Arrest and bail have not stopped "
    "her. In fact or in opinion: she believes that they still have a future together, and says so to everybody.",
    "risk_to_children": "They carry messages, and see their father afraid.",
    "perpetrator_triggers": "Her trial; the end of bail; each answer from the family court.",
    "in_place": "Police investigation. New Era, with an adviser from the men's service. She has been offered the "
    "perpetrator programme.",
    "victim_wants": "To be left alone but for what the children need. To be able to work. That nobody gives his "
    "number to anybody, not even to help him.",
}
ORDERS = {
    "orders": ["non-molestation", "bail", "child-arrangements"],
    "orders_note": "No contact but in writing about the children, through solicitors. Family court, ten months ago.",
    "broken": "yes",
    "broken_note": "By e-mail to him and his solicitor, four times in the first month; arrested once.",
    "court_note": "Trial for stalking",
}
LISTED = "R2 R3 R4 R5 R7 R8 R10 R11 R12 R18 R20 R23 R24"
FOLLOWED = "S1 S2 S5 S7 S9 fixated obsessed unwanted repeated"


def heron(world: World, day: int) -> Story:
    """Referred on this day by his adviser."""
    grounds = {"incident_on": world.day(day - 2).isoformat(), **GROUNDS}
    orders = {
        **ORDERS,
        "orders_end": world.day(11).isoformat(),
        "court_on": world.day(18).isoformat(),
    }
    return Story(
        code="HERON",
        referrer="daniel-osei",
        people=(JOSS, CORINNE, MABEL, TOBY),
        sections=_sections(world, day, grounds, orders),
        yes=f"{LISTED} {FOLLOWED}",
        unknown="R14 R21",
        criteria=(Criterion.PROFESSIONAL_JUDGEMENT, Criterion.POTENTIAL_ESCALATION),
        judgement="Thirteen yes answers are one below the usual line. The order was broken within a week, bail has not "
        "slowed her, and she now reaches him through the children.",
        comments={"R8": "Up to ninety messages a day", "S7": "Parents, solicitor, clients"},
        warned=Warned(
            (SafeContactWarning.NO_VOICEMAIL, SafeContactWarning.EMAIL_IS_READ, SafeContactWarning.VIA_ADVOCATE_ONLY),
            "Through Daniel Osei only. The old number and the old e-mail are hers to read.",
            "She has complained about two officers by name: keep notes of every call.",
        ),
        replies=REPLIES,
        ahead=AHEAD,
    )


def _sections(
    world: World, day: int, grounds: Mapping[str, object], orders: Mapping[str, object]
) -> dict[str, Mapping[str, object]]:
    return {
        "referral": {"referrer_name": "Daniel Osei", "job_title": "IDVA, men's specialist", "phone": "01632 960142",
                     "email": "daniel.osei@newera.example", "manager_aware": "yes", "source": ["victim"]},
        "perpetrators": {"act_together": "no", "knows_of_help": "yes", "counter_allegation": "yes",
                         "counter_allegation_note": "She has alleged assault twice. Looked into; no further action."},
        "children": {"children_affected": "yes", "child_referral": "yes",
                     "contact": "Alternate Saturdays at a contact centre, handed over by his mother."},
        "others": {"relatives": "His parents help with the children and are contacted themselves."},
        "places": {"tenure": "private", "schools": "One primary school with a nursery; its name is protected.",
                   "employer": "Works for himself"},
        "grounds": grounds,
        "orders": orders,
        "risk": {"list_done": "with-victim", "completed_by": "Daniel Osei",
                 "victims_priority": "That the new number becomes known."},
        "criteria": {"judgement_prompts": ["stalking", "own-fear", "others"], "police_incidents": "7",
                     "previous": "no"},
        "consent": {"victim_aware": "yes", "informed_how": "in-person", "informed_by": "Daniel Osei",
                    "informed_on": world.day(day).isoformat(), "explained": "Who meets, and who will not be told.",
                    "consent_given": "yes", "victims_wishes": "Nothing to anybody who works with Corinne."},
        "safe-contact": {"ways": ["call", "in-person"], "afraid_of": "Corinne, and those who pass things on for her",
                         "safe_to_talk_to": "Daniel Osei; his mother, in person",
                         "not_safe_to_talk_to": "Former colleagues", "advocate_known": "yes",
                         "advocate_name": "Daniel Osei, New Era"},
        "equality": {"gender": "man", "aged_16_17": "no", "lgbt": "no", "disability": "unknown"},
        "handling": {"emergency": "no", "restricted": "no", "address_secret": "yes"},
    }  # fmt: skip


REPLIES = (
    Reply("police", ("v", "p"), (
        Told("Corinne was arrested for breach of the non-molestation order, charged with stalking, and bailed not to "
             "contact Joss directly or through others.", source="Crime report", days_old=9,
             for_perpetrators_side=True),
        Told("Two allegations that she made against Joss were looked into; no further action in either.",
             source="Crime reports", days_old=80),
        Told("A request for the owner of his new number was made to a phone shop by somebody with her voice.",
             Sharing.NAMED, named=("new-era",), source="Statement of the shop", days_old=5),
    )),
    Reply("new-era", ("v",), (
        Told("Joss says: I repeatedly asked her not to contact me. I check the street before the children go out. I do "
             "not want anybody to have my number, even to help.", kind=LineKind.VOICE, by="daniel-osei",
             source="Meeting in person", days_old=3),
        Told("Safety plan and digital reset done; Hollie Guard chosen, not yet tested.", by="daniel-osei",
             source="Support plan", days_old=3),
    )),
    Reply("new-era-programme", ("p",), (
        Told("Corinne came to one assessment. She describes the messages as love letters and expects to be asked "
             "back.", source="Assessment", days_old=16),
    )),
    Reply("probation", ("p",), (
        Told("A pre-sentence report is being written for her trial; first meeting kept.", source="Court list",
             days_old=6, for_perpetrators_side=True),
        Told("She said that she knows which gate the nursery uses, and waits in the lane above it.", Sharing.SAY_ONLY,
             bears_on=RiskTo.CHILDREN, source="Interview", days_old=6),
    )),
    Reply("county-children", ("k", "l", "p"), (
        Told("Child in need assessment open. Mabel carries messages and asks whether she must.", source="Assessment",
             days_old=8),
    )),
    Reply("education", ("k", "l"), (
        Told("Collected by Joss or his mother only, with a password since spring.", Sharing.NAMED,
             named=("county-children", "new-era"), source="School record", days_old=60),
    )),
    Reply("midlands-partnership", ("v",), (
        Told("Joss is on the list for counselling.", Sharing.WITHHELD, sensitive="counselling", about="v",
             reason="It adds nothing to his safety, and she would use it in court.", source="Referral",
             days_old=40),
    )),
)  # fmt: skip

AHEAD = (
    Deed("ID06", "new-era", "Allocate an adviser from the men's service", "Not believed elsewhere", days=2,
         member="daniel-osei", ends="completed", report="Allocated on the day of referral.",
         evidence="Allocated to Daniel Osei"),
    Deed("PO07", "police", "Enrol Joss on Hollie Guard and test the alert with him", "Followed from the nursery",
         days=8),
)  # fmt: skip
