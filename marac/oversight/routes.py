"""The map: the auditor's rooms."""

from starlette.routing import BaseRoute, Route

from marac.oversight import pages
from marac.web.endpoint import page

routes: list[BaseRoute] = [
    Route("/ledger", page(pages.show_ledger), name="ledger"),
    Route("/ledger/{item_id:uuid}", page(pages.show_who_saw), name="ledger.line"),
]
