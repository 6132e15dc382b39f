"""What every request of one process shares: settings, store, pages, and what stands in each hat's navigation."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.requests import Request

from marac.settings import Settings
from marac.store.work import Store
from marac.vocabulary import Hat

Navigation = Mapping[Hat, tuple[tuple[str, str], ...]]


@dataclass(frozen=True)
class House:
    settings: Settings
    store: Store
    navigation: Navigation = field(default_factory=dict)


def house_of(request: Request) -> House:
    house = request.app.state.house
    assert isinstance(house, House)
    return house
