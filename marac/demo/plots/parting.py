"""Plots of parting: when somebody leaves, or says so, the danger is greatest."""

from marac.demo.plot import Kid, Plot, W, Who, decision, note, risk, says, voice
from marac.demo.story import Deed, Reply, Told
from marac.proceedings import RiskTo
from marac.vocabulary import Sharing, WithholdingReason

SEPARATED = Plot(
    referrers=("imran-tolland", "saoirse-mahmood"),
    kids=(Kid(ages=(7, 10)), Kid(ages=(3, 5))),
    types="physical strangulation threats-to-kill coercive-control",
    now="separated-recently",
    what=(
        "{p} came to the house to collect the children, pushed {v} against the hall wall and held her by the throat "
        "until {k} screamed. He left saying that next time nobody would be there to stop him.",
        "{v} told {p} by text that she had seen a solicitor. He let himself in with a key he had kept, took her phone "
        "and held a hand over her mouth and nose. A neighbour heard and knocked.",
    ),
    grounds={
        "history": "Nine years together, four calls to the police in the last year, none before. Each was withdrawn.",
        "risk_to_victim": "He has had a hand to her neck twice. He knows her shifts and waits for the car.",
        "risk_to_children": "Both children have seen it. {k} has stopped sleeping in their own bed.",
        "perpetrator_triggers": "The first solicitor's letter, and the children's birthdays.",
    },
    wants="{v} wants to stay in the house and for the children to see their father somewhere safe.",
    yes="R1 R2 R3 R6 R7 R10 R11 R12 R14 R15 R18 R23 R24",
    warnings=(W.PHONE_IS_READ, W.NO_VOICEMAIL),
    note="Call between ten and one on school days. If anybody else answers, say that you are from the dentist.",
    replies=(
        Reply(
            "police",
            ("v", "p"),
            (
                Told(
                    "{p} was arrested and bailed, not to contact {v} or enter her street. Bail ends in four weeks.",
                    source="Custody record",
                    days_old=12,
                    for_perpetrators_side=True,
                ),
                Told(
                    "Two earlier partners reported the same; neither supported a prosecution.",
                    Sharing.NAMED,
                    named=("new-era", "children"),
                    source="Police system",
                    days_old=60,
                ),
            ),
        ),
        Reply(
            "new-era",
            ("v",),
            (
                says(
                    "{v} says that the throat is what she cannot forget. She asks that nobody writes to the house.",
                    "saoirse-mahmood",
                    "Telephone call",
                    3,
                ),
            ),
        ),
        Reply(
            "children",
            ("k", "p"),
            (
                Told(
                    "A child in need assessment is open; {k} said at school that daddy hurts mummy's neck.",
                    source="Assessment",
                    days_old=9,
                ),
            ),
        ),
        Reply(
            "university-hospitals",
            ("v",),
            (
                Told(
                    "Seen in A&E: bruises to both sides of the neck, hoarse voice, said to be from a fall.",
                    source="A&E record",
                    days_old=13,
                ),
            ),
        ),
    ),
    remarks=(
        note("police", "Bail ends in four weeks; the officer will ask for it to be extended."),
        risk("Strangulation twice in two months, and a key that nobody has found.", RiskTo.VICTIM),
        risk("Handovers at the house put the children in the middle.", RiskTo.CHILDREN),
        voice("{v} wants to stay in her home and to be told before anything is done that he will notice."),
        decision("Handovers move to a contact centre until the family court has heard the case."),
    ),
    deeds=(
        Deed(
            "TH02",
            "council",
            "Change front and back door locks, and fit a chain",
            "He has kept a key",
            days=3,
            ends="completed",
            report="Both locks changed and a chain fitted.",
            evidence="Job sheet 4471",
            unmet={"owners-permission": "not-known"},
        ),
        Deed(
            "PO04",
            "police",
            "Apply to extend bail and add the school to its conditions",
            "Bail ends in four weeks",
            days=10,
            ends="completed",
            report="Extended by three months.",
            evidence="Custody record updated",
        ),
        Deed(
            "ID02",
            "new-era",
            "Write a safety plan with {v} and repeat the risk list",
            "Strangulation",
            days=5,
            ends="completed",
            report="Plan agreed; risk list repeated.",
            evidence="Plan dated, score 12",
        ),
        Deed(
            "CS07",
            "children",
            "Give wrap-around support: one worker for {v}, one for both children",
            "Children at handovers",
            RiskTo.CHILDREN,
            days=14,
        ),
    ),
)

