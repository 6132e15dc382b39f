"""The map: the case file."""

from starlette.routing import BaseRoute, Route

from marac.cases.pages import deciding, listing, notices, opening_again, walls
from marac.cases.pages.file import audience, details, emergency, opened, overview, sections
from marac.web.endpoint import deed, page

_CASE = "/cases/{case_id:uuid}"
_DETAIL = _CASE + "/details/{detail_id:uuid}"

routes: list[BaseRoute] = [
    Route("/cases", page(listing.show_cases), name="cases"),
    Route(_CASE, page(overview.show_case), name="case"),
    Route(f"{_CASE}/people", page(sections.show_people), name="case.people"),
    Route(f"{_CASE}/referral", page(sections.show_referral), name="case.referral"),
    Route(f"{_CASE}/seats", page(sections.show_seats), name="case.seats"),
    Route(f"{_CASE}/opened", page(opened.show_opened), name="case.opened"),
    Route(_DETAIL, deed(details.open_detail), methods=["POST"], name="detail.open"),
    Route(f"{_DETAIL}/audience", page(audience.show_audience), name="detail.audience"),
    Route(f"{_DETAIL}/audience", deed(audience.name_audience), methods=["POST"], name="detail.name"),
    Route(f"{_CASE}/emergency", page(emergency.show_emergency), name="emergency"),
    Route(f"{_CASE}/emergency", deed(emergency.open_in_emergency), methods=["POST"], name="emergency.open"),
    Route("/emergencies", page(emergency.show_emergencies), name="emergencies"),
    Route("/notices/{notice_id:uuid}/read", deed(notices.mark_read), methods=["POST"], name="notice.read"),
    Route(f"{_CASE}/walls", page(walls.show_walls), name="walls"),
    Route(f"{_CASE}/walls", deed(walls.raise_walls), methods=["POST"], name="wall.raise"),
    Route(f"{_CASE}/walls/{{wall_id:uuid}}/lift", page(opening_again.show_lift), name="wall.lifting"),
    Route(f"{_CASE}/walls/{{wall_id:uuid}}/lift", deed(opening_again.lift), methods=["POST"], name="wall.lift"),
    Route(f"{_CASE}/restriction", page(opening_again.show_restriction), name="case.restriction"),
    Route("/walls", page(deciding.show_waiting), name="walls.waiting"),
    Route(f"{_CASE}/walls/{{wall_id:uuid}}/decide", page(deciding.show_decide), name="wall.decide"),
    Route(
        f"{_CASE}/walls/{{wall_id:uuid}}/decide", deed(deciding.decide_wall), methods=["POST"], name="wall.decide.do"
    ),
    Route(f"{_CASE}/employers", deed(walls.mark_employers), methods=["POST"], name="case.employers"),
]
