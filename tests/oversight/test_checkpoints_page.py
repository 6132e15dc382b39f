"""Checkpoints as auditors and officers see them; receipts, letters, and the record taken away with its proof."""

import json
import zipfile
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from marac.cases.models import Case
from marac.cases.operations.seats import raise_wall
from marac.oversight.verify_record import main
from marac.policy import record as policy
from marac.store.audit import AuditEvent
from marac.store.checkpoints import Checkpoint, CheckpointReceipt, Outbox
from marac.store.people import Account
from marac.store.posting import WORDS, Post
from marac.store.work import open_work
from marac.verbs import Operation, Verb
from marac.vocabulary import Role, Viewer
from tests.cast import Cast, open_case
from tests.conftest import ClientOf
from tests.oversight.record import signed


def path(cast: Cast, hat: str, rest: str = "checkpoints") -> str:
    return f"/m/{cast.slug}/{hat}/{rest}"


OFFICER = "data-protection-officer"


@pytest.fixture
def checkpoint(cast: Cast) -> Checkpoint:
    open_case(cast)
    assert signed(cast) == 1
    with open_work(cast.store, cast["auditor"]) as work:
        return work.all(select(Checkpoint))[0]


def events(cast: Cast, verb: Verb) -> list[AuditEvent]:
    with open_work(cast.store, cast["auditor"]) as work:
        return work.all(select(AuditEvent).where(AuditEvent.verb == verb))


def test_the_auditor_sees_what_was_signed_and_nothing_of_any_case(
    cast: Cast, client_of: ClientOf, checkpoint: Checkpoint
) -> None:
    page = client_of("auditor").get(path(cast, "auditor"))
    assert page.status_code == 200
    root = checkpoint.root.hex()
    assert " ".join(root[at : at + 4] for at in range(0, 64, 4)) in page.text
    assert "Not sent: no mail server is set" in page.text
    assert "We have it" not in page.text
    assert "HERON" not in page.text
    assert "Nothing is signed yet" in client_of("auditor").get(path(cast, "auditor", "checkpoints?of=sign-ins")).text
    assert client_of("auditor").get(path(cast, "auditor", "checkpoints?show=all&page=zwei")).status_code == 200


def test_others_do_not(cast: Cast, client_of: ClientOf, checkpoint: Checkpoint) -> None:
    for name, hat in (("police_rep", "representative"), ("chair", "chair"), ("administrator", "administrator")):
        for rest in ("checkpoints", f"checkpoints/{checkpoint.id}", "record", "record?reason=lawfulness"):
            assert client_of(name).get(path(cast, hat, rest)).status_code in (403, 404), (name, rest)
        assert client_of(name).post(path(cast, hat, f"checkpoints/{checkpoint.id}/received")).status_code in (403, 404)


def test_an_officer_keeps_the_text_and_says_so_once(
    cast: Cast, client_of: ClientOf, checkpoint: Checkpoint, owner: Engine
) -> None:
    client = client_of("officer")
    page = client.get(path(cast, OFFICER))
    assert "We have it" in page.text
    text = client.get(path(cast, OFFICER, f"checkpoints/{checkpoint.id}"))
    assert text.text == checkpoint.note
    assert "attachment" in text.headers["content-disposition"]
    for _ in range(2):
        assert client.post(path(cast, OFFICER, f"checkpoints/{checkpoint.id}/received")).status_code == 303
    assert "We have it" not in client.get(path(cast, OFFICER)).text
    assert "council" in client_of("auditor").get(path(cast, "auditor")).text
    with Session(owner) as session:
        assert len(session.exec(select(CheckpointReceipt)).all()) == 1
    assert len(events(cast, Verb.CHECKPOINT_RECEIVED)) == 1
    assert client.post(path(cast, OFFICER, f"checkpoints/{uuid4()}/received")).status_code == 404
    assert client_of("auditor").post(path(cast, "auditor", f"checkpoints/{checkpoint.id}/received")).status_code == 403


def test_the_record_is_taken_away_for_a_reason_and_that_is_a_disclosure(
    cast: Cast, client_of: ClientOf, checkpoint: Checkpoint
) -> None:
    asked = client_of("auditor").get(path(cast, "auditor", "record"))
    assert asked.headers["content-type"].startswith("text/html")
    assert client_of("auditor").get(path(cast, "auditor", "record?reason=curiosity")).status_code == 422
    pack = client_of("auditor").get(path(cast, "auditor", "record?reason=lawfulness"))
    assert pack.headers["content-type"] == "application/zip"
    (event,) = events(cast, Verb.RECORD_EXPORTED)
    assert (event.operation, event.reason) == (Operation.DISCLOSURE, "lawfulness")


