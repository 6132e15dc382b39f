"""The map: keeping and erasing a case."""

from starlette.routing import BaseRoute, Route

from marac.cases.pages import holds
from marac.cases.pages.file import keeping
from marac.web.endpoint import deed, page

_KEEPING = "/cases/{case_id:uuid}/keeping"
_HOLD = _KEEPING + "/holds/{hold_id:uuid}"
_ERASURE = _KEEPING + "/erasure/{erasure_id:uuid}"

routes: list[BaseRoute] = [
    Route(_KEEPING, page(keeping.show_keeping), name="case.keeping"),
    Route(f"{_KEEPING}/holds", deed(keeping.place), methods=["POST"], name="hold.place"),
    Route(f"{_HOLD}/lift", deed(keeping.lift), methods=["POST"], name="hold.lift"),
    Route(f"{_KEEPING}/erasure", deed(keeping.propose), methods=["POST"], name="erasure.propose"),
    Route(f"{_ERASURE}/end", deed(keeping.end), methods=["POST"], name="erasure.end"),
    Route(f"{_ERASURE}/confirm", deed(keeping.confirm), methods=["POST"], name="erasure.confirm"),
    Route("/holds", page(holds.show_holds), name="holds"),
    Route("/holds", deed(holds.place), methods=["POST"], name="holds.place"),
    Route("/holds/{hold_id:uuid}/lift", deed(holds.lift), methods=["POST"], name="holds.lift"),
]
