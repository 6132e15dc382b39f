"""The outbox: checkpoints sent by e-mail, where a mail server is set. A letter holds the checkpoint's text alone."""

import logging
import smtplib
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote, urlsplit

from sqlalchemy import Connection, Engine, text

from marac import clock
from marac.store.scope import look_as
from marac.vocabulary import SystemViewer

POSTMAN = SystemViewer("post", "marac_keeper")
MOST = 50  # letters at a time
AGAIN = 300.0  # seconds until what could not be sent is tried again
PATIENCE = 20  # seconds that a mail server is given
SUBJECT = "Checkpoint of the MARAC record"
WORDS = """\
This is a signed checkpoint of the record of sharing. Please keep this message where the platform
cannot change it. With it you, or an auditor, can show that nothing recorded before was altered
since. It holds no personal data.

"""
log = logging.getLogger("marac")

_ALONE = text("SELECT pg_try_advisory_xact_lock(hashtext('marac post'))")
_DUE = text("SELECT * FROM scope.letters(:most)")
_SENT = text("UPDATE outbox SET sent_at = :at, tries = :tries, failure = '' WHERE id = :id")
_FAILED = text("UPDATE outbox SET tries = :tries, failure = :failure WHERE id = :id")


@dataclass
class Post:
    """A mail server's address as MARAC_SMTP_URL has it, and the sender's; empty: nothing is sent."""

    url: str = field(repr=False)
    sender: str = ""
    _not_before: float = 0.0

    def send_due(self, engine: Engine, news: bool = False) -> int:
        """Send what waits, one process at a time; how many. What fails is kept, and tried again later."""
        if not self.url or (not news and time.monotonic() < self._not_before):
            return 0
        self._not_before = time.monotonic() + AGAIN
        with engine.begin() as connection:
            look_as(connection, POSTMAN)
            if not connection.execute(_ALONE).scalar():
                return 0
            waiting = connection.execute(_DUE, {"most": MOST}).all()
            return self._sent(connection, waiting) if waiting else 0

    def _sent(self, connection: Connection, waiting: Sequence[Any]) -> int:
        sent = done = 0
        try:
            with self._server() as server:
                for letter in waiting:
                    sent += self._one(connection, server, letter)
                    done += 1
        except (OSError, smtplib.SMTPException) as why:
            log.warning("post: the mail server cannot be used (%s)", type(why).__name__)
            for letter in waiting[done:]:
                _fail(connection, letter, why)
        return sent

    def _one(self, connection: Connection, server: smtplib.SMTP, letter: Any) -> int:
        try:
            server.send_message(self.letter(letter.email, letter.note))
        except smtplib.SMTPRecipientsRefused as why:
            _fail(connection, letter, why)
            return 0
        connection.execute(_SENT, {"id": letter.id, "tries": letter.tries + 1, "at": clock.now()})
        return 1

    def letter(self, to: str, note: str) -> EmailMessage:
        made = EmailMessage()
        made["Subject"], made["From"], made["To"] = SUBJECT, self.sender, to
        made["Auto-Submitted"] = "auto-generated"
        made.set_content(WORDS + note, cte="8bit")
        made.add_attachment(note, cte="base64", filename="checkpoint.txt")
        return made

    def _server(self) -> smtplib.SMTP:
        """smtp:// asks for TLS where the server is not this machine; smtps:// speaks it from the first byte."""
        parts = urlsplit(self.url)
        host, own = parts.hostname or "localhost", parts.hostname in ("localhost", "127.0.0.1")
        server: smtplib.SMTP
        if parts.scheme == "smtps":
            server = smtplib.SMTP_SSL(host, parts.port or 465, timeout=PATIENCE, context=ssl.create_default_context())
        else:
            server = smtplib.SMTP(host, parts.port or 25, timeout=PATIENCE)
            if not own:
                server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        return server


def _fail(connection: Connection, letter: Any, why: Exception) -> None:
    connection.execute(_FAILED, {"id": letter.id, "tries": letter.tries + 1, "failure": type(why).__name__})
