"""Plots in which need of care is used as a hold."""

from marac.demo.plot import Kid, Plot, W, Who, decision, note, risk, says, voice
from marac.demo.story import Deed, Reply, Told
from marac.proceedings import RiskTo
from marac.vocabulary import Sharing

OLDER = Plot(
    referrers=("piotr-zawada", "sunita-fielding"),
    victim=Who(ages=(68, 82), more={"support_needs": ["mobility", "care"]}),
    perpetrators=(Who(gender="man", ages=(70, 84), kin="partner", named="victim", home="yes", more={"weapons": "no"}),),
    types="physical emotional economic coercive-control",
    now="together",
    what=(
        "{v} was admitted with a broken wrist and old rib fractures. {p} said that she falls. On the ward she asked "
        "the nurse whether she could stay until he had gone to sleep.",
        "The carer found {v} on the bedroom floor in the morning. {p} had taken her frame away the evening before "
        "because she had telephoned their daughter.",
    ),
    grounds={
        "history": "Married for more than forty years. She calls it his temper and says that it has always been there.",
        "risk_to_victim": "She cannot leave a room without her frame, and he decides where it stands.",
        "perpetrator_triggers": "His memory clinic appointment. He is angrier since the car was taken away.",
        "in_place": "Carers mornings and evenings, sent away by him three times this month.",
    },
    wants="{v} wants her frame, her telephone and her daughter. She has never lived alone.",
    yes="R1 R2 R4 R10 R12 R20 R21",
    unknown="R5 R11 R23",
    criteria="professional-judgement",
    judgement="She cannot get away from him, and what he takes is what she needs to call for help.",
    warnings=(W.NO_HOME_VISIT, W.NEVER_WRITE),
    note="Through the ward or the carer, never the landline: he answers it.",
    tenure="owner",
    more={"others": {"relatives": "A daughter in another county, not told yet because she would confront him."}},
    replies=(
        Reply(
            "county-adults",
            ("v", "p"),
            (
                Told(
                    "Care package of two visits a day; {p} has refused entry three times this month.",
                    source="Care log",
                    days_old=6,
                ),
                Told(
                    "{p} is waiting for a memory assessment and is himself an adult with care needs.",
                    source="Assessment",
                    days_old=20,
                ),
            ),
        ),
        Reply(
            "university-hospitals",
            ("v",),
            (Told("X-ray shows rib fractures of different ages.", source="Radiology report", days_old=8),),
        ),
        Reply(
            "primary-care",
            ("v", "p"),
            (
                Told(
                    "Twelve home visits in a year; {v} has never been seen without {p} in the room.",
                    source="GP record",
                    days_old=30,
                ),
            ),
        ),
    ),
    remarks=(
        risk("Injuries of different ages, and no way to call for help when he takes the frame.", RiskTo.VICTIM),
        risk("Carers sent away, and once followed to the car.", RiskTo.PROFESSIONALS),
        note("county-adults", "Both of them have care needs; two workers, so that nobody speaks for both."),
        decision("She is not discharged home until a visit has been made and the daughter has been called."),
    ),
    deeds=(
        Deed(
            "AS01",
            "county-adults",
            "Open a safeguarding enquiry and see {v} alone on the ward",
            "Fractures",
            days=3,
            ends="completed",
            report="Seen alone twice.",
            evidence="Enquiry record",
        ),
        Deed(
            "HE03",
            "university-hospitals",
            "Place an alert so that {v} is seen alone",
            "Never alone",
            days=5,
            ends="completed",
            report="Placed.",
            evidence="Alert on the record, review in 12 months",
        ),
        Deed(
            "TH07",
            "new-era",
            "Give {v} a pendant alarm that works without the landline",
            "No way to call",
            days=5,
            ends="not-possible",
            report="She has moved to her daughter's; the pendant does not reach there.",
        ),
        Deed(
            "AS02",
            "county-adults",
            "Assess the capacity of {p} to understand what he does",
            "His memory",
            days=21,
            risk_to=RiskTo.OTHERS,
        ),
    ),
    teller="county-adults",
    no_perpetrator="His own assessment comes first; what he is told is decided after it.",
)

