"""A page to PDF/UA-1 bytes: the only importer of WeasyPrint. It may fetch nothing."""

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from threading import Lock
from typing import Any

from marac.web.page import Page, environment

_one_at_a_time = Lock()  # a render takes a core and 100 MB: pages must not wait for several


@dataclass(frozen=True)
class _Fonts:
    """The print fonts, unpacked once a process; with them documents are laid out."""

    configuration: Any
    sheet: Any


def paper(page: Page) -> bytes:
    """Render a page whose template extends `print.html`. Fonts are in the page, and nothing is fetched."""
    context = {item.name: getattr(page, item.name) for item in fields(page)}
    return _rendered(environment().get_template(page.template).render(context))


def warm_up() -> None:
    """Load the renderer and the fonts, so that the first paper takes no longer than the next; a second of one core."""
    _rendered('<html lang="en-GB"><title>-</title><p>-</p><b>-</b></html>')


def _rendered(html: str) -> bytes:
    from weasyprint import HTML

    with _one_at_a_time, _no_looking_for_garbage():
        fonts = _fonts()
        made: bytes = HTML(string=html, base_url=None, url_fetcher=_fetcher()).write_pdf(
            pdf_variant="pdf/ua-1", pdf_tags=True, stylesheets=[fonts.sheet], font_config=fonts.configuration
        )
    return made


@contextmanager
def _no_looking_for_garbage() -> Iterator[None]:
    """A sixth of the time goes to it otherwise."""
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


@cache
def _fonts() -> _Fonts:
    """Source Sans 3 (SIL Open Font License), from a style sheet that holds it as `data:` addresses."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    atexit.register(_fonts.cache_clear)  # its files go while what removes them is still there
    configuration = FontConfiguration()
    text = (files("marac") / "static" / "vendor" / "print-fonts.css").read_text()
    return _Fonts(configuration, CSS(string=text, url_fetcher=_fetcher(), font_config=configuration))


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=["data"])
