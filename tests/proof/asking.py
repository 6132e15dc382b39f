"""Asking the platform in process, as a browser would, and reading all that comes back: headers, pages, papers."""

import asyncio
import io
import zipfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode
from uuid import UUID

from pypdf import PdfReader
from starlette.applications import Starlette

from marac.web import endpoint
from tests.proof.marks import marks_in
from tests.proof.people import NOBODY, Eyes

HOST = "testserver"


@dataclass(frozen=True)
class Address:
    """One thing that can be asked: which route, about what, and how."""

    name: str
    ids: tuple[tuple[str, Any], ...] = ()
    query: str = ""
    method: str = "GET"
    fragment: bool = False
    form: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return f"{self.method} {self.name}{'?' + self.query if self.query else ''}{' (fragment)' * self.fragment}"


@dataclass(frozen=True)
class Answer:
    """All of one answer, and by which reference it stands on the record."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    reference: str

    @property
    def told(self) -> str:
        """Everything that can be read of it."""
        return "\n".join((*(f"{name}: {value}" for name, value in self.headers), self.text))

    @property
    def text(self) -> str:
        kind = dict(self.headers).get("content-type", "")
        if kind == "application/pdf":
            paper = PdfReader(io.BytesIO(self.body))
            read = [*(page.extract_text() for page in paper.pages), str(paper.metadata), str(paper.outline)]
            return "".join("".join(read).split()) + " ".join(read)  # also without the breaks that paper makes
        if self.body[:4] == b"PK\x03\x04":
            with zipfile.ZipFile(io.BytesIO(self.body)) as pack:
                return "\n".join(f"{name}\n{pack.read(name).decode(errors='replace')}" for name in pack.namelist())
        return self.body.decode(errors="replace")

    @cached_property
    def marks(self) -> frozenset[str]:
        return marks_in(self.told)


class Asker:
    """One process of the platform, asked one thing after another. References count up, so that two runs are alike."""

    def __init__(self, app: Starlette, cookie: str) -> None:
        self.app, self.cookie = app, cookie
        self.asked = 0

    @contextmanager
    def counting(self) -> Iterator[None]:
        """References, otherwise drawn at random, are this asker's own count."""
        with patch.object(endpoint, "uuid4", lambda: UUID(hex=f"{self.asked:016x}{0:016x}")):
            yield

    def path(self, eyes: Eyes, address: Address) -> str:
        given = {name: str(value) for name, value in address.ids}
        return str(self.app.url_path_for(address.name, marac=eyes.slug, hat=eyes.hat.value, **given))

    async def ask(self, eyes: Eyes, address: Address) -> Answer:
        self.asked += 1
        body = urlencode(address.form).encode()
        scope = self._scope(eyes, address, len(body))
        sent: list[Any] = []
        with suppress(Exception):  # a fault is answered first, and raised then for the server's log
            await self.app(scope, _giving(body), _keeping(sent))
        start = next(message for message in sent if message["type"] == "http.response.start")
        whole = b"".join(message.get("body", b"") for message in sent)
        headers = tuple((name.decode(), value.decode("latin-1")) for name, value in start["headers"])
        return Answer(start["status"], headers, whole, f"{self.asked:016x}")

    def _scope(self, eyes: Eyes, address: Address, length: int) -> dict[str, Any]:
        path = self.path(eyes, address)
        headers = {"host": HOST, "sec-fetch-site": "same-origin"}
        if eyes.name != NOBODY:
            headers["cookie"] = f"{self.cookie}={eyes.token}"
        if address.fragment:
            headers["hx-request"] = "true"
        if address.method == "POST":
            headers |= {"content-type": "application/x-www-form-urlencoded", "content-length": str(length)}
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": address.method,
            "scheme": "https",
            "path": path,
            "raw_path": path.encode(),
            "query_string": address.query.encode(),
            "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "client": ("192.0.2.1", 4000),
            "server": (HOST, 443),
            "state": {},
        }


def _giving(body: bytes) -> Callable[[], Awaitable[dict[str, Any]]]:
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        if waiting:
            return waiting.pop()
        await asyncio.sleep(3600)
        return {"type": "http.disconnect"}

    return receive


def _keeping(sent: list[Any]) -> Callable[[Any], Awaitable[None]]:
    async def send(message: Any) -> None:
        sent.append(message)

    return send
