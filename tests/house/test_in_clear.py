"""What a thief of the machine's disk could read: database files, write-ahead log, temporary files, logs (C77)."""

import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from logging.config import dictConfig
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool
from starlette.testclient import TestClient

import tests.database as databases
from marac.app import create_app
from marac.commands.logs import logging_to
from marac.commands.schema import upgrade
from marac.settings import Settings
from marac.store.embedded import Embedded
from marac.store.masters import make_master_key
from marac.store.prepare import APP, OWNER, prepare
from marac.store.unlocking import open_keyring
from marac.store.work import Store
from marac.web.viewer import cookie_name
from tests.cast import install, sign_in
from tests.house.sample import heard

NAME = "thief"
WRITTEN = re.compile(rb"(?i:okafor|[a-z]{4,}-words|07700 900\d{3})")
KNOWN = b"HERON"  # the code of the case, which is kept in clear (S4)
PAGES = ("cases", "cases/{HERON}", "cases/{HERON}/people", "cases/{HERON}/referral", "cases/{HERON}/none", "work")
Found = dict[str, tuple[int, int]]


@pytest.fixture(scope="module")
def found() -> Iterator[Found]:
    """By place: files, and how many hold something written or the case's code."""
    home = Path(tempfile.mkdtemp(prefix="marac-", dir="/tmp"))
    try:
        with Embedded.start(home) as server:
            settings = _settings(home, server)
            _write(settings)
            superuser = databases.plain(server.url("postgres", NAME))
            with psycopg.connect(superuser, autocommit=True) as connection:
                connection.execute("CHECKPOINT")
            with psycopg.connect(superuser) as connection:
                kept = _spilled(connection)
                seen = _search(home)
                assert kept.fetchone()
                kept.close()
        yield seen
    finally:
        shutil.rmtree(home)


def _settings(home: Path, server: Embedded) -> Settings:
    owner_url, app_url = server.url(OWNER, NAME), server.url(APP, NAME)
    prepare(server.url("postgres", "postgres"), owner_url=owner_url, app_url=app_url)
    upgrade(owner_url)
    settings = Settings.read({"DATABASE_URL": app_url, "MARAC_OWNER_URL": owner_url, "MARAC_HOME": str(home)})
    make_master_key(settings.master_key_file)
    return settings


def _write(settings: Settings) -> None:
    """Through the operations, and read back through pages, some of them badly asked, with the log on."""
    engine, owner = (create_engine(u, poolclass=NullPool) for u in (settings.database_url, settings.owner_url))
    cast = install(owner, Store(engine, open_keyring(settings, engine)))
    ids = heard(cast)
    dictConfig(logging_to(settings.home / "log" / "marac.log"))
    client = TestClient(create_app(settings, cast.store), base_url="http://127.0.0.1:8000")
    client.cookies.set(cookie_name(settings), sign_in(owner, cast, "council_rep"))
    shown = 0
    for page in PAGES:
        answer = client.get(f"/m/{cast.slug}/representative/{page.format(HERON=ids['case_id'])}")
        shown += len(WRITTEN.findall(answer.content))
    assert shown > 4, "the pages read what was written"
    engine.dispose()


def _spilled(connection: psycopg.Connection) -> psycopg.ServerCursor:
    """A question whose sorting does not fit into memory, left open, with whatever else stands in its rows."""
    connection.execute("SET work_mem = '64kB'")
    cursor = connection.cursor("spilled")
    cursor.execute(
        "SELECT c.code || repeat(' ', g) AS told, p::text, d::text, l::text FROM generate_series(1, 400) g, case_file c"
        " LEFT JOIN person_name p ON p.case_id = c.id LEFT JOIN detail d ON d.case_id = c.id"
        " LEFT JOIN line l ON l.case_id = c.id ORDER BY told DESC"
    )
    cursor.fetchmany(2)
    return cursor


def _search(home: Path) -> Found:
    kinds: dict[str, Counter[str]] = {}
    for file in home.rglob("*"):
        if not file.is_file():
            continue
        content, place = file.read_bytes(), _place(file)
        counted = kinds.setdefault(place, Counter())
        counted["files"] += 1
        counted["written"] += len(WRITTEN.findall(content))
        counted["known"] += content.count(KNOWN)
    return {place: (counted["written"], counted["known"]) for place, counted in kinds.items()}


def _place(file: Path) -> str:
    parts = set(file.parts)
    for name in ("pgsql_tmp", "pg_wal", "base", "log", "keys"):
        if name in parts:
            return name
    return "other"


def test_nothing_that_was_written_of_anybody_lies_on_the_disk_in_clear(found: Found) -> None:
    assert {place: written for place, (written, _) in found.items() if written} == {}


@pytest.mark.parametrize("place", ["base", "pg_wal", "pgsql_tmp"])
def test_what_is_kept_in_clear_is_found_there(found: Found, place: str) -> None:
    """The positive twin: the files were searched, and hold these very rows."""
    assert found[place][1] > 0


def test_the_log_names_no_case(found: Found) -> None:
    assert found["log"] == (0, 0)
