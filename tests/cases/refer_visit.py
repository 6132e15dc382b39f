"""A browser without JavaScript in which somebody refers a case."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from tests.cast import Cast


def words(answer: Response) -> str:
    """The visible text of a page, in one line."""
    body = re.sub(r"(?s)<(script|head)\b.*?</\1>", " ", answer.text)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


@dataclass
class Visit:
    """One member's browser at one referral."""

    client: TestClient
    root: str
    case: str = ""

    @classmethod
    def of(cls, client: TestClient, cast: Cast, hat: str = "representative") -> "Visit":
        return cls(client, f"/m/{cast.slug}/{hat}/refer")

    def start(self, **typed: str) -> "Visit":
        answer = self.client.post(f"{self.root}/start", data=typed)
        assert answer.status_code == 303, words(answer)
        self.case = answer.headers["location"]
        return self

    def get(self, path: str = "") -> Response:
        """A page of this referral, by its path after the case; redirects are followed."""
        answer: Response = self.client.get(path if path.startswith("/") else self.at(path), follow_redirects=True)
        return answer

    def at(self, path: str) -> str:
        return f"{self.case}/{path}" if path else self.case

    def post(self, path: str, typed: dict[str, Any] | None = None, **more: Any) -> Response:
        """Fill in the form of a page as a browser does: with the version that the page was drawn with."""
        form = {**(typed or {}), **more}
        if "version" not in form:
            shown = self.client.get(path if path.startswith("/") else self.at(path), follow_redirects=True).text
            found = re.search(r'name="version" value="([^"]*)"', shown)
            form["version"] = found[1] if found else ""
        answer: Response = self.client.post(path if path.startswith("/") else self.at(path), data=form)
        return answer

    def add(self, party: str, **typed: str) -> str:
        """Somebody in this referral; the path of their page after the case."""
        answer = self.post(f"people/add/{party}", typed)
        assert answer.status_code == 303, words(answer)
        return str(answer.headers["location"]).removeprefix(f"{self.case}/")

    def send(self) -> Response:
        shown = self.get("check").text
        found = re.search(r'name="version" value="([^"]*)"', shown)
        assert found
        answer: Response = self.client.post(self.at("submit"), data={"version": found[1]}, follow_redirects=True)
        return answer

    def links(self, page: str, word: str) -> list[str]:
        """Addresses on a page that go to rows of one kind, after the case."""
        found = re.findall(rf'(?:href|action)="([^"]*/{word}/[0-9a-f-]{{36}})"', self.get(page).text)
        return [address.removeprefix(f"{self.case}/") for address in found]
