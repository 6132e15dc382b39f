"""The map: research."""

from starlette.routing import BaseRoute, Route

from agencies.pages import answering, returning, workbench
from marac.web.endpoint import deed, page

_CASE = "/cases/{case_id:uuid}/research"

routes: list[BaseRoute] = [
    Route("/research", page(workbench.show_workbench), name="workbench"),
    Route("/research/nils", deed(answering.return_nils), methods=["POST"], name="workbench.nils"),
    Route(_CASE, page(returning.show_research), name="research"),
    Route(f"{_CASE}/answers", deed(returning.answer), methods=["POST"], name="research.answer"),
    Route(f"{_CASE}/return", deed(returning.send_return), methods=["POST"], name="research.return"),
    Route(f"{_CASE}/withdrawal", deed(returning.withdraw), methods=["POST"], name="research.withdraw"),
    Route(f"{_CASE}/{{research_id:uuid}}/reopening", deed(returning.reopen), methods=["POST"], name="research.reopen"),
]
