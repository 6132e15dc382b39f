"""The nine steps in one walk: each by the right person at their own browser, and refused to another (product.md 3)."""

from datetime import timedelta
from io import BytesIO

from playwright.sync_api import expect
from pypdf import PdfReader

from marac import clock
from marac.settings import Settings
from tests.cast import Cast
from tests.journeys.before_meeting import publish, refer, research, sign_in, triage
from tests.journeys.conftest import NewContext
from tests.journeys.steps import (
    DECISION,
    EVIDENCE,
    NOT_FOUND,
    NOTE,
    NUMBER,
    OTHER,
    PERPETRATOR,
    POLICES,
    PRIVATE,
    RISK,
    SHARED,
    SURVEY,
    VICTIM,
    VOICE,
    Walk,
    spoken,
)


def test_the_nine_steps(house: Settings, cast: Cast, new_context: NewContext) -> None:
    walk = sign_in(house, cast, new_context)
    refer(walk)
    triage(walk)
    publish(walk)
    research(walk)
    open_the_meeting(walk)
    hear(walk)
    close(walk)
    act(walk)
    read_minutes(walk, approve_and_issue(walk))
    audit(walk)


def open_the_meeting(walk: Walk) -> None:
    chair, live = walk["chair"], f"meetings/{walk.meeting}/live"
    walk["idva"].go(live).reads("The meeting has not been opened yet")
    walk["police_rep"].refused(f"meetings/{walk.meeting}/attendance", 403, "The chair and the coordinator keep")
    chair.go(live).press("Open the meeting").press("Attendance").reads("Here: 0")
    for here, name in enumerate(("Police Rep", "Council Rep", "Idva"), start=1):
        row = chair.main.get_by_role("row").filter(has=chair.page.get_by_label(f"How {name} stands"))
        row.get_by_label(f"How {name} stands").select_option(label="Here")
        row.get_by_role("button", name=f"Save {name}").click()
        chair.reads(f"Here: {here}")
    for name in ("police_rep", "council_rep", "idva", "coordinator", "chair"):
        desk = walk[name].go(f"meetings/{walk.meeting}/statement").press("I accept it for this meeting")
        desk.page.wait_for_url(f"**/{live}")
    walk["idva"].reads("Your next case: " + walk.code)


def hear(walk: Walk) -> None:
    chair, coordinator, idva = walk["chair"], walk["coordinator"], walk["idva"]
    live = f"meetings/{walk.meeting}/live"
    chair.press(walk.code).reads(f"You are looking ahead at {walk.code}").press(f"Call {walk.code}")
    expect(idva.page.locator(".live-head__code")).to_have_text(walk.code)
    idva.reads("Never write", SHARED)
    walk["council_rep"].go(live).reads(SHARED, PRIVATE)
    own = walk["council_rep"].main.get_by_role("listitem").filter(has_text=SHARED)
    own.get_by_role("button", name="Mark as said").click()
    expect(own).to_contain_text("Said ")
    coordinator.go(live)
    notes = (("Note", NOTE), ("Risk to victim", RISK), ("Decision", DECISION), ("Victim's voice", VOICE))
    for what, words in notes:
        coordinator.pick("What it is", what).fill("Words", words)
        coordinator.page.keyboard.press("Enter")
        for desk in (coordinator, idva):
            expect(desk.page.locator("#current-case").get_by_text(words)).to_be_visible()
    coordinator.press("Action", exact=True).pick("Kind of action", SURVEY).pick("Who does it", "Testshire council")
    for question in coordinator.page.locator("#write").get_by_role("group").all():
        question.get_by_label("Yes", exact=True).check()
    coordinator.press("Agree the action").reads("recorded")
    idva.reads(SURVEY).reads_nothing_of(PRIVATE)
    walk["health_rep"].go(live).reads_nothing_of(SHARED, NOTE, RISK, SURVEY)


def close(walk: Walk) -> None:
    chair = walk["chair"].press("Close", exact=True)
    expect(chair.main.get_by_role("button", name=f"Close {walk.code}")).to_be_disabled()
    chair.reads("Still needed: who tells the victim, or why nobody does; an action towards the perpetrator")
    teller = chair.page.locator("#ending-teller")
    teller.get_by_label("Agency").select_option(label="Testshire new_era")
    teller.get_by_label("In which safe way").fill("By telephone, in the morning")
    teller.get_by_label("By", exact=True).fill(walk.day)
    chair.press("Save who tells the victim")
    expect(teller).to_contain_text("Done")
    chair.fill("Why there is none", "In custody.").press("Save why there is no action")
    chair.press(f"Close {walk.code}").reads("No case is being heard.")
    other = walk.codes[OTHER]
    chair.press(other).press("Defer", exact=True).pick(f"Why {other} is not heard today", "Key agency absent")
    chair.fill("What happened", "Nobody came from the school.").fill("By", (clock.today() + timedelta(2)).isoformat())
    chair.fill("What keeps them safe until then", "Patrol past the address each evening.")
    chair.pick("Who does it", "Testshire police").press(f"Defer {other}").reads("Deferred")
    chair.press("Close the meeting").reads("The meeting is closed.")
    walk["idva"].reads("The meeting is closed.")


