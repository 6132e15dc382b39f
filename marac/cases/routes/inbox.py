"""The map: receiving referrals and deciding matches."""

from starlette.routing import BaseRoute, Route

from marac.cases.pages import inbox, matches, triage
from marac.web.endpoint import deed, page

_CASE = "/referrals/{case_id:uuid}"

routes: list[BaseRoute] = [
    Route("/inbox", page(inbox.show_inbox), name="inbox"),
    Route(f"{_CASE}/triage", page(triage.show_triage), name="referral.triage"),
    Route(f"{_CASE}/triage", deed(triage.decide_referral), methods=["POST"], name="triage.decide"),
    Route(f"{_CASE}/triage/again", deed(triage.reopen_referral), methods=["POST"], name="triage.reopen"),
    Route(f"{_CASE}/triage/urgent", deed(triage.mark_referral), methods=["POST"], name="triage.urgent"),
    Route(f"{_CASE}/matches", page(matches.show_matches), name="matches"),
    Route(f"{_CASE}/matches", deed(matches.decide_match), methods=["POST"], name="matches.decide"),
    Route(f"{_CASE}/matches/{{link_id:uuid}}/undo", deed(matches.undo_match), methods=["POST"], name="matches.undo"),
]
