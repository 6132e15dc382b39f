"""Who sees a case behind walls that raised themselves, and what stands before whom."""

from typing import Any
from uuid import UUID

from sqlmodel import select
from starlette.testclient import TestClient

from marac.cases.models import Case
from marac.proceedings import WallCause
from marac.store.walls import Wall
from tests.cases.referring import working
from tests.cast import Cast

HEALTH = ("Rep", "Health", "1980-01-01")


def sees(cast: Cast, name: str, case_id: UUID) -> bool:
    with working(cast, name) as work:
        return work.first(select(Case.id).where(Case.id == case_id)) is not None


def walls(cast: Cast, case_id: UUID, by: str = "coordinator") -> list[tuple[UUID | None, WallCause, bool]]:
    with working(cast, by) as work:
        found = work.all(select(Wall).where(Wall.case_id == case_id))
        return [(wall.member_id, wall.cause, wall.undecided) for wall in found if wall.raised_by is None]


def give_home(client: TestClient, line: str, postcode: str) -> Any:
    return client.post("/account/home", data={"line": line, "postcode": postcode})
