"""The map: the live meeting."""

from starlette.routing import BaseRoute, Route

from agenda.pages import attendance
from agenda.pages.live import agreeing, calling, ending, observing, own, showing, writing
from marac.web.endpoint import deed, page

MEETING = "/meetings/{meeting_id:uuid}"
HEARING = "/hearings/{hearing_id:uuid}"
POST = ["POST"]

routes: list[BaseRoute] = [
    Route(f"{MEETING}/live", page(showing.show_live), name="live"),
    Route(f"{MEETING}/live/stream", page(showing.show_stream), name="live.stream"),
    Route(f"{MEETING}/live/{{hearing_id:uuid}}", page(showing.show_look), name="live.look"),
    Route(f"{MEETING}/live/{{hearing_id:uuid}}/call", deed(calling.do_call), methods=POST, name="live.call"),
    Route(f"{MEETING}/observe", page(observing.show_observed), name="observe"),
    Route(f"{MEETING}/observe/stream", page(observing.show_stream), name="observe.stream"),
    Route(f"{MEETING}/open", deed(calling.do_open), methods=POST, name="meeting.open"),
    Route(f"{MEETING}/close", deed(calling.do_close_meeting), methods=POST, name="meeting.close"),
    Route(f"{MEETING}/attendance", page(attendance.show_attendance), name="attendance"),
    Route(f"{MEETING}/attendance", deed(attendance.do_record), methods=POST, name="attendance.record"),
    Route(f"{MEETING}/statement", page(attendance.show_statement), name="statement"),
    Route(f"{MEETING}/statement", deed(attendance.do_accept), methods=POST, name="statement.accept"),
    Route(f"{MEETING}/leave", deed(attendance.do_leave), methods=POST, name="attendance.leave"),
    Route(f"{HEARING}/notes", deed(writing.do_write), methods=POST, name="notes.write"),
    Route("/notes/{note_id:uuid}", page(writing.show_note), name="note"),
    Route("/notes/{note_id:uuid}", deed(writing.do_change), methods=POST, name="notes.change"),
    Route(f"{HEARING}/voice", deed(ending.do_voice), methods=POST, name="hearing.voice"),
    Route(f"{HEARING}/teller", deed(ending.do_teller), methods=POST, name="hearing.teller"),
    Route(f"{HEARING}/perpetrator", deed(ending.do_perpetrator), methods=POST, name="hearing.perpetrator"),
    Route(f"{HEARING}/close", deed(calling.do_close), methods=POST, name="hearing.close"),
    Route(f"{HEARING}/defer", deed(calling.do_defer), methods=POST, name="hearing.defer"),
    Route(f"{HEARING}/conflict", deed(calling.do_conflict), methods=POST, name="hearing.conflict"),
    Route(f"{HEARING}/admit", deed(calling.do_admit), methods=POST, name="hearing.admit"),
    Route(f"{HEARING}/observers", deed(observing.do_admit), methods=POST, name="hearing.observer"),
    Route(f"{HEARING}/actions", deed(agreeing.do_agree), methods=POST, name="hearing.agree"),
    Route(f"{HEARING}/lines/{{line_id:uuid}}/said", deed(own.do_say), methods=POST, name="lines.said"),
    Route(f"{HEARING}/lines/{{line_id:uuid}}/share", deed(own.do_share), methods=POST, name="lines.share"),
]
