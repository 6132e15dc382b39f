"""Referring a case through its pages, as a browser without JavaScript does."""

import pytest

from marac.cases import topics
from tests.cases.refer_visit import Visit, words
from tests.cast import Cast
from tests.conftest import ClientOf


@pytest.fixture
def visit(client_of: ClientOf, cast: Cast) -> Visit:
    return Visit.of(client_of("council_rep"), cast).start()


def test_a_referral_is_started_from_my_referrals(client_of: ClientOf, cast: Cast) -> None:
    visit = Visit.of(client_of("council_rep"), cast)
    shown = words(visit.get(visit.root))
    assert "Start a referral" in shown and "Nothing is waiting for you" in shown
    assert "Nobody but you sees it until you send it" in words(visit.get(f"{visit.root}/start"))
    visit.start()
    assert "Draft" in words(visit.get(visit.root))


def test_every_topic_has_its_page_and_is_ticked_by_save_and_continue(visit: Visit) -> None:
    tasks = words(visit.get())
    for topic in topics.TOPICS:
        if topic.code in {"police", "victim"}:
            continue
        assert topic.title in tasks
        page = visit.get(f"topics/{topic.code}")
        assert page.status_code == 200 and topic.title in words(page)
    answer = visit.post("topics/orders", {"orders_note": "Non-molestation order"})
    assert answer.headers["location"].endswith("/topics/risk")
    assert "1 of 14 topics completed" in words(visit.get())


def test_save_and_return_keeps_and_does_not_tick(visit: Visit) -> None:
    answer = visit.post("topics/orders", {"orders_note": "Half a sentence", "then": "return"})
    assert answer.headers["location"] == visit.case
    assert "0 of 14 topics completed" in words(visit.get()) and "In progress" in words(visit.get())
    assert "Half a sentence" in visit.get("topics/orders").text


def test_a_page_without_what_it_requires_is_kept_and_not_ticked(visit: Visit) -> None:
    assert visit.post("topics/grounds", {"history": "Long"}).status_code == 303
    assert "0 of 14 topics completed" in words(visit.get())
    assert visit.post("topics/grounds", {"what_happened": "It", "history": "Long"}).status_code == 303
    assert "1 of 14 topics completed" in words(visit.get())


def test_police_information_is_asked_of_police(client_of: ClientOf, cast: Cast, visit: Visit) -> None:
    assert visit.get("topics/police").status_code == 404
    police = Visit.of(client_of("police_rep"), cast).start()
    assert "Crime and incident references" in words(police.get("topics/police"))


def test_nothing_typed_is_lost_when_something_is_wrong(visit: Visit) -> None:
    typed = {
        "incident_on-day": "31",
        "incident_on-month": "2",
        "incident_on-year": "2026",
        "what_happened": "<b>Long</b> & 'short'",
        "domestic": "yes",
    }
    answer = visit.post("topics/grounds", typed)
    assert answer.status_code == 422
    assert "must be a real date" in words(answer) and "There is a problem" in words(answer)
    assert "&lt;b&gt;Long&lt;/b&gt; &amp; &#39;short&#39;" in answer.text
    assert 'name="incident_on-day" type="text" value="31"' in answer.text
    assert 'name="domestic" type="radio" value="yes" checked' in answer.text
    assert "Error: What happened" in answer.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"what_happened": "x" * 10_000}, "must be 4,000 characters or fewer. It has 10,000"),
        ({"what_happened": "a\x00b"}, "hidden character"),
        ({"what_happened": "a\u202eb"}, "hidden character"),
        ({"domestic": "perhaps"}, "Choose one of the answers"),
        ({"incident_types": ["stalking", "nonsense"]}, "Choose from the answers"),
        ({"incident_on-day": "1", "incident_on-month": "1", "incident_on-year": "2099"}, "today or in the past"),
    ],
)
def test_hostile_input_is_refused_beside_its_question(visit: Visit, typed: dict[str, object], said: str) -> None:
    answer = visit.post("topics/grounds", typed)
    assert answer.status_code == 422
    assert said in words(answer)
    assert "\x00" not in answer.text


def test_ten_thousand_characters_come_back(visit: Visit) -> None:
    assert "x" * 10_000 in visit.post("topics/grounds", {"what_happened": "x" * 10_000}).text


