"""Deciding about a line: what is saved is the audience that was shown, and nothing forged gets through."""

import re
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from agencies.models import Line
from marac.store.people import Appointment
from marac.vocabulary import LineKind, Role, Sharing
from tests.agencies.scene import heron, line, readers, working
from tests.cast import Cast, open_case
from tests.conftest import ClientOf

HTMX = {"hx-request": "true"}


def path(cast: Cast, case_id: UUID, line_id: UUID, rest: str = "", name: str = "council_rep") -> str:
    return f"/m/{cast.slug}/{cast[name].hat.value}/cases/{case_id}/lines/{line_id}{rest}"


def shown(page: str) -> str:
    found = re.search(r'name="shown" value="(\w*)"', page)
    return found[1] if found else ""


def sharing_of(cast: Cast, line_id: UUID, name: str = "council_rep") -> Sharing:
    with working(cast, name) as work:
        return work.find(Line, line_id).sharing


def test_the_names_are_shown_first_and_saved_second(client_of: ClientOf, cast: Cast) -> None:
    case_id, _ = heron(cast)
    line_id = line(cast, "council_rep", case_id, "Rent arrears")
    client = client_of("council_rep")
    page = client.get(path(cast, case_id, line_id)).text
    assert "Save this decision" not in page
    typed = {"sharing": "named", "named": str(cast.agencies["new_era"]), "to_coordinator": "yes", "version": "1"}
    page = client.post(path(cast, case_id, line_id, "/decision"), data=typed | {"step": "look"}).text
    assert "<strong>1 agency will see this:</strong>" in page
    assert "Testshire new_era." in page
    assert "It is open to</strong> the coordinator, Coordinator (Testshire council)." in page
    assert sharing_of(cast, line_id) is Sharing.PRIVATE
    answer = client.post(path(cast, case_id, line_id, "/decision"), data=typed | {"shown": shown(page)})
    assert answer.status_code == 303
    assert sharing_of(cast, line_id) is Sharing.NAMED


@pytest.mark.parametrize("mark", ["", "0" * 24])
def test_nothing_is_saved_whose_audience_was_not_shown(client_of: ClientOf, cast: Cast, mark: str) -> None:
    case_id, _ = heron(cast)
    line_id = line(cast, "council_rep", case_id, "Rent arrears")
    typed = {"sharing": "seated", "version": "1", "shown": mark}
    answer = client_of("council_rep").post(path(cast, case_id, line_id, "/decision"), data=typed)
    assert answer.status_code == 422
    assert "Check who will see this, then save." in answer.text
    assert shown(answer.text)
    assert readers(cast, line_id) == {"council_rep", "guardian"}


def test_a_seat_given_meanwhile_is_shown_before_it_is_shared_with(client_of: ClientOf, cast: Cast) -> None:
    from agencies.operations.seating import seat_agency
    from marac.cases.models import Case
    from marac.vocabulary import SeatKind

    case_id, _ = heron(cast)
    line_id = line(cast, "council_rep", case_id, "Rent arrears")
    client = client_of("council_rep")
    typed = {"sharing": "seated", "version": "1"}
    page = client.post(path(cast, case_id, line_id, "/decision"), data=typed | {"step": "look"}).text
    with working(cast, "coordinator") as work:
        seat_agency(work, work.find(Case, case_id), cast.agencies["fire"], SeatKind.CASE, "fire risk")
    answer = client.post(path(cast, case_id, line_id, "/decision"), data=typed | {"shown": shown(page)})
    assert answer.status_code == 422
    assert "Testshire fire" in answer.text


def test_by_htmx_only_the_sentence_comes_back(client_of: ClientOf, cast: Cast) -> None:
    case_id, _ = heron(cast)
    line_id = line(cast, "council_rep", case_id, "Rent arrears")
    client = client_of("council_rep")
    typed = {"sharing": "seated", "version": "1", "step": "look"}
    answer = client.post(path(cast, case_id, line_id, "/decision"), data=typed, headers=HTMX)
    assert answer.text.lstrip().startswith('<div id="who-will-see">')
    assert "2 agencies and one not named here will see this:" in answer.text
    answer = client.post(
        path(cast, case_id, line_id, "/decision"), data={"sharing": "named", "step": "look"}, headers=HTMX
    )
    assert "Choose at least one agency, or say it in the meeting only." in answer.text
    assert "Save this decision" not in answer.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Choose who learns of this line."),
        ({"sharing": "everyone"}, "Choose who learns of this line."),
        ({"sharing": "withheld"}, "Give the reason why this is not shared."),
        ({"sharing": "say-only"}, "Say which risk this bears on"),
        ({"sharing": "named"}, "Choose at least one agency, or say it in the meeting only."),
        ({"sharing": "named", "to_chair": "yes"}, "Choose at least one agency, or say it in the meeting only."),
        ({"sharing": "named", "named": "nonsense"}, "Choose agencies from the list."),
    ],
)
def test_gaps_are_named_at_their_field(client_of: ClientOf, cast: Cast, typed: dict[str, str], said: str) -> None:
    case_id, _ = heron(cast)
    line_id = line(cast, "council_rep", case_id, "Rent arrears")
    answer = client_of("council_rep").post(path(cast, case_id, line_id, "/decision"), data=typed | {"version": "1"})
    assert answer.status_code == 422
    assert said in answer.text
    assert "There is a problem" in answer.text


