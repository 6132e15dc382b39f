"""Plots in which several of a family act together."""

from marac.demo.plot import Kid, Plot, W, Who, decision, risk, says, voice
from marac.demo.story import Deed, Reply, Told
from marac.proceedings import RiskTo
from marac.vocabulary import Sharing

HONOUR = Plot(
    referrers=("gareth-nwosu", "colette-ndiaye"),
    victim=Who(ages=(18, 22)),
    perpetrators=(
        Who(gender="man", ages=(24, 32), kin="sibling", named="victim"),
        Who(gender="man", ages=(45, 60), kin="parent", named="victim", home="yes"),
        Who(gender="woman", ages=(42, 58), kin="other-family", named="victim"),
    ),
    types="honour-based forced-marriage threats-to-kill coercive-control",
    now="never",
    what=(
        "{v} told her tutor that she is to be married abroad at half term to a man she has met once. {p} has her "
        "passport. Her aunt told her what happened to the cousin who said no.",
        "{v} was brought home from a friend's by {p} and {q}, who had traced her telephone. She was locked in for two "
        "days and made to ring the college to say that she was ill.",
    ),
    grounds={
        "history": "An older cousin left the family four years ago; nobody speaks her name.",
        "risk_to_victim": "They act together, in two towns. She must never be sent back to talk it over.",
        "third_parties": ["friends", "school"],
        "perpetrator_triggers": "The flight, in five weeks. Being seen with anybody from outside.",
    },
    wants="{v} wants to sit her examinations. She asks that nobody from her community interprets or is told.",
    yes="R2 R3 R4 R5 R6 R10 R11 R12 R14 R17 R18",
    unknown="R13 R23",
    criteria="professional-judgement",
    judgement="Several people act together, there is a date, and what was done to a cousin is held up to her.",
    warnings=(W.NEVER_WRITE, W.PHONE_IS_READ, W.INTERPRETER_NOT_FAMILY, W.NO_HOME_VISIT),
    note="In college hours through the tutor. If she does not come for two days, treat it as urgent.",
    staff="Do not visit the home or ring it, for any reason.",
    tenure="family",
    more={
        "places": {"schools": "A college in the district"},
        "handling": {"kept_from": "Anybody related to the family, in any agency.", "holds_sensitive": "yes"},
        "perpetrators": {"act_together": "yes", "knows_of_help": "no"},
    },
    consent=False,
    replies=(
        Reply(
            "police",
            ("p", "q"),
            (
                Told(
                    "{p} was arrested five years ago in the matter of a cousin; no charge, she would not be seen.",
                    Sharing.NAMED,
                    named=("new-era", "womens-aid"),
                    source="Police system",
                    days_old=1700,
                ),
            ),
        ),
        Reply(
            "education",
            ("v",),
            (
                Told(
                    "{v} has missed nine days since September, each explained by an uncle.",
                    Sharing.NAMED,
                    named=("new-era",),
                    source="Attendance",
                    days_old=7,
                ),
            ),
        ),
        Reply(
            "new-era",
            ("v",),
            (
                says(
                    "{v} says: if they know that I spoke, there will be no second talk.",
                    "saoirse-mahmood",
                    "Meeting at college",
                    4,
                ),
                Told(
                    "Her leave to remain depends on her father's.",
                    Sharing.NAMED,
                    named=("womens-aid",),
                    sensitive="immigration-status",
                    source="Meeting at college",
                    days_old=4,
                    hats=False,
                ),
            ),
        ),
    ),
    remarks=(
        risk("A date, a passport held back, and a family that acts together in two towns.", RiskTo.VICTIM),
        risk("A younger sister who is now watched in her place.", RiskTo.CHILDREN),
        voice("{v} asks to be moved before anybody is spoken to."),
        decision("Nobody contacts the family. One officer and one worker hold everything."),
    ),
    deeds=(
        Deed(
            "ID03",
            "new-era",
            "Apply with {v} for a Forced Marriage Protection Order",
            "A date in five weeks",
            days=4,
            ends="completed",
            report="Order made, served after she had moved.",
            evidence="Order, date on file",
        ),
        Deed(
            "PO05",
            "police",
            "Place a marker, and brief the control room never to send to the home",
            "The family",
            days=1,
            ends="completed",
            report="Marker placed.",
            evidence="Marker reference; review in 6 months",
        ),
        Deed(
            "CS01",
            "children",
            "Hold a strategy discussion about the younger sister",
            "The sister is watched",
            RiskTo.CHILDREN,
            days=3,
            ends="completed",
            report="Held.",
            evidence="Minutes of the discussion",
        ),
        Deed(
            "ED05",
            "education",
            "Send examination papers to the centre that {v} names, and tell nobody",
            "Traced",
            days=20,
        ),
    ),
    teller="new-era",
    no_perpetrator="Any approach to them now would bring the flight forward.",
)

