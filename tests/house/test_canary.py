"""Canaries: unique words in everything that has an audience; everybody asks everything, and meets only their own.

One world, asked once: see canary_cases and canary_meetings for what is planted, canaries for who may meet it.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from json import loads
from uuid import UUID

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from sqlalchemy import create_engine
from starlette.applications import Starlette

import marac.schema
import tests.database as databases
from marac.app import create_app
from marac.store.sealing import Keyring
from marac.store.work import Store
from marac.web.viewer import cookie_name
from tests.cast import Cast, sign_in
from tests.conftest import MASTER, Database, settings_for
from tests.house.canaries import GUARDIANS, NOT_SHOWN, may_meet
from tests.house.canary_cases import Planted, mark
from tests.house.canary_meetings import planted
from tests.house.canary_people import NOBODY, Eyes, join
from tests.house.canary_walk import Address, Met, deeds, gets, marks_in, openings, walk

# Whose hat opens next to nothing: each kind of page once, and the record, is enough to see that it stays so.
SPARSE = {
    NOBODY, "guest", "guardian", "police_guardian", "signatory", "governance", "agency_administrator",
    "administrator", "elsewhere", "observer", "officer", "police_officer", "outsider",
}  # fmt: skip
# What is not sent yet concerns those alone who might be thought to share it: its author's colleagues, and the hats.
NEAR_A_DRAFT = {"police_rep", "two_hats", "council_rep", "cleared_rep", "idva", "walled_rep", "chair", "coordinator"}
GUARDED = {"guarded", "guarded.case", "line"}  # asked whole by guardians
THE_RECORD = {"ledger", "ledger.line", "case", "cases", "record.pack"}
# Deeds by those who may see some of TEAL, and by those from whom ROOK is kept.
POSTS = {
    "TEAL": ("walled_rep", "programme_worker", "contributor", "health_rep", "landlord_rep", "auditor"),
    "ROOK": ("coordinator", "council_rep"),
}


@dataclass
class Swept:
    """Every answer to everybody, and what else left the platform meanwhile."""

    pages: list[Met]
    posts: list[Met]
    announced: list[str]
    logged: list[str]
    superuser_url: str

    def met(self) -> dict[str, dict[str, set[str]]]:
        """By mark, then name: the routes at which they met it."""
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for each in self.pages:
            for word in each.words:
                found[word][each.who].add(each.address.name)
        return found


@pytest.fixture(scope="module")
def swept(with_cast: Cast, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Swept]:
    database = Database(databases.clone("canaries", of="template_cast"))
    logged = _Kept()
    logging.getLogger().addHandler(logged)
    with ExitStack() as over:
        over.callback(databases.drop, database.name)
        over.callback(logging.getLogger().removeHandler, logged)
        engine, owner = create_engine(database.app_url), create_engine(database.owner_url)
        over.callback(engine.dispose)
        over.callback(owner.dispose)
        cast = replace(
            with_cast,
            store=Store(engine, Keyring(MASTER)),
            agencies=dict(with_cast.agencies),
            members=dict(with_cast.members),
            viewers=dict(with_cast.viewers),
        )
        settings = settings_for(database, tmp_path_factory.mktemp("canaries"))
        with psycopg.connect(databases.plain(database.superuser_url), autocommit=True) as listener:
            listener.execute("LISTEN marac")
            eyes = join(owner, cast)
            made = planted(cast)
            members = {each.member for each in eyes.values()} - {NOBODY}
            tokens = {name: f"{cookie_name(settings)}={sign_in(owner, cast, name)}" for name in members}
            cookies = {name: tokens.get(each.member, "") for name, each in eyes.items()}
            pages, posts = _ask(create_app(settings, cast.store), eyes, cookies, made)
            announced = [notice.payload for notice in listener.notifies(timeout=0.1)]
        yield Swept(pages, posts, announced, logged.lines, database.superuser_url)


def _ask(app: Starlette, eyes: dict[str, Eyes], cookies: dict[str, str], made: Planted) -> tuple[list[Met], list[Met]]:
    """Pages first, since deeds may change what there is to see."""
    every = gets(made) + openings(made)
    first = {address.name: address for address in reversed(every)}
    some = [each for each in every if each.name in THE_RECORD or first[each.name] == each]
    pages = walk(app, eyes, cookies, [pair for who in eyes for pair in _asked_by(who, every, some)])
    asked = [(who, deed) for code, names in POSTS.items() for deed in deeds(made, code) for who in names]
    return pages, walk(app, eyes, cookies, asked)


def _asked_by(who: str, every: list[Address], some: list[Address]) -> Iterator[tuple[str, Address]]:
    for address in some if who in SPARSE else every:
        if who in GUARDIANS and address.name in GUARDED:
            continue
        if who in NEAR_A_DRAFT or not address.name.startswith("refer.") or address in some:
            yield who, address
    yield from ((who, address) for address in every if who in GUARDIANS and address.name in GUARDED)


class _Kept(logging.Handler):
    """Every line that is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def test_nobody_meets_what_is_not_for_them(swept: Swept) -> None:
    may = may_meet()
    leaks = [
        f"{word}: {who} at {', '.join(sorted(names))}"
        for word, by_name in swept.met().items()
        for who, names in by_name.items()
        if who not in may.get(word, ())
    ]
    assert not leaks


