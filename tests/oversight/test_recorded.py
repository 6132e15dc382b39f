"""No record, no page: where rendering or recording fails, nothing that was opened is sent, whatever it was to be."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import psycopg
import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

import tests.database as databases
from agenda.models import MinutesIssue
from marac.cases.models import ProtectedDetail
from marac.settings import Settings
from marac.store.audit import AuditEvent
from marac.store.work import open_work
from marac.verbs import Verb
from marac.web import endpoint, page
from marac.web.viewer import cookie_name
from tests.agenda.minuted import WORDS, approve_and_issue, minuted
from tests.cast import Cast, sign_in
from tests.conftest import ORIGIN, ClientOf, Database
from tests.oversight.test_who_saw import text_of

FULL = """
CREATE FUNCTION public.no_room() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = 'disk_full'; END $$;
CREATE CONSTRAINT TRIGGER no_room AFTER INSERT ON audit_event {when} FOR EACH ROW EXECUTE FUNCTION public.no_room();
"""
AT_ONCE, AT_COMMIT = "NOT DEFERRABLE", "DEFERRABLE INITIALLY DEFERRED"
SECRETS = [*WORDS, "OKAFOR", "Okafor", "HERON", "VANCE"]


@contextmanager
def disk_full(database: Database, when: str = AT_ONCE) -> Iterator[None]:
    """The record cannot be added to any more: noticed at once, or only when the work commits."""
    with psycopg.connect(databases.plain(database.superuser_url), autocommit=True) as connection:
        connection.execute(FULL.format(when=when))
        yield
        connection.execute("DROP TRIGGER no_room ON audit_event; DROP FUNCTION public.no_room()")


def path(cast: Cast, hat: str, rest: str) -> str:
    return f"/m/{cast.slug}/{hat}/{rest}"


def everything_read(cast: Cast) -> list[AuditEvent]:
    read = {Verb.PAGE_READ, Verb.DETAIL_OPENED, Verb.MINUTES_DOWNLOADED, Verb.LEDGER_READ, Verb.LEDGER_EXPORTED}
    with open_work(cast.store, cast["auditor"]) as work:
        return [event for event in work.all(select(AuditEvent)) if event.verb in read]


def asked(cast: Cast, case_id: UUID) -> list[tuple[str, str, str]]:
    """(who, how, path): a page, a fragment, a protected detail, a paper, the record, its export."""
    with open_work(cast.store, cast["idva"]) as work:
        detail = work.all(select(ProtectedDetail))[0].id
        copy = work.all(select(MinutesIssue))[0].id
    return [
        ("idva", "GET", path(cast, "advocate", f"cases/{case_id}")),
        ("idva", "GET", path(cast, "advocate", f"cases/{case_id}/lines")),
        ("idva", "POST", path(cast, "advocate", f"cases/{case_id}/details/{detail}")),
        ("idva", "GET", path(cast, "advocate", f"minutes/{copy}/pdf?reason=own-file")),
        ("auditor", "GET", path(cast, "auditor", "ledger")),
        ("auditor", "GET", path(cast, "auditor", f"ledger/cases/{case_id}")),
        (
            "officer",
            "GET",
            path(cast, "data-protection-officer", "ledger/export?since=2020-01-01&until=2040-01-01&reason=lawfulness"),
        ),
    ]


@pytest.mark.parametrize("when", [AT_ONCE, AT_COMMIT])
def test_what_cannot_be_recorded_is_not_shown(cast: Cast, client_of: ClientOf, database: Database, when: str) -> None:
    made = minuted(cast)
    approve_and_issue(cast, made)
    wanted = asked(cast, made.case)
    clients = {name: client_of(name) for name, _, _ in wanted}
    before = len(everything_read(cast))
    with disk_full(database, when):
        for name, method, where in wanted:
            answer = clients[name].request(method, where)
            assert answer.status_code == 503, where
            assert answer.headers["content-type"].startswith("text/html"), where
            assert not [word for word in SECRETS if word in answer.text], where
    assert len(everything_read(cast)) == before
    for name, method, where in wanted:
        assert clients[name].request(method, where).status_code == 200, where
    assert len(everything_read(cast)) > before


def test_what_could_not_be_drawn_was_not_shown_and_is_not_recorded(
    app: Starlette, cast: Cast, owner: object, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = minuted(cast)
    client = TestClient(app, base_url=ORIGIN, raise_server_exceptions=False, headers={"sec-fetch-site": "same-origin"})
    client.cookies.set(cookie_name(settings), sign_in(owner, cast, "idva"))  # type: ignore[arg-type]
    draw = page.draw
    with monkeypatch.context() as patch:
        patch.setattr(endpoint, "draw", lambda request, drawn, *more: _torn_once(draw, patch, request, drawn, *more))
        answer = client.get(path(cast, "advocate", f"cases/{made.case}"))
    assert answer.status_code == 500
    assert not [word for word in SECRETS if word in text_of(answer.text)]
    assert not everything_read(cast)


def _torn_once(draw: object, patch: pytest.MonkeyPatch, *args: object) -> str:
    """The page fails once it is all drawn; the page that says so is drawn as ever."""
    patch.setattr(endpoint, "draw", draw)
    draw(*args)  # type: ignore[operator]
    raise ValueError("torn while drawing")
