"""A page to PDF/UA-1 bytes: the only importer of WeasyPrint. It may fetch nothing."""

import gc
from dataclasses import fields
from functools import cache
from importlib.resources import files
from threading import Lock

from marac.web.page import Page, environment

_one_at_a_time = Lock()  # a render takes a core and 100 MB: pages must not wait for several


def paper(page: Page) -> bytes:
    """Render a page whose template extends `print.html`. Fonts are in the page, and nothing is fetched."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    context = {item.name: getattr(page, item.name) for item in fields(page)}
    html = environment().get_template(page.template).render({**context, "fonts_css": fonts()})
    with _one_at_a_time:
        gc.freeze()  # a sixth of the time goes otherwise to looking for garbage
        gc.disable()
        try:
            document = HTML(string=html, base_url=None, url_fetcher=URLFetcher(allowed_protocols=["data"]))
            made: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
        finally:
            gc.enable()
            gc.unfreeze()
    return made


@cache
def fonts() -> str:
    """The print fonts as `data:` addresses (Source Sans 3, SIL Open Font License)."""
    return (files("marac") / "static" / "vendor" / "print-fonts.css").read_text()