def test_two_tabs_show_each_other_and_overwrite_nothing(visit: Visit) -> None:
    visit.post("topics/grounds", {"what_happened": "First"})
    late = visit.post("topics/grounds", {"what_happened": "Second"}, version="0")
    assert late.status_code == 409
    shown = words(late)
    assert "What stands now" in shown and "First" in shown and ">\nSecond</textarea>" in late.text
    assert visit.get("topics/grounds").text.count("First") == 1


def test_after_a_conflict_the_page_can_be_saved(visit: Visit) -> None:
    visit.post("topics/grounds", {"what_happened": "First"})
    late = visit.post("topics/grounds", {"what_happened": "Second"}, version="0")
    version = late.text.split('name="version" value="')[1].split('"')[0]
    assert visit.post("topics/grounds", {"what_happened": "First and second"}, version=version).status_code == 303


def test_the_score_runs_along_and_never_decides(visit: Visit) -> None:
    answer = visit.post("topics/risk", {"list_done": "with-victim"})
    assert answer.headers["location"].endswith("/risk/1")
    visit.post("risk/1", {"R1": "yes", "R1-comment": "Bruised arm", "R2": "no", "R3": "dont-know"})
    shown = visit.get("risk/2")
    assert "1 yes of 24, 1 not known, 21 not asked" in words(shown)
    assert "The score never decides by itself" in words(shown)
    assert "Bruised arm" in visit.get("risk/1").text


def test_the_stalking_follow_up_comes_only_after_a_yes(visit: Visit) -> None:
    visit.post("topics/risk", {"list_done": "with-victim"})
    assert visit.get("risk/6").status_code == 404
    assert visit.post("risk/5", {"R21": "no"}).headers["location"].endswith("/topics/criteria")
    visit.post("risk/2", {"R8": "yes"})
    assert visit.post("risk/5", {"R21": "no"}).headers["location"].endswith("/risk/6")
    assert visit.post("risk/6", {"S1": "yes"}).headers["location"].endswith("/risk/7")
    assert visit.post("risk/7", {"four": ["fixated", "repeated"]}).headers["location"].endswith("/topics/criteria")
    checked = words(visit.get("check"))
    assert "Extreme fear Yes" in checked and "Fixated Repeated" in checked


def test_a_long_comment_is_refused_and_kept(visit: Visit) -> None:
    answer = visit.post("risk/1", {"R1": "yes", "R1-comment": "y" * 501})
    assert answer.status_code == 422 and "y" * 501 in answer.text


def test_risk_answers_of_two_tabs_are_shown_side_by_side(visit: Visit) -> None:
    visit.post("risk/1", {"R1": "yes"})
    late = visit.post("risk/1", {"R1": "no"}, version="0")
    assert late.status_code == 409 and "Injury this time Yes" in words(late)


def test_fourteen_yes_propose_high_risk_without_forcing_it(visit: Visit) -> None:
    for page, numbers in ((1, range(1, 6)), (2, range(6, 10)), (3, range(10, 15))):
        visit.post(f"risk/{page}", {f"R{number}": "yes" for number in numbers})
    proposed = visit.get("topics/criteria")
    assert 'value="visible-high-risk" checked' in proposed.text
    assert "14 yes of 24" in words(proposed) and "never rejects by itself" in words(proposed)
    visit.post("topics/criteria", {"criteria": "repeat"})
    assert 'value="visible-high-risk" checked' not in visit.get("topics/criteria").text


def test_professional_judgement_needs_its_reason(visit: Visit) -> None:
    answer = visit.post("topics/criteria", {"criteria": ["professional-judgement", "repeat"]})
    assert answer.status_code == 422 and "Say what your professional judgement rests on" in words(answer)
    assert 'value="repeat" checked' in answer.text


@pytest.mark.parametrize("text", ["Call 07700 900 123 at six", "sam@example.test", "Flat above ZZ1 1ZZ"])
def test_a_number_in_the_note_that_all_read_is_refused(visit: Visit, text: str) -> None:
    answer = visit.post("topics/safe-contact", {"warnings": "never-write", "safe_note": text})
    assert answer.status_code == 422 and "every agency seated reads this" in words(answer)
    assert visit.post("topics/safe-contact", {"safe_note": "After 18:30, not on 21/11/2026"}).status_code == 303
