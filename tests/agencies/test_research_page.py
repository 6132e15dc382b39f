"""Research on one case: its own page, and who was asked, for chair and coordinator."""

import re
from uuid import UUID, uuid4

import pytest

from agencies.models import Line
from agencies.operations.lines import decide
from marac.vocabulary import LineKind, Sharing
from tests.agencies.scene import heron, line, research_of, working
from tests.cast import Cast, open_case
from tests.conftest import ClientOf

CANARY = "CANARY-OF-THE-COUNCIL"


def path(cast: Cast, name: str, case_id: UUID, rest: str = "research") -> str:
    return f"/m/{cast.slug}/{cast[name].hat.value}/cases/{case_id}/{rest}"


def answers(cast: Cast, said: str, **more: str) -> dict[str, str]:
    people = [cast.people[f"HERON.{part}"] for part in ("victim", "perpetrator", "child")]
    return {f"answer-{person}": said for person in people} | more


def test_the_page_shows_whom_to_look_for_and_why(client_of: ClientOf, cast: Cast) -> None:
    case_id, _ = heron(cast)
    page = client_of("health_rep").get(path(cast, "health_rep", case_id)).text
    assert "Never write" in page
    assert page.index("Never write") < page.index("Do you know them?")
    assert "disclosure on request" in page
    assert "Do not contact the victim" in page
    assert "Answer first whether your agency knows them" in page
    assert "Record, private for now" not in page
    assert "<title>HERON: your agency&#39;s answer - MARAC</title>" in page
    assert "Your agency&#39;s answer</h1>" in page, "by the word of the menu"


def test_the_perpetrators_side_gets_the_fixed_warning_and_no_victim(client_of: ClientOf, cast: Cast) -> None:
    case_id, _ = heron(cast, "programme")
    page = client_of("programme_worker").get(path(cast, "programme_worker", case_id)).text
    assert "Do not contact the victim." in page
    assert "Never write" not in page
    assert "OKAFOR" not in page


@pytest.mark.parametrize("name", ["outsider", "walled_rep", "auditor", "administrator", "officer", "observer"])
def test_strangers_find_no_page(client_of: ClientOf, cast: Cast, name: str) -> None:
    case_id, _ = heron(cast)
    line_id = line(cast, "council_rep", case_id, CANARY)
    client = client_of(name)
    for rest in ("research", "lines", f"lines/{line_id}"):
        answer = client.get(path(cast, name, case_id, rest))
        assert answer.status_code in (403, 404)
        assert CANARY not in answer.text
    for rest in ("research/answers", "research/return", "research/withdrawal", "lines", f"lines/{line_id}/decision"):
        answer = client.post(path(cast, name, case_id, rest), data=answers(cast, "known", text="x", source="y"))
        assert answer.status_code in (403, 404)
    if name in ("outsider", "walled_rep"):
        assert client.get(path(cast, name, case_id)).text.count("HERON") == 0


@pytest.mark.parametrize("sharing", [Sharing.PRIVATE, Sharing.SAY_ONLY, Sharing.WITHHELD])
def test_nobody_reads_what_an_agency_kept_back_on_any_page(client_of: ClientOf, cast: Cast, sharing: Sharing) -> None:
    case_id, _ = heron(cast, "police", "council", "new_era", "programme", "landlord", "health")
    line_id = line(cast, "council_rep", case_id, CANARY)
    from marac.vocabulary import WithholdingReason

    with working(cast, "council_rep") as work:
        how = {"bears_on": "victim", "withholding": WithholdingReason.NOT_RELEVANT}
        decide(work, work.find(Line, line_id), sharing, **how)  # type: ignore[arg-type]
    for name in cast.viewers:
        hat = cast[name].hat.value
        seen = "".join(
            client_of(name).get(f"/m/{cast.slug}/{hat}/{rest}").text
            for rest in (
                "work",
                "research",
                f"cases/{case_id}/research",
                f"cases/{case_id}/lines",
                f"cases/{case_id}/lines/{line_id}",
            )
        )
        assert (CANARY in seen) == (name in {"council_rep", "guardian"}), name


