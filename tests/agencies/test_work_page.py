"""My agency's work and the research workbench, as each member of the cast meets them."""

import re
from uuid import UUID

import pytest

from tests.agencies.scene import ask, heron, line, meeting
from tests.cast import Cast, open_case
from tests.conftest import ClientOf


def path(cast: Cast, hat: str, rest: str = "") -> str:
    return f"/m/{cast.slug}/{hat}/{rest}"


def ticks(page: str) -> list[str]:
    return re.findall(r'name="tick"[^>]*value="([^"]+)"', page)


def test_what_is_due_is_counted_and_the_oldest_is_one_click_away(client_of: ClientOf, cast: Cast) -> None:
    case_id, _ = heron(cast)
    other = open_case(cast, "ALDER")
    ask(cast, other, meeting(cast), "council", days=-1)
    page = client_of("council_rep").get(path(cast, "representative", "work")).text
    assert "Start with ALDER" in page
    assert f"/cases/{other}/research" in page
    assert re.search(r'count-link__number">2</span> <span class="count-link__text">cases to research', page)
    assert re.search(r'count-link__number">1</span> <span class="count-link__text">of them late', page)
    assert str(case_id) not in page.split("Research due")[0]


def test_undecided_lines_are_counted_by_case(client_of: ClientOf, cast: Cast) -> None:
    case_id, _ = heron(cast)
    line(cast, "council_rep", case_id, "CANARY-PRIVATE")
    page = client_of("council_rep").get(path(cast, "representative", "work")).text
    assert re.search(r'count-link__number">1</span> <span class="count-link__text">line still undecided', page)
    assert "CANARY-PRIVATE" not in page


@pytest.mark.parametrize("name", ["outsider", "walled_rep"])
def test_who_was_asked_nothing_finds_nothing(client_of: ClientOf, cast: Cast, name: str) -> None:
    heron(cast)
    client = client_of(name)
    for where in ("work", "research"):
        page = client.get(path(cast, "representative", where))
        assert page.status_code == 200
        assert "HERON" not in page.text
        assert "OKAFOR" not in page.text
    assert "Nothing for your agency in this list" in page.text


@pytest.mark.parametrize(
    ("name", "hat"),
    [
        ("chair", "chair"),
        ("coordinator", "coordinator"),
        ("auditor", "auditor"),
        ("officer", "data-protection-officer"),
    ],
)
def test_other_hats_are_told_to_change_role(client_of: ClientOf, cast: Cast, name: str, hat: str) -> None:
    heron(cast)
    for where in ("work", "research"):
        answer = client_of(name).get(path(cast, hat, where))
        assert answer.status_code == 403
        assert "Change role" in answer.text


def test_one_row_a_person_with_what_is_cleared_for_searching(client_of: ClientOf, cast: Cast) -> None:
    heron(cast)
    page = client_of("health_rep").get(path(cast, "representative", "research")).text
    parts = ("HERON", "Victim", "Perpetrator", "Child")
    for said in ("OKAFOR, Sam", "VANCE, Sam", "LOWE, Sam", *parts, "0 of 1 case returned"):
        assert said in page
    assert "UK GDPR Annex 1, disclosure on request" in page
    assert "Crime and Disorder Act 1998, section 115" in page
    assert len(ticks(page)) == 3


def test_the_perpetrators_side_searches_for_the_perpetrator_alone(client_of: ClientOf, cast: Cast) -> None:
    heron(cast, "programme")
    page = client_of("programme_worker").get(path(cast, "representative", "research")).text
    assert "VANCE, Sam" in page
    assert "OKAFOR" not in page
    assert "LOWE" not in page


def test_ticked_nils_return_the_case_and_shrink_it_to_a_code_and_a_date(client_of: ClientOf, cast: Cast) -> None:
    case_id, _ = heron(cast)
    client = client_of("health_rep")
    ticked = ticks(client.get(path(cast, "representative", "research")).text)
    posted = {"tick": ticked, "searched_by": "SystmOne, J Bird", "due": "", "sort": "name", "show": "open"}
    answer = client.post(path(cast, "representative", "research/nils"), data=posted)
    assert answer.status_code == 303
    page = client.get(answer.headers["location"]).text
    assert "3 people answered as not known, 1 case returned." in page
    assert "OKAFOR" not in page
    assert re.search(r'class="code">HERON</span>, \d+ \w+ 20\d\d', page)
    assert client.get(path(cast, "representative", f"cases/{case_id}/research")).status_code == 404


