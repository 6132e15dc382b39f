"""The map: minutes."""

from starlette.routing import BaseRoute, Route

from agenda.pages import minutes
from marac.web.endpoint import deed, page

_OF_MEETING = "/meetings/{meeting_id:uuid}/minutes"

routes: list[BaseRoute] = [
    Route("/minutes", page(minutes.show_minutes), name="minutes"),
    Route(_OF_MEETING, page(minutes.show_draft), name="minutes.draft"),
    Route(f"{_OF_MEETING}/approve", deed(minutes.approve), methods=["POST"], name="minutes.approve"),
    Route(f"{_OF_MEETING}/issue", deed(minutes.issue_minutes), methods=["POST"], name="minutes.issue"),
    Route(f"{_OF_MEETING}/take-back", deed(minutes.take_back), methods=["POST"], name="minutes.take-back"),
    Route("/minutes/{issue_id:uuid}", page(minutes.show_copy), name="minutes.copy"),
    Route("/minutes/{issue_id:uuid}/pdf", page(minutes.show_pdf), name="minutes.pdf"),
]
