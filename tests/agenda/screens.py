"""The cast at the pages of one meeting, and what they read there."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any
from uuid import UUID

from httpx2 import Response
from starlette.testclient import TestClient

from agencies.models import Line
from agencies.operations.lines import decide, record_line
from marac.cases.models import Case
from marac.store.work import open_work
from marac.vocabulary import Sharing
from tests.agenda.sitting import hearing_of
from tests.cast import Cast
from tests.conftest import ClientOf

HTMX = {"hx-request": "true"}
JSON = {"accept": "application/json"}
NONE: Mapping[str, Any] = {}


class Table:
    """The cast at the pages of one meeting."""

    def __init__(self, cast: Cast, client_of: ClientOf, meeting: UUID) -> None:
        self.cast, self.client_of, self.meeting = cast, client_of, meeting
        self.clients: dict[str, TestClient] = {}

    def path(self, name: str, rest: str) -> str:
        return f"/m/{self.cast.slug}/{self.cast[name].hat}/{rest.replace('MEETING', f'meetings/{self.meeting}')}"

    def get(self, name: str, rest: str = "MEETING/live", headers: Mapping[str, str] = NONE) -> Response:
        return self.client(name).get(self.path(name, rest), headers=headers)

    def post(self, name: str, rest: str, data: Mapping[str, Any] = NONE, headers: Mapping[str, str] = NONE) -> Response:
        return self.client(name).post(self.path(name, rest), data=data, headers=headers)

    def client(self, name: str) -> TestClient:
        return self.clients.setdefault(name, self.client_of(name))

    def hearing(self, code: str = "HERON") -> str:
        return f"hearings/{hearing_of(self.cast, code)}"


def text_of(answer: Response) -> str:
    """What stands between the tags, spaces made one."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def shared(cast: Cast, name: str, text: str, sharing: Sharing, **how: object) -> Line:
    with open_work(cast.store, cast[name]) as work:
        line = record_line(work, work.find(Case, cast.cases["HERON"]), text)
        return decide(work, line, sharing, **how)  # type: ignore[arg-type]
