"""What an unticked chair or coordinator learns of lines shared with named agencies: who must speak, no more (S9)."""

from uuid import UUID

from sqlalchemy import Uuid, func
from sqlalchemy import select as ask
from sqlmodel import col, select

from marac.store.people import Agency
from marac.store.work import Work
from marac.vocabulary import FOR_THE_MEETING


def must_speak_privately(work: Work, case_id: UUID) -> list[Agency]:
    """Agencies with a line on this case that is kept from the viewer's hat, and those named for it; by name.

    Never which line, nor how many; nobody under the other hats.
    """
    if work.viewer.hat not in FOR_THE_MEETING:
        return []
    found = work.session.connection().execute(ask(func.scope.must_speak_privately(case_id, type_=Uuid))).scalars()
    ids = set(found)
    return work.all(select(Agency).where(col(Agency.id).in_(ids)).order_by(Agency.name)) if ids else []
