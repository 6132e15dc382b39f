"""Agreements on screen: the due list, one agreement and what may be done to it, and what those shut out read."""

import time
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from httpx2 import Response
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.testclient import TestClient

from marac.settings import Settings
from marac.verbs import Verb
from marac.web.viewer import cookie_name
from tests.actions.given import agreed, text
from tests.agencies.agreed import PDF, agree, agree_all, agreement_of, change, day, events
from tests.agenda.sitting import sit
from tests.cast import Cast, open_case, sign_in
from tests.conftest import ORIGIN, ClientOf


def path(cast: Cast, name: str, more: str = "") -> str:
    return f"/m/{cast.slug}/{cast[name].hat}/agreements{more}"


def post(client_of: ClientOf, cast: Cast, name: str, agreement: UUID, deed: str, **data: Any) -> Response:
    return client_of(name).post(path(cast, name, f"/{agreement}/{deed}"), data={"version": "1", **data})


def dated(name: str, days: int) -> dict[str, str]:
    given = day(days)
    return {f"{name}-day": str(given.day), f"{name}-month": str(given.month), f"{name}-year": str(given.year)}


def paper(cast: Cast, agency: str = "council", **changes: str) -> dict[str, str]:
    form = {
        "agency_id": str(cast.agencies[agency]),
        "kind": "marac",
        "label": "2026",
        "signed_by": "Avery Quill",
        "signed_as": "Chief executive",
        "successor_id": str(cast.members["landlord_rep"]),
    }
    return {**form, **dated("signed_on", -3), **dated("review_on", 300), **dated("expires_on", 700), **changes}


# The register ---------------------------------------------------------------


def test_the_due_list_says_what_is_due_overdue_and_lapsed(cast: Cast, client_of: ClientOf, owner: Engine) -> None:
    agree_all(cast, owner)
    change(owner, agreement_of(cast, "police").id, review_on=day(-20))
    change(owner, agreement_of(cast, "fire").id, review_on=day(30))
    change(owner, agreement_of(cast, "health").id, expires_on=day(-1), review_on=day(-1))
    for name in ("administrator", "auditor", "signatory", "officer", "chair", "coordinator"):
        shown = text(client_of(name).get(path(cast, name)))
        assert "20 days overdue. Access closes on" in shown, name
        assert "Access has been closed since" in shown
        order = [shown.index(h) for h in ("Not in force (1)", "Review overdue (1)", "Due in the next", "In force (11)")]
        assert order == sorted(order)


def test_an_agency_s_people_see_their_own_and_no_other(cast: Cast, client_of: ClientOf, owner: Engine) -> None:
    agree_all(cast, owner)
    shown = text(client_of("outsider").get(path(cast, "outsider")))
    assert "Testshire fire" in shown
    assert "Testshire council" not in shown
    assert client_of("observer").get(path(cast, "observer")).status_code == 403
    council = agreement_of(cast, "council").id
    assert client_of("outsider").get(path(cast, "outsider", f"/{council}")).status_code == 404
    assert client_of("outsider").get(path(cast, "outsider", f"/{council}/document")).status_code == 404


def test_the_administrator_records_what_was_signed_with_its_document(
    cast: Cast, client_of: ClientOf, owner: Engine
) -> None:
    client = client_of("administrator")
    assert "Signed document" in text(client.get(path(cast, "administrator", "/new")))
    file = {"document": ("signed.pdf", PDF, "application/pdf")}
    made = client.post(path(cast, "administrator", "/new"), data=paper(cast), files=file)
    assert made.status_code == 303
    shown = text(client.get(made.headers["location"]))
    assert "MARAC agreement: Testshire council" in shown
    assert "Avery Quill, Chief executive" in shown
    assert "Landlord Rep" in shown
    opened = client_of("auditor").get(
        path(cast, "auditor", f"/{agreement_of(cast, 'council').id}/document?reason=oversight")
    )
    assert (opened.content, opened.headers["content-type"]) == (PDF, "application/pdf")
    assert opened.headers["content-disposition"].startswith("attachment")
    assert len(events(owner, cast, Verb.AGREEMENT_DOWNLOADED)) == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("signed.pdf", b"MZ not a PDF", "must be a PDF"),
        ("signed.pdf", PDF + b"x" * (10 * 1024 * 1024), "larger than 10 MB"),
        ("", b"", "Choose the signed document"),
    ],
)
def test_a_document_that_is_none_is_refused_and_nothing_typed_is_lost(
    cast: Cast, client_of: ClientOf, name: str, content: bytes, said: str
) -> None:
    files = {"document": (name, content, "application/pdf")}
    answer = client_of("administrator").post(path(cast, "administrator", "/new"), data=paper(cast), files=files)
    assert answer.status_code == 422
    assert said in text(answer)
    assert 'value="Avery Quill"' in answer.text


