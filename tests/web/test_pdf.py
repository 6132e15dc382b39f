"""Paper: tagged PDF/UA-1 with its own fonts, which are unpacked once a process, before anybody asks for paper."""

from dataclasses import dataclass
from io import BytesIO
from threading import Event
from typing import Any, ClassVar

import pytest
from pypdf import PdfReader
from starlette.applications import Starlette
from starlette.testclient import TestClient
from weasyprint.text.fonts import FontConfiguration

import marac.app
from agenda.minutes.parts import FrontSheet
from marac.web.page import Page
from marac.web.pdf import paper, warm_up


@dataclass(frozen=True)
class Sheet(Page):
    template: ClassVar[str] = "agenda/minutes_paper.html"

    front: FrontSheet
    watermark: str = "copy 01"
    number: int = 1
    copy_number: str = "01"
    whole_hash: str = "0" * 64
    author: str = "MARAC"
    marking: str = "OFFICIAL-SENSITIVE"
    recipient: str = "For nobody"
    copy_text: str = "Issue 1"
    cases: tuple[()] = ()


SHEET = Sheet(FrontSheet("Testshire", "1 May 2026", "09:30", "Room 2", "A Chair", "B Clerk", [], [], [], ["Words."], 1))


def test_paper_is_tagged_names_its_standard_and_brings_its_fonts() -> None:
    reader = PdfReader(BytesIO(paper(SHEET)))
    root: Any = reader.trailer["/Root"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en-GB"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    page: Any = reader.pages[0]
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert fonts
    assert all("Source-Sans-3" in font["/BaseFont"] for font in fonts)


def test_the_fonts_are_unpacked_once_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    warm_up()
    monkeypatch.setattr(FontConfiguration, "__init__", lambda self: pytest.fail("unpacked again"))
    assert paper(SHEET)[:5] == b"%PDF-"


def test_a_server_warms_up_when_it_starts(app: Starlette, monkeypatch: pytest.MonkeyPatch) -> None:
    warm = Event()
    monkeypatch.setattr(marac.app, "warm_up", warm.set)
    with TestClient(app):
        assert warm.wait(5)
