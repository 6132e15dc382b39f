"""Before the meeting: signed in, referred, triaged, listed, researched and shared (steps 1 to 5 of product.md 3)."""

from datetime import timedelta

from playwright.sync_api import expect

from marac import clock
from marac.settings import Settings
from tests.cast import Cast
from tests.journeys.conftest import NewContext
from tests.journeys.steps import NOT_FOUND, NUMBER, OTHER, PERPETRATOR, POLICES, PRIVATE, SHARED, VICTIM, Desk, Walk


def sign_in(house: Settings, cast: Cast, new_context: NewContext) -> Walk:
    names = ("police_rep", "coordinator", "chair", "council_rep", "idva", "health_rep", "auditor")
    walk = Walk({name: Desk.of(name, house, cast, new_context) for name in names})
    for name, desk in walk.desks.items():
        expect(desk.page.locator(".frame-header__name")).to_have_text(name.replace("_", " ").title())
    walk["auditor"].page.goto(f"{walk['coordinator'].home}inbox")
    walk["auditor"].reads(NOT_FOUND)
    stranger = new_context().new_page()
    stranger.goto(f"{walk['police_rep'].home}work")
    expect(stranger.get_by_label("Work e-mail address")).to_be_visible()
    return walk


def refer(walk: Walk) -> None:
    police = walk["police_rep"]
    start(walk, VICTIM)
    describe_victim(police)
    describe_harm(police)
    walk["idva"].refused(f"cases/{walk.case}", 404, NOT_FOUND)
    send(walk, VICTIM)
    walk["idva"].go(f"cases/{walk.case}").reads("Testshire police (Police Rep)")
    start(walk, OTHER)
    because(police, "Threats to the new partner.")
    send(walk, OTHER)


def start(walk: Walk, name: str) -> None:
    police = walk["police_rep"].go("refer").press("Start a referral").press("Start", exact=True)
    police.reads("0 of 15 topics completed").press("Victim", exact=True)
    surname, forenames = name.split(", ")
    police.fill("Surname", surname.title()).fill("Forenames", forenames).press("Save").reads(name)
    walk.cases[name] = police.here.split("/")[1]
    walk.codes[name] = police.main.get_by_text("Referral ", exact=False).first.inner_text().split()[-1]


def describe_victim(police: Desk) -> None:
    police.press("Add a date of birth").date("Date of birth", "1988-04-02").press("Save").reads("2 April 1988")
    police.press("Add an address").choose("Which address is it?", "Home address")
    police.fill("Address", "3 Nowhere Close, Testshire").choose("Does the perpetrator know it?", "Yes")
    police.choose("Is it a refuge", "No").choose("Have you confirmed both?", "Yes")
    police.press("Save").reads("3 Nowhere Close")
    police.press("Add a telephone number").fill("Telephone number", NUMBER).press("Save").reads("••••••••")
    police.reads_nothing_of(NUMBER)
    police.page.get_by_role("link", name="Back").click()
    police.press("Continue").press("Add a perpetrator")
    police.fill("Surname", "Marlowe").fill("Forenames", "Casey").press("Save").reads(PERPETRATOR)
    police.press("Continue", exact=True)
    police.choose("Does the perpetrator know that the victim", "No").press("Save and return").reads("1 of 15")


def describe_harm(police: Desk) -> None:
    police.press("What happened", exact=True)
    police.date("Date of the most recent incident", (clock.today() - timedelta(days=9)).isoformat())
    police.choose("What kind of thing happened?", "Stalking")
    police.fill("What happened, and why now?", "Followed from the station.").press("Save and return")
    police.press("Risk list", exact=True).choose("How was the list filled in?", "With the victim")
    police.press("Save and continue").choose("Injury this time", "Yes").choose("Level of fear", "Yes")
    police.press("Save and return").reads("Not ready")
    because(police, "It is getting worse since the separation.")
    police.press("Aware and consent", exact=True).choose("Does the victim know of this referral?", "Yes")
    police.choose("Have they agreed", "Yes").press("Save and return")
    police.press("Safe contact", exact=True).choose("Warnings before anybody calls", "Never write")
    police.press("Save and return")


def because(police: Desk, judgement: str) -> None:
    police.go("/".join(police.here.split("/")[:2])).press("Why this case", exact=True)
    police.choose("Why does this case belong", "Professional judgement")
    police.fill("What your professional judgement rests on", judgement).press("Save and return").reads("Ready")