def test_named_lines_are_shown_to_the_named_alone(client_of: ClientOf, cast: Cast) -> None:
    case_id, _ = heron(cast)
    line_id = line(cast, "council_rep", case_id, CANARY)
    with working(cast, "council_rep") as work:
        named = [cast.agencies["new_era"]]
        decide(work, work.find(Line, line_id), Sharing.NAMED, named=named, to_chair=False, to_coordinator=True)
    shown = {name for name in cast.viewers if CANARY in client_of(name).get(path(cast, name, case_id, "lines")).text}
    assert shown == {"council_rep", "idva", "coordinator"}
    assert "For named agencies only" in client_of("idva").get(path(cast, "idva", case_id, "lines")).text


def test_the_victims_voice_stays_off_the_perpetrators_pages(client_of: ClientOf, cast: Cast) -> None:
    case_id, _ = heron(cast)
    line_id = line(cast, "idva", case_id, CANARY, LineKind.VOICE)
    with working(cast, "idva") as work:
        decide(work, work.find(Line, line_id), Sharing.SEATED)
    assert CANARY in client_of("council_rep").get(path(cast, "council_rep", case_id, "lines")).text
    for rest in ("lines", "research", f"lines/{line_id}"):
        assert CANARY not in client_of("programme_worker").get(path(cast, "programme_worker", case_id, rest)).text


def test_nil_for_everybody_returns_and_leads_back(client_of: ClientOf, cast: Cast) -> None:
    case_id, _ = heron(cast)
    client = client_of("health_rep")
    posted = answers(cast, "not-known")
    answer = client.post(path(cast, "health_rep", case_id, "research/answers"), data=posted)
    assert answer.status_code == 422
    assert "Enter who searched, and which system." in answer.text
    answer = client.post(
        path(cast, "health_rep", case_id, "research/answers"), data=posted | {"searched_by": "SystmOne"}
    )
    assert answer.headers["location"].endswith("/research?people=3&cases=1&gone=0")


def test_record_decide_and_send_the_return(client_of: ClientOf, cast: Cast) -> None:
    case_id, ids = heron(cast)
    client = client_of("council_rep")
    client.post(path(cast, "council_rep", case_id, "research/answers"), data=answers(cast, "known"))
    typed = {"text": "Tenant since 2019", "kind": "fact", "source": "Housing system"}
    typed |= {"source_date-day": "3", "source_date-month": "9", "source_date-year": "2026"}
    answer = client.post(path(cast, "council_rep", case_id, "lines"), data=typed)
    page = client.get(answer.headers["location"].split("#")[0]).text
    assert "Tenant since 2019" in page
    assert "from Housing system, 3 September 2026" in page
    assert "Private: not decided" in page
    assert "Testshire new_era; Testshire police; and one agency not named here" in page
    assert "the chair, Chair (Testshire police); and the coordinator, Coordinator (Testshire council)" in page
    answer = client.post(path(cast, "council_rep", case_id, "research/return"), data={})
    assert answer.status_code == 422
    assert "tick that the undecided ones stay private" in answer.text
    answer = client.post(path(cast, "council_rep", case_id, "research/return"), data={"keep_private": "yes"})
    page = client.get(answer.headers["location"]).text
    assert "Return sent." in page
    assert "Private on purpose" in page
    with working(cast, "coordinator") as work:
        assert research_of(work, ids["council"]).returned_at is not None
    answer = client.post(path(cast, "council_rep", case_id, "research/answers"), data=answers(cast, "possible"))
    assert answer.status_code == 403
    client.post(path(cast, "council_rep", case_id, "research/withdrawal"), data={})
    answer = client.post(path(cast, "council_rep", case_id, "research/answers"), data=answers(cast, "possible"))
    assert answer.status_code == 303


def test_a_line_with_gaps_comes_back_with_what_was_typed(client_of: ClientOf, cast: Cast) -> None:
    case_id, _ = heron(cast)
    client = client_of("council_rep")
    typed = {"text": "Kept as typed", "kind": "fact", "source": ""}
    typed |= {"source_date-day": "1", "source_date-month": "1", "source_date-year": "2030"}
    answer = client.post(path(cast, "council_rep", case_id, "lines"), data=typed)
    assert answer.status_code == 422
    assert "Enter where this comes from." in answer.text
    assert "cannot be in the future" in answer.text
    assert "Kept as typed" in answer.text
    answer = client.post(path(cast, "council_rep", case_id, "lines"), data=typed, headers={"hx-request": "true"})
    assert answer.status_code == 422
    assert answer.text.lstrip().startswith('<section id="lines">')


