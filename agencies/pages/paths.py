"""What an administrator's path names: an agency of this MARAC, its member, an appointment.

To hats without business there none of them exists, so that a path tells nobody who works where.
"""

from starlette.requests import Request

from agencies.operations import register
from marac.policy import admission as policy
from marac.store.people import Agency, Appointment, Member, Partner
from marac.store.work import Work
from marac.vocabulary import Hat, NotFound


def agency_in(request: Request, work: Work) -> tuple[Agency, Partner]:
    """Raises NotFound."""
    _only_for(work, policy.READERS)
    return register.partner(work, request.path_params["agency_id"])


def member_in(request: Request, work: Work, *, lock: bool = False) -> tuple[Member, Agency]:
    """A member of an agency of this MARAC. Raises NotFound."""
    _only_for(work, policy.READERS)
    member = work.find(Member, request.path_params["member_id"], lock=lock)
    return member, register.partner(work, member.agency_id)[0]


def appointment_in(request: Request, work: Work) -> tuple[Appointment, Member]:
    """Raises NotFound, also for one in another MARAC."""
    _only_for(work, policy.READERS | policy.SECONDS)
    row = work.find(Appointment, request.path_params["appointment_id"])
    if row.marac_id != work.viewer.marac_id:
        raise NotFound("Appointment")
    member = work.find(Member, row.member_id)
    register.partner(work, member.agency_id)
    return row, member


def _only_for(work: Work, hats: frozenset[Hat]) -> None:
    if work.viewer.hat not in hats:
        raise NotFound("Agency")
