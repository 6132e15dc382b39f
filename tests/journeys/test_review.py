"""By keyboard alone, without JavaScript: an auditor asks, samples, opens and settles; two people erase a case."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from agencies.models import Line
from marac import clock
from marac.policy.alerts import NOT_FOUND_AN_HOUR
from marac.settings import Settings
from marac.store.work import open_work
from marac.verbs import Verb
from tests.agencies.scene import line
from tests.agenda.minuted import minuted
from tests.cast import Cast, open_case
from tests.journeys.conftest import NewContext
from tests.journeys.keyboard import Keys

SHARED, PRIVATE, NAMED = "police-seated-words", "police-private-words", "council-named-words"
ASKED, ANSWERED = "Why was this read on a Sunday?", "She was on call that day, and the rota says so."


@pytest.fixture
def keys(house: Settings, cast: Cast, owner: Engine, new_context: NewContext) -> Keys:
    return Keys.of(house, cast, owner, new_context)


def test_an_auditor_asks_an_agency_answers_and_a_sample_is_judged(keys: Keys, cast: Cast) -> None:
    minuted(cast)
    keys.become("auditor", "questions").press("Ask an agency")
    keys.write("Whom do you ask?", "Testshire council").write("About which case?", "HERON").write(
        "Your question", ASKED
    )
    keys.date("Answer by", (clock.today() + timedelta(days=7)).isoformat()).press("Ask").reads("No answer yet.")
    asked = keys.page.url.rpartition("/")[2]
    keys.become("officer", f"questions/{asked}").reads(ASKED)
    keys.press("Send the answer").reads("There is a problem", "Write your answer")
    keys.write("Your answer", ANSWERED).press("Send the answer").reads("Answered by", ANSWERED)
    keys.become("auditor", f"questions/{asked}").reads(ANSWERED)
    keys.choose("What came of it?", "Satisfied: nothing more to do").press("Close the question")
    keys.reads("Closed by", "Satisfied: nothing more to do").go("questions").reads("Closed")
    keys.go("samples").write("How many of each agency", "1").press("Draw").reads("0 of ")
    keys.press("Item 1").reads("What was done").reads_nothing_of(SHARED, NAMED)
    keys.choose("What did you find?", "A question to ask").write("Note", "Why so many?").press("Save")
    keys.reads("1 of ", "A question to ask", "Why so many?")


def test_an_auditor_opens_a_case_for_an_hour_ends_it_and_settles_an_alert(keys: Keys, cast: Cast) -> None:
    minuted(cast)
    with open_work(cast.store, cast["council_rep"]) as work:
        for _ in range(NOT_FOUND_AN_HOUR + 1):
            work.log(Verb.REQUEST_NOT_FOUND)
    keys.become("auditor", "openings").write("Case", "HERON").choose("Why", "A complaint").press("Open it now")
    keys.reads("There is a problem", "Say in a sentence why you need to read it")
    keys.write("In your own words", "Asked by the board").write("For how long", "1").press("Open it now")
    read = keys.page.url
    keys.reads("You see this until", SHARED, NAMED).reads_nothing_of(PRIVATE, "OKAFOR")
    keys.page.goto(read.removesuffix("/read"))
    keys.press("End it now").reads("Nothing can be read through it.")
    keys.page.goto(read)
    keys.reads("Nothing can be read through it any more.").reads_nothing_of(SHARED)
    keys.go("alerts").press("Many addresses that led nowhere", exact=False).reads("The rule", "Council")
    keys.choose("What did you find?", "Explained: there was a proper reason")
    keys.write("Why, or to whom it was passed on", "An old list of links.")
    keys.press("Settle").go("alerts?status=explained").reads("Many addresses")


def test_a_guardian_decides_on_their_agencys_line(keys: Keys, cast: Cast) -> None:
    line(cast, "council_rep", open_case(cast), "Rent arrears since May")
    keys.become("guardian", "own-lines").reads("1 line waits for a decision.").reads_nothing_of("Okafor", "Rent")
    keys.press("HERON").reads("Rent arrears since May").reads_nothing_of("Okafor", "OKAFOR")
    keys.press("Decide on HERON", exact=False).choose("Who learns of this line?", "Do not share")
    keys.press("Check who will see this").reads("Give the reason why this is not shared.")
    keys.write("Why not", "About a third").press("Check who will see this").press("Save this decision")
    keys.reads("The decision is saved and recorded as yours", "Reason: About a third party")


def test_two_people_erase_a_case_once_no_hold_stands(keys: Keys, cast: Cast) -> None:
    keeping = f"cases/{minuted(cast).case}/keeping"
    keys.become("chair", keeping).reads("No hold stands on this case.").unfold("Place a hold")
    keys.choose("Why it must be kept", "A complaint, or a claim").write("What is going on", "Asked by his brother")
    keys.press("Place the hold").reads("Asked by his brother")
    keys.become("coordinator", keeping).reads("A hold stands on this case")
    keys.become("chair", keeping).write("Why it can be lifted", "Answered").press("the hold of", exact=False)
    keys.reads("Lifted", "Answered")
    keys.become("coordinator", keeping).choose("Why it is to be erased", "It should not have been recorded")
    keys.write("In your own words, for the chair", "Sent twice").press("Propose to erase it").reads(
        "waiting for a second"
    )
    keys.become("chair", keeping).reads("Sent twice").press("Erase for ever").reads("There is a problem")
    keys.choose("Erase this case", "I have read why, and I am sure").press("Erase for ever")
    keys.reads("Receipt: this case was erased").reads_nothing_of("Sent twice", "Asked by his brother")
    with open_work(cast.store, cast["police_rep"]) as work:
        assert {line.text for line in work.all(select(Line))} == {"Erased"}