@pytest.mark.parametrize("agency", ["fire", "health", "landlord", "nobody"])
def test_a_forged_agency_is_refused_alike_whether_it_is_quiet_checking_or_unknown(
    client_of: ClientOf, cast: Cast, agency: str
) -> None:
    case_id, _ = heron(cast)
    line_id = line(cast, "council_rep", case_id, "Rent arrears")
    forged = str(cast.agencies.get(agency, uuid4()))
    for step in ("look", "save"):
        typed = {"sharing": "named", "named": forged, "version": "1", "step": step}
        answer = client_of("council_rep").post(path(cast, case_id, line_id, "/decision"), data=typed)
        assert answer.status_code == 403
        assert "holds no seat on this case that your agency may know of" in answer.text
    assert readers(cast, line_id) == {"council_rep", "guardian"}


def test_a_line_of_another_case_is_not_found_under_this_one(client_of: ClientOf, cast: Cast) -> None:
    case_id, _ = heron(cast)
    alder = open_case(cast, "ALDER")
    line_id = line(cast, "council_rep", alder, "Rent arrears")
    client = client_of("council_rep")
    assert client.get(path(cast, case_id, line_id)).status_code == 404
    for rest in ("/decision", "/correction"):
        answer = client.post(path(cast, case_id, line_id, rest), data={"sharing": "seated", "text": "x"})
        assert answer.status_code == 404
    assert client.get(path(cast, alder, line_id)).status_code == 200


def test_others_who_can_read_a_line_decide_nothing(client_of: ClientOf, cast: Cast) -> None:
    from agencies.operations.lines import decide

    case_id, _ = heron(cast)
    line_id = line(cast, "council_rep", case_id, "Rent arrears")
    with working(cast, "council_rep") as work:
        decide(work, work.find(Line, line_id), Sharing.SEATED)
    for name in ("police_rep", "idva", "landlord_rep", "chair", "coordinator"):
        client = client_of(name)
        assert client.get(path(cast, case_id, line_id, name=name)).headers["location"].endswith("/lines")
        for rest, typed in (("/decision", {"sharing": "private"}), ("/correction", {"text": "Nothing"})):
            answer = client.post(path(cast, case_id, line_id, rest, name), data=typed | {"version": "1"})
            assert answer.status_code in (403, 404)
    assert sharing_of(cast, line_id) is Sharing.SEATED


def test_two_tabs_never_overwrite_each_other(client_of: ClientOf, cast: Cast) -> None:
    case_id, _ = heron(cast)
    line_id = line(cast, "council_rep", case_id, "Rent arrears")
    client = client_of("council_rep")
    first = {"sharing": "withheld", "withholding": "not-relevant", "version": "1"}
    page = client.post(path(cast, case_id, line_id, "/decision"), data=first | {"step": "look"}).text
    saved = client.post(path(cast, case_id, line_id, "/decision"), data=first | {"shown": shown(page)})
    assert saved.status_code == 303
    second = {"sharing": "seated", "version": "1", "reason": "Typed with care"}
    page = client.post(path(cast, case_id, line_id, "/decision"), data=second | {"step": "look"}).text
    answer = client.post(path(cast, case_id, line_id, "/decision"), data=second | {"shown": shown(page)})
    assert answer.status_code == 409
    assert "A colleague changed this line meanwhile" in answer.text
    assert "Typed with care" in answer.text
    assert sharing_of(cast, line_id) is Sharing.WITHHELD
    answer = client.post(path(cast, case_id, line_id, "/correction"), data={"text": "Other words", "version": "1"})
    assert answer.status_code == 409
    assert "Rent arrears" in answer.text
    assert "Other words" in answer.text


