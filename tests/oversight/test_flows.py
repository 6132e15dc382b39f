"""Who gave to whom how much: counted from the record, drawn on the server, and the same in its table."""

import re
from uuid import UUID, uuid4

import pytest

from agencies.operations.lines import decide, record_line
from marac.cases.models import Case
from marac.oversight.flows import THE_MEETING, Flow, flows
from marac.oversight.ledger import Asked
from marac.oversight.picture import MOST, picture_of
from marac.store.work import open_work
from marac.vocabulary import Sharing
from tests.cast import Cast, open_case
from tests.conftest import ClientOf


def shared(cast: Cast) -> UUID:
    case_id = open_case(cast)
    with open_work(cast.store, cast["council_rep"]) as work:
        line = record_line(work, work.find(Case, case_id), "Rent arrears", source="case notes")
        decide(work, line, Sharing.NAMED, named=[cast.agencies["police"]])
    return case_id


def seen(cast: Cast, name: str, **asked: object) -> dict[tuple[str, str], int]:
    called = {agency_id: name for name, agency_id in cast.agencies.items()} | {THE_MEETING: "meeting"}
    with open_work(cast.store, cast[name]) as work:
        return {(called[f.giver], called[f.taker]): f.items for f in flows(work, Asked(**asked))}  # type: ignore[arg-type]


def test_what_was_given_is_counted_from_whose_it_is(cast: Cast) -> None:
    """The coordinator gives seats; what a seat opens is the referral of the police, and no gift of the council's."""
    shared(cast)
    found = seen(cast, "auditor")
    assert found["council", "police"] == 1
    assert found["police", "council"] == found["police", "new_era"] == found["police", "landlord"] == 1
    assert ("council", "new_era") not in found
    assert not [pair for pair in found if pair[0] == pair[1]]


def test_filters_and_offices_narrow_it(cast: Cast) -> None:
    case_id = shared(cast)
    every = seen(cast, "auditor")
    assert seen(cast, "auditor", case=case_id) == every
    assert not seen(cast, "auditor", case=uuid4())
    only = seen(cast, "auditor", agency=cast.agencies["landlord"])
    assert set(only) == {("police", "landlord")}
    officers = seen(cast, "officer")
    assert officers["council", "police"] == 1
    assert all("council" in pair for pair in officers)


def test_the_page_draws_it_and_says_it(cast: Cast, client_of: ClientOf) -> None:
    shared(cast)
    page = client_of("auditor").get(f"/m/{cast.slug}/auditor/ledger/flows")
    assert page.status_code == 200
    svg = re.findall(r"<svg class=\"flows\".*?</svg>", page.text, re.DOTALL)
    assert len(svg) == 1
    assert 'aria-hidden="true"' in svg[0]
    assert "style=" not in page.text and "<script>" not in svg[0]
    assert "Testshire council" in page.text and ">council, 1<" in svg[0]
    assert "Rent arrears" not in page.text and "OKAFOR" not in page.text
    for name, hat in (("officer", "data-protection-officer"), ("chair", "chair")):
        answer = client_of(name).get(f"/m/{cast.slug}/{hat}/ledger/flows")
        assert answer.status_code == (200 if name == "officer" else 403)


def test_what_the_picture_leaves_out_stands_folded_under_the_table(
    cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared(cast)
    monkeypatch.setattr("marac.oversight.pages.flows.MOST", 1)
    number = len(seen(cast, "auditor"))
    page = client_of("auditor").get(f"/m/{cast.slug}/auditor/ledger/flows")
    assert page.status_code == 200
    assert f"{number - 1} smaller flows" in page.text


def test_nothing_given_is_said_plainly(cast: Cast, client_of: ClientOf) -> None:
    page = client_of("auditor").get(f"/m/{cast.slug}/auditor/ledger/flows")
    assert "Nothing was given from one agency to another" in page.text
    assert "<svg" not in page.text.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("number", [1, 3, MOST, 150])
def test_bands_are_as_wide_as_what_they_stand_for_and_stay_on_their_nodes(number: int) -> None:
    agencies = [uuid4() for _ in range(24)]
    pairs = [(a, b) for a in agencies for b in agencies if a != b][:number]
    given = [Flow(a, b, items=number - place) for place, (a, b) in enumerate(pairs)]
    picture = picture_of(given, {agency: f"Agency {place}" for place, agency in enumerate(agencies)})
    assert picture is not None
    assert len(picture.bands) == min(number, MOST)
    assert picture.left_out == max(number - MOST, 0)
    for node in picture.nodes:
        assert 0 <= node.y and node.y + node.height <= picture.height
    left = [node for node in picture.nodes if node.anchor == "end"]
    assert sum(node.items for node in left) == sum(flow.items for flow in given[:MOST])
    tops = sorted((node.y, node.y + node.height) for node in left)
    assert all(end <= start for (_, end), (start, _) in zip(tops, tops[1:], strict=False))
