"""`marac audit`: the database against what was signed, and its pack; and nothing starts without a key to sign with."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlmodel import select

from marac import clock
from marac.commands import audit
from marac.commands.keep import keep
from marac.commands.keys import rotate_signing_key
from marac.commands.serve import require_signing_key, serve
from marac.oversight.verify_record import main
from marac.settings import BadSetting, Settings
from marac.store.audit import AuditEvent
from marac.store.checkpoints import Checkpoint
from marac.store.masters import write_key_file
from marac.store.sequencing import put_in_order
from marac.store.signing import KEY_BYTES, former_keys, key_line, make_signing_key
from marac.store.work import open_work
from marac.verbs import Verb
from tests.cast import Cast, open_case
from tests.conftest import Database
from tests.oversight.record import LATER, SEED, SIGNER, signed


@pytest.fixture
def ready(settings: Settings) -> Settings:
    write_key_file(settings.signing_key_file, SEED)
    return settings


@pytest.fixture
def superuser(database: Database) -> Engine:
    return create_engine(database.superuser_url)


def newest(cast: Cast) -> str:
    with open_work(cast.store, cast["auditor"]) as work:
        return work.all(select(Checkpoint).order_by("number"))[-1].note


def test_an_untouched_database_agrees_with_its_checkpoints_and_with_one_held_elsewhere(
    cast: Cast, ready: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    open_case(cast)
    signed(cast)
    (tmp_path / "mine.txt").write_text(newest(cast), encoding="utf-8")
    open_case(cast, "TEAL")
    signed(cast)
    assert audit.verify(ready, [tmp_path / "mine.txt"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Nothing was altered.\n")
    assert "mine.txt, checkpoint in place 1 agrees: number 1" in said


@pytest.mark.parametrize(
    ("done", "said"),
    [
        ("UPDATE audit_event SET at = at - interval '3 days' WHERE seq = 2", "line 3: entry 2 was altered"),
        ("UPDATE audit_event SET reason = 'x' WHERE seq = 1", "line 2: entry 1 was altered"),
        ("UPDATE audit_event SET leaf = sha256('x') WHERE seq = 0", "line 1: entry 0 was altered"),
        ("DELETE FROM audit_event WHERE seq = 1", "line 2: entry 1 should stand here"),
        ("UPDATE audit_event SET seq = 77 WHERE seq = 0", "line 1: entry 0 should stand here"),
        ("DELETE FROM audit_event WHERE seq > 0", "some among entries 0 to"),
        ("UPDATE checkpoint SET note = replace(note, 'number 1', 'number 2')", "the signature is not right"),
    ],
)
def test_what_was_altered_in_the_database_is_found_and_named(
    cast: Cast, ready: Settings, superuser: Engine, capsys: pytest.CaptureFixture[str], done: str, said: str
) -> None:
    open_case(cast)
    signed(cast)
    with superuser.begin() as connection:
        connection.execute(text(done))
    superuser.dispose()
    assert audit.verify(ready) == 1
    assert said in capsys.readouterr().out


def test_a_pack_from_the_command_passes_and_is_on_the_record(
    cast: Cast, ready: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    open_case(cast)
    signed(cast)
    file = tmp_path / "pack.zip"
    audit.export(ready, cast.slug, file, "lawfulness")
    assert main([str(file)]) == 0
    with open_work(cast.store, cast["auditor"]) as work:
        (event,) = work.all(select(AuditEvent).where(AuditEvent.verb == Verb.RECORD_EXPORTED))
    assert (event.hat, event.reason) == ("system: keeper", "lawfulness")
    with pytest.raises(BadSetting, match="lawfulness"):
        audit.export(ready, cast.slug, file, "curiosity")
    with pytest.raises(BadSetting, match="no MARAC called"):
        audit.export(ready, "elsewhere", file, "lawfulness")


def test_a_pack_of_what_was_altered_is_made_and_found_wrong(
    cast: Cast, ready: Settings, superuser: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    open_case(cast)
    signed(cast)
    with superuser.begin() as connection:
        connection.execute(text("DELETE FROM audit_event WHERE seq = 1"))
    superuser.dispose()
    audit.export(ready, cast.slug, tmp_path / "pack.zip", "lawfulness")
    assert main([str(tmp_path / "pack.zip")]) == 1
    assert "among entries 0 to" in capsys.readouterr().out


def test_keep_puts_the_record_in_order_and_signs_it(
    cast: Cast, ready: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    open_case(cast)
    assert audit.verify(ready) == 0
    assert "more wait to be put in order" in capsys.readouterr().out
    keep(ready)
    assert "Checkpoints signed: 1" in capsys.readouterr().out
    assert audit.verify(ready) == 0


def test_nothing_starts_without_a_key_to_sign_with(settings: Settings) -> None:
    for start in (lambda: serve(settings, "127.0.0.1", 1), lambda: keep(settings), lambda: audit.verify(settings)):
        with pytest.raises(BadSetting, match="32 random bytes, kept secret"):
            start()


def test_a_key_that_cannot_be_used_is_said_to_be_so(settings: Settings) -> None:
    file = settings.signing_key_file
    write_key_file(file, b"short")
    with pytest.raises(BadSetting, match="must hold 32 random bytes, and holds 5"):
        require_signing_key(settings)
    file.chmod(0o644)
    with pytest.raises(BadSetting, match="chmod 600"):
        require_signing_key(settings)


def test_a_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "signing.key"
    make_signing_key(file)
    made = file.read_bytes()
    make_signing_key(file)
    assert file.read_bytes() == made
    assert len(made) == KEY_BYTES
    assert file.stat().st_mode & 0o777 == 0o600


def test_what_a_replaced_key_signed_is_still_checked_and_by_no_key_that_is_not_kept(
    cast: Cast, ready: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    open_case(cast)
    signed(cast)
    (tmp_path / "mine.txt").write_text(newest(cast), encoding="utf-8")
    for _ in range(2):
        rotate_signing_key(ready)
    said = capsys.readouterr().out
    signer, former = require_signing_key(ready), former_keys(ready.signing_key_file)
    assert key_line(signer.public) in said and key_line(SIGNER.public) in said and "Start every server anew" in said
    assert former.read_text().splitlines()[0] == key_line(SIGNER.public) and len(former.read_text().split()) == 2
    assert oct(ready.signing_key_file.stat().st_mode)[-3:] == "600"
    open_case(cast, "TEAL")
    with clock.at(clock.now() + LATER):
        assert put_in_order(cast.store.engine, signer)[1]
    assert audit.verify(ready, [tmp_path / "mine.txt"]) == 0
    former.unlink()
    assert audit.verify(ready) == 1
    assert audit.verify(ready, trusted=key_line(SIGNER.public)) == 0
