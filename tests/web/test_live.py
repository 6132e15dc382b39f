"""Live nudges: who is told that something moved, through a stream that carries nothing else."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Thread
from uuid import uuid4

import httpx2
import pytest
from pytest import MonkeyPatch
from sqlalchemy import Engine
from sqlmodel import Session, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

import marac.web.live as live
import marac.web.viewer as viewer
from marac import clock
from marac.commands.listen import answers
from marac.settings import Settings
from marac.store.masters import write_key_file
from marac.store.people import Appointment, Marac, Member, SignIn
from marac.store.work import Work, open_work
from marac.vocabulary import SIGN_IN, Side
from marac.web.nudges import Nudge, concerned
from marac.web.viewer import SignedIn, cookie_name, who_each
from tests.agenda.sitting import call_case, sit
from tests.cast import Cast, sign_in
from tests.conftest import MASTER, ORIGIN, ClientOf


@pytest.fixture
def heron(cast: Cast) -> Nudge:
    sit(cast)
    return Nudge(cast.marac, cast.cases["HERON"])


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("police_rep", True),
        ("idva", True),
        ("programme_worker", True),
        ("chair", True),
        ("coordinator", True),
        ("walled_rep", False),
        ("outsider", False),
        ("officer", False),
        ("observer", False),
    ],
)
def test_a_case_that_moved_concerns_those_who_may_see_it(cast: Cast, heron: Nudge, name: str, told: bool) -> None:
    assert (cast[name] in concerned(cast.store, [cast[name]], [heron])) is told


def test_a_nudge_for_some_agencies_reaches_those_chair_and_coordinator(cast: Cast, heron: Nudge) -> None:
    some = Nudge(heron.marac, heron.case, None, frozenset([cast.agencies["council"]]))
    told = concerned(cast.store, cast.viewers.values(), [some])
    assert told == {cast[name] for name in ("council_rep", "chair", "coordinator")}


def test_a_nudge_without_a_case_is_for_everybody_of_that_marac(cast: Cast) -> None:
    everybody = set(cast.viewers.values())
    assert concerned(cast.store, everybody, [Nudge(cast.marac)]) == everybody
    assert concerned(cast.store, everybody, [Nudge(uuid4())]) == set()


def test_a_nudge_for_one_member_is_theirs_alone(cast: Cast) -> None:
    mine = Nudge(member=cast.members["walled_rep"])
    assert concerned(cast.store, cast.viewers.values(), [mine]) == {cast["walled_rep"]}


@pytest.mark.parametrize("payload", ["", "no", "[]", '{"marac": "no"}', '{"to": 3}', '{"member": 7}'])
def test_what_is_no_nudge_of_ours_is_left_alone(payload: str) -> None:
    assert Nudge.read(payload) is None


def test_what_a_work_announces_can_be_read(cast: Cast, owner: Engine) -> None:
    read = Nudge.read(f'{{"marac": "{cast.marac}", "case": null, "meeting": null, "to": ["{cast.marac}"]}}')
    assert read and (read.marac, read.case, read.to) == (cast.marac, None, frozenset([cast.marac]))


# The stream ---------------------------------------------------------------


@pytest.fixture
def client(app: Starlette) -> Iterator[TestClient]:
    headers = {"sec-fetch-site": "same-origin"}
    with TestClient(app, base_url=ORIGIN, follow_redirects=False, headers=headers) as made:
        assert app.state.nudges.listening.wait(10)
        yield made


def stream_of(cast: Cast, name: str, meeting: object) -> str:
    return f"/m/{cast.slug}/{cast[name].hat}/meetings/{meeting}/live/stream"


def said(lines: Iterator[str], count: int) -> list[str]:
    """The next so many lines that are not empty."""
    return [next(line for line in lines if line) for _ in range(count)]


def test_the_stream_says_look_again_and_nothing_else(
    client: TestClient, cast: Cast, owner: Engine, settings: Settings
) -> None:
    meeting = sit(cast)
    client.cookies.set(cookie_name(settings), sign_in(owner, cast, "police_rep"))
    with client.stream("GET", stream_of(cast, "police_rep", meeting)) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store"
        lines = answer.iter_lines()
        assert said(lines, 1) == [": open"]
        call_case(cast, "HERON")
        assert said(lines, 1) == ["data: 1"]


def test_what_moved_between_the_page_and_its_stream_is_not_missed(
    client: TestClient, cast: Cast, owner: Engine, settings: Settings
) -> None:
    meeting = sit(cast)
    client.cookies.set(cookie_name(settings), sign_in(owner, cast, "police_rep"))
    since = time.time()
    call_case(cast, "HERON")
    time.sleep(0.3)
    with client.stream("GET", f"{stream_of(cast, 'police_rep', meeting)}?since={since}") as answer:
        assert said(answer.iter_lines(), 2) == [": open", "data: 1"]


def test_a_sign_in_that_is_over_ends_the_stream(
    client: TestClient, cast: Cast, owner: Engine, settings: Settings
) -> None:
    meeting = sit(cast)
    client.cookies.set(cookie_name(settings), sign_in(owner, cast, "police_rep"))
    with client.stream("GET", stream_of(cast, "police_rep", meeting)) as answer:
        lines = answer.iter_lines()
        said(lines, 1)
        started = time.monotonic()
        with open_work(cast.store, SIGN_IN) as work:
            _end_sign_ins(work, cast)
            work.announce_member(cast.members["police_rep"])
        assert said(lines, 2) == ["event: end", "data: 0"]
        assert time.monotonic() - started < 2


def after(client: TestClient, path: str, happens: Callable[[], object]) -> tuple[float, list[str]]:
    """Seconds from what happens until the stream has ended, and what it said meanwhile."""
    with client.stream("GET", path) as answer:
        lines = answer.iter_lines()
        said(lines, 1)
        time.sleep(live.CHECK / 3)
        happens()
        started = time.monotonic()
        heard = [line for line in lines if line]
    return time.monotonic() - started, heard


def appointment(owner: Engine, cast: Cast, **values: object) -> None:
    change(owner, Appointment, cast["police_rep"].appointment_id, **values)


def change(owner: Engine, kind: type, row_id: object, **values: object) -> None:
    with Session(owner) as session:
        row = session.get(kind, row_id)
        for name, value in values.items():
            setattr(row, name, value)
        session.add(row)
        session.commit()


def worn_out(owner: Engine, cast: Cast, **values: object) -> None:
    with Session(owner) as session:
        (held,) = session.exec(select(SignIn).where(SignIn.member_id == cast.members["police_rep"]))
    change(owner, SignIn, held.id, **values)


UNANNOUNCED: dict[str, Callable[[Engine, Cast], None]] = {
    "retired": lambda owner, cast: change(owner, Member, cast.members["police_rep"], retired_at=clock.now()),
    "appointment ended": lambda owner, cast: appointment(owner, cast, ended_at=clock.now()),
    "its last day gone by": lambda owner, cast: appointment(owner, cast, until_on=clock.today() - timedelta(days=1)),
    "confirmation taken back": lambda owner, cast: appointment(owner, cast, confirmed_at=None),
    "another side": lambda owner, cast: appointment(owner, cast, side=Side.PERPETRATOR),
    "training asked for": lambda owner, cast: change(owner, Marac, cast.marac, training_months=12),
    "statement asked for": lambda owner, cast: change(owner, Marac, cast.marac, statement_months=12),
    "unused for too long": lambda owner, cast: worn_out(owner, cast, last_seen_at=clock.now() - timedelta(hours=1)),
    "its hours over": lambda owner, cast: worn_out(owner, cast, expires_at=clock.now()),
    "fewer minutes unused": lambda owner, cast: change(owner, Marac, cast.marac, idle_minutes=0),
}


@pytest.mark.parametrize("name", UNANNOUNCED)
def test_an_end_that_nobody_announced_is_found_within_two_seconds(
    client: TestClient, cast: Cast, owner: Engine, settings: Settings, name: str
) -> None:
    meeting = sit(cast)
    client.cookies.set(cookie_name(settings), sign_in(owner, cast, "police_rep"))
    path = stream_of(cast, "police_rep", meeting)
    seconds, heard = after(client, path, lambda: UNANNOUNCED[name](owner, cast))
    assert heard[-2:] == ["event: end", "data: 0"]
    assert seconds < 2


@pytest.mark.parametrize("limit", ["unused", "worn out"])
def test_what_lapses_by_the_clock_alone_ends_the_stream(
    client: TestClient, cast: Cast, owner: Engine, settings: Settings, limit: str
) -> None:
    meeting = sit(cast)
    client.cookies.set(cookie_name(settings), sign_in(owner, cast, "police_rep"))
    with client.stream("GET", stream_of(cast, "police_rep", meeting)) as answer:
        lines = answer.iter_lines()
        said(lines, 1)
        soon = clock.now() + timedelta(seconds=1)
        if limit == "unused":
            worn_out(owner, cast, last_seen_at=soon - timedelta(minutes=30))
        else:
            worn_out(owner, cast, expires_at=soon)
        assert said(lines, 2) == ["event: end", "data: 0"]
    assert 0 <= (clock.now() - soon).total_seconds() < 2


def test_signing_out_everywhere_ends_the_streams_of_ones_other_browsers(
    client: TestClient, client_of: ClientOf, cast: Cast, owner: Engine, settings: Settings, monkeypatch: MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "CHECK", 60)  # by its being announced alone
    meeting = sit(cast)
    elsewhere = client_of("police_rep")
    client.cookies.set(cookie_name(settings), sign_in(owner, cast, "police_rep"))
    path = stream_of(cast, "police_rep", meeting)
    with client.stream("GET", path) as answer:
        lines = answer.iter_lines()
        said(lines, 1)
        time.sleep(2)  # so that the check before this one is over
        started = time.monotonic()
        assert elsewhere.post("/account/sign-out-everywhere").status_code in (200, 303)
        assert "event: end" in lines
        assert time.monotonic() - started < 2


def test_a_hundred_screens_are_checked_in_a_moment(cast: Cast, owner: Engine) -> None:
    tokens = [sign_in(owner, cast, name) for name in ("police_rep", "chair", "idva", "coordinator") for _ in range(25)]
    who_each(cast.store.engine, tokens[:1])
    started = time.monotonic()
    assert len(who_each(cast.store.engine, tokens)) == 100
    assert time.monotonic() - started < live.CHECK


def test_one_question_serves_every_screen(
    client: TestClient, cast: Cast, owner: Engine, settings: Settings, monkeypatch: MonkeyPatch
) -> None:
    asked: list[int] = []

    def who_each(engine: Engine, tokens: set[str]) -> dict[str, SignedIn]:
        asked.append(len(tokens))
        return who_each_before(engine, tokens)

    who_each_before = viewer.who_each
    monkeypatch.setattr(live, "who_each", who_each)
    meeting = sit(cast)
    ours = {name: sign_in(owner, cast, name) for name in ("police_rep", "chair", "idva")}
    nudges: live.Nudges = client.app.state.nudges  # type: ignore[attr-defined]
    watching = [live.Watcher(cast[name], token, cast.slug, 0.0) for name, token in ours.items() for _ in range(20)]
    nudges.watchers.update(watching)
    time.sleep(2 * live.CHECK + 0.5)
    nudges.watchers.clear()
    assert meeting
    assert [count for count in asked if count] and set(asked) <= {0, 3}
    assert 1 <= len([count for count in asked if count]) <= 3
    assert not any(each.lost for each in watching)


def test_who_cannot_be_asked_about_watches_no_longer(
    client: TestClient, cast: Cast, owner: Engine, settings: Settings, monkeypatch: MonkeyPatch
) -> None:
    def who_each(engine: Engine, tokens: set[str]) -> dict[str, SignedIn]:
        raise RuntimeError("no answer")

    meeting = sit(cast)
    client.cookies.set(cookie_name(settings), sign_in(owner, cast, "police_rep"))
    path = stream_of(cast, "police_rep", meeting)
    seconds, heard = after(client, path, lambda: monkeypatch.setattr(live, "who_each", who_each))
    assert (heard, seconds < 2) == ([], True), "the screen comes again by itself"


def test_the_stream_still_beats(
    client: TestClient, cast: Cast, owner: Engine, settings: Settings, monkeypatch: MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "BEAT", 0.3)
    meeting = sit(cast)
    client.cookies.set(cookie_name(settings), sign_in(owner, cast, "police_rep"))
    with client.stream("GET", stream_of(cast, "police_rep", meeting)) as answer:
        assert said(answer.iter_lines(), 3) == [": open", "event: beat", "data: 0"]


def test_each_of_many_is_known_by_their_own_token(cast: Cast, owner: Engine) -> None:
    ours = {name: sign_in(owner, cast, name) for name in ("police_rep", "chair")}
    held = who_each(cast.store.engine, [*ours.values(), "nobody's", ""])
    assert {token: one.member_id for token, one in held.items()} == {
        token: cast.members[name] for name, token in ours.items()
    }
    assert who_each(cast.store.engine, []) == {}


def _end_sign_ins(work: Work, cast: Cast) -> None:
    for row in work.all(select(SignIn).where(SignIn.member_id == cast.members["police_rep"])):
        row.ended_at, row.ended_why = row.started_at, "test"


def test_strangers_get_no_stream(client_of: ClientOf, cast: Cast) -> None:
    meeting = sit(cast, "police_rep")
    assert client_of("nobody").get(stream_of(cast, "police_rep", meeting)).status_code == 303
    assert client_of("police_rep").get(stream_of(cast, "chair", meeting)).status_code == 404
    for name, status in {"outsider": 404, "walled_rep": 404, "auditor": 403, "observer": 403}.items():
        assert client_of(name).get(stream_of(cast, name, meeting)).status_code == status, name
    assert client_of("police_rep").get(stream_of(cast, "police_rep", uuid4())).status_code == 404


def test_asking_for_the_head_of_a_stream_opens_none(client_of: ClientOf, cast: Cast) -> None:
    meeting = sit(cast, "police_rep")
    answer = client_of("police_rep").head(stream_of(cast, "police_rep", meeting))
    assert (answer.status_code, answer.text) == (200, "")


def test_a_server_told_to_stop_does_not_wait_for_open_streams(
    settings: Settings, cast: Cast, owner: Engine, tmp_path: object
) -> None:
    meeting = sit(cast)
    port = 18_000 + os.getpid() % 2_000
    environ = {**os.environ, "DATABASE_URL": settings.database_url, "MARAC_HOME": str(settings.home)}
    write_key_file(settings.signing_key_file, MASTER)
    environ |= {"MARAC_MASTER_KEY_FILE": str(settings.master_key_file), "PORT": str(port), "MARAC_DEMO": "yes"}
    server = subprocess.Popen([sys.executable, "-m", "marac", "serve"], env=environ, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 30
        while not answers(port):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        cookie = f"{cookie_name(settings).rpartition('-')[0]}-{port}={sign_in(owner, cast, 'police_rep')}"
        ended = Thread(target=_read_to_the_end, args=(port, stream_of(cast, "police_rep", meeting), cookie))
        ended.start()
        time.sleep(1)
        assert ended.is_alive()
        started = time.monotonic()
        server.send_signal(signal.SIGTERM)
        server.wait(10)
        assert time.monotonic() - started < 2.5
        ended.join(5)
        assert not ended.is_alive()
    finally:
        server.kill()
        server.wait()


def _read_to_the_end(port: int, path: str, cookie: str) -> None:
    with httpx2.stream("GET", f"http://127.0.0.1:{port}{path}", headers={"cookie": cookie}, timeout=30) as answer:
        for _ in answer.iter_lines():
            pass
