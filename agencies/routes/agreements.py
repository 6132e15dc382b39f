"""The map: information-sharing agreements."""

from starlette.routing import BaseRoute, Route

from agencies.pages.agreement import deeds, show_agreement, show_document
from agencies.pages.agreements import make_required, show_agreements
from agencies.pages.recording import record, show_record
from marac.web.endpoint import deed, page

routes: list[BaseRoute] = [
    Route("/agreements", page(show_agreements), name="agreements"),
    Route("/agreements/required", deed(make_required), methods=["POST"], name="agreements.require"),
    Route("/agreements/new", page(show_record), name="agreement.new"),
    Route("/agreements/new", deed(record, file=True), methods=["POST"], name="agreement.record"),
    Route("/agreements/{agreement_id:uuid}", page(show_agreement), name="agreement"),
    Route("/agreements/{agreement_id:uuid}/document", page(show_document), name="agreement.document"),
    *(
        Route(f"/agreements/{{agreement_id:uuid}}/{name}", deed(do), methods=["POST"], name=f"agreement.{name}")
        for name, do in deeds.items()
    ),
]