def send(walk: Walk, name: str) -> None:
    police = walk["police_rep"].press("Check your answers and send")
    police.reads(name, "will see this: Testshire new_era; the coordinator; and the chair").press("Send the referral")
    police.reads("Your reference", walk.codes[name]).reads_nothing_of(name, name.split(",")[0].title())


def triage(walk: Walk) -> None:
    coordinator = walk["coordinator"]
    walk["police_rep"].refused("inbox", 403, "Only the coordinator receives referrals.")
    walk.day = (clock.today() + timedelta(days=14)).isoformat()
    coordinator.go("meetings").press("Convene a meeting").date("Date of the meeting", walk.day)
    coordinator.fill("Start", "9:30").fill("Where", "Room 2, Nowhere House").pick("Chair", "Chair")
    coordinator.press("Convene", exact=True).reads("No case is on this list yet.")
    walk.meeting = coordinator.here.split("/")[1]
    for name in (VICTIM, OTHER):
        coordinator.go("inbox").press(walk.codes[name]).reads(name, "Not a repeat", "Possible matches: none to decide")
        coordinator.press("Accept to a meeting").reads("0 of 15 cases" if name is VICTIM else "1 of 15 cases")
        coordinator.main.get_by_role("radio").first.check()
        coordinator.press("Accept", exact=True).reads("Testshire new_era", "Core agency of the signed protocol")
        coordinator.press("Confirm seats").reads("What is not ready", walk.codes[name])
    coordinator.reads_nothing_of(NUMBER)


def publish(walk: Walk) -> None:
    coordinator = walk["coordinator"]
    walk["police_rep"].refused(f"meetings/{walk.meeting}/prepare", 403, "Only the coordinator and the chair prepare")
    walk["council_rep"].refused(f"cases/{walk.case}", 404, NOT_FOUND)
    coordinator.press("Publish version 1").reads("public task", "Testshire council", "Testshire health")
    coordinator.press("Publish and ask").reads("Version 1", walk.code, VICTIM)
    walk["health_rep"].go(f"cases/{walk.case}").reads(VICTIM, "You are asked to check your records")
    walk["health_rep"].reads_nothing_of("Followed from the station", "getting worse")


def research(walk: Walk) -> None:
    council = walk["council_rep"].go("research").fill("Searched by", "Records officer, housing system")
    council.main.get_by_label(f"Not known: {OTHER}").check(force=True)  # the box that is seen is drawn over it
    council.press("Return the ticked people as not known").reads("1 person answered as not known, 1 case returned.")
    council.press(walk.code).choose(VICTIM, "Known").choose(PERPETRATOR, "Not known")
    council.fill("Searched by", "Records officer, housing system").press("Save answers")
    council.reads("Your agency now has a seat on this case")
    for words in (SHARED, PRIVATE):
        record(council, words)
    walk.line = share_with_new_era(council, SHARED)
    council.main.get_by_label("Keep the undecided line private to us").check()
    council.press("Send the return").reads("Withdraw the return")
    council.refused(f"cases/{walk.cases[OTHER]}", 404, NOT_FOUND)
    record(walk["police_rep"].go(f"cases/{walk.case}/research"), POLICES)
    share_with_new_era(walk["police_rep"], POLICES)
    walk["idva"].go(f"cases/{walk.case}/lines").reads(SHARED, POLICES, "For named agencies only")
    walk["idva"].reads_nothing_of(PRIVATE)
    for name in ("health_rep", "police_rep"):
        walk[name].refused(f"cases/{walk.case}/lines/{walk.line}", 404, NOT_FOUND)


def record(desk: Desk, words: str) -> None:
    desk.fill("One thing that your agency holds", words).choose("It is", "Fact").fill("Where it comes from", "Our log")
    desk.press("Record, private for now").reads(words)
    expect(desk.main.get_by_label("One thing that your agency holds")).to_have_value("")


def share_with_new_era(desk: Desk, words: str) -> str:
    """The id of the line; saved only once the sentence of who will see it was read."""
    desk.main.locator(".line").filter(has_text=words).get_by_role("link").click()
    desk.reads("Choose, and the names of those who will see it are shown here")
    line = desk.here.split("/")[-1]
    desk.choose("Who learns of this line?", "Share with named agencies")
    desk.choose("Agencies with a seat on this case", "Testshire new_era")
    desk.reads("1 agency will see this: Testshire new_era. It is open to the chair, Chair (Testshire police)")
    desk.press("Save this decision").reads("Decision saved.", "Shared with named agencies")
    return line
