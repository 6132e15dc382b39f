"""Plots of stalking: fixated, obsessed, unwanted, repeated."""

from marac.demo.plot import Plot, W, Who, decision, note, risk, says, voice
from marac.demo.story import Deed, Reply, Told
from marac.proceedings import RiskTo
from marac.vocabulary import Sharing

TRACKED = Plot(
    referrers=("saoirse-mahmood", "imran-tolland"),
    victim=Who(ages=(24, 45), more={"kind_of_work": "Peripatetic music teacher", "work_risk": "yes"}),
    types="stalking harassment threats-to-kill damage",
    now="separated",
    what=(
        "A garage found a tracker wired under {v}'s car. Since she blocked {p} he has been at four of the places where "
        "she works, each time a few minutes after her.",
        "{v} changed her number in spring. {p} rang the new one within a day, and described the coat she had bought.",
    ),
    grounds={
        "history": "He did the same to a colleague before her; she moved away.",
        "risk_to_victim": "He has said that a car is an easy thing to lose control of.",
        "third_parties": ["parents", "work"],
        "third_parties_note": "Her employer was sent a photograph of her in her own kitchen.",
        "devices": ["messages", "tracker", "accounts", "reset"],
        "perpetrator_triggers": "The date of his trial.",
        "in_place": "Car swept by the police. Different routes to work.",
    },
    wants="{v} wants to know how he knows. She does not want to give up her work.",
    yes="R2 R3 R4 R6 R8 R10 R11 R12 R14 R23 R24 S1 S2 S3 S4 S5 S6 S7 fixated obsessed unwanted repeated",
    warnings=(W.EMAIL_IS_READ, W.NO_TEXT),
    note="Landline at her mother's, after six.",
    more={
        "orders": {
            "orders": ["bail", "spo-interim"],
            "broken": "yes",
            "orders_note": "Not to own a tracking device.",
            "broken_note": "Seen outside a school on a day when she taught there.",
        }
    },
    replies=(
        Reply(
            "police",
            ("v", "p"),
            (
                Told(
                    "Interim stalking protection order until the trial; he was seen outside a school and arrested.",
                    source="Crime report",
                    days_old=7,
                    for_perpetrators_side=True,
                ),
                Told(
                    "A second tracker was bought in his name last week; it has not been found.",
                    Sharing.NAMED,
                    named=("new-era",),
                    source="Enquiry with the seller",
                    days_old=3,
                ),
            ),
        ),
        Reply(
            "new-era",
            ("v",),
            (
                says(
                    "{v} checks under the car before every journey. She asks that nobody tells her employer more.",
                    "saoirse-mahmood",
                    "Telephone call",
                    2,
                ),
            ),
        ),
        Reply(
            "probation",
            ("p",),
            (
                Told(
                    "Community order for harassment, two years ago, of another woman. Completed without insight.",
                    source="Case record",
                    days_old=500,
                ),
            ),
        ),
    ),
    remarks=(
        risk("A second tracker has been bought and not found.", RiskTo.VICTIM),
        risk("Parents and employer are used to reach her.", RiskTo.OTHERS),
        note("police", "The full order is applied for at the trial."),
        voice("{v} wants each thing explained before it is done, so that she knows which surprises are his."),
    ),
    deeds=(
        Deed(
            "PO11",
            "police",
            "Sweep car, home and telephone for trackers",
            "A second tracker",
            days=3,
            ends="completed",
            report="Swept; one found in a music case.",
            evidence="Exhibit and report",
        ),
        Deed("PO03", "police", "Apply for the full Stalking Protection Order", "Interim order ends", days=9),
        Deed(
            "PO07",
            "police",
            "Enrol {v} on Hollie Guard and test the alert with her",
            "Travels alone",
            days=3,
            ends="completed",
            report="Enrolled and tested.",
            evidence="Test alert received",
        ),
        Deed(
            "TH01",
            "council",
            "Carry out a security survey of the home and its locks",
            "A photograph from inside her kitchen",
            days=6,
            ends="not-done",
            report="The surveyor was ill; booked again for next week.",
        ),
    ),
)

RING = Plot(
    referrers=("tamsin-aguirre", "callum-iwu"),
    victim=Who(ages=(26, 43)),
    perpetrators=(Who(gender="woman", ages=(27, 45), kin="ex-partner"),),
    types="stalking physical threats harm-to-animals",
    now="separated",
    what=(
        "{p} let {v}'s dog out on to the road and sent a photograph of it. She has waited outside {v}'s clinic on six "
        "Thursdays out of seven.",
        "{p} got into {v}'s garden at night and sat on the swing until {v} saw her. When asked to go she hit {v} with "
        "a torch.",
    ),
    grounds={
        "history": "Five years together, married for two. {p} was the one whom everybody felt for.",
        "risk_to_victim": "Threats to make an end of both of them.",
        "third_parties": ["friends", "work"],
        "devices": ["messages", "cameras"],
        "perpetrator_triggers": "The decree, due this month.",
    },
    wants="{v} wants her dog safe and her Thursdays back.",
    yes="R2 R3 R4 R6 R8 R10 R11 R12 R14 R19 R21 R22 S1 S4 S5 S6 S7 fixated obsessed unwanted repeated",
    warnings=(W.NO_TEXT, W.EMAIL_IS_READ),
    note="At the clinic's number, asking for the practice manager.",
    replies=(
        Reply(
            "mental-health",
            ("p",),
            (
                Told(
                    "{p} has said to her nurse that neither of them will see the spring.",
                    source="Contact note",
                    days_old=5,
                ),
            ),
        ),
        Reply(
            "police",
            ("v", "p"),
            (
                Told(
                    "Two reports of harassment, dealt with as a quarrel between friends.",
                    source="Crime reports",
                    days_old=70,
                ),
            ),
        ),
        Reply(
            "womens-aid",
            ("v",),
            (
                says(
                    "{v} asks that it is called what it is: she was married to her.",
                    "tamsin-aguirre",
                    "Meeting in person",
                    4,
                ),
            ),
        ),
    ),
    remarks=(
        risk("Threats to die together, and a date this month.", RiskTo.VICTIM),
        note("mental-health", "Seen weekly from now on; the nurse will ring if she does not come."),
        decision("Recorded as stalking from now on, and the two earlier reports with it."),
    ),
    deeds=(
        Deed(
            "HE05",
            "mental-health",
            "Review {p} this week and tell the police if she is not seen",
            "Threats to die",
            days=3,
            ends="completed",
            report="Seen at home; plan changed.",
            evidence="Review dated",
        ),
        Deed(
            "PO03",
            "police",
            "Apply for an interim Stalking Protection Order",
            "Six Thursdays",
            days=5,
            ends="completed",
            report="Granted.",
            evidence="Order, expiry noted",
        ),
        Deed(
            "TH03",
            "council",
            "Fit lights in the garden and a lock on its gate",
            "The swing",
            days=9,
            unmet={"owners-permission": "no"},
            ends="not-possible",
            report="Her landlord has refused permission.",
        ),
    ),
    teller="womens-aid",
)

PLOTS = (TRACKED, RING)