def test_a_pack_holds_what_its_reader_may_read_and_proves_the_rest(
    cast: Cast, client_of: ClientOf, checkpoint: Checkpoint, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = tmp_path / "held.txt"
    held.write_text(checkpoint.note, encoding="utf-8")
    client_of("auditor").get(path(cast, "auditor", "ledger"))
    signed(cast, times=2)
    shown = {}
    for name, hat in (("auditor", "auditor"), ("officer", OFFICER)):
        file = tmp_path / f"{name}.zip"
        file.write_bytes(client_of(name).get(path(cast, hat, "record?reason=lawfulness")).content)
        assert main([str(file), "--against", str(held)]) == 0, capsys.readouterr().out
        assert "2 checkpoints" in capsys.readouterr().out
        with zipfile.ZipFile(BytesIO(file.read_bytes())) as pack:
            assert {"README.txt", "verify.py", "keys.txt"} < set(pack.namelist())
            lines = [json.loads(line) for line in pack.read("marac/entries.jsonl").splitlines()]
        shown[name] = [line["event"] for line in lines if "event" in line]
        assert ["hash" in line for line in lines].count(True) == 0 or name == "officer"
    assert len(shown["auditor"]) > len(shown["officer"]) > 0
    council = str(cast.agencies["council"])
    for event in shown["officer"]:
        assert event["agency_id"] == council or {"agency": council} in event["recipients"]


def test_an_auditor_behind_a_wall_proves_the_record_without_reading_the_case(
    cast: Cast, client_of: ClientOf, tmp_path: Path
) -> None:
    case_id = open_case(cast)
    with open_work(cast.store, cast["coordinator"]) as work:
        raise_wall(work, work.find(Case, case_id), "own sister", member_id=cast.members["auditor"])
    signed(cast)
    file = tmp_path / "pack.zip"
    file.write_bytes(client_of("auditor").get(path(cast, "auditor", "record?reason=lawfulness")).content)
    assert main([str(file)]) == 0
    with zipfile.ZipFile(file) as pack:
        assert str(case_id).encode() not in pack.read("marac/entries.jsonl")


class Server:
    """A mail server that takes what it is given, or nothing."""

    def __init__(self, works: bool) -> None:
        self.works, self.taken = works, list[EmailMessage]()

    def __enter__(self) -> "Server":
        if not self.works:
            raise ConnectionRefusedError
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def send_message(self, message: EmailMessage) -> None:
        self.taken.append(message)


def test_a_letter_is_sent_once_and_holds_the_checkpoint_alone(
    cast: Cast, checkpoint: Checkpoint, owner: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Session(owner) as session:
        session.add(Account(member_id=cast.members["officer"], email="officer@council.example"))
        session.commit()
    server = Server(works=False)
    post = Post("smtp://localhost", "marac@testshire.example")
    monkeypatch.setattr(Post, "_server", lambda _: server)
    assert post.send_due(cast.store.engine) == 0
    assert post.send_due(cast.store.engine) == 0, "it waits a while before it tries again"
    with Session(owner) as session:
        (waiting,) = session.exec(select(Outbox)).all()
        assert (waiting.failure, waiting.tries, waiting.sent_at) == ("ConnectionRefusedError", 1, None)
    server.works = True
    assert post.send_due(cast.store.engine, news=True) == 1
    assert post.send_due(cast.store.engine, news=True) == 0
    (letter,) = server.taken
    body, (attached,) = letter.get_body(), letter.iter_attachments()
    assert letter["To"] == "officer@council.example"
    assert body is not None
    assert body.get_content() == WORDS + checkpoint.note
    assert attached.get_content() == checkpoint.note
    assert Post("").send_due(cast.store.engine, news=True) == 0


def test_policy_who_reads_receives_and_takes_away() -> None:
    for role in Role:
        viewer = Viewer(uuid4(), uuid4(), uuid4(), role)
        reads = role in {Role.AUDITOR, Role.DATA_PROTECTION_OFFICER}
        assert bool(policy.may_read_checkpoints(viewer)) is reads
        assert bool(policy.may_export_record(viewer)) is reads
        assert bool(policy.may_receive_checkpoint(viewer, False)) is (role is Role.DATA_PROTECTION_OFFICER)
        assert not policy.may_receive_checkpoint(viewer, True)
