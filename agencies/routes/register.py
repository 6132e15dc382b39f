"""The map: agencies, members, appointments and conditions of access."""

from starlette.routing import BaseRoute, Route

from agencies.pages import admitting, appointing, conditions, joining, member, register
from marac.web.endpoint import deed, page

_AGENCY = "/agencies/{agency_id:uuid}"
_MEMBER = "/members/{member_id:uuid}"
_APPOINTMENT = "/appointments/{appointment_id:uuid}"

routes: list[BaseRoute] = [
    Route("/agencies", page(register.show_register), name="register"),
    Route("/agencies", deed(joining.add), methods=["POST"], name="agency.add"),
    Route("/agencies/new", page(joining.show_new), name="agency.new"),
    Route(_AGENCY, page(register.show_agency), name="agency"),
    Route(_AGENCY, deed(joining.change), methods=["POST"], name="agency.change.do"),
    Route(f"{_AGENCY}/change", page(joining.show_change), name="agency.change"),
    Route(f"{_AGENCY}/members", deed(admitting.admit), methods=["POST"], name="member.admit.do"),
    Route(f"{_AGENCY}/members/new", page(admitting.show_new), name="member.admit"),
    Route(_MEMBER, page(member.show_member), name="member"),
    Route(_MEMBER, deed(member.change), methods=["POST"], name="member.change.do"),
    Route(f"{_MEMBER}/change", page(member.show_change), name="member.change"),
    Route(f"{_MEMBER}/training", deed(member.record_training), methods=["POST"], name="member.train"),
    Route(f"{_MEMBER}/sessions", deed(member.sign_out), methods=["POST"], name="member.sign-out"),
    Route(f"{_MEMBER}/retirement", page(member.show_retirement), name="member.retire"),
    Route(f"{_MEMBER}/retirement", deed(member.retire), methods=["POST"], name="member.retire.do"),
    Route(f"{_MEMBER}/appointments", deed(appointing.appoint), methods=["POST"], name="member.appoint"),
    Route("/appointments", page(appointing.show_waiting), name="appointments.waiting"),
    Route(f"{_APPOINTMENT}/deputy", page(appointing.show_deputy), name="appointment.deputise"),
    Route(f"{_APPOINTMENT}/deputy", deed(appointing.deputise), methods=["POST"], name="appointment.deputise.do"),
    Route(f"{_APPOINTMENT}/ending", deed(appointing.end), methods=["POST"], name="appointment.end"),
    Route(f"{_APPOINTMENT}/confirmation", deed(appointing.confirm), methods=["POST"], name="appointment.confirm"),
    Route(f"{_APPOINTMENT}/refusal", deed(appointing.decline), methods=["POST"], name="appointment.decline"),
    Route("/conditions", page(conditions.show_conditions), name="conditions"),
    Route("/conditions", deed(conditions.set_conditions), methods=["POST"], name="conditions.do"),
]
