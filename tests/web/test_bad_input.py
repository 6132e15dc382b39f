"""What cannot be read, what may not be, and a database that goes away: plain pages, and nothing half-done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool
from sqlmodel import select

from marac.cases.models import Case
from marac.store.audit import AuditEvent
from marac.store.work import open_work
from marac.vocabulary import Role
from tests.agencies.scene import heron
from tests.agenda.planning import a_meeting
from tests.agenda.sitting import sit
from tests.cases.refer_visit import words
from tests.cast import Cast
from tests.conftest import ClientOf, Database

FORM = {"content-type": "application/x-www-form-urlencoded"}
MULTIPART = {"content-type": "multipart/form-data; boundary=b"}
HTMX = {"hx-request": "true"}
EMERGENCY = "In an emergency do not wait for this service"


def part(value: bytes) -> bytes:
    return b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\n' + value + b"\r\n--b--\r\n"


@pytest.fixture
def lines(cast: Cast) -> str:
    """Where council writes a line of HERON."""
    case_id, _ = heron(cast)
    return f"/m/{cast.slug}/representative/cases/{case_id}/lines"


@pytest.mark.parametrize(
    ("body", "headers", "status", "said"),
    [
        (b"text=%FF%FE", FORM, 400, "This could not be read"),
        (b"text=%ED%A0%80", FORM, 400, "This could not be read"),
        (b"text=caf\xe9", FORM, 400, "This could not be read"),
        (part(b"caf\xe9"), MULTIPART, 400, "This could not be read"),
        (part(b"caf"), {"content-type": "multipart/form-data; boundary=b; charset=utf-16"}, 400, "could not be read"),
        (part(b"caf"), {"content-type": "multipart/form-data"}, 400, "This could not be read"),
        (part(b"caf")[20:], MULTIPART, 400, "This could not be read"),
        (part(b"caf").replace(b'"text"', b'"text"; filename="a.txt"'), MULTIPART, 400, "This could not be read"),
        (b"text=" + b"x" * 3_000_000, FORM, 413, "Too much was sent"),
        (b"text=" + b"x" * 300_000, FORM, 413, "Too much was sent"),
        (part(b"x" * 300_000), MULTIPART, 413, "Too much was sent"),
        (b"&".join(b"x%d=y" % number for number in range(700)), FORM, 413, "Too much was sent"),
    ],
)
def test_what_cannot_be_read_is_said_on_a_page(
    client_of: ClientOf, lines: str, body: bytes, headers: dict[str, str], status: int, said: str
) -> None:
    answer = client_of("council_rep").post(lines, content=body, headers=headers)
    assert answer.status_code == status
    assert said in words(answer) and "Reference, if you ask for help" in words(answer)
    assert answer.headers["cache-control"] == "no-store" and "content-security-policy" in answer.headers


def test_what_is_sent_in_pieces_without_a_length_is_counted_too(client_of: ClientOf, lines: str) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"text="
        for _ in range(30):
            yield b"x" * 100_000

    answer = client_of("council_rep").post(lines, content=pieces(), headers=FORM)
    assert answer.status_code == 413 and "Too much was sent" in words(answer)


def test_by_htmx_only_the_notice_says_so(client_of: ClientOf, lines: str) -> None:
    answer = client_of("council_rep").post(lines, content=b"text=%FF", headers=FORM | HTMX)
    assert answer.status_code == 400 and answer.headers["hx-retarget"] == "#notice"
    assert answer.text.strip().startswith('<div id="notice">') and "is not text" in words(answer)


def test_letters_of_every_alphabet_are_text(client_of: ClientOf, lines: str) -> None:
    typed = {"text": "Zoë Łęcka — 張 😀 \ufffd", "source": "Visit"}
    assert client_of("council_rep").post(lines, data=typed).status_code == 303


@pytest.mark.parametrize("wrong", ["%00", "%FF", "%ED%A0%80"])
@pytest.mark.parametrize("page", ["cases?code=", "cases?page=", "actions?page="])
def test_an_address_that_is_no_text_is_refused(client_of: ClientOf, cast: Cast, page: str, wrong: str) -> None:
    answer = client_of("council_rep").get(f"/m/{cast.slug}/representative/{page}{wrong}")
    assert answer.status_code == 400 and "This could not be read" in words(answer)


@pytest.mark.parametrize("page", ["cases?page=", "actions?page=", "cases?code="])
def test_a_number_beyond_all_measure_breaks_nothing(client_of: ClientOf, cast: Cast, page: str) -> None:
    answer = client_of("council_rep").get(f"/m/{cast.slug}/representative/{page}{'9' * 30}")
    assert answer.status_code in (200, 400, 404)


@pytest.mark.parametrize("name", ["text", "source"])
def test_a_nul_is_named_at_its_field_and_the_rest_is_kept(client_of: ClientOf, lines: str, name: str) -> None:
    typed = {"text": "Rent arrears since May", "source": "Housing file", "kind": "opinion"}
    answer = client_of("council_rep").post(lines, data=typed | {name: typed[name][:4] + "\0" + typed[name][4:]})
    assert answer.status_code == 422
    assert "There is a problem" in words(answer) and words(answer).count("held a hidden character") == 2
    assert f'href="#{name}"' in answer.text and f'id="{name}-error"' in answer.text
    assert "Rent arrears since May" in answer.text and "Housing file" in answer.text
    assert "\0" not in answer.text


def test_strange_and_foreign_ids_are_answered_alike(client_of: ClientOf, cast: Cast, lines: str) -> None:
    known, unknown = UUID(lines.split("/")[5]), uuid4()
    shown = []
    for client, one in ((client_of("outsider"), known), (client_of("outsider"), unknown)):
        answer = client.get(f"/m/{cast.slug}/representative/cases/{one}")
        assert answer.status_code == 404
        shown.append(answer.text.replace(str(one), "")[: answer.text.index("Reference")])
    assert shown[0] == shown[1]
    for strange in ("nonsense", "%00", "..%2f..", "0" * 400):
        assert client_of("outsider").get(f"/m/{cast.slug}/representative/cases/{strange}").status_code == 404


# The database goes away ----------------------------------------------------


@pytest.fixture
def superuser(database: Database) -> Iterator[Engine]:
    made = create_engine(
        database.superuser_url.replace(database.name, "postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT"
    )
    yield made
    made.dispose()


def cut(superuser: Engine, database: Database) -> None:
    """Every connection to the database ends, as when the server restarts."""
    ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
    with superuser.connect() as connection:
        connection.execute(text(ended), {"name": database.name})


@contextmanager
def away(superuser: Engine, database: Database) -> Iterator[None]:
    """Nobody can connect."""
    allow = "ALTER DATABASE {} ALLOW_CONNECTIONS {}"
    with superuser.connect() as connection:
        connection.execute(text(allow.format(database.name, "false")))
        cut(superuser, database)
        try:
            yield
        finally:
            connection.execute(text(allow.format(database.name, "true")))


def known(cast: Cast) -> tuple[int, int]:
    """How many cases and how many events there are."""
    with open_work(cast.store, cast.as_hat("auditor", Role.AUDITOR)) as work:
        events = len(work.all(select(AuditEvent.id)))
    with open_work(cast.store, cast["police_rep"]) as work:
        return len(work.all(select(Case.id))), events


def the_page(answer: Any) -> None:
    assert answer.status_code == 503
    assert "The records cannot be reached" in words(answer) and EMERGENCY in words(answer)
    assert "psycopg" not in answer.text and "sqlalchemy" not in answer.text
    assert answer.headers["retry-after"] and answer.headers["cache-control"] == "no-store"


def test_without_a_database_pages_say_so_and_come_back(
    client_of: ClientOf, cast: Cast, superuser: Engine, database: Database
) -> None:
    client, path = client_of("police_rep"), f"/m/{cast.slug}/representative/"
    assert client.get(f"{path}cases").status_code == 200
    before = known(cast)
    with away(superuser, database):
        the_page(client.get(f"{path}cases"))
        the_page(client.get("/help"))
        the_page(client.post(f"{path}refer/start"))
        told = client.post(f"{path}refer/start", headers=HTMX)
        assert (told.status_code, told.headers["hx-retarget"]) == (503, "#notice")
    assert client.get(f"{path}cases").status_code == 200
    assert known(cast)[0] == before[0]


def test_connections_of_before_a_restart_are_replaced_unseen(
    client_of: ClientOf, cast: Cast, superuser: Engine, database: Database
) -> None:
    client, path = client_of("police_rep"), f"/m/{cast.slug}/representative/"
    assert client.get(f"{path}cases").status_code == 200
    cut(superuser, database)
    assert client.get(f"{path}cases").status_code == 200
    cut(superuser, database)
    assert client.post(f"{path}refer/start").status_code == 303


@pytest.mark.parametrize("at", ["before_flush", "after_flush", "before_commit"])
def test_a_deed_cut_off_in_its_middle_leaves_nothing(
    client_of: ClientOf, cast: Cast, superuser: Engine, database: Database, at: str
) -> None:
    client, path = client_of("police_rep"), f"/m/{cast.slug}/representative/"
    before = known(cast)
    with once(at, lambda: cut(superuser, database)) as done:
        the_page(client.post(f"{path}refer/start"))
    assert done == [at]
    assert known(cast) == before
    assert client.post(f"{path}refer/start").status_code == 303
    assert known(cast)[0] == before[0] + 1


@contextmanager
def once(at: str, then: Callable[[], None]) -> Iterator[list[str]]:
    """Something happens at this point of the first deed that writes a case."""
    from marac.store.scope import ViewerSession

    done: list[str] = []

    def happen(session: ViewerSession, *_: object) -> None:
        wrote = at == "before_commit" or any(isinstance(row, Case) for row in session.new)
        if wrote and not done and session.info["viewer"].__class__.__name__ == "Viewer":
            done.append(at)
            then()

    event.listen(ViewerSession, at, happen)
    try:
        yield done
    finally:
        event.remove(ViewerSession, at, happen)


def test_what_was_looked_at_with_other_eyes_is_a_lost_connection_too(
    client_of: ClientOf, cast: Cast, superuser: Engine, database: Database
) -> None:
    """Leaving a nested look over a dead connection raises in words of its own."""
    from marac.web.faults import is_lost

    with pytest.raises(Exception) as lost, open_work(cast.store, cast["coordinator"]) as work:
        with work.as_seen_by(cast["police_rep"]) as seen:
            cut(superuser, database)
            seen.all(select(Case))
    assert is_lost(lost.value)
    assert not is_lost(ValueError("other"))
    assert is_lost(OperationalError("", {}, Exception()))


def test_information_cannot_have_come_tomorrow(client_of: ClientOf, cast: Cast) -> None:
    meeting = sit(cast)
    typed = {"member_id": str(cast.members["landlord_rep"]), "presence": "apologies", "received_on": "2099-01-01"}
    answer = client_of("coordinator").post(f"/m/{cast.slug}/coordinator/meetings/{meeting}/attendance", data=typed)
    assert answer.status_code == 422
    assert "The date when information came cannot be in the future." in words(answer)
    assert f'href="#received-{typed["member_id"]}"' in answer.text, "the summary leads to the field"
    assert 'value="2099-01-01"' in answer.text, "nothing typed is lost"


def test_a_list_without_cases_is_not_published(client_of: ClientOf, cast: Cast) -> None:
    meeting = a_meeting(cast)
    path = f"/m/{cast.slug}/coordinator/meetings/{meeting}/publish"
    answer = client_of("coordinator").post(path, data={"version": "1"})
    assert answer.status_code == 403 and "There is no case on this list yet." in words(answer)