def act(walk: Walk) -> None:
    council = walk["council_rep"].go("actions").reads(VICTIM, SURVEY).press(f"{walk.code}-").reads("Agreed")
    for name, status in (("health_rep", 404), ("auditor", 404)):
        walk[name].refused(council.here, status, NOT_FOUND)
    walk["police_rep"].go(council.here).reads("Open")
    expect(walk["police_rep"].main.get_by_role("button", name="Record as completed")).to_have_count(0)
    council.unfold("Completed, and this shows it").fill("Evidence", EVIDENCE)
    council.main.get_by_label("The safe-contact warnings above were read").check()
    council.press("Record as completed").reads("Recorded as completed.", EVIDENCE)


def approve_and_issue(walk: Walk) -> str:
    """The address of the minutes; the coordinator cannot issue before the chair approves."""
    coordinator, chair = walk["coordinator"], walk["chair"]
    draft = f"meetings/{walk.meeting}/minutes"
    coordinator.go(draft).reads("Only the chair approves the minutes.", "The chair has not approved these minutes yet.")
    walk["council_rep"].refused(draft, 403, "Only the chair and the coordinator read the draft")
    chair.go("minutes").press(spoken(walk.day)).reads(SHARED, NOTE, RISK, DECISION, VOICE).press("Approve")
    chair.reads("Only the coordinator issues the minutes.", "Approved")
    coordinator.go(draft).press("Issue to each agency").reads("Issued", "Testshire council", "Testshire new_era")
    return draft


def read_minutes(walk: Walk, draft: str) -> None:
    council = walk["council_rep"].go("minutes").press(spoken(walk.day)).reads("Open the PDF", SHARED)
    path = council.main.get_by_role("button", name="Open the PDF").get_attribute("href")
    answer = council.page.request.get(f"{path}?reason=own-file")
    assert answer.body().startswith(b"%PDF")
    words = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(answer.body())).pages).split())
    there = (
        "For Testshire council only",
        walk.code,
        VICTIM,
        "Never write",
        SHARED,
        NOTE,
        RISK,
        DECISION,
        VOICE,
        SURVEY,
    )
    assert [each for each in (*there, SURVEY) if each not in words] == []
    kept_out = (PRIVATE, POLICES, NUMBER, "Nowhere Close", walk.codes[OTHER], OTHER)
    assert [each for each in kept_out if each in words] == []
    council.reads_nothing_of(*kept_out)
    walk["idva"].go("minutes").press(spoken(walk.day)).reads(SHARED, POLICES).reads_nothing_of(PRIVATE, NUMBER)
    walk["police_rep"].refused(council.here, 404, NOT_FOUND)
    walk["chair"].refused(council.here, 403, "This copy was made for one agency")


def audit(walk: Walk) -> None:
    auditor = walk["auditor"]
    walk["coordinator"].refused("ledger", 403, "The sharing ledger is for auditors")
    auditor.refused("minutes", 403, "Minutes are for the agencies that took part")
    auditor.go("ledger").pick("Case", walk.code).press("Apply").reads("opened the PDF of minutes", "issued minutes")
    auditor.reads_nothing_of(walk.codes[OTHER] + "-", VICTIM, SHARED)
    auditor.go(f"ledger/{walk.line}").reads(f"Who saw {walk.code}-", "recorded it", "decided who may see it")
    auditor.reads("was heard", "issued minutes that hold it", "opened the PDF that holds it")
    seen, _, _, opened = auditor.main.locator(".govuk-summary-list__value").all_inner_texts()
    assert "Idva, Testshire new_era" in seen
    assert "health" not in seen + opened
    assert opened.startswith("Yes: Council Rep, Testshire council: ")
    assert auditor.main.get_by_text("Cannot be explained").count() == 0
    auditor.reads_nothing_of(SHARED, VICTIM, PERPETRATOR)
    steps = auditor.main.get_by_role("row").all_inner_texts()
    issued = max(number for number, step in enumerate(steps) if "issued minutes that hold it" in step)
    assert [step for step in steps[issued:] if "Idva" in step and "was shown it" in step]  # its copy, on the screen
