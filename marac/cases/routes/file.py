"""The map: the case file."""

from starlette.routing import BaseRoute, Route

from marac.cases.pages import listing, walls
from marac.cases.pages.file import details, opened, overview, sections
from marac.web.endpoint import deed, page

_CASE = "/cases/{case_id:uuid}"

routes: list[BaseRoute] = [
    Route("/cases", page(listing.show_cases), name="cases"),
    Route(_CASE, page(overview.show_case), name="case"),
    Route(f"{_CASE}/people", page(sections.show_people), name="case.people"),
    Route(f"{_CASE}/referral", page(sections.show_referral), name="case.referral"),
    Route(f"{_CASE}/seats", page(sections.show_seats), name="case.seats"),
    Route(f"{_CASE}/opened", page(opened.show_opened), name="case.opened"),
    Route(f"{_CASE}/details/{{detail_id:uuid}}", deed(details.open_detail), methods=["POST"], name="detail.open"),
    Route(f"{_CASE}/walls", page(walls.show_walls), name="walls"),
    Route(f"{_CASE}/walls", deed(walls.raise_walls), methods=["POST"], name="wall.raise"),
    Route(f"{_CASE}/walls/{{wall_id:uuid}}/lift", deed(walls.lift), methods=["POST"], name="wall.lift"),
    Route(f"{_CASE}/restriction", deed(walls.mark_restricted), methods=["POST"], name="case.restrict"),
]
