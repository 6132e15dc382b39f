"""Letters through a real socket, to a mail server of a few lines."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import Engine
from sqlmodel import Session, select

from marac import clock
from marac.store.checkpoints import Outbox
from marac.store.people import Account, Appointment, Member
from marac.store.posting import Post
from marac.vocabulary import Role
from tests.cast import Cast, open_case
from tests.oversight.record import signed


class Conversation(socketserver.StreamRequestHandler):
    """One client's; whoever is called nobody is refused."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline().decode().strip():
            answer = b"250 ok\r\n"
            if "nobody@" in line:
                answer = b"550 unknown here\r\n"
            elif line.upper() == "DATA":
                self.wfile.write(b"354 go on\r\n")
                self.server.letters.append(b"".join(iter(self.rfile.readline, b".\r\n")))  # type: ignore[attr-defined]
            elif line.upper() == "QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            self.wfile.write(answer)


@contextmanager
def mail_server() -> Iterator[tuple[str, list[bytes]]]:
    with socketserver.TCPServer(("127.0.0.1", 0), Conversation) as server:
        letters: list[bytes] = []
        server.letters = letters  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"smtp://127.0.0.1:{server.server_address[1]}", letters
        finally:
            server.shutdown()
            thread.join()


def officer(owner: Engine, cast: Cast, agency: str, email: str, **more: object) -> None:
    with Session(owner) as session:
        member = Member(agency_id=cast.agencies[agency], name="Invented Officer")
        session.add_all([member, Account(member_id=member.id, email=email)])
        role = {"role": Role.DATA_PROTECTION_OFFICER, "from_on": clock.today(), **more}
        session.add(Appointment(member_id=member.id, marac_id=cast.marac, **role))
        session.commit()


def test_every_officer_in_office_is_sent_it_and_one_who_is_refused_stops_nobody(cast: Cast, owner: Engine) -> None:
    officer(owner, cast, "police", "nobody@police.example")
    officer(owner, cast, "health", "officer@health.example")
    officer(owner, cast, "fire", "later@fire.example", from_on=clock.today() + timedelta(days=2))
    officer(owner, cast, "fire", "gone@fire.example", ended_at=clock.now() - timedelta(hours=1))
    open_case(cast)
    signed(cast)
    with mail_server() as (address, letters):
        assert Post(address, "marac@testshire.example").send_due(cast.store.engine) == 1
    (letter,) = letters
    assert b"To: officer@health.example" in letter
    assert b"Subject: Checkpoint of the MARAC record" in letter
    with Session(owner) as session:
        rows = {row.agency_id: row for row in session.exec(select(Outbox)).all()}
    assert rows[cast.agencies["health"]].sent_at is not None
    assert rows[cast.agencies["police"]].failure == "SMTPRecipientsRefused"
    assert cast.agencies["fire"] not in rows
