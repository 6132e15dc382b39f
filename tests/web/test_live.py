"""Live nudges: who is told that something moved, through a stream that carries nothing else."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from threading import Thread
from uuid import uuid4

import httpx2
import pytest
from sqlalchemy import Engine
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

import marac.web.live as live
from marac.commands.listen import answers
from marac.settings import Settings
from marac.store.people import SignIn
from marac.store.work import Work, open_work
from marac.vocabulary import SIGN_IN
from marac.web.nudges import Nudge, concerned
from marac.web.viewer import cookie_name
from tests.agenda.sitting import call_case, sit
from tests.cast import Cast, sign_in
from tests.conftest import ORIGIN, ClientOf


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


def test_an_end_that_nobody_announced_is_found_at_the_next_beat(
    client: TestClient, cast: Cast, owner: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "BEAT", 0.3)
    meeting = sit(cast)
    client.cookies.set(cookie_name(settings), sign_in(owner, cast, "police_rep"))
    with client.stream("GET", stream_of(cast, "police_rep", meeting)) as answer:
        lines = answer.iter_lines()
        assert said(lines, 3) == [": open", "event: beat", "data: 0"]
        with open_work(cast.store, SIGN_IN) as work:
            _end_sign_ins(work, cast)
        assert "event: end" in [line for line in lines if line]


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