NEWCOMER = Plot(
    referrers=("oonagh-rezaei", "colette-ndiaye"),
    victim=Who(ages=(21, 33), more={"interpreter": "yes", "language": "Asked for by dialect"}),
    perpetrators=(
        Who(gender="man", ages=(24, 40), kin="partner", home="yes"),
        Who(gender="woman", ages=(48, 66), kin="in-law", named="p", home="yes"),
    ),
    kids=(Kid(ages=(1, 2)),),
    types="coercive-control physical economic emotional",
    now="together",
    what=(
        "{v} came to the surgery with the baby and her mother-in-law {q}, who spoke for her. On the couch she showed "
        "the nurse burns on her back in the shape of an iron.",
        "{v} has not been out alone since she arrived two years ago. {q} keeps her papers; {p} has told her that she "
        "would be sent back without the child.",
    ),
    grounds={
        "risk_to_victim": "She is made to work in the house from five, and burned when slow.",
        "risk_to_children": "The baby is taken from her as a punishment.",
        "perpetrator_triggers": "A health visitor who asks to see her alone.",
    },
    wants="{v} asks one thing through the interpreter: where would the baby sleep.",
    yes="R1 R2 R4 R5 R9 R11 R12 R17 R18 R20",
    unknown="R14 R21 R23 R24",
    criteria="professional-judgement",
    judgement="Two people hold her, and the list could be asked for ten minutes with an interpreter on the telephone.",
    warnings=(W.INTERPRETER_NOT_FAMILY, W.NEVER_WRITE, W.NO_HOME_VISIT),
    note="At the baby clinic on Mondays. The nurse calls her in for weighing.",
    tenure="family",
    more={"perpetrators": {"act_together": "yes", "knows_of_help": "no"}, "handling": {"holds_sensitive": "yes"}},
    consent=False,
    replies=(
        Reply(
            "primary-care",
            ("v", "p"),
            (
                Told(
                    "Registered with the practice for two years; never seen without {q} before this week.",
                    source="GP record",
                    days_old=9,
                ),
                Told(
                    "Her visa depends on her husband.",
                    Sharing.NAMED,
                    named=("new-era",),
                    hats=False,
                    sensitive="immigration-status",
                    source="GP record",
                    days_old=9,
                ),
            ),
        ),
        Reply(
            "midwifery",
            ("v", "k"),
            (
                Told(
                    "Health visitor turned away at the door twice; baby's weight is falling.",
                    source="Visit log",
                    days_old=20,
                ),
            ),
        ),
        Reply(
            "new-era",
            ("v",),
            (
                says(
                    "{v}, through an interpreter: I will come if the baby comes.",
                    "saoirse-mahmood",
                    "Meeting at the clinic",
                    2,
                ),
            ),
        ),
    ),
    remarks=(
        risk("Burned, watched by two, and no papers of her own.", RiskTo.VICTIM),
        voice("{v} will leave on a clinic day, with the baby, if there is a bed and an interpreter."),
        decision("A Monday, at the clinic, with transport at the back; nobody rings the home before or after."),
    ),
    deeds=(
        Deed(
            "HO02",
            "womens-aid",
            "Find a place for mother and baby, with a worker who speaks with her",
            "Clinic day",
            days=4,
            ends="completed",
            report="Accepted.",
            evidence="Accepted; no place is written here",
        ),
        Deed(
            "CS01",
            "children",
            "Hold a strategy discussion about the baby",
            "Weight",
            RiskTo.CHILDREN,
            days=2,
            ends="completed",
            report="Held.",
            evidence="Minutes of the discussion",
        ),
        Deed("ID08", "new-era", "Get advice on papers and support for {v}", "No papers", days=8),
    ),
    no_perpetrator="Nobody speaks to them until she has left.",
)

PLOTS = (HONOUR, NEWCOMER)