def test_a_changed_decision_says_who_has_already_read(client_of: ClientOf, cast: Cast) -> None:
    case_id, _ = heron(cast)
    line_id = line(cast, "council_rep", case_id, "Rent arrears")
    client = client_of("council_rep")
    for typed in ({"sharing": "named", "named": str(cast.agencies["police"]), "version": "1"},):
        page = client.post(path(cast, case_id, line_id, "/decision"), data=typed | {"step": "look"}).text
        client.post(path(cast, case_id, line_id, "/decision"), data=typed | {"shown": shown(page)})
    page = client.get(path(cast, case_id, line_id)).text
    assert "Already able to read this line: Testshire police." in page


def test_a_correction_keeps_the_code_and_hides_the_old_words(client_of: ClientOf, cast: Cast) -> None:
    from agencies.operations.lines import decide

    case_id, _ = heron(cast)
    line_id = line(cast, "council_rep", case_id, "OLD-WORDS")
    with working(cast, "council_rep") as work:
        decide(work, work.find(Line, line_id), Sharing.SEATED)
    client = client_of("council_rep")
    answer = client.post(path(cast, case_id, line_id, "/correction"), data={"text": "New words", "version": "1"})
    assert answer.status_code == 303
    page = client_of("police_rep").get(path(cast, case_id, line_id, name="police_rep").rsplit("/", 1)[0]).text
    assert "New words" in page
    assert "Corrected" in page
    assert "OLD-WORDS" not in page
    assert client_of("police_rep").get(path(cast, case_id, line_id, name="police_rep")).status_code == 404
    again = client.post(path(cast, case_id, line_id, "/correction"), data={"text": "Replayed", "version": "1"})
    assert again.status_code == 403


def test_the_advocates_voice_offers_no_tick_for_the_other_side(client_of: ClientOf, cast: Cast) -> None:
    case_id, _ = heron(cast)
    line_id = line(cast, "idva", case_id, "She wants to move", LineKind.VOICE)
    page = client_of("idva").get(path(cast, case_id, line_id, name="idva")).text
    assert "never given to workers on the perpetrator's side" in page.replace("&#39;", "'")
    assert "Testshire programme" not in page
    typed = {"sharing": "seated", "for_perpetrators_side": "yes", "version": "1", "step": "look"}
    answer = client_of("idva").post(path(cast, case_id, line_id, "/decision", "idva"), data=typed)
    assert answer.status_code == 422


def test_a_quiet_agency_is_offered_no_everyone_and_told_why(client_of: ClientOf, cast: Cast) -> None:
    case_id, _ = heron(cast, "landlord")
    line_id = line(cast, "landlord_rep", case_id, "New keys were given")
    client = client_of("landlord_rep")
    page = client.get(path(cast, case_id, line_id, name="landlord_rep")).text
    assert 'value="seated"' not in page
    assert "To share with everyone would name it" in page
    assert (
        "Share with everyone seated"
        not in client.get(path(cast, case_id, line_id, name="landlord_rep").split("/lines")[0] + "/research").text
    )


def test_where_no_agency_may_be_named_chair_and_coordinator_alone_are_offered_as_such(
    client_of: ClientOf, cast: Cast
) -> None:
    case_id, _ = heron(cast)
    line_id = line(cast, "programme_worker", case_id, "Missed two sessions")
    client = client_of("programme_worker")
    typed = {"sharing": "named", "to_chair": "yes", "version": "1"}
    where = path(cast, case_id, line_id, name="programme_worker")
    page = client.post(f"{where}/decision", data=typed | {"step": "look"}).text
    assert "Share with the chair and the coordinator only" in page and "Share with named agencies" not in page
    done = client.post(f"{where}/decision", data=typed | {"shown": shown(page)}).headers["location"]
    assert "Shared with the chair or coordinator only" in client.get(done.split("#")[0]).text


def test_an_agency_that_works_with_the_perpetrator_is_marked_and_a_deputy_said_to_be_one(
    client_of: ClientOf, cast: Cast, owner: Engine
) -> None:
    case_id, _ = heron(cast)
    line_id = line(cast, "council_rep", case_id, "Rent arrears")
    chair, idva = cast.members["chair"], cast.members["idva"]
    with Session(owner) as session:
        session.add(Appointment(member_id=idva, marac_id=cast.marac, role=Role.CHAIR, for_member_id=chair))
        session.commit()
    typed = {"sharing": "named", "named": str(cast.agencies["programme"]), "to_chair": "yes", "step": "look"}
    page = client_of("council_rep").post(path(cast, case_id, line_id, "/decision"), data=typed | {"version": "1"}).text
    assert "Testshire programme (works with the perpetrator)." in page
    assert "the chair, Chair (Testshire police); and the deputy chair, Idva (Testshire new_era)." in page
