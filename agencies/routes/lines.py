"""The map: lines of information on a case."""

from starlette.routing import BaseRoute, Route

from agencies.pages import lines, shared
from marac.web.endpoint import deed, page

_LINES = "/cases/{case_id:uuid}/lines"
_LINE = f"{_LINES}/{{line_id:uuid}}"

routes: list[BaseRoute] = [
    Route(_LINES, page(shared.show_lines), name="lines"),
    Route(_LINES, deed(lines.record), methods=["POST"], name="lines.record"),
    Route(_LINE, page(lines.show_line), name="line"),
    Route(f"{_LINE}/decision", deed(lines.decide), methods=["POST"], name="lines.decide"),
    Route(f"{_LINE}/correction", deed(lines.correct), methods=["POST"], name="lines.correct"),
]
