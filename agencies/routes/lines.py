"""The map: lines of information on a case, and who may open a restricted one."""

from starlette.routing import BaseRoute, Route

from agencies.pages import guarded, lines, restricting, shared
from marac.web.endpoint import deed, page

_LINES = "/cases/{case_id:uuid}/lines"
_LINE = f"{_LINES}/{{line_id:uuid}}"

routes: list[BaseRoute] = [
    Route("/own-lines", page(guarded.show_guarded), name="guarded"),
    Route("/own-lines/{case_id:uuid}", page(guarded.show_guarded_case), name="guarded.case"),
    Route(_LINES, page(shared.show_lines), name="lines"),
    Route(_LINES, deed(lines.record), methods=["POST"], name="lines.record"),
    Route(_LINE, page(lines.show_line), name="line"),
    Route(f"{_LINE}/decision", deed(lines.decide), methods=["POST"], name="lines.decide"),
    Route("/cases/{case_id:uuid}/restriction", deed(restricting.do_restrict), methods=["POST"], name="case.restrict"),
    Route("/cases/{case_id:uuid}/restriction/named", deed(restricting.do_name), methods=["POST"], name="case.name"),
    Route(f"{_LINE}/correction", deed(lines.correct), methods=["POST"], name="lines.correct"),
]
