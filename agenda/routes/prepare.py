"""The map: my agency's work, meetings and their lists."""

from starlette.routing import BaseRoute, Route

from agenda.pages import accept, acting, meetings, order, prepare, published, seats, transfer, work
from marac.web.endpoint import deed, page

_MEETING = "/meetings/{meeting_id:uuid}"
_HEARING = f"{_MEETING}/hearings/{{hearing_id:uuid}}"
_SEATS = f"{_HEARING}/seats"
_ACCEPT = "/cases/{case_id:uuid}/accept"
_TRANSFER = "/cases/{case_id:uuid}/transfer"

routes: list[BaseRoute] = [
    Route("/work", page(work.show_work), name="work"),
    Route("/meetings", page(meetings.show_meetings), name="meetings"),
    Route("/meetings/new", page(meetings.show_convene), name="meeting.convene"),
    Route("/meetings/new", deed(meetings.convene), methods=["POST"], name="meeting.convene.do"),
    Route(_MEETING, page(published.show_list), name="meeting"),
    Route(f"{_MEETING}/prepare", page(prepare.show_prepare), name="meeting.prepare"),
    Route(f"{_MEETING}/order", deed(order.suggest_order), methods=["POST"], name="meeting.order"),
    Route(f"{_MEETING}/publish", page(published.show_publish), name="meeting.publish"),
    Route(f"{_MEETING}/publish", deed(published.publish), methods=["POST"], name="meeting.publish.do"),
    Route(f"{_HEARING}/plan", page(order.show_plan), name="hearing.plan"),
    Route(f"{_HEARING}/plan", deed(order.plan), methods=["POST"], name="hearing.plan.do"),
    Route(f"{_HEARING}/move", deed(order.move), methods=["POST"], name="hearing.move"),
    Route(f"{_HEARING}/remove", deed(order.remove), methods=["POST"], name="hearing.remove"),
    Route(f"{_HEARING}/acting", deed(acting.do_name), methods=["POST"], name="hearing.acting"),
    Route(_SEATS, page(seats.show_seats), name="hearing.seats"),
    Route(_SEATS, deed(seats.confirm), methods=["POST"], name="hearing.seats.do"),
    Route(f"{_SEATS}/new", deed(seats.add), methods=["POST"], name="hearing.seats.add"),
    Route(f"{_SEATS}/{{seat_id:uuid}}/end", deed(seats.end), methods=["POST"], name="hearing.seats.end"),
    Route(_TRANSFER, page(transfer.show_transfer), name="case.transfer"),
    Route(_TRANSFER, deed(transfer.do_transfer), methods=["POST"], name="case.transfer.do"),
    Route(_ACCEPT, page(accept.show_accept), name="triage.accept"),
    Route(_ACCEPT, deed(accept.accept), methods=["POST"], name="triage.accept.do"),
]
