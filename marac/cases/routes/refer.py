"""The map: referring a case."""

from starlette.routing import BaseRoute, Route

from marac.cases.pages.refer import adding, check, details, names, particulars, person, risk_list, start, tasks, topic
from marac.web.endpoint import deed, page

_CASE = "/refer/{case_id:uuid}"
_PERSON = _CASE + "/people/{person_id:uuid}"
_NAME = _PERSON + "/names/{name_id:uuid}"
_DATE = _PERSON + "/dates/{date_id:uuid}"
_DETAIL = _PERSON + "/details/{detail_id:uuid}"
_PROTECTED = _PERSON + "/protected/{detail_id:uuid}"


routes: list[BaseRoute] = [
    Route("/refer", page(tasks.show_referrals), name="referrals"),
    Route("/refer/start", page(start.show_start), name="refer.start"),
    Route("/refer/start", deed(start.start), methods=["POST"], name="refer.start.do"),
    Route(_CASE, page(tasks.show_tasks), name="refer"),
    Route(_CASE + "/topics/{topic}", page(topic.show_topic), name="refer.topic"),
    Route(_CASE + "/topics/{topic}", deed(topic.save_topic), methods=["POST"], name="refer.topic.save"),
    Route(_CASE + "/risk/{page:int}", page(risk_list.show_risk), name="refer.risk"),
    Route(_CASE + "/risk/{page:int}", deed(risk_list.save_risk), methods=["POST"], name="refer.risk.save"),
    Route(_CASE + "/people/add/{party}", page(adding.show_add), name="refer.person.add"),
    Route(_CASE + "/people/add/{party}", deed(adding.add_person), methods=["POST"], name="refer.person.add.do"),
    Route(_PERSON, page(person.show_person), name="refer.person"),
    Route(_PERSON + "/remove", page(adding.show_remove), name="refer.person.remove"),
    Route(_PERSON + "/remove", deed(adding.remove_person), methods=["POST"], name="refer.person.remove.do"),
    Route(_PERSON + "/particulars", page(particulars.show_particulars), name="refer.particulars"),
    Route(
        _PERSON + "/particulars",
        deed(particulars.save_particulars),
        methods=["POST"],
        name="refer.particulars.save",
    ),
    Route(_PERSON + "/names/add", page(names.show_add_name), name="refer.name.add"),
    Route(_PERSON + "/names/add-new", page(names.show_add_name), name="refer.name.add-new"),
    Route(_PERSON + "/names/add", deed(names.add_name), methods=["POST"], name="refer.name.add.do"),
    Route(_NAME, page(names.show_name), name="refer.name"),
    Route(_NAME, deed(names.change_name), methods=["POST"], name="refer.name.save"),
    Route(_NAME + "/remove", deed(names.remove_name), methods=["POST"], name="refer.name.remove"),
    Route(_PERSON + "/dates/add", page(names.show_add_date), name="refer.date.add"),
    Route(_PERSON + "/dates/add", deed(names.add_date), methods=["POST"], name="refer.date.add.do"),
    Route(_DATE, page(names.show_date), name="refer.date"),
    Route(_DATE, deed(names.change_date), methods=["POST"], name="refer.date.save"),
    Route(_DATE + "/remove", deed(names.remove_date), methods=["POST"], name="refer.date.remove"),
    Route(_PERSON + "/details/add/{kind}", page(details.show_add), name="refer.detail.add"),
    Route(_PERSON + "/details/add/{kind}", deed(details.add), methods=["POST"], name="refer.detail.add.do"),
    Route(_DETAIL, page(details.show), name="refer.detail"),
    Route(_DETAIL, deed(details.change), methods=["POST"], name="refer.detail.save"),
    Route(_DETAIL + "/remove", deed(details.remove), methods=["POST"], name="refer.detail.remove"),
    Route(_PROTECTED, page(details.show_protected), name="refer.protected"),
    Route(_PROTECTED, deed(details.save_protected), methods=["POST"], name="refer.protected.save"),
    Route(_PROTECTED + "/open", deed(details.open_protected), methods=["POST"], name="refer.protected.open"),
    Route(_PROTECTED + "/remove", deed(details.remove_protected), methods=["POST"], name="refer.protected.remove"),
    Route(_CASE + "/check", page(check.show_check), name="refer.check"),
    Route(_CASE + "/submit", deed(check.submit), methods=["POST"], name="refer.submit"),
    Route(_CASE + "/receipt", page(check.show_receipt), name="refer.receipt"),
]