def test_more_than_a_document_is_not_read(cast: Cast, client_of: ClientOf) -> None:
    files = {"document": ("signed.pdf", PDF + b"x" * (11 * 1024 * 1024), "application/pdf")}
    answer = client_of("administrator").post(path(cast, "administrator", "/new"), data=paper(cast), files=files)
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"label": ""}, "Enter the version."),
        (dated("signed_on", 2), "recorded once it is signed"),
        (dated("review_on", 800), "The review comes after signing"),
        ({"successor_id": "no"}, "Choose to whom open actions would go."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    cast: Cast, client_of: ClientOf, changes: dict[str, str], said: str
) -> None:
    files = {"document": ("signed.pdf", PDF, "application/pdf")}
    form = paper(cast, **changes)
    answer = client_of("administrator").post(path(cast, "administrator", "/new"), data=form, files=files)
    assert answer.status_code == 422
    assert said in text(answer)


def test_nobody_is_their_own_successor_and_a_signatory_signs_for_their_own_agency(
    cast: Cast, client_of: ClientOf
) -> None:
    files = {"document": ("signed.pdf", PDF, "application/pdf")}
    own = paper(cast, successor_id=str(cast.members["council_rep"]))
    answer = client_of("administrator").post(path(cast, "administrator", "/new"), data=own, files=files)
    assert "Choose somebody of another agency" in text(answer)
    other = paper(cast, "police")
    refused = client_of("signatory").post(path(cast, "signatory", "/new"), data=other, files=files)
    assert refused.status_code == 422
    renewed = client_of("signatory").post(path(cast, "signatory", "/new"), data=paper(cast), files=files)
    assert renewed.status_code == 303
    for name in ("auditor", "chair", "coordinator", "council_rep"):
        assert client_of(name).get(path(cast, name, "/new")).status_code == 403


def test_the_administrator_makes_access_depend_on_agreements(cast: Cast, client_of: ClientOf) -> None:
    cases = f"/m/{cast.slug}/representative/cases"
    for name in ("signatory", "auditor", "chair", "coordinator"):
        assert client_of(name).post(path(cast, name, "/required"), data={"required": "yes"}).status_code == 403
    administrator, police = client_of("administrator"), client_of("police_rep")
    assert "Shut out at once, if it did: the people of" in text(administrator.get(path(cast, "administrator")))
    assert police.get(cases).status_code == 200
    for asked, status in (("yes", 403), ("yes", 403), ("no", 200)):
        done = administrator.post(path(cast, "administrator", "/required"), data={"required": asked})
        assert (done.status_code, police.get(cases).status_code) == (303, status)


# Deeds ----------------------------------------------------------------------


def test_a_signatory_suspends_and_says_why(cast: Cast, client_of: ClientOf, owner: Engine) -> None:
    open_case(cast)
    agree_all(cast, owner)
    agreed(cast)
    found = agreement_of(cast, "council").id
    lacking = post(client_of, cast, "signatory", found, "suspend", said=" ")
    assert lacking.status_code == 422
    assert "Say why it is suspended." in text(lacking)
    assert client_of("council_rep").get(f"/m/{cast.slug}/representative/cases").status_code == 200
    assert post(client_of, cast, "signatory", found, "suspend", said="We look into it").status_code == 303
    shown = text(client_of("auditor").get(path(cast, "auditor", f"/{found}")))
    assert "We look into it" in shown
    assert "by Signatory, signatory" in shown
    barred = client_of("council_rep").get(f"/m/{cast.slug}/representative/cases")
    assert barred.status_code == 403
    assert "The information-sharing agreement of Testshire council was suspended on" in text(barred)
    assert "ask them, or the coordinator" in text(barred)
    assert client_of("landlord_rep").get(f"/m/{cast.slug}/representative/cases").status_code == 200
    assert post(client_of, cast, "signatory", found, "reinstate", version="2").status_code == 303
    assert client_of("council_rep").get(f"/m/{cast.slug}/representative/cases").status_code == 200


def test_others_do_not_decide_for_an_agency(cast: Cast, client_of: ClientOf) -> None:
    found = agree(cast, "council")
    for name in ("police_signatory", "auditor", "administrator", "chair", "coordinator", "council_rep"):
        for deed in ("review", "suspend", "withdraw", "reinstate"):
            assert post(client_of, cast, name, found, deed, said="No").status_code == 403, (name, deed)
        offered = client_of(name).get(path(cast, name, f"/{found}")).text
        assert "Suspend it now" not in offered
    shown = client_of("signatory").get(path(cast, "signatory", f"/{found}")).text
    for asked in ("Suspend it now", 'name="successor_id"', 'name="review_on-day"', "Health Rep, Testshire health"):
        assert asked in shown


