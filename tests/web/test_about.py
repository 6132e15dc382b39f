"""The footer's pages: open to everybody, and the statement is the one that members accept."""

import pytest

from agenda.statement import CURRENT
from tests.conftest import ClientOf


@pytest.mark.parametrize("name", ["nobody", "auditor"])
def test_the_footers_pages_are_open_to_everybody(client_of: ClientOf, name: str) -> None:
    client = client_of(name)
    for path, heading in (
        ("/confidentiality", "Confidentiality statement"),
        ("/accessibility", "Accessibility"),
        ("/help", "Help"),
    ):
        answer = client.get(path)
        assert answer.status_code == 200
        assert f">{heading}</h1>" in answer.text
        assert ("Sign out" in answer.text) is (name == "auditor")


def test_the_statement_is_the_one_that_members_accept(client_of: ClientOf) -> None:
    shown = client_of("nobody").get("/confidentiality").text
    assert f"version {CURRENT.version}" in shown
    assert all(paragraph.partition(",")[0] in shown for paragraph in CURRENT.paragraphs)