CARER = Plot(
    referrers=("callum-iwu", "saoirse-mahmood"),
    victim=Who(
        gender="woman",
        ages=(30, 52),
        more={"support_needs": ["hearing"], "interpreter": "yes", "language": "British Sign Language"},
    ),
    perpetrators=(Who(gender="man", ages=(32, 55), kin="partner", home="yes"),),
    kids=(Kid(ages=(8, 13)),),
    types="coercive-control emotional sexual-coercion threats",
    now="separating",
    what=(
        "{v} is deaf. {p} interprets for her at the bank, the surgery and the school, and has told each that she is "
        "unwell. With an interpreter she signed that he takes her hearing aids when she disobeys.",
        "At an appointment with an interpreter of her own {v} signed for forty minutes: threats, nights without sleep, "
        "and {k} made to say what mummy has told people.",
    ),
    grounds={
        "history": "Twelve years. Four appointments where he interpreted and nothing was disclosed.",
        "risk_to_victim": "Everything anybody knows of her came through him.",
        "risk_to_children": "{k} is used as an interpreter and a spy.",
        "perpetrator_triggers": "Any letter or message in video that he cannot read over her shoulder.",
    },
    wants="{v} wants an interpreter who does not know him, and to be asked herself.",
    yes="R2 R3 R4 R5 R6 R11 R12 R16 R18 R20",
    unknown="R14 R15",
    not_asked="R19 R24",
    criteria="professional-judgement",
    judgement="She could answer only half of the list with a professional interpreter, and that half is grave.",
    warnings=(W.INTERPRETER_NOT_FAMILY, W.EMAIL_IS_READ, W.NEVER_WRITE),
    note="Video relay on the clinic's tablet, Wednesdays. Ask for an interpreter from outside the county.",
    replies=(
        Reply(
            "mental-health",
            ("v",),
            (
                Told(
                    "Four assessments recorded as low mood, with her husband interpreting.",
                    source="Clinic record",
                    days_old=90,
                ),
            ),
        ),
        Reply(
            "children",
            ("k",),
            (
                Told(
                    "{k} is known as a young carer; a worker visits each month.",
                    source="Young carers' record",
                    days_old=25,
                ),
            ),
        ),
        Reply(
            "education",
            ("k",),
            (
                Told(
                    "{k} told a teacher that it is a secret what mummy's hands say.",
                    Sharing.NAMED,
                    named=("children", "new-era"),
                    source="Concern form",
                    days_old=11,
                ),
            ),
        ),
        Reply(
            "new-era",
            ("v",),
            (
                says(
                    "{v} signed: I want to speak for myself. She asks that no agency takes his word for hers again.",
                    "saoirse-mahmood",
                    "Meeting with an interpreter",
                    6,
                ),
            ),
        ),
    ),
    remarks=(
        risk("She has no voice that does not pass through him.", RiskTo.VICTIM),
        risk("{k} is made to listen for him.", RiskTo.CHILDREN),
        voice("{v} asks for one interpreter throughout, and for questions to be put to her."),
        decision("All agencies book the same interpreting service and record that family must never be used."),
    ),
    deeds=(
        Deed(
            "AL01",
            "mental-health",
            "Flag the file: never see {v} with family interpreting",
            "His word for hers",
            days=3,
            ends="completed",
            report="Flag placed.",
            evidence="Alert on file for 12 months",
        ),
        Deed(
            "ID04", "new-era", "Book an interpreter for every meeting with the police and the court", "No voice", days=7
        ),
        Deed(
            "CS02",
            "children",
            "Assess {k} as a young carer and a child in need",
            "Made to listen",
            RiskTo.CHILDREN,
            days=20,
            ends="completed",
            report="Assessed; a plan is open.",
            evidence="Plan dated",
        ),
    ),
    no_perpetrator="Nothing is done towards him until she has an interpreter and a telephone of her own.",
)

PLOTS = (OLDER, CARER)
