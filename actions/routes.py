"""The map: actions."""

from starlette.routing import BaseRoute, Route

from actions.pages import agreeing, listing, settling, showing
from marac.web.endpoint import deed, page

ONE = "/actions/{action_id:uuid}"
OF_CASE = "/cases/{case_id:uuid}/actions"

routes: list[BaseRoute] = [
    Route("/actions", page(listing.show_actions), name="actions"),
    Route("/actions/print", page(listing.show_print), name="actions.print"),
    Route(ONE, page(showing.show_action), name="action"),
    Route(f"{ONE}/complete", deed(settling.complete), methods=["POST"], name="action.complete"),
    Route(f"{ONE}/not-possible", deed(settling.not_possible), methods=["POST"], name="action.not-possible"),
    Route(f"{ONE}/not-done", deed(settling.not_done), methods=["POST"], name="action.not-done"),
    Route(f"{ONE}/open", deed(settling.open_again), methods=["POST"], name="action.open-again"),
    Route(f"{ONE}/reassign", deed(settling.reassign), methods=["POST"], name="action.reassign"),
    Route(f"{ONE}/answer", deed(settling.answer_condition), methods=["POST"], name="action.answer"),
    Route(OF_CASE, page(listing.show_actions_of_case), name="actions.of-case"),
    Route(f"{OF_CASE}/new", page(agreeing.show_agree), methods=["GET"], name="action.agree"),
    Route(f"{OF_CASE}/new", deed(agreeing.do_agree), methods=["POST"], name="action.agree.do"),
    Route(f"{OF_CASE}/people", deed(agreeing.show_people), methods=["POST"], name="action.agree.people"),
]