PREGNANT = Plot(
    referrers=("leila-haddow", "sunita-fielding"),
    victim=Who(ages=(19, 34), more={"pregnant": "yes"}),
    perpetrators=(Who(gender="man", ages=(20, 38), kin="partner", home="yes"),),
    types="physical coercive-control economic",
    now="together",
    what=(
        "At her booking appointment {v} had bruises on her forearms and stomach. {p} answered for her, and came in "
        "when she was asked alone. She wrote on a slip that he says the baby is not his.",
        "{v} came to the day unit with reduced movements after {p} kicked her in the side. She asked that he be told "
        "it was a routine check.",
    ),
    grounds={
        "history": "Together for two years. She had bank cards and a job before; now she has neither.",
        "risk_to_victim": "It has got worse each month of the pregnancy. He attends every appointment.",
        "perpetrator_triggers": "The birth, and any sign that she means to leave before it.",
    },
    wants="{v} wants the baby to be safe. She is not ready to leave and is afraid that the baby would be taken.",
    yes="R1 R2 R4 R5 R9 R10 R11 R12 R20",
    unknown="R13 R14 R21 R24",
    criteria="professional-judgement potential-escalation",
    judgement="He cannot be got out of the room, it grows worse with the pregnancy, and she has lost every way out.",
    warnings=(W.PHONE_IS_READ, W.NEVER_WRITE, W.NO_HOME_VISIT),
    note="Only at antenatal appointments. The midwife can put a call through.",
    replies=(
        Reply(
            "midwifery",
            ("v",),
            (
                Told(
                    "Three missed appointments, each cancelled by text from his number.",
                    source="Maternity notes",
                    days_old=15,
                ),
                Told(
                    "{v} has been offered counselling and has not taken it up.",
                    Sharing.WITHHELD,
                    sensitive="counselling",
                    withholding=WithholdingReason.NOT_PROPORTIONATE,
                    reason="It adds nothing to her safety.",
                ),
            ),
        ),
        Reply(
            "police",
            ("p",),
            (
                Told(
                    "{p} has a caution for assaulting a former partner while she was pregnant.",
                    source="Police system",
                    days_old=900,
                ),
            ),
        ),
        Reply(
            "mental-health",
            ("p",),
            (
                Told(
                    "Known to the team two years ago: jealousy, drinking, did not attend.",
                    Sharing.NAMED,
                    named=("midwifery", "new-era"),
                    source="Discharge letter",
                    days_old=700,
                ),
            ),
        ),
    ),
    remarks=(
        risk("Kicked while pregnant; each month is worse than the last.", RiskTo.VICTIM),
        decision("A birth plan with a safe word, a single room and a list of who may visit."),
    ),
    deeds=(
        Deed(
            "HE02",
            "midwifery",
            "See {v} alone at each appointment and offer the code word",
            "She is never alone",
            days=14,
        ),
        Deed(
            "CS01",
            "children",
            "Hold a strategy discussion about the unborn baby",
            "The unborn baby",
            RiskTo.CHILDREN,
            days=5,
            ends="completed",
            report="Held; a pre-birth assessment begins.",
            evidence="Minutes of the discussion",
        ),
        Deed(
            "HO02",
            "womens-aid",
            "Hold a refuge vacancy in case {v} asks for one",
            "She may leave at short notice",
            days=2,
            ends="not-possible",
            report="No vacancy for a mother in late pregnancy this week.",
        ),
        Deed(
            "PO05",
            "police",
            "Place a marker that a pregnant woman is at risk here",
            "Kicked while pregnant",
            days=1,
            ends="completed",
            report="Marker placed.",
            evidence="Marker reference given; review in 3 months",
        ),
    ),
    teller="midwifery",
    no_voice="She could not be spoken to alone before the meeting.",
    no_perpetrator="Anything that he noticed now would be taken out on her.",
)

PLOTS = (SEPARATED, PREGNANT)