def test_everybody_meets_what_is_for_them(swept: Swept) -> None:
    """The positive twin: the marks are there to be met."""
    met = swept.met()
    missed = {word: who - met[word].keys() for word, who in may_meet().items() if word not in NOT_SHOWN}
    assert not {word: sorted(who) for word, who in missed.items() if who}


def test_no_deed_answers_with_what_is_not_for_them(swept: Swept) -> None:
    """Refused, not found, changed meanwhile or badly filled in: an answer to a post tells no more than a page."""
    may = may_meet()
    leaks = [
        (word, each.who, each.address.name, each.status)
        for each in swept.posts
        for word in each.words
        if each.who not in may.get(word, ())
    ]
    assert not leaks
    assert {each.status for each in swept.posts} >= {403, 404, 422}
    assert max(each.status for each in (*swept.pages, *swept.posts)) < 500


def test_names_and_words_stand_in_no_title_and_no_header(swept: Swept) -> None:
    """Not even for those who may read them: both leave the page, to histories and logs. A case's code may (S4)."""
    told = [(each.who, each.address.name) for each in swept.pages if each.headers]
    told += [(e.who, e.address.name) for e in swept.pages if any(not word.startswith("qv") for word in e.title)]
    assert not told


def test_papers_were_read_and_refused(swept: Swept) -> None:
    """That the sweep reads PDF at all; what each holds is compared with the rest."""
    papers = {e.who for e in swept.pages if e.address.name == "minutes.pdf" and mark("HERON", "agreedrisk") in e.words}
    copies = {"police_rep", "two_hats", "council_rep", "cleared_rep", "idva", "landlord_rep", "programme_worker"}
    assert papers == copies


def test_announcements_carry_ids_alone(swept: Swept) -> None:
    assert swept.announced
    for payload in swept.announced:
        told = loads(payload)
        ids = [told.pop(key, None) for key in ("marac", "case", "meeting", "member")]
        table, row = told.pop("of", None) or ("line", None)
        assert table in marac.schema.metadata.tables
        assert [UUID(value) for value in (*ids, row, *(told.pop("to", None) or ())) if value is not None]
        assert told.pop("lost", None) in {None, False, True}
        assert told.pop("seats", "") in {"", "file", "both"}
        assert set(told.pop("hats", ())) <= {"chair", "coordinator"}
        assert not told


def test_nothing_is_kept_in_clear(swept: Swept) -> None:
    """Neither in a table nor in the record of what was done: content is sealed, and events name rows and fields."""
    hidden = [code.encode().hex() for code in ("qzheron", "qzteal", "qzrook", "qzdrafted")]
    clear = []
    with psycopg.connect(databases.plain(swept.superuser_url)) as connection:
        for table in marac.schema.metadata.tables:
            rows = connection.execute(SQL("SELECT t::text FROM {} t").format(Identifier(table))).fetchall()
            text = " ".join(row[0] for row in rows)
            if any(word.startswith("qz") for word in marks_in(text)) or any(code in text for code in hidden):
                clear.append(table)
            if table == "audit_event":
                assert len(rows) > len(swept.pages) / 2
    assert not clear


def test_nothing_is_logged(swept: Swept) -> None:
    assert not [line for line in swept.logged if marks_in(line)]