def test_by_htmx_the_next_line_starts_with_the_same_source(client_of: ClientOf, cast: Cast) -> None:
    case_id, _ = heron(cast)
    client = client_of("council_rep")
    typed = {"text": "First", "kind": "fact", "source": "Housing system"}
    typed |= {"source_date-day": "3", "source_date-month": "9", "source_date-year": "2026"}
    answer = client.post(path(cast, "council_rep", case_id, "lines"), data=typed, headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert "First" in answer.text
    assert re.search(r'name="source"[^>]*value="Housing system"', answer.text)
    assert not re.search(r'name="source_date-year"[^>]*value="2026"', answer.text)
    assert "autofocus" in answer.text
    later = client.get(path(cast, "council_rep", case_id, "research")).text
    assert not re.search(r'name="source"[^>]*value="H', later), "weeks later nothing is said to come from there"


def test_only_the_advocate_is_offered_the_victims_voice(client_of: ClientOf, cast: Cast) -> None:
    case_id, _ = heron(cast, "new_era", "council")
    offered = 'value="voice"'
    assert offered in client_of("idva").get(path(cast, "idva", case_id)).text
    assert offered not in client_of("council_rep").get(path(cast, "council_rep", case_id)).text
    typed = {"text": "x", "kind": "voice", "source": "y"}
    answer = client_of("council_rep").post(path(cast, "council_rep", case_id, "lines"), data=typed)
    assert answer.status_code == 403


def test_chair_and_coordinator_see_who_answered_and_no_line(client_of: ClientOf, cast: Cast) -> None:
    case_id, ids = heron(cast)
    line(cast, "council_rep", case_id, CANARY)
    client_of("health_rep").post(
        path(cast, "health_rep", case_id, "research/answers"), data=answers(cast, "not-known", searched_by="SystmOne")
    )
    for name in ("chair", "coordinator"):
        page = client_of(name).get(path(cast, name, case_id)).text
        assert "Testshire health" in page
        assert "3 not known" in page
        assert CANARY not in page
    where = path(cast, "coordinator", case_id, f"research/{ids['health']}/reopening")
    assert client_of("coordinator").post(where).status_code == 303
    page = client_of("health_rep").get(f"/m/{cast.slug}/representative/research?show=all").text
    assert "OKAFOR, Sam" in page


def test_reopening_asks_for_the_right_case_and_hat(client_of: ClientOf, cast: Cast) -> None:
    case_id, ids = heron(cast)
    alder = open_case(cast, "ALDER")
    wrong = path(cast, "coordinator", alder, f"research/{ids['health']}/reopening")
    assert client_of("coordinator").post(wrong).status_code == 404
    nowhere = path(cast, "coordinator", case_id, f"research/{uuid4()}/reopening")
    assert client_of("coordinator").post(nowhere).status_code == 404
    own = path(cast, "council_rep", case_id, f"research/{ids['council']}/reopening")
    assert client_of("council_rep").post(own).status_code == 403


def test_nonsense_is_answered_in_plain_words(client_of: ClientOf, cast: Cast) -> None:
    case_id, _ = heron(cast)
    client = client_of("council_rep")
    where = path(cast, "council_rep", case_id, "research/answers")
    assert client.post(where, data={}).status_code == 422
    assert client.post(where, data={"answer-nonsense": "known"}).status_code == 422
    assert client.post(where, data={f"answer-{uuid4()}": "known"}).status_code == 404
    assert client.post(where, data={f"answer-{cast.people['HERON.victim']}": "perhaps"}).status_code == 422
    alder = open_case(cast, "ALDER")
    unasked = path(cast, "council_rep", alder, "research/answers")
    assert client.post(unasked, data=answers(cast, "known")).status_code == 403