def test_what_another_changed_first_is_told_and_the_words_are_kept(cast: Cast, client_of: ClientOf) -> None:
    found = agree(cast, "council")
    late = post(client_of, cast, "signatory", found, "withdraw", said="We leave", version="7")
    assert late.status_code == 409
    assert "Somebody changed this agreement first" in text(late)
    assert "We leave" in late.text


def test_a_review_needs_its_next_date(cast: Cast, client_of: ClientOf) -> None:
    found = agree(cast, "council", review=-20)
    assert post(client_of, cast, "signatory", found, "review").status_code == 422
    assert post(client_of, cast, "signatory", found, "review", **dated("review_on", 90)).status_code == 303
    assert "Review by" in text(client_of("signatory").get(path(cast, "signatory", f"/{found}")))


def test_chair_asks_and_signatory_extends(cast: Cast, client_of: ClientOf, owner: Engine) -> None:
    agree_all(cast, owner)
    found = agreement_of(cast, "council").id
    change(owner, found, expires_on=day(-1), review_on=day(-1))
    assert post(client_of, cast, "signatory", found, "extend").status_code == 403
    assert post(client_of, cast, "chair", found, "ask-extension", said="Meeting today").status_code == 303
    assert "Agree to 24 hours more" in client_of("signatory").get(path(cast, "signatory", f"/{found}")).text
    assert client_of("council_rep").get(f"/m/{cast.slug}/representative/cases").status_code == 403
    assert post(client_of, cast, "signatory", found, "extend").status_code == 303
    assert client_of("council_rep").get(f"/m/{cast.slug}/representative/cases").status_code == 200
    assert "Extended until" in text(client_of("chair").get(path(cast, "chair")))


# Warnings -------------------------------------------------------------------


def test_an_overdue_review_warns_its_agency_and_later_the_meeting_s_hats(
    cast: Cast, client_of: ClientOf, owner: Engine
) -> None:
    def told(name: str, page: str) -> str:
        return text(client_of(name).get(f"/m/{cast.slug}/{cast[name].hat}/{page}"))

    agree_all(cast, owner)
    found = agreement_of(cast, "council").id
    line = "The review of the information-sharing agreement of Testshire council is 20 days overdue."
    change(owner, found, review_on=day(-20))
    assert line in told("council_rep", "work")
    assert line not in told("police_rep", "work")
    assert line not in told("coordinator", "meetings")
    change(owner, found, review_on=day(-30))
    for name in ("chair", "coordinator"):
        assert line.replace("20", "30") in told(name, "meetings")
    assert line.replace("20", "30") not in told("police_rep", "meetings")


# An open stream -------------------------------------------------------------


@pytest.fixture
def client(app: Starlette) -> Iterator[TestClient]:
    headers = {"sec-fetch-site": "same-origin"}
    with TestClient(app, base_url=ORIGIN, follow_redirects=False, headers=headers) as made:
        assert app.state.nudges.listening.wait(10)
        yield made


def test_a_suspension_ends_the_agency_s_open_streams_within_two_seconds(
    client: TestClient, client_of: ClientOf, cast: Cast, owner: Engine, settings: Settings
) -> None:
    meeting = sit(cast)
    agree_all(cast, owner)
    found = agreement_of(cast, "council").id
    client.cookies.set(cookie_name(settings), sign_in(owner, cast, "council_rep"))
    live = f"/m/{cast.slug}/representative/meetings/{meeting}/live"
    with client.stream("GET", f"{live}/stream") as answer:
        lines = answer.iter_lines()
        assert next(line for line in lines if line) == ": open"
        started = time.monotonic()
        assert post(client_of, cast, "signatory", found, "suspend", said="During the meeting").status_code == 303
        while next(line for line in lines if line) != "event: end":
            assert time.monotonic() - started < 2
        assert time.monotonic() - started < 2
    assert "was suspended" in text(client.get(live))


def test_an_agreement_that_lapses_by_its_date_ends_them_too(
    client: TestClient, cast: Cast, owner: Engine, settings: Settings
) -> None:
    meeting = sit(cast)
    agree_all(cast, owner)
    client.cookies.set(cookie_name(settings), sign_in(owner, cast, "council_rep"))
    with client.stream("GET", f"/m/{cast.slug}/representative/meetings/{meeting}/live/stream") as answer:
        lines = answer.iter_lines()
        assert next(line for line in lines if line) == ": open"
        change(owner, agreement_of(cast, "council").id, expires_on=day(-1), review_on=day(-1))
        started = time.monotonic()
        while next(line for line in lines if line) != "event: end":
            assert time.monotonic() - started < 2