def test_some_ticks_answer_those_people_only(client_of: ClientOf, cast: Cast) -> None:
    heron(cast)
    client = client_of("health_rep")
    ticked = ticks(client.get(path(cast, "representative", "research")).text)
    posted = {"tick": ticked[:1], "searched_by": "SystmOne, J Bird"}
    answer = client.post(path(cast, "representative", "research/nils"), data=posted)
    page = client.get(answer.headers["location"]).text
    assert "1 person answered as not known, 0 cases returned." in page
    assert len(ticks(page)) == 2


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"searched_by": "J Bird"}, "Tick at least one person."),
        ({"searched_by": ""}, "Enter who searched, and which system."),
    ],
)
def test_a_bulk_return_says_what_is_missing_and_keeps_the_ticks(
    client_of: ClientOf, cast: Cast, posted: dict[str, str], said: str
) -> None:
    heron(cast)
    client = client_of("health_rep")
    ticked = ticks(client.get(path(cast, "representative", "research")).text)
    more = {} if posted["searched_by"] else {"tick": ticked[:2]}
    answer = client.post(path(cast, "representative", "research/nils"), data=posted | more)
    assert answer.status_code == 422
    assert said in answer.text
    assert answer.text.count("checked") >= len(more.get("tick", []))


def test_replayed_and_mixed_ticks_do_no_harm(client_of: ClientOf, cast: Cast) -> None:
    """The same form again, and a second tab that still shows what the first has returned."""
    when = meeting(cast)
    heron_id, alder = open_case(cast), open_case(cast, "ALDER")
    for case_id in (heron_id, alder):
        ask(cast, case_id, when, "health")
    client = client_of("health_rep")
    every = ticks(client.get(path(cast, "representative", "research")).text)
    heron_people = {str(cast.people[f"HERON.{part}"]) for part in ("victim", "perpetrator", "child")}
    own = [tick for tick in every if tick.split(":")[1] in heron_people]
    posted = {"tick": own, "searched_by": "SystmOne"}
    assert client.post(path(cast, "representative", "research/nils"), data=posted).status_code == 303
    assert client.post(path(cast, "representative", "research/nils"), data=posted).status_code == 404
    answer = client.post(path(cast, "representative", "research/nils"), data={"tick": every, "searched_by": "SystmOne"})
    page = client.get(answer.headers["location"]).text
    assert "3 people answered as not known, 1 case returned. 3 rows were left out: something changed meanwhile." in page


def test_foreign_and_forged_ticks_are_not_found(client_of: ClientOf, cast: Cast) -> None:
    heron(cast)
    ticked = ticks(client_of("health_rep").get(path(cast, "representative", "research")).text)
    nowhere = str(UUID(int=7))
    for forged in (ticked, [f"{nowhere}:{nowhere}"]):
        for name in ("outsider", "council_rep", "walled_rep"):
            posted = {"tick": forged, "searched_by": "x"}
            answer = client_of(name).post(path(cast, "representative", "research/nils"), data=posted)
            assert answer.status_code == 404
    answer = client_of("health_rep").post(
        path(cast, "representative", "research/nils"), data={"tick": ["nonsense"], "searched_by": "x"}
    )
    assert answer.status_code == 422


def test_known_opens_the_case_and_could_not_search_keeps_the_place(client_of: ClientOf, cast: Cast) -> None:
    case_id, _ = heron(cast)
    client = client_of("health_rep")
    victim = cast.people["HERON.victim"]
    where = path(cast, "representative", f"cases/{case_id}/research/answers")
    place = {"back": "workbench", "due": "", "sort": "name", "show": "open"}
    answer = client.post(where, data=place | {f"answer-{victim}": "could-not-search"})
    assert answer.headers["location"].endswith(f"sort=name&show=open#person-{victim}")
    answer = client.post(where, data=place | {f"answer-{victim}": "known"})
    assert f"/cases/{case_id}/research?done=known" in answer.headers["location"]
    page = client.get(answer.headers["location"]).text
    assert "now has a seat on this case" in page
    assert "Record a line" in page


def test_no_tick_where_lines_were_recorded(client_of: ClientOf, cast: Cast) -> None:
    case_id, _ = heron(cast)
    client = client_of("council_rep")
    assert len(ticks(client.get(path(cast, "representative", "research")).text)) == 3
    line(cast, "council_rep", case_id, "CANARY-PRIVATE")
    page = client.get(path(cast, "representative", "research")).text
    assert ticks(page) == []
    assert "1 line" in page
    assert "CANARY-PRIVATE" not in page


def test_filter_and_order_stand_in_the_address(client_of: ClientOf, cast: Cast) -> None:
    heron(cast)
    other = open_case(cast, "ALDER")
    ask(cast, other, meeting(cast), "council", days=5)
    client = client_of("council_rep")
    page = client.get(path(cast, "representative", "research?sort=name")).text
    assert page.index("LOWE, Sam") < page.index("OKAFOR, Sam") < page.index("VANCE, Sam")
    days = re.findall(r'<option value="(\d{4}-\d\d-\d\d)">', page)
    assert len(days) == 2
    page = client.get(path(cast, "representative", f"research?due={days[1]}")).text
    assert "ALDER" in page
    assert "HERON" not in page
    for nonsense in ("due=<script>", "sort=x&show=y", "due=2026-13-45", "people=x&cases=1&gone=0"):
        assert client.get(path(cast, "representative", f"research?{nonsense}")).status_code == 200
