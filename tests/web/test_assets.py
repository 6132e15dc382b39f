"""Addresses of our own files carry what the file holds, and are kept for as long as that stays true."""

from starlette.testclient import TestClient

from marac.web.assets import static, version
from tests.conftest import ClientOf


def test_a_file_asked_for_by_its_version_is_kept_for_a_year(client_of: ClientOf) -> None:
    answer = client_of("chair").get(static("site.css"))
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_a_file_asked_for_by_another_version_or_none_is_asked_for_again(client_of: ClientOf) -> None:
    client: TestClient = client_of("chair")
    for address in ("/static/site.css", "/static/site.css?v=0000000000", "/static/live.js"):
        assert client.get(address).headers["cache-control"] == "public, no-cache"
    assert client.get("/static/none.css").headers["cache-control"] == "no-store"


def test_every_page_names_its_files_by_version(client_of: ClientOf) -> None:
    page = client_of("chair").get("/help").text
    assert f'href="/static/site.css?v={version("site.css")}"' in page
    assert page.count("/static/") == page.count("?v=")
